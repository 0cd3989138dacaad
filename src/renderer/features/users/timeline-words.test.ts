import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../../shared/model/sign-in-map';
import { byDay, repeatWords } from './timeline-words';

const entry = (changes: Partial<TimelineEntry> = {}): TimelineEntry => ({
  at: '2026-06-30T12:00:00.000Z',
  since: '2026-06-30T12:00:00.000Z',
  kind: 'login',
  title: 'Signed in',
  details: [],
  severity: null,
  findingId: null,
  count: 1,
  ...changes,
});

describe('an entry of the timeline', () => {
  it('says how often, and since when', () => {
    expect(repeatWords(entry(), 'utc')).toBe('');
    expect(repeatWords(entry({ count: 3 }), 'utc')).toBe('3 times');
    expect(repeatWords(entry({ count: 14, since: '2026-06-30T09:12:00.000Z' }), 'utc')).toMatch(
      /^14 times since 9:12\sAM UTC$/,
    );
    expect(repeatWords(entry({ count: 2, since: '2026-06-28T09:12:00.000Z' }), 'utc')).toContain(
      'Jun 28, 2026',
    );
  });

  it('stands under its day', () => {
    const days = byDay(
      [entry(), entry({ at: '2026-06-30T00:00:00.000Z' }), entry({ at: '2026-06-29T23:59:59.999Z' })],
      'utc',
    );
    expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
      ['Jun 30, 2026', 2],
      ['Jun 29, 2026', 1],
    ]);
  });
});

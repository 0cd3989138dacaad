import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../ports';
import { skipNote, unchangedInSetup, type DueInput } from './due';
import { STREAMS } from './streams';

const NOW = Date.UTC(2026, 0, 15, 12);
const HOUR = 3_600_000;
const done = (hoursAgo: number, cursor: string | null = null): Checkpoint => ({
  watermark: null,
  cursor,
  pass: 1,
  complete: true,
  updatedAt: NOW - hoursAgo * HOUR,
});

describe('whether a stream is due', () => {
  const skip = (given: Partial<DueInput>) =>
    skipNote({
      stream: STREAMS.users,
      checkpoint: undefined,
      since: null,
      now: NOW,
      apiVersion: 67,
      ...given,
    });

  it('is, unless it is fresh enough or unknown to the org', () => {
    expect(skip({})).toBeNull();
    expect(skip({ checkpoint: done(0.1) })).toBeNull();
    const daily = STREAMS.profileMetrics;
    expect(skip({ stream: daily })).toBeNull();
    expect(skip({ stream: daily, checkpoint: done(5) })).toContain('20 hours');
    expect(skip({ stream: daily, checkpoint: done(21) })).toBeNull();
    // Half a pass, or a clock that was set back: read.
    expect(skip({ stream: daily, checkpoint: { ...done(5), complete: false } })).toBeNull();
    expect(skip({ stream: daily, checkpoint: done(-5) })).toBeNull();
    expect(skip({ stream: daily, apiVersion: 51 })).toContain('52.0');
    expect(skip({ stream: STREAMS.twoFactorMethods, checkpoint: done(5) })).toMatch(/\d days/);
  });

  it('is not when the collection that goes on has just read it', () => {
    expect(skip({ checkpoint: done(0.5), since: NOW - HOUR })).toContain('continues');
    expect(skip({ checkpoint: done(2), since: NOW - HOUR })).toBeNull();
  });
});

describe('whether Setup may have changed a stream', () => {
  const { profiles, users } = STREAMS;
  const read = done(24, 'upto:5000');

  it('is told by the audit trail', () => {
    expect(unchangedInSetup(profiles, read, 5_000, NOW)).toBe(true);
    expect(unchangedInSetup(profiles, read, 5_001, NOW)).toBe(false);
    // The oldest entries are forgotten by Salesforce; an empty trail has nothing newer.
    expect(unchangedInSetup(profiles, read, 0, NOW)).toBe(true);
  });

  it('is assumed when it cannot be told, after a week, and of what changes otherwise, too', () => {
    expect(unchangedInSetup(profiles, read, null, NOW)).toBe(false);
    expect(unchangedInSetup(profiles, undefined, 5_000, NOW)).toBe(false);
    expect(unchangedInSetup(profiles, done(24), 5_000, NOW)).toBe(false);
    expect(unchangedInSetup(profiles, { ...read, complete: false }, 5_000, NOW)).toBe(false);
    expect(unchangedInSetup(profiles, { ...read, updatedAt: NOW - 169 * HOUR }, 5_000, NOW)).toBe(false);
    expect(unchangedInSetup(users, read, 5_000, NOW)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { aboutSpan, formatSoon } from './format-soon';

const NOW = Date.parse('2026-11-22T11:00:00Z');

describe('formatSoon', () => {
  it('names the day as people do', () => {
    expect(formatSoon('2026-11-22T21:12:00Z', NOW, 'utc')).toMatch(/^today about 9:12\sPM UTC$/);
    expect(formatSoon('2026-11-23T09:12:00Z', NOW, 'utc')).toMatch(/^tomorrow about 9:12\sAM UTC$/);
    expect(formatSoon('2026-11-27T09:12:00Z', NOW, 'utc')).toMatch(/^Friday about 9:12\sAM UTC$/);
    expect(formatSoon('2026-11-29T09:12:00Z', NOW, 'utc')).toMatch(/^Nov 29, 2026 about 9:12\sAM UTC$/);
  });

  it('counts calendar days, not 24 hours', () => {
    const evening = Date.parse('2026-11-22T23:50:00Z');
    expect(formatSoon('2026-11-23T00:10:00Z', evening, 'utc')).toMatch(/^tomorrow about/);
  });

  it('never promises the past', () => {
    expect(formatSoon('2026-11-22T10:59:00Z', NOW, 'utc')).toBe('any moment now');
    expect(formatSoon('nonsense', NOW, 'utc')).toBe('nonsense');
  });
});

it('rounds estimated spans as far as they deserve', () => {
  expect([0.2, 12, 57, 59, 170, 3599, 4860].map(aboutSpan)).toEqual([
    '5 seconds',
    '10 seconds',
    '55 seconds',
    '1 minute',
    '3 minutes',
    '1 hour',
    '1 hour 20 minutes',
  ]);
});

import { describe, expect, it, vi } from 'vitest';
import * as f from './format';

describe('numbers', () => {
  it('groups digits and marks missing values', () => {
    expect(f.formatNumber(1234567)).toBe('1,234,567');
    expect(f.formatNumber(null)).toBe('–');
    expect(f.formatCount(1, 'user')).toBe('1 user');
    expect(f.formatCount(1200, 'user')).toBe('1,200 users');
  });

  it('keeps small shares from reading as zero', () => {
    expect(f.formatPercent(0)).toBe('0%');
    expect(f.formatPercent(0.42)).toBe('0.4%');
    expect(f.formatPercent(75.4)).toBe('75%');
    expect(f.formatPercent(null)).toBe('–');
  });

  it('writes shares of a percent and sizes', () => {
    expect([0, 0.0698, 0.0001, 0.454, 42, null].map(f.formatSmallPercent)).toEqual([
      '0%',
      '0.07%',
      'less than 0.01%',
      '0.45%',
      '42%',
      '–',
    ]);
    expect([0, 999, 1000, 21_400, 1_284_000, 412_000_000, 3_412_000_000, null].map(f.formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1 kB',
      '21 kB',
      '1.3 MB',
      '412 MB',
      '3.4 GB',
      '–',
    ]);
  });

  it('writes money, and says nothing without a currency', () => {
    expect(f.formatMoney(1500, 'USD')).toBe('$1,500');
    expect(f.formatMoney(12.5, 'EUR')).toBe('€12.50');
    expect(f.formatMoney(12, null)).toBe('–');
    expect(f.formatMoney(12, 'nonsense')).toBe('12 nonsense');
  });
});

describe('times', () => {
  it('shows UTC when asked to', () => {
    expect(f.formatTime('2026-03-01T09:05:00.000Z', { zone: 'utc' })).toMatch(/Mar 1, 2026, 9:05\sAM UTC/);
    expect(f.formatTime('2026-03-01T23:05:00.000Z', { zone: 'utc', dateOnly: true })).toBe('Mar 1, 2026');
    expect(f.formatTime(null, { zone: 'utc' })).toBe('–');
    expect(f.formatTime('soon', { zone: 'utc' })).toBe('soon');
  });

  it('never shifts a calendar day', () => {
    expect(f.formatDay('2026-03-01')).toBe('Mar 1');
    expect(f.formatDay('2026-03-01', 'long')).toBe('Mar 1, 2026');
  });

  it.each([
    [-5, 'just now'],
    [-50, '1 minute ago'],
    [-59 * 60, '59 minutes ago'],
    [3 * 3600, 'in 3 hours'],
    [-86_400, 'yesterday'],
    [-45 * 86_400, '2 months ago'],
    [-800 * 86_400, '2 years ago'],
  ])('%i seconds from now is "%s"', (seconds, words) => {
    const now = Date.UTC(2026, 0, 1);
    expect(f.formatRelative(new Date(now + seconds * 1000).toISOString(), now)).toBe(words);
  });

  it.each([
    [200, '200 ms'],
    [42_000, '42 s'],
    [200_000, '3 min 20 s'],
    [3_900_000, '1 h 5 min'],
  ])('%i ms takes "%s"', (ms, words) => {
    expect(f.formatDuration(ms)).toBe(words);
  });
});

describe('formatters', () => {
  it('are made once', () => {
    const style = { month: 'short', timeZone: 'UTC' } as const;
    expect(f.dateFormat(style)).toBe(f.dateFormat({ ...style }));
    expect(f.dateFormat(style)).not.toBe(f.dateFormat({ ...style, month: 'long' }));
  });

  it('follow a computer that changes its time zone', () => {
    vi.useFakeTimers();
    const at = '2026-03-01T12:00:00.000Z';
    const clock = (zone: string) => {
      vi.stubEnv('TZ', zone);
      vi.advanceTimersByTime(61_000);
      return f.formatTime(at, { zone: 'local', timeOnly: true });
    };
    try {
      expect(clock('America/New_York')).toMatch(/^7:00/);
      expect(clock('Asia/Tokyo')).toMatch(/^9:00/);
    } finally {
      vi.unstubAllEnvs();
      vi.useRealTimers();
    }
  });
});

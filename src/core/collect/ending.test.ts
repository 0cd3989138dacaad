import { describe, expect, it } from 'vitest';
import { runOf } from '../../../test/builders/run';
import type { RunSummary } from '../../shared/model/run';
import { QuotaPause, type PauseNumbers, type PauseReason } from '../quota/pause';
import { endingOf, resumeAt } from './ending';

const NOW = Date.UTC(2026, 0, 15, 12);
const HOUR = 3_600_000;

describe('endings', () => {
  const numbers = { used: 75, max: 100, line: 75, reserve: 0, made: 1, budget: null, madeToday: null };
  const pause = (reason: PauseReason, changes: Partial<PauseNumbers> = {}) =>
    new QuotaPause(reason, { ...numbers, ...changes });
  const base = {
    thrown: undefined,
    failures: [],
    warnings: [],
    made: 9,
    now: NOW,
    earlier: [],
    budgetFreeAt: null,
  };

  it('names the state', () => {
    expect(endingOf(base)).toEqual({ state: 'complete', resumeAt: null, error: null });
    expect(endingOf({ ...base, thrown: pause('budget') })).toEqual({
      state: 'paused-budget',
      resumeAt: null,
      error: null,
    });
    expect(endingOf({ ...base, thrown: pause('threshold') })).toMatchObject({
      state: 'paused-quota',
      error: null,
    });
    expect(endingOf({ ...base, thrown: pause('exhausted') }).error?.code).toBe('REQUEST_LIMIT_EXCEEDED');
    expect(endingOf({ ...base, thrown: new Error('bug with data') })).toMatchObject({
      state: 'failed',
      error: { code: 'UNEXPECTED' },
    });
  });

  it('says in words why it stopped below the line', () => {
    const early = pause('threshold', { used: 70_000, max: 100_000, line: 75_000, reserve: 6_000 });
    const { state, error } = endingOf({ ...base, thrown: early });
    expect(state).toBe('paused-quota');
    expect(error?.message).toBe(
      '70,000 of 100,000 API requests of the last 24 hours are used in this org (by all its clients together); ' +
        'Seatwatch stops at 75,000, and 6,000 earlier because other clients use requests at the same time.',
    );
    // One request early, because nobody knows whether the count contains the last one, is no news.
    expect(endingOf({ ...base, thrown: pause('threshold', { used: 74 }) }).error).toBeNull();
    const app = endingOf({ ...base, thrown: pause('app-threshold') });
    expect(app).toMatchObject({ state: 'paused-quota', error: { code: 'QUOTA_THRESHOLD' } });
  });

  it('goes on by itself when the daily budget is free again, but not when that of a run is spent', () => {
    const thrown = pause('day-budget', { budget: 1_200, madeToday: 1_200 });
    const free = NOW + 5 * HOUR;
    expect(endingOf({ ...base, thrown, budgetFreeAt: free })).toEqual({
      state: 'paused-budget',
      resumeAt: free,
      error: {
        code: 'DAILY_BUDGET',
        message:
          'Seatwatch has made 1,200 API requests in this org in the last 24 hours; its own daily budget is 1,200.',
        fix: expect.stringContaining('goes on by itself') as string,
      },
    });
    expect(endingOf({ ...base, thrown: pause('budget'), budgetFreeAt: free }).resumeAt).toBeNull();
  });

  it('looks again after 1, 2, 4, 6 hours when a look finds the quota full', () => {
    const ago = (hours: number) => new Date(NOW - hours * HOUR).toISOString();
    const first = runOf('paused-quota', 9, ago(9));
    const look = runOf('paused-quota', 1, ago(1));
    const hours = (earlier: RunSummary[], made = 1) => (resumeAt({ made, now: NOW, earlier }) - NOW) / HOUR;
    expect(hours([])).toBe(12);
    expect(hours([first])).toBe(1);
    expect(hours([look, first])).toBe(2);
    expect(hours([look, runOf('paused-quota', 1, ago(2)), first, runOf('complete', 5)])).toBe(4);
    expect(hours([look, runOf('paused-quota', 1, ago(2)), runOf('paused-quota', 1, ago(3)), first])).toBe(6);
    // A look by hand before its time does not count.
    expect(hours([look, runOf('paused-quota', 1, ago(9)), first])).toBe(2);
    // The first pause was itself a single call.
    expect(hours([look, runOf('complete', 5)])).toBe(1);
    // Progress was made: a new day.
    expect(hours([look, first], 5)).toBe(12);
    const planned = new Date(NOW + 3 * HOUR).toISOString();
    expect(hours([runOf('paused-quota', 9, planned)])).toBe(3);
  });
});

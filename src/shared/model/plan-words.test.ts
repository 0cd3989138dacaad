import { describe, expect, it } from 'vitest';
import { describePlan } from './plan-words';
import type { CollectPlan } from './run';

const plan = (given: Partial<CollectPlan>): CollectPlan => ({
  at: '2026-01-15T12:00:00.000Z',
  calls: 70,
  seconds: 175,
  percentOfQuota: 0.07,
  callsLeft: 75_000,
  edition: null,
  streams: [],
  ...given,
});

describe('a plan in words', () => {
  it.each([
    [{}, 'about 70 calls, 3 minutes; 0.07% of today’s quota'],
    [
      { calls: 1, seconds: 2, percentOfQuota: 0.001 },
      'about 1 call, less than a minute; less than 0.01% of today’s quota',
    ],
    [
      { calls: 1_540, seconds: 60, percentOfQuota: 1.54 },
      'about 1,540 calls, 1 minute; 1.5% of today’s quota',
    ],
    [{ seconds: 9_000, percentOfQuota: null, callsLeft: null }, 'about 70 calls, 3 hours'],
    [
      { percentOfQuota: 35.2, callsLeft: 40 },
      'about 70 calls, 3 minutes; 35% of today’s quota; only 40 can be made now, the most valuable data comes first',
    ],
  ])('%j', (given, words) => {
    expect(describePlan(plan(given))).toBe(words);
  });
});

import { describe, expect, it } from 'vitest';
import { makeOrg, makeRun } from '../../../test/fakes/bridge-orgs';
import { isPaused, pauseWords } from './pause-words';

const NOW = Date.UTC(2026, 5, 1);
const org = makeOrg('a', 'A', NOW, { state: 'paused-quota', used: 81_200 });
const run = makeRun('A', 7, 'paused-quota', NOW);
const values = (words: ReturnType<typeof pauseWords>) =>
  Object.fromEntries(words.facts.map(({ name, value }) => [name, value]));

describe('a pause by the quota', () => {
  it('has its numbers and says what Collect Now does', () => {
    const words = pauseWords('paused-quota', org, run);
    expect(values(words)).toEqual({
      'Used in 24 hours': '81,200 (77%)',
      'Daily maximum': '106,000',
      'Seatwatch stops at': '79,500 (75%)',
      'Of these by Seatwatch': '126',
    });
    expect(words.reason).toContain('81,200 of its 106,000');
    expect(words.collectNow).toContain('one API request');
  });

  it('gives the reason that the run gave', () => {
    const error = { code: 'X', message: 'The limits are unknown.', fix: 'Grant View Setup.' };
    expect(pauseWords('paused-quota', org, { ...run, error }).reason).toBe(
      'The limits are unknown. Grant View Setup.',
    );
  });

  it('uses the numbers of the run when the org has none, and claims nothing it does not know', () => {
    expect(values(pauseWords('paused-quota', { ...org, quota: null }, run))).toMatchObject({
      'Used in 24 hours': '79,441 (75%)',
      'Of these by Seatwatch': '–',
    });
    const words = pauseWords('paused-quota', { ...org, quota: null }, null);
    expect(values(words)).toMatchObject({ 'Used in 24 hours': '–', 'Seatwatch stops at': '– (75%)' });
    expect(words.reason).toContain('75%');
  });

  it('does not claim that a line is crossed which is not', () => {
    // Requests in flight and of others are allowed for, so that a run may stop below the line.
    const below = makeOrg('a', 'A', NOW, { used: 79_000 });
    expect(pauseWords('paused-quota', below, run).reason).toContain('came too close');
  });
});

describe('a pause by a budget', () => {
  it('tells the budget of the collection and that of the day apart', () => {
    const perRun = pauseWords('paused-budget', { ...org, runBudget: 14, dailyBudget: null }, run);
    expect(values(perRun)).toMatchObject({ 'Budget per collection': '14', 'Budget per 24 hours': 'None' });
    expect(perRun.collectNow).toContain('new budget');
    const perDay = pauseWords('paused-budget', { ...org, runBudget: null, dailyBudget: 120 }, run);
    expect(perDay.reason).toContain('126 API requests in 24 hours');
    expect(perDay.collectNow).toContain('older than 24 hours');
    const error = { code: 'DAILY_BUDGET', message: 'Spent.', fix: 'Wait.' };
    const told = pauseWords('paused-budget', { ...org, dailyBudget: 500 }, { ...run, error });
    expect(told.reason).toBe('Spent. Wait.');
    expect(told.collectNow).toContain('older than 24 hours');
  });
});

it('is only these two states', () => {
  expect((['paused-quota', 'paused-budget', 'failed', 'idle'] as const).map(isPaused)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

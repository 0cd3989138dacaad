import { describe, expect, it } from 'vitest';
import type { CollectPlan, StreamEstimate } from '../../shared/model/run';
import { listWords, planOrder, planSentence, shortfall, shortfallWords, skippedWords } from './plan-words';

const stream = (title: string, calls: number, change: Partial<StreamEstimate> = {}): StreamEstimate => ({
  stream: title,
  title,
  rows: 10,
  calls,
  seconds: 1,
  via: 'rest',
  note: null,
  ...change,
});
const plan = (streams: StreamEstimate[], change: Partial<CollectPlan> = {}): CollectPlan => ({
  at: '2026-11-22T09:00:00Z',
  calls: streams.reduce((sum, one) => sum + one.calls, 0),
  seconds: 170,
  percentOfQuota: 0.07,
  callsLeft: 1000,
  edition: 'Enterprise Edition',
  streams,
  ...change,
});
const FREE = { runBudget: null, dailyBudget: null };

describe('the plan', () => {
  it('is told in a sentence', () => {
    expect(planSentence({ calls: 70, seconds: 180, percentOfQuota: 0.066 })).toBe(
      'About 70 calls, 3 minutes; 0.07% of today’s quota',
    );
    expect(planSentence({ calls: 1, seconds: 3, percentOfQuota: 0.0009 })).toBe(
      'About 1 call, 5 seconds; less than 0.01% of today’s quota',
    );
    expect(planSentence({ calls: 1200, seconds: 3600, percentOfQuota: null })).toBe(
      'About 1,200 calls, 1 hour',
    );
  });

  it('lists what is skipped last, and says why', () => {
    const skipped = stream('Tokens', 0, { via: 'skipped', note: 'Not permitted.' });
    expect(planOrder([skipped, stream('Users', 1)]).map((one) => one.title)).toEqual(['Users', 'Tokens']);
    expect(skippedWords([stream('Users', 1), skipped])).toBe('Skipped: Tokens. The plan says why.');
    expect(skippedWords([skipped, { ...skipped, title: 'Files' }])).toBe(
      'Skipped: Tokens and Files. The plan says why.',
    );
    // Nothing new to read is nothing to explain.
    expect(skippedWords([stream('Users', 0, { via: 'skipped' })])).toBeNull();
  });
});

describe('a plan that does not fit', () => {
  it('is one that needs more than is left', () => {
    expect(shortfall(plan([stream('Users', 5)], { callsLeft: 5 }))).toBeNull();
    expect(shortfall(plan([stream('Users', 5)], { callsLeft: null }))).toBeNull();
    expect(shortfall(plan([stream('Users', 5)], { callsLeft: 4 }))).not.toBeNull();
  });

  it('says what fits, what is cut and what waits', () => {
    const streams = [stream('Licenses', 2), stream('Users', 3), stream('Logins', 90), stream('Sessions', 5)];
    const short = shortfall(plan(streams, { callsLeft: 20 }));
    expect(short).toEqual({
      needed: 100,
      left: 20,
      first: ['Licenses', 'Users'],
      partly: 'Logins',
      later: ['Sessions'],
    });
  });

  it('takes calls of no stream off first', () => {
    const streams = [stream('Licenses', 2), stream('Users', 3)];
    expect(shortfall(plan(streams, { calls: 9, callsLeft: 6 }))).toMatchObject({
      first: ['Licenses'],
      partly: null,
      later: ['Users'],
    });
  });

  it('never counts below nothing', () => {
    expect(shortfall(plan([stream('Users', 5)], { callsLeft: -40 }))).toMatchObject({
      left: 0,
      later: ['Users'],
    });
  });

  it('tells when the rest follows, depending on what stops it', () => {
    const short = { needed: 100, left: 20, first: ['Users'], partly: 'Logins', later: ['Sessions'] };
    expect(shortfallWords(short, FREE, null)).toEqual({
      title: 'About 100 calls needed, 20 left',
      text:
        'First: Users and the newest part of Logins. The rest of Logins and Sessions follows by itself as ' +
        'soon as enough API requests are free again, usually within 24 hours.',
    });
    expect(shortfallWords(short, { runBudget: 20, dailyBudget: null }, 'tomorrow').text).toContain(
      'with the next collection, tomorrow: this org has a budget of 20 calls per collection',
    );
    expect(shortfallWords(short, { runBudget: 500, dailyBudget: 200 }, null).text).toContain(
      'budget of the day',
    );
    expect(shortfallWords({ ...short, first: [], partly: null, later: [] }, FREE, null).text).toMatch(
      /^What is left follows/,
    );
  });
});

it('lists and cuts', () => {
  expect([[], ['A'], ['A', 'B'], ['A', 'B', 'C']].map(listWords)).toEqual(['', 'A', 'A and B', 'A, B and C']);
  expect(listWords(['A', 'B', 'C', 'D', 'E'])).toBe('A, B, C, D and E');
  expect(listWords(['A', 'B', 'C', 'D', 'E', 'F', 'G'])).toBe('A, B, C, D and 3 more');
});

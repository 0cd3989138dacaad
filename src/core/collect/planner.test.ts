import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamRun } from '../../shared/model/run';
import {
  DEFAULT_RATES,
  planRun,
  ratesFrom,
  rowsFromBefore,
  type PlanFacts,
  type StreamOutlook,
} from './planner';
import { chooseTransfer } from './transfer';

const NOW = Date.UTC(2026, 0, 15, 12);
const DAY = 86_400_000;

const outlook = (stream: string, given: Partial<StreamOutlook> = {}): StreamOutlook => ({
  stream,
  title: stream,
  rows: 0,
  read: 0,
  made: 0,
  begun: true,
  bulk: true,
  skip: null,
  ...given,
});

const facts = (streams: readonly StreamOutlook[], given: Partial<PlanFacts> = {}): PlanFacts => ({
  at: NOW,
  elapsed: 2,
  made: 3,
  left: 70_000,
  orgMax: 100_000,
  edition: 'Enterprise Edition',
  bulkPageSize: 50_000,
  rates: DEFAULT_RATES,
  transfer: chooseTransfer,
  streams,
  ...given,
});

describe('the plan of a run', () => {
  it('adds up what was made and what is ahead, by the way each stream will travel', () => {
    const plan = planRun(
      facts([
        outlook('organization', { rows: 1, read: 1, made: 1 }),
        outlook('users', { rows: 9_500, read: 2_000 }),
        outlook('loginHistory', { rows: 166_000, read: 2_000 }),
        outlook('loginHistory', { rows: 834_000, read: 2_000 }),
        outlook('authSessions', { rows: 4_500, begun: false }),
        outlook('oauthTokens', { rows: null, begun: false }),
        outlook('profiles', { skip: 'Not changed.' }),
      ]),
    );
    expect(plan.streams.map(({ stream, calls, via, rows }) => [stream, calls, via, rows])).toEqual([
      ['organization', 1, 'composite', 1],
      ['users', 4, 'rest', 9_500],
      // A job, four looks and 4 pages; a job, four looks and 17 pages.
      ['loginHistory', 9 + 22, 'bulk', 1_000_000],
      // The first page of both travels in one request.
      ['authSessions', 1 + 2, 'rest', 4_500],
      ['oauthTokens', 0, 'composite', null],
      ['profiles', 0, 'skipped', 0],
    ]);
    expect(plan.calls).toBe(3 + 4 + 31 + 3);
    expect(plan.percentOfQuota).toBeCloseTo(0.041);
    // Comparable with `calls`: the requests of the whole run.
    expect(plan.callsLeft).toBe(70_003);
    expect(plan.streams.at(-1)?.note).toBe('Not changed.');
    expect(plan.seconds).toBeGreaterThan(2 + 998_000 / DEFAULT_RATES.bulkRows);
  });

  it('knows no share of an unknown quota, and no line where there is none', () => {
    expect(planRun(facts([], { orgMax: null, left: null }))).toMatchObject({
      percentOfQuota: null,
      callsLeft: null,
      calls: 3,
    });
  });

  it('never expects less than one request per page, nor time running backwards', () => {
    const size = fc.nat(3_000_000);
    fc.assert(
      fc.property(fc.array(fc.tuple(size, fc.boolean(), fc.boolean())), (streams) => {
        const plan = planRun(
          facts(streams.map(([rows, begun, bulk], i) => outlook(String(i), { rows, begun, bulk }))),
        );
        const ahead = plan.streams.reduce((sum, { calls }) => sum + calls, 0);
        expect(plan.calls).toBe(3 + ahead);
        expect(plan.seconds).toBeGreaterThanOrEqual(2);
        for (const [i, [rows, begun, bulk]] of streams.entries()) {
          const rest = begun ? rows : Math.max(0, rows - 2_000);
          const pages = Math.ceil(rest / (bulk && plan.streams[i]?.via === 'bulk' ? 50_000 : 2_000));
          expect(plan.streams[i]?.calls).toBeGreaterThanOrEqual(pages);
        }
      }),
    );
  });
});

describe('what earlier runs tell', () => {
  const run = (given: Partial<StreamRun>): StreamRun => ({
    stream: 'users',
    title: 'Users',
    calls: 0,
    rows: 0,
    bytes: 0,
    seconds: 0,
    via: 'rest',
    complete: true,
    error: null,
    ...given,
  });

  it('is a rate where there was enough of it', () => {
    expect(ratesFrom([])).toEqual(DEFAULT_RATES);
    expect(ratesFrom([run({ calls: 2, seconds: 90 })])).toEqual(DEFAULT_RATES);
    const seen = [
      run({ calls: 8, seconds: 4 }),
      run({ calls: 2, seconds: 6 }),
      run({ via: 'bulk', calls: 9, rows: 400_000, seconds: 20 }),
      run({ via: 'skipped', seconds: 500 }),
    ];
    expect(ratesFrom(seen)).toEqual({ ...DEFAULT_RATES, restPage: 1, bulkRows: 20_000 });
  });

  it('is a number of rows, by the way a stream is read again', () => {
    const before = {
      storedRows: 180_000,
      readAt: NOW - 2 * DAY,
      changesOnly: false,
      counted: null,
      now: NOW,
    };
    expect(rowsFromBefore({ ...before, mode: 'append' })).toBe(2_000);
    expect(rowsFromBefore({ ...before, mode: 'full' })).toBe(180_000);
    expect(rowsFromBefore({ ...before, mode: 'full', counted: 7 })).toBe(7);
    const changes = rowsFromBefore({ ...before, mode: 'changes', changesOnly: true });
    expect(changes).toBeLessThan(180_000);
    expect(rowsFromBefore({ ...before, mode: 'append', readAt: null })).toBeNull();
    expect(rowsFromBefore({ ...before, mode: 'append', readAt: null, counted: 12 })).toBe(12);
  });
});

import { describe, expect, it, vi } from 'vitest';
import type { Api } from '../../../shared/contract';
import type { UsagePoint } from '../../../shared/model/quota';
import { limitTitle, listLimits, quotaFigures, toLimitPoints, toUsagePoints } from './usage-figures';
import { createUsageStore } from './usage-store';

describe('quotaFigures', () => {
  it('says how much is left until the line', () => {
    const quota = {
      used: 60_000,
      max: 100_000,
      at: '2026-11-20T00:00:00Z',
      thresholdPercent: 75,
      ownCalls24h: 100,
    };
    expect(quotaFigures(quota)).toEqual({
      used: 60_000,
      max: 100_000,
      remaining: 40_000,
      percent: 60,
      threshold: 75,
      line: 75_000,
      untilLine: 15_000,
      own: 100,
      others: 59_900,
    });
  });

  it('survives an org without a quota and one beyond it', () => {
    const quota = { used: 7, max: 0, at: '2026-11-20T00:00:00Z', thresholdPercent: 75, ownCalls24h: 9 };
    expect(quotaFigures(quota)).toMatchObject({ percent: 0, remaining: 0, untilLine: 0, others: 0 });
  });
});

it('splits use into ours and the rest without going below zero', () => {
  const at = '2026-11-20T00:00:00.000Z';
  const points: UsagePoint[] = [
    { at, used: 10, max: 100, own: 4 },
    { at, used: 3, max: 100, own: 5 },
  ];
  expect(toUsagePoints(points)).toEqual([
    { time: Date.parse(at), own: 4, others: 6 },
    { time: Date.parse(at), own: 3, others: 0 },
  ]);
  expect(toLimitPoints([{ name: 'X', points: [{ at, max: 10, remaining: 4 }] }])).toEqual([
    { time: Date.parse(at), used: 6, max: 10 },
  ]);
  expect(toLimitPoints([])).toEqual([]);
});

it.each([
  ['DailyApiRequests', 'Daily API requests'],
  ['DataStorageMB', 'Data storage MB'],
  ['DailyBulkV2QueryJobs', 'Daily bulk V2 query jobs'],
  ['HourlyODataCallout', 'Hourly O data callout'],
  ['DailyAsyncApexExecutions', 'Daily async Apex executions'],
])('writes %s as "%s"', (name, title) => {
  expect(limitTitle(name)).toBe(title);
});

it('finds and orders limits', () => {
  const rows = [
    { name: 'MassEmail', max: 10, used: 1, remaining: 9, usedPercent: 10 },
    { name: 'Gone', max: 0, used: 0, remaining: 0, usedPercent: null },
    { name: 'SingleEmail', max: 10, used: 5, remaining: 5, usedPercent: 50 },
  ];
  const names = (search: string, column: 'usedPercent' | 'name', descending: boolean) =>
    listLimits(rows, search, { column, descending }).map((row) => row.name);
  expect(names('', 'usedPercent', true)).toEqual(['SingleEmail', 'MassEmail', 'Gone']);
  expect(names('', 'usedPercent', false)).toEqual(['MassEmail', 'SingleEmail', 'Gone']);
  expect(names('mass email', 'name', false)).toEqual(['MassEmail']);
});

it('drops the history of a range that is not shown any more', async () => {
  let slow: (points: UsagePoint[]) => void = () => undefined;
  const usage = vi
    .fn<Api['review']['usage']>()
    .mockImplementationOnce(() => new Promise((resolve) => (slow = resolve)))
    .mockResolvedValue([{ at: '2026-11-20T00:00:00Z', used: 1, max: 2, own: 0 }]);
  const limits = vi.fn<Api['review']['limits']>(() =>
    Promise.resolve({ org: 'Acme', asOf: null, limits: [], dailyApi: null, quota: null }),
  );
  const limitHistory = vi.fn<Api['review']['limitHistory']>(() => Promise.resolve([]));
  const store = createUsageStore(
    { review: { usage, limits, limitHistory } as unknown as Api['review'] },
    'o',
  );
  store.getState().load();
  store.getState().open('MassEmail');
  store.getState().setDays(90);
  await vi.waitFor(() => expect(store.getState().history.loading).toBe(false));
  slow([]);
  await Promise.resolve();
  expect(store.getState().history.data).toHaveLength(1);
  expect(usage.mock.calls.map(([input]) => input.days)).toEqual([7, 90]);
  expect(limitHistory.mock.calls.map(([input]) => [input.names, input.days])).toEqual([
    [['MassEmail'], 7],
    [['MassEmail'], 90],
  ]);
});

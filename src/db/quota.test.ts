import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, type TestDatabase, newOrg, testDatabase } from '../../test/builders/db';
import { MAX_POINTS } from './queries/quota';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
});
afterEach(() => test.dispose());

describe('quota', () => {
  it('is the newest sighting, whether from a reply or from the limits', async () => {
    expect(await test.db.quota('org-1', AS_OF)).toBeNull();
    await test.db.recordLimits('org-1', AS_OF - HOUR, [
      { name: 'DailyApiRequests', max: 15_000, remaining: 14_000 },
    ]);
    expect(await test.db.quota('org-1', AS_OF)).toMatchObject({
      used: 1000,
      max: 15_000,
      thresholdPercent: 75,
    });
    await test.db.recordUsage('org-1', AS_OF, 1010, 15_000);
    expect(await test.db.quota('org-1', AS_OF)).toMatchObject({
      used: 1010,
      at: new Date(AS_OF).toISOString(),
    });
    await test.db.recordLimits('org-1', AS_OF + 1, [
      { name: 'DailyApiRequests', max: 15_000, remaining: 13_000 },
    ]);
    expect(await test.db.quota('org-1', AS_OF)).toMatchObject({ used: 2000 });
  });

  it('is not what was seen while the clock ran ahead', async () => {
    await test.db.recordUsage('org-1', AS_OF, 10, 100);
    await test.db.recordUsage('org-1', AS_OF + 300 * DAY, 70, 100);
    await test.db.recordLimits('org-1', AS_OF + 300 * DAY + 1, [
      { name: 'DailyApiRequests', max: 100, remaining: 20 },
    ]);
    expect(await test.db.quota('org-1', AS_OF + HOUR)).toMatchObject({ used: 10 });
    expect(await test.db.quota('org-1', AS_OF + 300 * DAY)).toMatchObject({ used: 80 });
  });

  it('counts our own calls of the last 24 hours by the hour', async () => {
    await test.db.recordUsage('org-1', AS_OF, 10, 100);
    await test.db.addOwnCalls('org-1', AS_OF - DAY - HOUR, 1000);
    await test.db.addOwnCalls('org-1', AS_OF - DAY + HOUR, 5);
    await test.db.addOwnCalls('org-1', AS_OF, 2);
    await test.db.addOwnCalls('org-1', AS_OF + 1, 3);
    expect((await test.db.quota('org-1', AS_OF))?.ownCalls24h).toBe(10);
  });

  it('keeps one sighting a minute, the newest', async () => {
    for (let i = 0; i < 5; i++) await test.db.recordUsage('org-1', AS_OF + i * 10_000, i, 100);
    await test.db.recordUsage('org-1', AS_OF + 60_000, 9, 100);
    expect((await test.db.usage('org-1', AS_OF)).map((point) => point.used)).toEqual([4, 9]);
  });

  it('thins long series out, keeping the newest point', async () => {
    for (let i = 0; i < 2000; i++) await test.db.recordUsage('org-1', AS_OF + i * 60_000, i, 5000);
    const points = await test.db.usage('org-1', AS_OF + 1);
    expect(points.length).toBeGreaterThan(MAX_POINTS / 2);
    expect(points.length).toBeLessThanOrEqual(MAX_POINTS);
    expect(points.at(-1)?.used).toBe(1999);
    expect(points.map((point) => point.at)).toEqual(points.map((point) => point.at).sort());
  });

  it('gives limits as last read, and over time', async () => {
    expect(await test.db.latestLimits('org-1')).toEqual({ asOf: null, limits: [] });
    await test.db.recordLimits('org-1', AS_OF - DAY, [
      { name: 'DailyApiRequests', max: 100, remaining: 90 },
      { name: 'Gone', max: 5, remaining: 5 },
    ]);
    await test.db.recordLimits('org-1', AS_OF, [
      { name: 'DailyApiRequests', max: 100, remaining: 67 },
      { name: 'DataStorageMB', max: 0, remaining: 0 },
    ]);
    expect(await test.db.latestLimits('org-1')).toEqual({
      asOf: new Date(AS_OF).toISOString(),
      limits: [
        { name: 'DailyApiRequests', max: 100, remaining: 67, used: 33, usedPercent: 33 },
        { name: 'DataStorageMB', max: 0, remaining: 0, used: 0, usedPercent: null },
      ],
    });
    const series = await test.db.limitHistory('org-1', null, 0);
    expect(series.map((one) => one.name)).toEqual(['DailyApiRequests', 'DataStorageMB', 'Gone']);
    expect(series[0]?.points).toEqual([
      { at: new Date(AS_OF - DAY).toISOString(), max: 100, remaining: 90 },
      { at: new Date(AS_OF).toISOString(), max: 100, remaining: 67 },
    ]);
    expect(await test.db.limitHistory('org-1', ['DailyApiRequests'], AS_OF)).toHaveLength(1);
  });
});

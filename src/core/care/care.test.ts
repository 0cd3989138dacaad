import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, newOrg, store, type TestDatabase, testDatabase } from '../../../test/builders/db';
import * as rows from '../../../test/builders/db-records';
import { fakeClock, memoryLog, type FakeClock } from '../testing/fakes';
import { createCare, type Care, type CareDeps } from './care';
import { keptSince } from './keeping';

let database: TestDatabase;
let clock: FakeClock;
let log: ReturnType<typeof memoryLog>;
let collecting: boolean;
let batches: { rows: number; limit: number }[];
let batchMs: (limit: number) => number;
let elapsed: number;
let onBatch: () => void;
let care: Care;

beforeEach(async () => {
  database = await testDatabase();
  clock = fakeClock(AS_OF + HOUR);
  log = memoryLog();
  collecting = false;
  batches = [];
  batchMs = () => 20;
  elapsed = 0;
  onBatch = () => undefined;
  const db: CareDeps['db'] = {
    ...database.db,
    purgeLogins: async (orgId, before, limit) => {
      const removed = await database.db.purgeLogins(orgId, before, limit);
      batches.push({ rows: removed, limit });
      elapsed += batchMs(limit);
      onBatch();
      return removed;
    },
  };
  care = createCare({ db, clock, log, isCollecting: () => collecting, stopwatch: () => elapsed });
  await database.db.insertOrg(newOrg());
});
afterEach(async () => {
  await care.stop();
  database.dispose();
});

/** One login every `every` days, the newest at AS_OF. */
async function logins(count: number, every: number, orgId = 'org-1'): Promise<void> {
  const records = Array.from({ length: count }, (_, i) =>
    rows.login(`l${i}`, `u${i % 7}`, AS_OF - i * every * DAY),
  );
  await store(database.db, 'loginHistory', records, { orgId });
}

const stored = async (orgId = 'org-1') => (await database.db.rowCounts(orgId))['loginHistory'];
const keep = (days: number | null, orgId = 'org-1') => database.db.updateOrg(orgId, { keepLoginsDays: days });

describe('keeping times', () => {
  it('remove nothing unless an admin said so', async () => {
    await logins(100, 10);
    clock.advance(3000 * DAY);
    await care.tick();
    expect(await stored()).toBe(100);
    expect(batches).toEqual([]);
  });

  it('remove what is older, and say what they did', async () => {
    await logins(100, 10);
    await keep(200);
    expect(await care.preview('org-1', 200)).toEqual({
      logins: 79,
      before: new Date(AS_OF - 200 * DAY).toISOString(),
    });
    await care.tick();
    expect(await stored()).toBe(21);
    expect(await database.db.historySpan('org-1')).toMatchObject({
      since: new Date(AS_OF - 200 * DAY).toISOString(),
    });
    expect(log.lines.filter((line) => line.includes('old sign-ins removed'))).toEqual([
      expect.stringMatching(/"org":"Acme","rows":79,.*"finished":true/),
    ]);
  });

  it('are looked at once a day, after each complete collection, and when they change', async () => {
    await logins(3, 1);
    await keep(365);
    const looks = async () => {
      batches.length = 0;
      await care.tick();
      return batches.length;
    };
    expect(await looks()).toBe(1);
    expect(await looks()).toBe(0);
    clock.advance(23 * HOUR);
    expect(await looks()).toBe(0);
    clock.advance(HOUR);
    expect(await looks()).toBe(1);
    care.collected('org-1');
    expect(await looks()).toBe(1);
    await keep(200);
    expect(await looks()).toBe(1);
    // Set back: nobody knows how long ago the last look was.
    clock.advance(-40 * DAY);
    expect(await looks()).toBe(1);
    expect(await looks()).toBe(0);
  });

  it('take small batches: smaller when one took long, larger when there is room', async () => {
    await logins(4000, 1);
    await keep(180);
    batchMs = (limit) => limit / 4;
    await care.tick();
    expect(await stored()).toBe(181);
    const [first, second] = batches;
    expect(first?.limit).toBe(500);
    expect(second?.limit).toBe(100);
    expect(batches.slice(1).every(({ limit }) => limit === 100)).toBe(true);
    // Others get their turn in between.
    expect(clock.sleeps).toHaveLength(batches.length - 1);
  });

  it('make way for a collection, and go on afterwards', async () => {
    await logins(2000, 1);
    await keep(180);
    onBatch = () => {
      collecting = true;
    };
    await care.tick();
    expect(batches).toHaveLength(1);
    onBatch = () => undefined;
    await care.tick();
    expect(batches).toHaveLength(1);
    collecting = false;
    await care.tick();
    expect(await stored()).toBe(181);
  });

  it('do not begin another batch once stopped', async () => {
    await logins(2000, 1);
    await keep(180);
    onBatch = () => void care.stop();
    care.start();
    await care.stop();
    expect(batches.length).toBeLessThanOrEqual(1);
    expect(await stored()).toBeGreaterThanOrEqual(1500);
  });

  it('survive a database that does not answer, and try again', async () => {
    await logins(300, 1);
    await keep(180);
    let broken = true;
    onBatch = () => {
      if (broken) throw new Error('the database process ended');
    };
    await care.tick();
    expect(log.lines.some((line) => line.startsWith('warn old sign-ins could not be removed'))).toBe(true);
    broken = false;
    await care.tick();
    expect(await stored()).toBe(181);
  });

  it('are not fooled by a clock that runs years ahead', async () => {
    await logins(100, 1);
    await keep(180);
    clock.advance(10 * 365 * DAY);
    await care.tick();
    expect(await stored()).toBe(100);
  });

  it('hold for an org that is not collected any more, when others tell the time', () => {
    const now = AS_OF + 1000 * DAY;
    const old = { id: 'old', isDemo: false, newestLogin: AS_OF };
    const demo = { id: 'demo', isDemo: true, newestLogin: now };
    expect(keptSince(old, 180, [old, demo], now)).toBe(AS_OF - 180 * DAY);
    const live = { id: 'live', isDemo: false, newestLogin: now - HOUR };
    expect(keptSince(old, 180, [old, demo, live], now)).toBe(now - HOUR - 180 * DAY);
    expect(keptSince(demo, 180, [old, demo], now)).toBe(now - 180 * DAY);
    // Salesforce's clock may be a little ahead of ours; nothing counts from the future.
    const ahead = { id: 'ahead', isDemo: false, newestLogin: now + HOUR };
    expect(keptSince(ahead, 180, [ahead], now)).toBe(now - 180 * DAY);
    expect(keptSince(old, 180, [{ ...old, newestLogin: null }], now)).toBeNull();
  });
});

describe('compacting', () => {
  it('gives back what a purge left free', async () => {
    await logins(5000, 0.1);
    await keep(180);
    await care.tick();
    const { sizeBytes } = await database.db.storage();
    const freed = await care.compact();
    expect(freed).toBeGreaterThan(0);
    expect((await database.db.storage()).sizeBytes).toBe(sizeBytes - freed);
    expect(await stored()).toBe(1801);
    expect(log.lines.some((line) => line.includes('database compacted'))).toBe(true);
  });

  it('is refused during a collection', async () => {
    collecting = true;
    await expect(care.compact()).rejects.toMatchObject({ code: 'ALREADY_COLLECTING' });
  });

  it('does not begin between the batches of a purge', async () => {
    await logins(2000, 1);
    await keep(180);
    const compacted: Promise<number>[] = [];
    onBatch = () => {
      compacted.push(care.compact());
    };
    await care.tick();
    expect(await Promise.all(compacted)).toEqual([expect.any(Number)]);
    // It stopped after the batch in hand; the rest follows with the next look.
    expect(batches).toHaveLength(1);
    onBatch = () => undefined;
    await care.tick();
    expect(await stored()).toBe(181);
  });
});

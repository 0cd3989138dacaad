import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newOrg, testDatabase, type TestDatabase } from '../../../test/builders/db';
import type { RunState, RunSummary } from '../../shared/model/run';
import { fakeClock, silentLog, type FakeClock } from '../testing/fakes';
import { jitterFor } from './schedule';
import { createScheduler, type Scheduler } from './scheduler';

const HOUR = 3_600_000;
const MINUTE = 60_000;

let database: TestDatabase;
let clock: FakeClock;
let scheduler: Scheduler;
let started: string[];
let daily: boolean;
let collecting: Set<string>;
let outcome: { state: RunState; resumeAt?: number } | Error;

async function record(orgId: string, state: RunState, resumeAt: number | null = null): Promise<RunSummary> {
  const runId = await database.db.startRun(orgId, clock.now(), 75);
  return database.db.finishRun(runId, {
    state,
    endedAt: clock.now(),
    resumeAt,
    callsMade: 1,
    orgUsedBefore: null,
    orgUsedAfter: null,
    orgMax: null,
    error: null,
  });
}

beforeEach(async () => {
  database = await testDatabase();
  clock = fakeClock();
  started = [];
  daily = true;
  collecting = new Set();
  outcome = { state: 'complete' };
  await database.db.insertOrg(newOrg());
  scheduler = createScheduler({
    db: database.db,
    clock,
    log: silentLog,
    collect: (orgId) => {
      started.push(orgId);
      return outcome instanceof Error
        ? Promise.reject(outcome)
        : record(orgId, outcome.state, outcome.resumeAt ?? null);
    },
    isCollecting: (orgId) => collecting.has(orgId),
    daily: () => daily,
  });
});

afterEach(() => {
  scheduler.stop();
  database.dispose();
});

describe('scheduler', () => {
  it('leaves an org alone that nobody ever collected', async () => {
    clock.advance(100 * HOUR);
    await scheduler.tick();
    expect(started).toEqual([]);
    expect(scheduler.nextRunAt('org-1')).toBeNull();
  });

  it('collects a day later, give or take the jitter, once', async () => {
    await record('org-1', 'complete');
    await scheduler.tick();
    const next = scheduler.nextRunAt('org-1') ?? 0;
    expect(next - clock.now()).toBeGreaterThanOrEqual(24 * HOUR);
    expect(next - clock.now()).toBeLessThan(24 * HOUR + 20 * MINUTE);
    clock.set(next - 1);
    await scheduler.tick();
    expect(started).toEqual([]);
    clock.set(next);
    await scheduler.tick();
    await scheduler.tick();
    expect(started).toEqual(['org-1']);
    expect(scheduler.nextRunAt('org-1')).toBeGreaterThan(next + 23 * HOUR);
  });

  it('catches up once after a long sleep', async () => {
    await record('org-1', 'complete');
    clock.advance(9 * 24 * HOUR);
    await scheduler.tick();
    await scheduler.tick();
    expect(started).toEqual(['org-1']);
  });

  it('goes on when the quota allows, even with the daily collection off', async () => {
    daily = false;
    await record('org-1', 'paused-quota', clock.now() + 3 * HOUR);
    clock.advance(3 * HOUR - 1);
    await scheduler.tick();
    expect(started).toEqual([]);
    clock.advance(1);
    await scheduler.tick();
    expect(started).toEqual(['org-1']);
    await scheduler.tick();
    expect(scheduler.nextRunAt('org-1')).toBeNull();
  });

  it('skips paused orgs and running ones', async () => {
    await record('org-1', 'complete');
    clock.advance(48 * HOUR);
    collecting.add('org-1');
    await scheduler.tick();
    collecting.clear();
    await database.db.updateOrg('org-1', { paused: true });
    await scheduler.tick();
    expect(started).toEqual([]);
  });

  it('tries less and less often what keeps failing', async () => {
    outcome = { state: 'failed' };
    await record('org-1', 'failed');
    const waits: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      await scheduler.tick();
      const next = scheduler.nextRunAt('org-1') ?? 0;
      waits.push(Math.floor((next - clock.now()) / HOUR));
      clock.set(next);
      await scheduler.tick();
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 24, 24]);
  });

  it('waits an hour after a collection that could not begin', async () => {
    outcome = new Error('vault locked');
    await record('org-1', 'complete');
    clock.advance(48 * HOUR);
    await scheduler.tick();
    await scheduler.tick();
    expect(started).toHaveLength(1);
    clock.advance(HOUR);
    await scheduler.tick();
    expect(started).toHaveLength(2);
  });

  it('spreads orgs over the jitter', () => {
    const spread = new Set(
      Array.from({ length: 50 }, (_, i) => Math.floor(jitterFor(`org-${String(i)}:1`) / MINUTE)),
    );
    expect(spread.size).toBeGreaterThan(10);
  });
});

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
let triggers: string[];
let online: boolean;
let plans: number;
let duringRun: () => Promise<unknown>;

async function record(orgId: string, state: RunState, resumeAt: number | null = null): Promise<RunSummary> {
  const runId = await database.db.startRun(orgId, clock.now(), 75, 'manual');
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
  triggers = [];
  online = true;
  plans = 0;
  duringRun = () => Promise.resolve();
  daily = true;
  collecting = new Set();
  outcome = { state: 'complete' };
  await database.db.insertOrg(newOrg());
  scheduler = createScheduler({
    db: database.db,
    clock,
    log: silentLog,
    collect: async (orgId, trigger) => {
      started.push(orgId);
      triggers.push(trigger);
      await duringRun();
      if (outcome instanceof Error) throw outcome;
      return record(orgId, outcome.state, outcome.resumeAt ?? null);
    },
    isCollecting: (orgId) => collecting.has(orgId),
    daily: () => daily,
    isOnline: () => online,
    onPlanned: () => {
      plans += 1;
    },
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

  it('waits for the network instead of failing, and then begins with the next look', async () => {
    await record('org-1', 'complete');
    await database.db.insertOrg(
      newOrg({ id: 'demo', name: 'Demo', url: 'http://127.0.0.1:1', isDemo: true }),
    );
    await record('demo', 'complete');
    clock.advance(48 * HOUR);
    online = false;
    await scheduler.tick();
    expect(started).toEqual(['demo']);
    // Due, so the next moment it can begin is now, not two days ago.
    expect(scheduler.nextRunAt('org-1')).toBe(clock.now());
    online = true;
    await scheduler.tick();
    expect(started).toEqual(['demo', 'org-1']);
  });

  it('says whether the day or the quota began a run', async () => {
    await record('org-1', 'complete');
    clock.advance(25 * HOUR);
    outcome = { state: 'paused-quota', resumeAt: clock.now() + 9 * HOUR };
    await scheduler.tick();
    clock.advance(9 * HOUR);
    outcome = { state: 'complete' };
    await scheduler.tick();
    expect(triggers).toEqual(['schedule', 'resume']);
  });

  it('collects several orgs one after another, each looked at again when its turn comes', async () => {
    for (const id of ['org-2', 'org-3'])
      await database.db.insertOrg(newOrg({ id, name: id, url: `https://${id}.my.salesforce.com` }));
    for (const id of ['org-1', 'org-2', 'org-3']) {
      await record(id, 'complete');
      clock.advance(30 * MINUTE);
    }
    clock.advance(48 * HOUR);
    let atOnce = 0;
    duringRun = async () => {
      atOnce += 1;
      expect(atOnce).toBe(1);
      await database.db.updateOrg('org-2', { paused: true });
      atOnce -= 1;
    };
    await Promise.all([scheduler.tick(), scheduler.tick()]);
    expect(started).toEqual(['org-1', 'org-3']);
  });

  it('begins nothing more once stopped, though others are due', async () => {
    await database.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://o.my.salesforce.com' }));
    await record('org-1', 'complete');
    await record('org-2', 'complete');
    clock.advance(48 * HOUR);
    duringRun = () => {
      scheduler.stop();
      return Promise.resolve();
    };
    await scheduler.tick();
    expect(started).toHaveLength(1);
  });

  it('goes on after the clock was a year ahead for a while, once', async () => {
    await record('org-1', 'complete');
    clock.advance(365 * 24 * HOUR);
    await scheduler.tick();
    expect(started).toHaveLength(1);
    clock.advance(-365 * 24 * HOUR);
    for (let i = 0; i < 20; i += 1) {
      clock.advance(HOUR);
      await scheduler.tick();
    }
    expect(started).toHaveLength(2);
    expect(scheduler.nextRunAt('org-1')).toBeLessThan(clock.now() + 25 * HOUR);
  });

  it('does not wait a year for an hour after a clock that ran ahead was set right', async () => {
    await record('org-1', 'complete');
    clock.advance(400 * 24 * HOUR);
    outcome = new Error('vault locked');
    await scheduler.tick();
    clock.advance(-370 * 24 * HOUR);
    outcome = { state: 'complete' };
    await scheduler.tick();
    expect(started).toHaveLength(2);
  });

  it('knows the next run after a look, without running it, and tells when it changes', async () => {
    await scheduler.refresh();
    expect(plans).toBe(0);
    await record('org-1', 'paused-quota', clock.now() + 3 * HOUR);
    await scheduler.refresh();
    await scheduler.refresh();
    expect(plans).toBe(1);
    expect(scheduler.nextRunAt('org-1')).toBe(clock.now() + 3 * HOUR);
    clock.advance(4 * HOUR);
    await scheduler.refresh();
    expect(started).toEqual([]);
    await database.db.updateOrg('org-1', { paused: true });
    await scheduler.refresh();
    expect(plans).toBe(2);
    expect(scheduler.nextRunAt('org-1')).toBeNull();
  });

  it('spreads orgs over the jitter', () => {
    const spread = new Set(
      Array.from({ length: 50 }, (_, i) => Math.floor(jitterFor(`org-${String(i)}:1`) / MINUTE)),
    );
    expect(spread.size).toBeGreaterThan(10);
  });
});

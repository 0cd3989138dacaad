import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CollectPlan, RunState, StreamRun } from '../shared/model/run';
import { AS_OF, DAY, HOUR, newOrg, type TestDatabase, testDatabase } from '../../test/builders/db';
import { openPlain } from './open';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
  await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other.my.salesforce.com' }));
});
afterEach(() => test.dispose());

const finish = (runId: number, state: RunState = 'complete') =>
  test.db.finishRun(runId, {
    state,
    endedAt: AS_OF + 90_000,
    resumeAt: null,
    callsMade: 12,
    orgUsedBefore: 100,
    orgUsedAfter: 112,
    orgMax: 15_000,
    error: null,
  });

const streamRun = (stream: string, changes: Partial<StreamRun> = {}): StreamRun => ({
  stream,
  title: `The ${stream}`,
  calls: 1,
  rows: 10,
  bytes: 2_000,
  seconds: 0.25,
  via: 'rest',
  complete: true,
  error: null,
  ...changes,
});

const plan: CollectPlan = {
  at: new Date(AS_OF).toISOString(),
  calls: 70,
  seconds: 180,
  percentOfQuota: 0.07,
  callsLeft: 11_000,
  edition: 'Enterprise Edition',
  streams: ['users', 'loginHistory', 'authSessions'].map((stream) => ({
    stream,
    title: `The ${stream}`,
    rows: 1_000,
    calls: 3,
    seconds: 9,
    via: 'rest' as const,
    note: null,
  })),
};

describe('the log of a run', () => {
  it('tells what began it, what was planned and what each stream took, in the order of the plan', async () => {
    const runId = await test.db.startRun('org-1', AS_OF, 75, 'schedule');
    await test.db.savePlan(runId, plan);
    const failed = streamRun('authSessions', {
      complete: false,
      rows: 0,
      error: { code: 'INSUFFICIENT_ACCESS', message: 'Manage Users is missing.' },
    });
    const early = [
      streamRun('limits', { via: 'composite' }),
      streamRun('loginHistory', { complete: false }),
      failed,
    ];
    await test.db.saveStreamRuns(runId, early);
    // As a run goes on, what it says of a stream is replaced; what it does not mention stays.
    const late = [
      streamRun('loginHistory', { via: 'bulk', rows: 123_456, seconds: 61.5 }),
      streamRun('users'),
    ];
    await test.db.saveStreamRuns(runId, late);
    const run = await finish(runId);

    expect(await test.db.runDetail('org-1', runId)).toEqual({
      run,
      trigger: 'schedule',
      plan,
      streams: [late[1], late[0], failed, early[0]],
      changes: { added: 0, changed: 0, removed: 0 },
    });
  });

  it('counts the changes of this run only', async () => {
    const runId = await test.db.startRun('org-1', AS_OF, 75, 'manual');
    const sqlite = openPlain(test.file, undefined);
    const insert = sqlite.prepare(
      'INSERT INTO row_change_count (org_id, at, run_id, stream, kind, changes) VALUES (?, ?, ?, ?, ?, ?)',
    );
    insert.run(1, AS_OF, runId, 'users', 'added', 1);
    insert.run(1, AS_OF, runId, 'users', 'changed', 2);
    insert.run(1, AS_OF + 1, runId, 'users', 'changed', 5);
    insert.run(1, AS_OF, runId, 'profiles', 'changed', 10);
    insert.run(1, AS_OF, runId, 'users', 'removed', 3);
    insert.run(1, AS_OF, runId + 1, 'users', 'added', 100);
    insert.run(2, AS_OF, runId, 'users', 'added', 100);
    sqlite.close();
    await finish(runId);
    expect((await test.db.runDetail('org-1', runId))?.changes).toEqual({ added: 1, changed: 17, removed: 3 });
  });

  it('is there when the run has ended, for its own org', async () => {
    const runId = await test.db.startRun('org-1', AS_OF, 75, 'command');
    expect(await test.db.runDetail('org-1', runId)).toBeNull();
    expect(await test.db.closeDanglingRuns(AS_OF)).toBe(1);
    expect(await test.db.runDetail('org-1', runId)).toMatchObject({
      run: { runId, state: 'interrupted' },
      trigger: 'command',
      plan: null,
      streams: [],
    });
    expect(await test.db.runDetail('org-2', runId)).toBeNull();
    expect(await test.db.runDetail('org-1', runId + 1)).toBeNull();
  });

  it('does without a plan that another version wrote', async () => {
    const runId = await test.db.startRun('org-1', AS_OF, 75, 'manual');
    const sqlite = openPlain(test.file, undefined);
    sqlite.prepare('UPDATE run SET plan = ? WHERE id = ?').run('{"calls":"many"}', runId);
    sqlite.close();
    await test.db.saveStreamRuns(runId, [streamRun('users')]);
    await finish(runId);
    expect(await test.db.runDetail('org-1', runId)).toMatchObject({
      plan: null,
      streams: [{ stream: 'users' }],
    });
  });
});

describe('our own calls', () => {
  it('of the last 24 hours are never too few, wherever in the hour we are', async () => {
    const at = AS_OF + 59 * 60_000;
    await test.db.addOwnCalls('org-1', at - DAY - HOUR, 1000);
    await test.db.addOwnCalls('org-1', at - DAY + 1000, 5);
    await test.db.addOwnCalls('org-1', at, 2);
    await test.db.addOwnCalls('org-2', at, 70);
    expect(await test.db.ownCalls('org-1', at)).toBe(7);
    expect(await test.db.ownCalls('org-1', at + DAY - 59 * 60_000)).toBe(2);
    expect(await test.db.ownCalls('org-1', at + DAY + HOUR)).toBe(0);
  });

  it('still count when the clock was set back, unless it had been days ahead', async () => {
    await test.db.addOwnCalls('org-1', AS_OF, 5);
    expect(await test.db.ownCalls('org-1', AS_OF - 3 * HOUR)).toBe(5);
    expect(await test.db.ownCalls('org-1', AS_OF - 300 * DAY)).toBe(0);
  });
});

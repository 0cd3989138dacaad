import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { IdleRule } from '../shared/model/idle-rule';
import type { RunEnd } from '../core/ports';
import { openPlain } from './open';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
});
afterEach(() => test.dispose());

const rule = IdleRule.parse({});

describe('commitPage', () => {
  it('removes at the end of a pass what the pass did not see, and not before', async () => {
    await store(test.db, 'users', [rows.user('u1'), rows.user('u2'), rows.user('u3')], { pass: 1 });
    await store(test.db, 'users', [rows.user('u1')], { pass: 2, endOfPass: false });
    expect(await test.db.rowCounts('org-1')).toMatchObject({ users: 3 });
    await store(test.db, 'users', [rows.user('u4')], { pass: 2 });
    expect(await test.db.rowCounts('org-1')).toMatchObject({ users: 2 });
  });

  it('removes everything when a complete pass was empty', async () => {
    await store(test.db, 'packageLicenses', [rows.packageLicense()], { pass: 1 });
    await store(test.db, 'packageLicenses', [], { pass: 2 });
    expect(await test.db.rowCounts('org-1')).toMatchObject({ packageLicenses: 0 });
  });

  it('never removes logins', async () => {
    await store(test.db, 'loginHistory', [rows.login('l1', 'u1', AS_OF - DAY)], { pass: 1 });
    await store(test.db, 'loginHistory', [], { pass: 2 });
    expect(await test.db.rowCounts('org-1')).toMatchObject({ loginHistory: 1 });
  });

  it('changes nothing when one row of the page is bad', async () => {
    await store(test.db, 'users', [rows.user('u1')], { pass: 1, at: AS_OF - DAY });
    const before = await test.db.checkpoints('org-1');
    const bad = { ...rows.user('u3'), createdAt: 'yesterday' as unknown as number };
    await expect(store(test.db, 'users', [rows.user('u2'), bad], { pass: 2 })).rejects.toThrow();
    const missing = { ...rows.user('u3'), username: null as unknown as string };
    await expect(store(test.db, 'users', [rows.user('u2'), missing], { pass: 2 })).rejects.toThrow();

    expect(await test.db.checkpoints('org-1')).toEqual(before);
    expect(await test.db.rowCounts('org-1')).toMatchObject({ users: 1 });
    expect((await test.db.getOrg('org-1'))?.dataAsOf).toBe(new Date(AS_OF - DAY).toISOString());
  });

  it('keeps the checkpoint exactly', async () => {
    const checkpoint = {
      watermark: AS_OF,
      cursor: '/query/01g-2000',
      pass: 7,
      complete: false,
      updatedAt: AS_OF + 1,
    };
    await test.db.commitPage({
      orgId: 'org-1',
      runId: 1,
      stream: 'loginHistory',
      rows: [],
      checkpoint,
      endOfPass: false,
      at: AS_OF,
    });
    expect(await test.db.checkpoints('org-1')).toEqual({ loginHistory: checkpoint });
    expect(await test.db.publicCheckpoints('org-1')).toEqual({
      loginHistory: {
        watermark: new Date(AS_OF).toISOString(),
        complete: false,
        updatedAt: new Date(AS_OF + 1).toISOString(),
      },
    });
  });

  it('stores a login again without a second row', async () => {
    const page = [rows.login('l1', 'u1', AS_OF - DAY), rows.login('l2', 'u1', AS_OF - HOUR)];
    await store(test.db, 'loginHistory', page);
    await store(test.db, 'loginHistory', page);
    expect(await test.db.rowCounts('org-1')).toMatchObject({ loginHistory: 2 });
    expect(await test.db.historySpan('org-1')).toEqual({
      since: new Date(AS_OF - DAY).toISOString(),
      until: new Date(AS_OF - HOUR).toISOString(),
    });
  });

  it('sees a user with the later of both times, in whichever order users and logins arrive', async () => {
    const lastSeen = async (id: string) => (await test.db.user('org-1', id, 90))?.user.lastLoginAt;
    const late = AS_OF - DAY;
    await store(test.db, 'loginHistory', [rows.login('l1', 'u1', late), rows.login('l2', 'u2', late)]);
    await store(test.db, 'users', [
      rows.user('u1', { lastLoginAt: late - DAY }),
      rows.user('u2', { lastLoginAt: late + HOUR }),
      rows.user('u3', { lastLoginAt: late - DAY }),
      rows.user('u4'),
    ]);
    await store(test.db, 'loginHistory', [
      rows.login('l3', 'u3', late),
      rows.login('l4', 'u4', late, { status: 'Invalid Password' }),
    ]);
    expect(await lastSeen('u1')).toBe(new Date(late).toISOString());
    expect(await lastSeen('u2')).toBe(new Date(late + HOUR).toISOString());
    expect(await lastSeen('u3')).toBe(new Date(late).toISOString());
    expect(await lastSeen('u4')).toBeNull();
  });

  it('takes only "Success" for a success', async () => {
    const statuses = [
      'Success',
      ' success ',
      'SUCCESS',
      'Successful',
      'Failed: Success',
      '',
      null,
      'Invalid Password',
    ];
    await store(
      test.db,
      'loginHistory',
      statuses.map((status, i) => rows.login(`l${i}`, 'u1', AS_OF - i, { status })),
    );
    const found = await test.db.logins({
      orgId: 'org-1',
      since: null,
      until: null,
      username: null,
      after: null,
      limit: 20,
    });
    expect(found.filter((row) => row.success).map((row) => row.status)).toEqual([
      'SUCCESS',
      ' success ',
      'Success',
    ]);
  });
});

describe('day totals', () => {
  it('are the same as counting the history, after any mix of pages', async () => {
    const day = (n: number) => Math.floor(AS_OF / DAY) * DAY - n * DAY;
    const pages = [
      [rows.login('a', 'u1', day(3)), rows.login('b', 'u2', day(3) + 1), rows.login('c', 'u1', day(3) + 2)],
      [rows.login('d', 'u3', day(3) + 3, { status: 'Invalid Password' }), rows.login('e', 'u1', day(2))],
      [rows.login('f', 'u1', day(2) + DAY - 1), rows.login('g', 'u1', day(1)), rows.login('h', 'u4', day(0))],
      // Out of order, over many days at once.
      [6, 5, 4, 3, 2, 1].map((n) => rows.login(`x${n}`, 'u9', day(n) + HOUR)),
    ];
    for (const [i, page] of pages.entries()) {
      await store(test.db, 'loginHistory', page, { endOfPass: i === pages.length - 1 });
      const { activity } = await test.db.overview('org-1', rule, AS_OF);
      const raw = openPlain(test.file, undefined, { readonly: true });
      const expected = raw
        .prepare(
          `SELECT date(login_time / 1000, 'unixepoch') AS day, sum(success) AS logins, sum(1 - success) AS failures,
             count(DISTINCT iif(success, user_id, NULL)) AS activeUsers FROM login_history GROUP BY 1 ORDER BY 1`,
        )
        .all();
      raw.close();
      expect(activity.filter((point) => point.logins + point.failures > 0)).toEqual(expected);
    }
    expect((await test.db.overview('org-1', rule, AS_OF)).activity).toHaveLength(7);
  });
});

describe('runs', () => {
  const end: RunEnd = {
    state: 'complete',
    endedAt: AS_OF,
    resumeAt: null,
    callsMade: 9,
    orgUsedBefore: 120,
    orgUsedAfter: 129,
    orgMax: 100_000,
    error: null,
  };

  it('end with counts of what is stored', async () => {
    await store(test.db, 'users', [rows.user('u1')]);
    const runId = await test.db.startRun('org-1', AS_OF - HOUR, 75, 'manual');
    expect(await test.db.lastRun('org-1')).toBeNull();
    const summary = await test.db.finishRun(runId, end);
    expect(summary).toMatchObject({
      org: 'Acme',
      state: 'complete',
      runId,
      resumeAt: null,
      error: null,
      rows: { users: 1, loginHistory: 0 },
      apiCalls: { made: 9, orgUsedBefore: 120, orgUsedAfter: 129, orgMax: 100_000, thresholdPercent: 75 },
    });
    expect(await test.db.lastRun('org-1')).toEqual(summary);
    const second = await test.db.startRun('org-1', AS_OF, 75, 'manual');
    await test.db.finishRun(second, {
      ...end,
      state: 'failed',
      error: { code: 'X', message: 'm', fix: 'f' },
    });
    expect((await test.db.listRuns('org-1', 10)).map((run) => run.runId)).toEqual([second, runId]);
    expect((await test.db.lastRun('org-1'))?.error).toEqual({ code: 'X', message: 'm', fix: 'f' });
  });

  it('that never ended become interrupted, with the calls they made', async () => {
    await test.db.startRun('org-1', AS_OF, 75, 'manual');
    await test.db.addOwnCalls('org-1', AS_OF, 4);
    expect(await test.db.closeDanglingRuns(AS_OF + HOUR)).toBe(1);
    expect(await test.db.closeDanglingRuns(AS_OF + HOUR)).toBe(0);
    expect(await test.db.lastRun('org-1')).toMatchObject({ state: 'interrupted', apiCalls: { made: 4 } });
  });

  it('remember refused fields until told otherwise', async () => {
    await test.db.saveDroppedFields('org-1', 'LoginHistory', ['LoginGeoId', 'AuthContextClassRef']);
    await test.db.saveDroppedFields('org-1', 'User', ['Country']);
    await test.db.saveDroppedFields('org-1', 'LoginHistory', ['LoginGeoId']);
    expect(await test.db.droppedFields('org-1')).toEqual({ LoginHistory: ['LoginGeoId'], User: ['Country'] });
    await test.db.saveDroppedFields('org-1', 'User', []);
    expect(await test.db.droppedFields('org-1')).toEqual({ LoginHistory: ['LoginGeoId'] });
  });
});

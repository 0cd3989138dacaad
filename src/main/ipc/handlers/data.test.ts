import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, newOrg, store, testDatabase, type TestDatabase } from '../../../../test/builders/db';
import * as rows from '../../../../test/builders/db-records';
import { createCare } from '../../../core/care/care';
import type { Collector } from '../../../core/services';
import { fakeClock, silentLog } from '../../../core/testing/fakes';
import type { Collections } from '../../app/collections';
import { routesOf, serve, type AllHandlers } from '../routes';
import { collectHandlers } from './collect';
import { dataHandlers } from './data';
import { createInspected } from './data-backups';

let database: TestDatabase;
let collecting: boolean;
let routes: ReturnType<typeof routesOf>;

beforeEach(async () => {
  database = await testDatabase();
  collecting = false;
  const { db } = database;
  const care = createCare({ db, clock: fakeClock(AS_OF), log: silentLog, isCollecting: () => collecting });
  const none = new Proxy({}, { get: () => () => undefined });
  routes = routesOf({
    app: none,
    orgs: none,
    review: none,
    licenses: none,
    security: none,
    collect: collectHandlers({ collections: {} as Collections, collector: {} as Collector, db }),
    // Backups, exports and the like have tests of their own.
    data: new Proxy(
      dataHandlers({
        care,
        db,
        handlers: none as never,
        transfer: none as never,
        inspected: createInspected(),
      }),
      { get: (own, name) => (Reflect.get(own, name) as unknown) ?? (() => undefined) },
    ),
    system: none,
  } as AllHandlers);
  await db.insertOrg(newOrg());
  await store(db, 'users', [rows.user('u1')]);
  await store(db, 'loginHistory', [
    rows.login('l1', 'u1', AS_OF - 200 * DAY),
    rows.login('l2', 'u1', AS_OF - 190 * DAY),
    rows.login('l3', 'u1', AS_OF),
  ]);
});
afterEach(() => database.dispose());

const call = (name: string, input?: unknown) => serve(routes, name, input, silentLog);

describe('looking after data through the door', () => {
  it('shows how much there is', async () => {
    expect(await call('data.storage')).toMatchObject({
      ok: true,
      value: { file: database.file, orgs: [{ name: 'Acme', logins: 3, users: 1, keepLoginsDays: null }] },
    });
  });

  it('counts what a keeping time would remove, and removes nothing', async () => {
    const preview = (keepLoginsDays: number) => call('data.previewPurge', { orgId: 'org-1', keepLoginsDays });
    expect(await preview(195)).toEqual({
      ok: true,
      value: { logins: 1, before: new Date(AS_OF - 195 * DAY).toISOString() },
    });
    expect(await preview(400)).toMatchObject({ value: { logins: 0 } });
    expect(await preview(10)).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
    expect(await database.db.rowCounts('org-1')).toMatchObject({ loginHistory: 3 });
  });

  it('compacts, but not during a collection', async () => {
    expect(await call('data.compact')).toMatchObject({
      ok: true,
      value: { freedBytes: expect.any(Number) as number },
    });
    collecting = true;
    expect(await call('data.compact')).toMatchObject({ ok: false, error: { code: 'ALREADY_COLLECTING' } });
  });

  it('opens the log of a run', async () => {
    const runId = await database.db.startRun('org-1', AS_OF, 75, 'schedule');
    expect(await call('collect.run', { orgId: 'org-1', runId })).toEqual({ ok: true, value: null });
    await database.db.closeDanglingRuns(AS_OF);
    expect(await call('collect.run', { orgId: 'org-1', runId })).toMatchObject({
      ok: true,
      value: { run: { runId, state: 'interrupted' }, trigger: 'schedule', streams: [] },
    });
  });
});

import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AS_OF, DAY, newOrg, store, type TestDatabase, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { openDatabase } from './open';

const disk = vi.hoisted(() => ({ freeBytes: null as number | null }));
vi.mock(import('node:fs'), async (load) => {
  const fs = await load();
  const statfsSync = ((path: string) =>
    disk.freeBytes === null
      ? fs.statfsSync(path)
      : { bsize: 1, bavail: disk.freeBytes }) as typeof fs.statfsSync;
  return { ...fs, statfsSync, default: { ...fs, statfsSync } };
});

let test: TestDatabase;
beforeEach(async () => {
  disk.freeBytes = null;
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
});
afterEach(() => test.dispose());

const size = () =>
  ['', '-wal'].reduce(
    (sum, ending) => sum + (statSync(test.file + ending, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );

/** 20,000 logins on 200 days; the older half removed again. */
async function fillAndPurge(): Promise<void> {
  const logins = Array.from({ length: 20_000 }, (_, i) =>
    rows.login(`0Ya00000000${String(i).padStart(7, '0')}`, `u${i % 500}`, AS_OF - (i % 200) * DAY),
  );
  await store(test.db, 'loginHistory', logins);
  while ((await test.db.purgeLogins('org-1', AS_OF - 99 * DAY - 1, 5_000)) > 0);
}

const runEnd = {
  state: 'complete' as const,
  endedAt: AS_OF,
  resumeAt: null,
  callsMade: 0,
  orgUsedBefore: null,
  orgUsedAfter: null,
  orgMax: null,
  error: null,
};

describe('storage', () => {
  it('tells the truth about files and orgs', async () => {
    await test.db.updateOrg('org-1', { keepLoginsDays: 400 });
    await test.db.insertOrg(newOrg({ id: 'org-2', name: 'aardvark', url: 'https://a.my.salesforce.com' }));
    await store(test.db, 'users', [rows.user('u1'), rows.user('u2')]);
    await store(test.db, 'loginHistory', [
      rows.login('l1', 'u1', AS_OF - DAY),
      rows.login('l2', 'u1', AS_OF, { status: 'Invalid Password' }),
    ]);
    mkdirSync(join(test.folder, 'backups'));
    writeFileSync(join(test.folder, 'backups', 'one.db'), Buffer.alloc(1234));

    const report = await test.db.storage();
    expect(report).toEqual({
      file: test.file,
      sizeBytes: size(),
      freeBytes: expect.any(Number) as number,
      backupBytes: 1234,
      diskFreeBytes: expect.any(Number) as number,
      orgs: [
        { orgId: 'org-2', name: 'aardvark', logins: 0, users: 0, oldestLogin: null, keepLoginsDays: null },
        {
          orgId: 'org-1',
          name: 'Acme',
          logins: 2,
          users: 2,
          oldestLogin: new Date(AS_OF - DAY).toISOString(),
          keepLoginsDays: 400,
        },
      ],
    });
    expect(report.diskFreeBytes).toBeGreaterThan(0);
  });

  it('grows free where rows were removed, and is handed back by compacting; data and readers stay', async () => {
    await fillAndPurge();
    const { freeBytes } = await test.db.storage();
    expect(freeBytes).toBeGreaterThan(300_000);
    const reader = openDatabase({ file: test.file, readOnly: true });
    const count = reader.prepare<[], { n: number }>('SELECT count(*) AS n FROM login_history');
    const before = { size: size(), counts: await test.db.rowCounts('org-1') };
    expect(before.counts['loginHistory']).toBe(10_000);

    const freed = await test.db.compact();
    expect(freed).toBe(before.size - size());
    expect(freed).toBeGreaterThanOrEqual(freeBytes);
    expect(await test.db.storage()).toMatchObject({ freeBytes: 0, sizeBytes: size() });
    expect(statSync(`${test.file}-wal`).size).toBe(0);
    expect(await test.db.rowCounts('org-1')).toEqual(before.counts);
    expect((await test.db.health()).problems).toEqual([]);
    expect(count.get()).toEqual({ n: 10_000 });
    reader.close();

    await store(test.db, 'loginHistory', [rows.login('new', 'u1', AS_OF)]);
    expect((await test.db.rowCounts('org-1'))['loginHistory']).toBe(10_001);
  });

  it('is compacted also while somebody reads; the file shrinks when they are done', async () => {
    await fillAndPurge();
    const reader = openDatabase({ file: test.file, readOnly: true });
    reader.exec('BEGIN');
    const count = reader.prepare<[], { n: number }>('SELECT count(*) AS n FROM login');
    expect(count.get()).toEqual({ n: 10_000 });
    await test.db.compact();
    expect(count.get()).toEqual({ n: 10_000 });
    reader.exec('COMMIT');
    const grown = size();
    await test.db.compact();
    expect(size()).toBeLessThan(grown);
    expect(count.get()).toEqual({ n: 10_000 });
    reader.close();
  });

  it('is not compacted during a collection', async () => {
    const runId = await test.db.startRun('org-1', AS_OF, 75, 'manual');
    await expect(test.db.compact()).rejects.toMatchObject({ code: 'ALREADY_COLLECTING', kind: 'usage' });
    await test.db.finishRun(runId, runEnd);
    await expect(test.db.compact()).resolves.toBeGreaterThanOrEqual(0);
  });

  it('says how much room compacting needs when the disk has not enough, and changes nothing', async () => {
    await fillAndPurge();
    const before = size();
    disk.freeBytes = 10_000_000;
    const refusal = await test.db.compact().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'NOT_ENOUGH_ROOM', kind: 'data', retryable: true });
    expect((refusal as Error).message).toMatch(
      /needs about \d+ MB of free disk space.* of which 10 MB are left/,
    );
    expect(size()).toBe(before);
  });
});

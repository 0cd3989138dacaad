import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HttpFetch } from '../../src/core/ports';
import { createCareTasks } from '../../src/db/care/tasks';
import { createDatabase } from '../../src/db/api';
import { collectRig, type CollectRig } from '../builders/collect-rig';
import { differences, rollUpProblems } from '../builders/content';
import { MIGRATIONS_FOLDER } from '../builders/db';
import { secondLife } from '../builders/second-life';

// Backups are taken in the middle of a real collection, restored, and collected on from: each is a moment of the
// database, and ends where an undisturbed collection ends.

const care = createCareTasks({ migrationsFolder: MIGRATIONS_FOLDER });
let rig: CollectRig;
beforeAll(async () => {
  rig = await collectRig({ users: 80, logins: 8_000 }, { bulk: 'never' });
});
afterAll(() => rig.dispose());

it('a backup taken during a collection restores to a consistent state, from which collecting goes on', async () => {
  const { db, file, folder } = rig.database;
  const backups: string[] = [];
  const running: Promise<number>[] = [];
  const disturbed: HttpFetch = async (url, init) => {
    const target = join(folder, `during-${backups.length}.db`);
    backups.push(target);
    // Not awaited: pages are committed while the copy is made.
    running.push(db.backupTo(target));
    return fetch(url, init);
  };
  expect(await rig.restart(disturbed).collect(rig.orgId)).toMatchObject({ state: 'complete', error: null });
  await Promise.all(running);
  expect(backups.length).toBeGreaterThan(10);
  const wanted = join(folder, 'undisturbed.db');
  copyFileSync(file, wanted);
  copyFileSync(`${file}-wal`, `${wanted}-wal`);

  let before = -1;
  let [partly, restored] = [0, 0];
  for (const [i, backup] of backups.entries()) {
    const { orgs } = await care.inspect(backup);
    const logins = orgs[0]?.logins ?? 0;
    // Later backups hold no less.
    expect(logins).toBeGreaterThanOrEqual(before);
    before = logins;
    expect(rollUpProblems(backup)).toEqual([]);
    if (logins > 0 && logins < rig.demo.stats().logins) partly += 1;
    if (i % 4 !== 2) continue;

    const dataDir = join(folder, `restored-${i}`);
    await care.restore({ dataDir, file: backup, command: 'restore', waitMs: 0 });
    const place = join(dataDir, 'seatwatch.db');
    const restoredDb = await createDatabase({ file: place, migrationsFolder: MIGRATIONS_FOLDER });
    expect((await restoredDb.health()).problems).toEqual([]);
    // A stream that says it is complete has rows, and one without a checkpoint has none.
    const checkpoints = await restoredDb.checkpoints(rig.orgId);
    const counts = await restoredDb.rowCounts(rig.orgId);
    if (checkpoints.users === undefined) expect(counts['users']).toBe(0);
    if (checkpoints.users?.complete === true) expect(counts['users']).toBeGreaterThanOrEqual(80);
    if (checkpoints.loginHistory === undefined) expect(counts['loginHistory']).toBe(0);
    restoredDb.close();

    const life = await secondLife(rig, place);
    try {
      expect(await life.collector.collect(life.orgId)).toMatchObject({ state: 'complete', error: null });
    } finally {
      life.close();
    }
    expect(differences(place, wanted), `backup ${i}`).toEqual([]);
    restored += 1;
  }
  expect(partly).toBeGreaterThan(0);
  expect(restored).toBeGreaterThan(2);
}, 300_000);

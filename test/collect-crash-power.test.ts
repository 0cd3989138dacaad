import { copyFileSync, existsSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HttpFetch } from '../src/core/ports';
import { Rand } from '../src/demo-org/random';
import { collectRig, type CollectRig } from './builders/collect-rig';
import { differences, rollUpProblems } from './builders/content';
import { secondLife } from './builders/second-life';

// A power cut (docs/adr/0009): of the write-ahead log the end may be missing, from any byte on, because a
// commit is only written, not flushed. What the log still holds whole is the database.

const random = new Rand(Number(process.env['FAST_CHECK_SEED']) || 1);
const ORG = { users: 60, logins: 5_000 };

let rig: CollectRig;
let wanted: string;
beforeAll(async () => {
  rig = await collectRig(ORG, { bulk: 'always', bulkPageSize: 900 });
  wanted = join(rig.database.folder, 'undisturbed.db');
});
afterAll(() => rig.dispose());

it('a log cut off anywhere opens soundly, and the next run ends with the same content', async () => {
  const { file, folder } = rig.database;
  /** The files as they stood before each request, which is after each commit at the latest. */
  const moments: string[] = [];
  const disturbed: HttpFetch = (url, init) => {
    const copy = join(folder, `moment-${moments.length}.db`);
    copyFileSync(file, copy);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
    moments.push(copy);
    return fetch(url, init);
  };
  expect(await rig.restart(disturbed).collect(rig.orgId)).toMatchObject({ state: 'complete', error: null });
  copyFileSync(file, wanted);
  copyFileSync(`${file}-wal`, `${wanted}-wal`);
  expect(moments.length).toBeGreaterThan(8);

  const lost = new Set<number>();
  let revived = 0;
  for (const [i, moment] of moments.entries()) {
    const log = `${moment}-wal`;
    const bytes = statSync(log).size;
    // Nothing, all, and something between: mostly within a frame, whose checksum then is wrong.
    const left = i === 0 ? 0 : i === moments.length - 1 ? bytes : random.int(0, bytes);
    truncateSync(log, left);
    rmSync(`${moment}-shm`, { force: true });

    const db = new Sqlite(moment);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const rows = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'org'").get();
    const org = rows === undefined ? undefined : db.prepare('SELECT 1 FROM org').get();
    db.close();
    lost.add(bytes - left);
    // So much is gone that the org was not there yet: there is nothing to go on from.
    if (org === undefined) continue;
    expect(rollUpProblems(moment)).toEqual([]);

    // A collection for each would take long.
    if (i % 3 !== 1) continue;
    revived += 1;
    const life = await secondLife(rig, moment);
    try {
      expect(await life.collector.collect(life.orgId)).toMatchObject({ state: 'complete', error: null });
    } finally {
      life.close();
    }
    expect(differences(moment, wanted), `${left} of ${bytes} bytes left at moment ${i}`).toEqual([]);
  }
  expect(lost.size).toBeGreaterThan(4);
  expect(revived).toBeGreaterThan(1);
}, 300_000);

import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MIGRATIONS_FOLDER, newOrg, tempFolder, testDatabase } from '../../../test/builders/db';
import { buildChild, startChild } from '../../../test/builders/db-process';
import { acquire } from '../lock';
import { createRemoteCare } from './client';

let script: string;
let { folder, remove }: ReturnType<typeof tempFolder> = { folder: '', remove: () => undefined };
let backup: string;
beforeAll(async () => {
  ({ folder, remove } = tempFolder());
  script = await buildChild();
  const { db, dispose } = await testDatabase();
  await db.insertOrg(newOrg());
  backup = join(folder, 'backup.db');
  await db.backupTo(backup);
  dispose();
});
afterAll(() => {
  rmSync(dirname(script), { recursive: true, force: true });
  remove();
});

/** The real entry of the database process. */
const remote = (dataDir: string) =>
  createRemoteCare(
    () => {
      const child = startChild(script, 'host', dataDir);
      return {
        postMessage: (message) => void child.send(message),
        on: (event: 'message' | 'exit', listener: (value: never) => void) =>
          child.on(event, listener as (value: unknown) => void),
        kill: () => child.kill(),
      };
    },
    { migrationsFolder: MIGRATIONS_FOLDER, nativeBinding: null },
  );

it('does its work in a process of its own, and is done when that has ended', async () => {
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const care = remote(dataDir);
  expect(await care.inspect(backup)).toMatchObject({ orgs: [{ name: 'Acme' }] });
  const request = { dataDir, file: backup, command: 'restore', waitMs: 0 };
  expect(await care.restore(request)).toMatchObject({ previous: null });
  // The lock is free at once.
  (await acquire({ dataDir, command: 'test', waitMs: 0 })).release();
  expect(await care.check(dataDir)).toMatchObject({ problems: [] });
});

it('brings errors over as they are', async () => {
  const dataDir = join(folder, 'data-2');
  mkdirSync(dataDir);
  writeFileSync(join(folder, 'text.db'), 'text '.repeat(999));
  await expect(remote(dataDir).inspect(join(folder, 'text.db'))).rejects.toMatchObject({
    code: 'NOT_A_SEATWATCH_DATABASE',
    kind: 'usage',
  });
  copyFileSync(backup, join(dataDir, 'seatwatch.db'));
  const lock = await acquire({ dataDir, command: 'window', waitMs: 0 });
  const request = { dataDir, file: backup, command: 'restore', waitMs: 0 };
  await expect(remote(dataDir).restore(request)).rejects.toMatchObject({
    code: 'DATA_DIR_IN_USE',
    kind: 'busy',
  });
  lock.release();
});

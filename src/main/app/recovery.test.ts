import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MIGRATIONS_FOLDER, newOrg, tempFolder, testDatabase } from '../../../test/builders/db';
import { createCareTasks } from '../../db/care/tasks';
import { type AppErrorShape, toErrorShape } from '../../shared/model/errors';
import { damaged, missing } from '../../db/errors';
import { isCurable, recover, type RecoveryChoice, type RecoveryDialog } from './recovery';

const care = createCareTasks({ migrationsFolder: MIGRATIONS_FOLDER });
let dataDir: string;
let remove: () => void;
let file: string;
let answers: RecoveryChoice[];
let asked: { message: string; detail: string; labels: string[] }[];
let told: string[];
let opened: string[];
const dialog: RecoveryDialog = {
  ask: async ({ message, detail, choices }) => {
    asked.push({ message, detail, labels: choices.map(({ label }) => label) });
    return answers.shift() ?? 'quit';
  },
  tell: async (message, detail) => void told.push(`${message} ${detail}`),
  openFolder: async (folder) => void opened.push(folder),
  moment: (iso) => iso.slice(0, 10),
};

beforeEach(async () => {
  ({ folder: dataDir, remove } = tempFolder());
  file = join(dataDir, 'seatwatch.db');
  [answers, asked, told, opened] = [[], [], [], []];
  mkdirSync(join(dataDir, 'backups'));
  const { db, dispose } = await testDatabase();
  await db.insertOrg(newOrg());
  await db.backupTo(join(dataDir, 'backups', 'scheduled-2026-06-30T12-00-00-000Z.db'));
  // Newer, and damaged itself: not offered.
  writeFileSync(join(dataDir, 'backups', 'scheduled-2026-07-01T12-00-00-000Z.db'), 'rubbish '.repeat(999));
  dispose();
  writeFileSync(file, 'not a database, '.repeat(999));
});
afterEach(() => remove());

const start = (problem: unknown) => recover(toErrorShape(problem), { care, dialog, dataDir });

it('offers the newest sound backup, with its date, and restores it', async () => {
  answers = ['folder', 'restore'];
  expect(await start(damaged(file))).toBe('recovered');
  expect(opened).toEqual([dataDir]);
  expect(asked).toHaveLength(2);
  expect(asked[0]?.labels).toEqual([
    'Restore the Backup',
    'Salvage What Can Be Read',
    'Open Data Folder',
    'Quit',
  ]);
  expect(asked[0]?.detail).toContain('is of 2026-06-30: 1 org, 0 sign-ins.');
  expect(told[0]).toContain('damaged-');
  expect((await care.check(dataDir)).problems).toEqual([]);
});

it('asks again when a way leads nowhere, saying why, and changes nothing when the person quits', async () => {
  answers = ['salvage', 'quit'];
  expect(await start(damaged(file))).toBe('quit');
  expect(asked[1]?.message).toContain('Nothing can be read');
  expect(readdirSync(dataDir).filter((name) => name.startsWith('damaged-'))).toEqual([]);
});

it('of a database that is gone offers an empty one in the place of salvaging', async () => {
  rmSync(file);
  answers = ['empty'];
  expect(await start(missing(file))).toBe('recovered');
  expect(asked[0]?.labels[1]).toBe('Begin with an Empty Database');
  expect((await care.inspect(file)).orgs).toEqual([]);
});

it('tells what salvaging has saved', async () => {
  copyFileSync(join(dataDir, 'backups', 'scheduled-2026-06-30T12-00-00-000Z.db'), file);
  const { openSync, writeSync, closeSync } = await import('node:fs');
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(100), 0, 100, 0);
  closeSync(handle);
  answers = ['salvage'];
  expect(await start(damaged(file))).toBe('recovered');
  expect(told[0]).toMatch(/rows? of 1 org could be read\.\nNothing is missing\./);
});

it('is not for what a person cures elsewhere', () => {
  const shape = (code: string): AppErrorShape => ({ ...toErrorShape(damaged(file)), code });
  expect(['DATABASE_DAMAGED', 'DATABASE_MISSING'].map((code) => isCurable(shape(code)))).toEqual([
    true,
    true,
  ]);
  expect(['DATA_DIR_IN_USE', 'DATABASE_NEWER', 'DISK_FULL'].some((code) => isCurable(shape(code)))).toBe(
    false,
  );
});

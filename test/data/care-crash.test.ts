import { fork } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../src/db/api';
import { locateDataDir, requireDataDir } from '../../src/main/platform/paths';
import { bundle } from '../builders/bundle';
import type { CareChildOptions } from '../builders/care-child';
import { MIGRATIONS_FOLDER, newOrg, store, tempFolder } from '../builders/db';
import * as rows from '../builders/db-records';

let outDir: string;
let { folder, remove }: ReturnType<typeof tempFolder> = { folder: '', remove: () => undefined };
beforeAll(async () => {
  ({ folder, remove } = tempFolder());
  outDir = await bundle('care-child', { child: 'care-child.ts' });
});
afterAll(() => {
  rmSync(outDir, { recursive: true, force: true });
  remove();
});

/** True: the work came to its end before the kill. */
async function runUntil(steps: number, work: CareChildOptions['work']): Promise<boolean> {
  const options: CareChildOptions = { migrationsFolder: MIGRATIONS_FOLDER, steps, work };
  const child = fork(join(outDir, 'child.mjs'), [JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done) =>
    child.once('exit', (...outcome) => done(outcome)),
  );
  if (signal === null) expect(code).toBe(0);
  else expect(signal).toBe('SIGKILL');
  return signal === null;
}

const open = (file: string) => createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER });

async function filled(file: string, users: number): Promise<void> {
  const db = await open(file);
  await db.insertOrg(newOrg());
  await store(
    db,
    'users',
    Array.from({ length: users }, (_, i) => rows.user(`u${i}`)),
  );
  db.close();
}

/** How many users there are, in a database that is sound. */
async function usersIn(file: string): Promise<number | undefined> {
  const db = await open(file);
  try {
    expect((await db.health()).problems).toEqual([]);
    return (await db.rowCounts('org-1'))['users'];
  } finally {
    db.close();
  }
}

it('restoring, killed before any of its steps: the old or the new database, whole', async () => {
  const backup = join(folder, 'backup.db');
  const old = join(folder, 'old.db');
  await filled(backup, 7);
  const db = await open(old);
  await db.insertOrg(newOrg());
  await store(db, 'users', [rows.user('u1'), rows.user('u2'), rows.user('u3')]);
  // As a killed collection leaves it: with what is stored in the log only.
  for (const suffix of ['', '-wal']) copyFileSync(old + suffix, join(folder, `crashed.db${suffix}`));
  db.close();

  const outcomes: (number | undefined)[] = [];
  for (let steps = 0; ; steps += 1) {
    const dataDir = join(folder, `restore-${steps}`);
    mkdirSync(dataDir);
    const file = join(dataDir, 'seatwatch.db');
    for (const suffix of ['', '-wal']) copyFileSync(join(folder, `crashed.db${suffix}`), file + suffix);
    const request = { dataDir, file: backup, command: 'restore', waitMs: 5_000 };
    const isDone = await runUntil(steps, { task: 'restore', request });
    outcomes.push(await usersIn(file));
    if (isDone) break;
    // Now and then again, to its end: what the killed one left is in nobody's way.
    if (steps % 3 !== 1) continue;
    expect(await runUntil(99, { task: 'restore', request })).toBe(true);
    expect(await usersIn(file)).toBe(7);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('.prepared'))).toEqual([]);
    const kept = await Promise.all(
      readdirSync(join(dataDir, 'backups')).map((name) => usersIn(join(dataDir, 'backups', name))),
    );
    expect(kept.includes(3)).toBe(true);
  }
  expect(outcomes.length).toBeGreaterThan(5);
  expect(outcomes.at(-1)).toBe(7);
  // Once new, always new.
  expect([...outcomes].sort()).toEqual(outcomes);
}, 300_000);

it('moving, killed before any of its steps: the folder that counts is whole, and moving goes on', async () => {
  const template = join(folder, 'template');
  mkdirSync(join(template, 'backups'), { recursive: true });
  await filled(join(template, 'seatwatch.db'), 5);
  writeFileSync(join(template, 'vault.json'), 'sealed');
  writeFileSync(join(template, 'backups', 'manual.db'), 'a backup');

  const places: string[] = [];
  for (let steps = 0; ; steps += 1) {
    const appData = join(folder, `move-${steps}`);
    const home = join(appData, 'Seatwatch');
    const to = join(appData, 'new', 'place');
    cpSync(template, home, { recursive: true });
    const locate = () => locateDataDir({ env: {}, appData });
    const request = () => ({
      ...{ dataDir: locate().dataDir, defaultDir: home, to, isDefault: true },
      ...{ command: 'data move', waitMs: 5_000 },
    });
    const isDone = await runUntil(steps, { task: 'move', request: request() });
    const expectWhole = async () => {
      const location = locate();
      expect(() => requireDataDir(location)).not.toThrow();
      expect(await usersIn(join(location.dataDir, 'seatwatch.db'))).toBe(5);
      expect(existsSync(join(location.dataDir, 'vault.json'))).toBe(true);
      expect(existsSync(join(location.dataDir, 'backups', 'manual.db'))).toBe(true);
      return location.dataDir;
    };
    const place = await expectWhole();
    places.push(place === to ? 'new' : 'home');
    if (isDone) break;
    if (place === to || steps % 4 !== 1) continue;
    expect(await runUntil(99, { task: 'move', request: request() })).toBe(true);
    expect(await expectWhole()).toBe(to);
  }
  expect(places.length).toBeGreaterThan(8);
  // Home up to one instant, new from then on.
  expect([...places].sort()).toEqual(places);
  expect(new Set(places).size).toBe(2);
}, 300_000);

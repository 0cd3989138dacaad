import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, newOrg, testDatabase, type TestDatabase } from '../../../test/builders/db';
import { backupName, parseBackupName } from '../../shared/model/backup-names';
import { type BackupFile, BackupReason } from '../../shared/model/backups';
import { AppError } from '../../shared/model/errors';
import { fakeClock, type FakeClock, memoryLog } from '../testing/fakes';
import { isDue, nextBackup, outdated } from './backup-plan';
import { type Backups, type BackupsDeps, createBackups } from './backups';

let database: TestDatabase;
let clock: FakeClock;
let settings: ReturnType<BackupsDeps['settings']>;
let collecting: boolean;
let problems: string[];
let backupTo: BackupsDeps['db']['backupTo'];
let backups: Backups;
const folder = () => join(database.folder, 'backups');
const names = () =>
  existsSync(folder())
    ? readdirSync(folder())
        .filter((name) => name.endsWith('.db'))
        .sort()
    : [];
const create = (): Backups =>
  createBackups({
    dataDir: database.folder,
    db: { listOrgs: () => database.db.listOrgs(), backupTo: (file) => backupTo(file) },
    clock,
    log: memoryLog(),
    settings: () => settings,
    isCollecting: () => collecting,
    onProblem: (problem) => problems.push(problem),
  });

beforeEach(async () => {
  database = await testDatabase();
  await database.db.insertOrg(newOrg());
  clock = fakeClock(AS_OF);
  settings = { backupEvery: 'daily', keepBackups: 3 };
  collecting = false;
  problems = [];
  backupTo = (file) => database.db.backupTo(file);
  backups = create();
});
afterEach(async () => {
  await backups.stop();
  database.dispose();
});

describe('scheduled backups', () => {
  it('are made once a day, listed, and the newest are kept', async () => {
    for (let day = 0; day < 5; day++) {
      expect(await backups.tick()).toMatchObject({ reason: 'scheduled' });
      expect(await backups.tick()).toBeNull();
      clock.advance(DAY);
    }
    const { files, nextAt, problem } = backups.report();
    expect(files.map(({ createdAt }) => Date.parse(createdAt))).toEqual(
      [4, 3, 2].map((day) => AS_OF + day * DAY),
    );
    expect(files[0]?.sizeBytes).toBe(statSync(files[0]?.file ?? '').size);
    expect(nextAt).toBe(new Date(AS_OF + 5 * DAY).toISOString());
    expect(problem).toBeNull();
    if (process.platform !== 'win32') {
      expect(statSync(folder()).mode & 0o777).toBe(0o700);
      expect(statSync(files[0]?.file ?? '').mode & 0o777).toBe(0o600);
    }
  });

  it('come every day also where a daily job ends some minutes earlier than the day before', async () => {
    for (const late of [9, 4, 7, 1]) {
      clock.set(AS_OF + names().length * DAY + late * 60_000);
      expect(await create().tick()).not.toBeNull();
    }
  });

  it('wait for the end of a collection, and are not made when switched off or with nothing to lose', async () => {
    collecting = true;
    expect(await backups.tick()).toBeNull();
    collecting = false;
    settings = { backupEvery: 'off', keepBackups: 3 };
    expect(await backups.tick()).toBeNull();
    expect(backups.report().nextAt).toBeNull();
    settings = { backupEvery: 'weekly', keepBackups: 3 };
    await database.db.removeOrg('org-1', true);
    expect(await backups.tick()).toBeNull();
    expect(names()).toEqual([]);
  });

  it('that fail are told once, remembered by later processes, and forgotten with the next success', async () => {
    backupTo = () =>
      Promise.reject(
        new AppError({
          code: 'NOT_ENOUGH_ROOM',
          kind: 'data',
          message: 'A backup needs 9 MB.',
          fix: 'Free some disk space.',
        }),
      );
    expect(await backups.tick()).toBeNull();
    expect(await backups.tick()).toBeNull();
    expect(problems).toEqual(['A backup needs 9 MB. Free some disk space.']);
    const later = create();
    expect(later.report().problem).toBe('A backup needs 9 MB. Free some disk space.');
    await later.tick();
    expect(problems).toHaveLength(1);
    backupTo = (file) => database.db.backupTo(file);
    expect(await later.tick()).not.toBeNull();
    expect(later.report().problem).toBeNull();
  });

  it('are never two at a time', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((done) => (release = done));
    backupTo = async (file) => {
      await held;
      return database.db.backupTo(file);
    };
    const first = backups.make('manual');
    await expect(backups.make('manual')).rejects.toMatchObject({ code: 'BACKUP_IN_PROGRESS' });
    expect(await backups.tick()).toBeNull();
    release();
    await first;
    expect(names()).toHaveLength(1);
  });

  it('in progress are waited for when the program ends, also one that a person asked for', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((done) => (release = done));
    let complete = false;
    backupTo = async (file) => {
      await held;
      const size = await database.db.backupTo(file);
      complete = true;
      return size;
    };
    const made = backups.make('manual');
    const stopping = backups.stop().then(() => complete);
    release();
    expect(await stopping).toBe(true);
    await made;
  });

  it('of the same moment, as after the clock was set back, do not take each other’s place', async () => {
    const first = await backups.make('manual');
    const second = await backups.make('manual');
    expect(second.file).not.toBe(first.file);
    expect(names()).toHaveLength(2);
    expect(
      backups
        .report()
        .files.map(({ name }) => name)
        .sort(),
    ).toEqual([first.name, second.name].sort());
  });

  it('take what a killed process began and left, a day later', async () => {
    mkdirSync(folder());
    const half = join(folder(), `.${backupName('scheduled', AS_OF - 2 * DAY)}.4711.1.tmp`);
    const begun = join(folder(), `.${backupName('manual', AS_OF)}.4712.1.tmp`);
    const own = join(folder(), '.mine.tmp');
    for (const file of [half, `${half}-journal`, begun, own]) writeFileSync(file, 'people');
    for (const file of [half, `${half}-journal`, own])
      utimesSync(file, (AS_OF - 2 * DAY) / 1000, (AS_OF - 2 * DAY) / 1000);
    utimesSync(begun, AS_OF / 1000, AS_OF / 1000);
    await backups.tick();
    expect(readdirSync(folder()).filter((name) => name.startsWith('.'))).toEqual(
      [begun, own].map((file) => basename(file)).sort(),
    );
  });

  it('say what is wrong when their folder cannot be made', async () => {
    writeFileSync(folder(), 'in its place');
    await expect(backups.make('manual')).rejects.toMatchObject({ code: 'BACKUP_NOT_WRITABLE' });
    expect(await backups.tick()).toBeNull();
    expect(problems).toEqual([expect.stringContaining(folder()) as string]);
  });

  it('begin a while after the start, go on by the hour, and end with the program', async () => {
    backups.start();
    await backups.stop();
    expect(clock.sleeps[0]).toBe(60_000);
  });

  it('can be removed by name, and nothing else can', async () => {
    const { name } = await backups.make('manual');
    writeFileSync(join(database.folder, 'precious.db'), '');
    for (const wrong of ['../precious.db', 'precious.db', '.hidden.db'])
      expect(() => backups.remove(wrong)).toThrow(
        expect.objectContaining({ code: 'UNKNOWN_BACKUP' }) as Error,
      );
    backups.remove(name);
    expect(names()).toEqual([]);
    expect(existsSync(join(database.folder, 'precious.db'))).toBe(true);
  });

  it('stand beside what people put there, which is never removed', async () => {
    mkdirSync(folder());
    writeFileSync(join(folder(), 'from-laptop.db'), 'x');
    writeFileSync(join(folder(), 'notes.txt'), 'x');
    writeFileSync(join(folder(), '.scheduled-half.db.tmp'), 'x');
    for (let day = 0; day < 6; day++) {
      await backups.tick();
      await backups.make('manual');
      clock.advance(DAY);
    }
    const { files } = backups.report();
    expect(files.filter(({ reason }) => reason === 'manual')).toHaveLength(7);
    expect(files.filter(({ reason }) => reason === 'scheduled')).toHaveLength(3);
    expect(files.some(({ name }) => name.startsWith('.'))).toBe(false);
    rmSync(join(folder(), 'notes.txt'));
  });
});

describe('the plan', () => {
  const made = (reason: BackupReason, at: number): BackupFile => ({
    name: backupName(reason, at),
    file: '',
    createdAt: new Date(at).toISOString(),
    sizeBytes: 1,
    reason,
  });

  it('keeps five made before changes, and all of 90 days', () => {
    const old = Array.from({ length: 8 }, (_, i) => made('before-restore', AS_OF - (100 + i) * DAY));
    const young = Array.from({ length: 3 }, (_, i) => made('before-import', AS_OF - i * DAY));
    const gone = outdated([...old, ...young], { keepBackups: 1, now: AS_OF, made: null });
    expect(gone).toEqual(old.slice(2));
    // A clock years ahead does not remove the newest five, whatever their age.
    expect(outdated(young, { keepBackups: 1, now: AS_OF + 9_999 * DAY, made: null })).toEqual([]);
  });

  it('does not let backups of a clock that ran ahead drive out those of today', () => {
    const ahead = [1, 2, 3].map((i) => made('scheduled', AS_OF + 400 * DAY + i * DAY));
    const today = made('scheduled', AS_OF);
    expect(isDue(ahead, 'daily', AS_OF)).toBe(true);
    const gone = outdated([...ahead, today], { keepBackups: 3, now: AS_OF, made: today.name });
    expect(gone).toHaveLength(1);
    expect(gone).not.toContain(today);
    expect(isDue([...ahead, today], 'daily', AS_OF + HOUR)).toBe(false);
    expect(nextBackup([...ahead, today], 'weekly', AS_OF)).toBe(new Date(AS_OF + 7 * DAY).toISOString());
  });

  it('never removes manual ones, the one just made, or more scheduled ones than are too many', () => {
    const file = fc
      .tuple(fc.constantFrom(...BackupReason.options), fc.integer({ min: -800, max: 800 }))
      .map(([reason, days]) => made(reason, AS_OF + days * DAY));
    fc.assert(
      fc.property(
        fc.uniqueArray(file, { selector: ({ name }) => name, maxLength: 40 }),
        fc.integer({ min: 1, max: 10 }),
        (files, keepBackups) => {
          const newest = files.find(({ reason }) => reason === 'scheduled')?.name ?? null;
          const gone = outdated(files, { keepBackups, now: AS_OF, made: newest });
          expect(gone.some(({ reason, name }) => reason === 'manual' || name === newest)).toBe(false);
          const scheduled = files.filter(({ reason }) => reason === 'scheduled').length;
          expect(gone.filter(({ reason }) => reason === 'scheduled')).toHaveLength(
            Math.max(0, scheduled - keepBackups),
          );
        },
      ),
    );
  });

  it('reads the names it writes', () => {
    for (const reason of BackupReason.options)
      expect(parseBackupName(backupName(reason, AS_OF + 123))).toEqual({ reason, at: AS_OF + 123 });
    expect(parseBackupName('before-0005_security_checks-2026-06-30T12-00-00-000Z.db')).toEqual({
      reason: 'before-migration',
      at: AS_OF,
    });
    // Somebody else's, however like ours it looks: it must never be taken for one that may go.
    for (const name of [
      'x.db',
      'scheduled-2026-99-30T12-00-00-000Z.db',
      'mine-2026-06-30T12-00-00-000Z.db',
      'before-the-audit-2026-06-30T12-00-00-000Z.db',
      'scheduled-2026-06-30T12-00-00-000Z copy.db',
    ])
      expect(parseBackupName(name)).toBeNull();
  });
});

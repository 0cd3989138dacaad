import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryName } from '../src/core/schedule/entry';
import { createDatabase } from '../src/db/api';
import { acquire } from '../src/db/lock';
import { MIGRATIONS_FOLDER, newOrg, store } from './builders/db';
import * as rows from './builders/db-records';
import { FakeProcess } from './cli-fakes';

let cli: FakeProcess;
let dataDir: string;
let file: string;
beforeEach(() => {
  cli = new FakeProcess();
  dataDir = join(cli.dir, 'data');
  file = join(dataDir, 'seatwatch.db');
  mkdirSync(dataDir);
});
afterEach(() => cli.remove());
const run = async (...argv: string[]) => {
  cli.stdout = '';
  cli.stderr = '';
  return cli.run('--data-dir', dataDir, ...argv);
};

async function filled(path: string, users: number): Promise<void> {
  const db = await createDatabase({ file: path, migrationsFolder: MIGRATIONS_FOLDER });
  await db.insertOrg(newOrg());
  await store(
    db,
    'users',
    Array.from({ length: users }, (_, i) => rows.user(`u${i}`)),
  );
  db.close();
}
async function backupOf(users: number): Promise<string> {
  const source = join(cli.dir, 'other', 'seatwatch.db');
  await filled(source, users);
  const target = join(cli.dir, 'backup.db');
  const db = await createDatabase({ file: source, migrationsFolder: MIGRATIONS_FOLDER });
  await db.backupTo(target);
  db.close();
  return target;
}

describe('restore', () => {
  it('replaces the database, names the backup of the old one and the orgs without credentials', async () => {
    const backup = await backupOf(7);
    await filled(file, 3);
    expect(await run('restore', backup, '--json')).toBe(0);
    const answer = cli.json() as { previous: string };
    expect(answer).toEqual({
      file: backup,
      orgs: [{ name: 'Acme', url: 'https://acme.my.salesforce.com', needsCredentials: true }],
      previous: expect.stringContaining('before-restore-') as string,
    });
    expect(existsSync(answer.previous)).toBe(true);

    cli.vaultAccounts = ['org:org-1:consumer-secret'];
    expect(await run('restore', answer.previous)).toBe(0);
    expect(cli.stdout).toContain('1 org');
    expect(cli.stdout).not.toContain('credentials');
  });

  it.each<[string, number, string, (backup: string) => Promise<void> | void]>([
    ['a file that is not there', 2, 'BACKUP_NOT_FOUND', () => undefined],
    ['a text file', 2, 'NOT_A_SEATWATCH_DATABASE', (backup) => writeFileSync(backup, 'text '.repeat(999))],
    [
      'a backup that was cut off',
      6,
      'DATABASE_DAMAGED',
      async (backup) => {
        copyFileSync(await backupOf(500), backup);
        truncateSync(backup, 100_000);
      },
    ],
  ])('%s ends with %i and changes nothing', async (_, code, error, make) => {
    await filled(file, 3);
    const before = readFileSync(file);
    const wrong = join(cli.dir, 'wrong.db');
    await make(wrong);
    expect(await run('restore', wrong, '--json')).toBe(code);
    expect(cli.json()).toMatchObject({ error: { code: error } });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('ends with 6 while the window holds the folder, and with 2 without a file', async () => {
    const backup = await backupOf(7);
    const lock = await acquire({ dataDir, command: 'window', waitMs: 0 });
    expect(await run('restore', backup, '--json')).toBe(6);
    expect(cli.json()).toMatchObject({ error: { code: 'DATA_DIR_IN_USE' } });
    lock.release();
    expect(await run('restore')).toBe(2);
  });
});

describe('data', () => {
  it('where and backups answer without opening anything', async () => {
    expect(await run('data', 'where')).toBe(0);
    expect(cli.stdout).toBe(`${dataDir}\n`);
    expect(await run('data', 'where', '--json')).toBe(0);
    expect(cli.json()).toEqual({ dataDir, chosenBy: 'option', defaultDir: cli.dir });
    expect(await run('data', 'backups')).toBe(0);
    expect(cli.stdout).toBe('There are no backups.\n');
    mkdirSync(join(dataDir, 'backups'));
    writeFileSync(join(dataDir, 'backups', 'scheduled-2026-06-30T12-00-00-000Z.db'), 'x');
    expect(await run('data', 'backups', '--json')).toBe(0);
    expect(cli.json()).toMatchObject({
      files: [{ reason: 'scheduled', createdAt: '2026-06-30T12:00:00.000Z', sizeBytes: 1 }],
    });
    expect(existsSync(file)).toBe(false);
    expect(cli.requests).toEqual([]);
  });

  it('check and recover tell a sound database (0) from a damaged one (6), and salvage leads out', async () => {
    await filled(file, 900);
    expect(await run('data', 'check', '--json')).toBe(0);
    expect(cli.json()).toMatchObject({ ok: true, problems: [] });
    expect(await run('data', 'recover')).toBe(0);
    expect(await run('data', 'recover', '--salvage', '--json')).toBe(2);
    expect(cli.json()).toMatchObject({ error: { code: 'NOTHING_TO_RECOVER' } });

    const bytes = readFileSync(file);
    bytes.fill(0xa7, bytes.length - 8 * 4096, bytes.length - 4 * 4096);
    writeFileSync(file, bytes);
    expect(await run('data', 'check')).toBe(6);
    expect(await run('data', 'recover', '--json')).toBe(6);
    expect(cli.json()).toMatchObject({ ok: false, backup: null });
    expect(await run('data', 'recover')).toBe(6);
    expect(cli.stdout).toContain('data recover --salvage');
    expect(await run('data', 'recover', '--salvage', '--json')).toBe(0);
    expect(cli.json()).toMatchObject({
      orgs: [{ name: 'Acme' }],
      previous: expect.stringContaining('damaged-') as string,
    });
    expect(await run('data', 'check')).toBe(0);
  });

  it('recover takes one way at a time: a backup, or an empty database', async () => {
    const backup = await backupOf(7);
    writeFileSync(file, 'no database at all, but long enough to look like something'.repeat(99));
    expect(await run('data', 'recover', '--salvage', '--empty')).toBe(2);
    expect(await run('data', 'recover', '--from-backup', backup, '--json')).toBe(0);
    expect(cli.json()).toMatchObject({ previous: expect.stringContaining('damaged-') as string });
    expect(await run('data', 'recover', '--empty', '--json')).toBe(0);
    expect(await run('data', 'check')).toBe(0);
  });

  it('move copies the folder and says that its name has to be changed where it was named', async () => {
    await filled(file, 3);
    const to = join(cli.dir, 'new');
    expect(await run('data', 'move', join(dataDir, 'inside'), '--json')).toBe(2);
    expect(cli.json()).toMatchObject({ error: { code: 'MOVE_INSIDE' } });
    expect(await run('data', 'move', to, '--json')).toBe(0);
    expect(cli.json()).toMatchObject({ from: dataDir, to, followed: false, schedules: [] });
    expect(existsSync(join(to, 'seatwatch.db'))).toBe(true);
  });
});

describe('move and the schedules', () => {
  const moved = async (...options: string[]) => run('data', 'move', join(cli.dir, 'new place'), ...options);
  interface Moved {
    schedules: { org: string | null; with: string; dataDir: string | null; commands: string[][] }[] | null;
  }
  const installed = async () => {
    expect(await cli.run('schedule', 'show', '--data-dir', join(cli.dir, 'new place'), '--json')).toBe(0);
    const { schedules } = cli.json() as { schedules: { at: string }[] };
    return schedules.sort((a, b) => (a.at < b.at ? -1 : 1));
  };
  beforeEach(() => filled(file, 3));

  it.each([
    ['linux', ['systemctl', 'loginctl'], 'systemd'],
    ['linux', ['crontab'], 'cron'],
    ['darwin', ['launchctl'], 'launchd'],
    ['win32', ['schtasks'], 'task-scheduler'],
  ])(
    'on %s with %j those that name the old folder are told, and the commands given rewrite them',
    async (platform, programs, scheduler) => {
      cli.scheduleHost.platform = platform;
      cli.scheduleHost.programs = new Set(programs);
      await run('schedule', 'install', '--org', 'Acme', '--at', '05:10', '--every', '6h');
      await run('schedule', 'install');
      // Of another folder.
      await cli.run('schedule', 'install', '--data-dir', join(cli.dir, 'other'));

      expect(await moved('--json')).toBe(0);
      const { schedules } = cli.json() as Moved;
      expect(schedules?.map((one) => [one.org, one.with, one.dataDir]).sort()).toEqual(
        [
          [null, scheduler, dataDir],
          ['Acme', scheduler, dataDir],
        ].sort(),
      );
      expect(cli.stderr).toContain('schedule install');
      cli.stdout = '';
      for (const [program, ...words] of schedules?.flatMap(({ commands }) => commands) ?? []) {
        expect(program).toBe('seatwatch');
        expect(await cli.run(...words)).toBe(0);
      }
      cli.stdout = '';
      expect(await installed()).toMatchObject([
        { org: null, at: '04:30', every: 'day', with: scheduler },
        { org: 'Acme', at: '05:10', every: '6h', with: scheduler },
      ]);
      cli.stdout = '';
      expect(await run('schedule', 'show', '--json')).toBe(0);
      expect(cli.json()).toEqual({ schedules: [] });
    },
  );

  it('words for people can be pasted, also where the folder has another name', async () => {
    const link = join(cli.dir, 'li nk');
    symlinkSync(dataDir, link);
    await cli.run('schedule', 'install', '--data-dir', link, '--with', 'cron');
    expect(await moved()).toBe(0);
    expect(cli.stdout).toContain(
      `The schedule of all orgs (cron: ${entryName({ org: null, dataDir: link })}) still names the old folder. To rewrite it:\n` +
        `  seatwatch --data-dir '${join(cli.dir, 'new place')}' schedule install --at 04:30 --every day --with cron\n` +
        `  seatwatch --data-dir '${link}' schedule remove --all\n`,
    );
  });

  it('one that finds the new folder by itself is told where a file of the old one is what it needs', async () => {
    const file = join(dataDir, 'passphrase');
    writeFileSync(file, 'CANARY\n', { mode: 0o600 });
    await cli.run('schedule', 'install', '--with', 'systemd', '--passphrase-file', file);
    await cli.run('schedule', 'install', '--org', 'Acme', '--with', 'cron');
    expect(await moved('--json')).toBe(0);
    expect((cli.json() as Moved).schedules).toEqual([
      {
        ...{ org: null, with: 'systemd', name: 'seatwatch-all', dataDir: null },
        commands: [
          // prettier-ignore
          ['seatwatch', 'schedule', 'install', '--at', '04:30', '--every', 'day', '--with', 'systemd',
            '--passphrase-file', join(cli.dir, 'new place', 'passphrase')],
        ],
      },
    ]);
  });

  it('does not fail where the schedulers cannot be asked, and says so', async () => {
    cli.scheduleHost.programs = new Set(['crontab']);
    cli.scheduleHost.refusing.add('crontab');
    expect(await moved('--json')).toBe(0);
    expect(cli.json()).toMatchObject({ schedules: null });
    expect(cli.stderr).toContain('is not known');
  });
});

describe('collect', () => {
  it('makes the backup that is due, and says what kept it from being made', async () => {
    cli.backupTick.mockResolvedValueOnce({
      ...{ name: 'x.db', file: '/d/backups/x.db', createdAt: '2026-03-01T12:00:00.000Z' },
      ...{ sizeBytes: 4096, reason: 'scheduled' },
    });
    expect(await run('collect', 'Acme')).toBe(0);
    expect(cli.stderr).toContain('/d/backups/x.db');
    cli.backupProblem = 'The disk is full.';
    expect(await run('collect', '--all')).toBe(0);
    expect(cli.stderr).toContain('The disk is full.');
    expect(cli.backupTick).toHaveBeenCalledTimes(2);
  });
});

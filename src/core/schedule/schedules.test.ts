import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeScheduleHost } from '../../../test/builders/schedule-host';
import { schedulesAfterMove } from './after-move';
import type { ScheduleEntry, SchedulerName } from './entry';
import type { ScheduleRequest } from './scheduler';
import { createSchedules } from './schedules';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HERE = { dataDir: null };

let host: FakeScheduleHost;
beforeEach(() => {
  host = new FakeScheduleHost();
});
afterEach(() => {
  host.dispose();
});

function on(platform: string, ...programs: string[]): void {
  host.platform = platform;
  host.programs = new Set(programs);
}

function request(changes: Partial<ScheduleEntry> = {}): ScheduleRequest {
  return {
    entry: { org: null, at: '04:30', every: 'day', dataDir: null, passphraseFile: null, ...changes },
    program: { command: '/usr/bin/seatwatch', args: [] },
    passwordStore: null,
    logFolder: '/var/data/logs',
  };
}
const schedules = () => createSchedules(host, () => NOW);
const install = (changes: Partial<ScheduleEntry> = {}, wanted?: SchedulerName) =>
  schedules().install(request(changes), { with: wanted, dryRun: false });
const show = async (which: { dataDir: string | null; org?: string | null } = HERE) =>
  (await schedules().show(which)).map(({ entry, with: scheduler, active, nextAt, lastExitCode }) => ({
    org: entry.org,
    at: entry.at,
    with: scheduler,
    active,
    next: nextAt === null ? null : new Date(nextAt).toISOString(),
    lastExitCode,
  }));

describe.each([
  ['systemd', 'linux', ['systemctl', 'loginctl']],
  ['cron', 'linux', ['crontab']],
  ['launchd', 'darwin', ['launchctl']],
  ['task-scheduler', 'win32', ['schtasks']],
] as const)('%s', (name, platform, programs) => {
  beforeEach(() => {
    on(platform, ...programs);
    host.env['USERDOMAIN'] = 'ACME';
  });

  it('is chosen, shown, replaced and removed', async () => {
    expect(await show()).toEqual([]);
    expect(await install()).toMatchObject({
      with: name,
      replaced: false,
      nextAt: Date.parse('2026-03-02T04:30:00Z'),
    });
    expect(await install({ at: '05:00', every: 'sunday' })).toMatchObject({ replaced: true });
    expect(await show()).toEqual([
      {
        org: null,
        at: '05:00',
        with: name,
        active: true,
        next: '2026-03-08T05:00:00.000Z',
        lastExitCode: { systemd: null, cron: null, launchd: 4, 'task-scheduler': 3 }[name],
      },
    ]);
    expect(await schedules().remove(HERE)).toHaveLength(1);
    expect(await show()).toEqual([]);
    expect(await schedules().remove(HERE)).toEqual([]);
  });

  it('keeps orgs and data folders apart', async () => {
    await install();
    await install({ org: 'Acme' });
    await install({ org: 'Acme', dataDir: '/srv/other' });
    expect(await show()).toHaveLength(2);
    expect(await show({ dataDir: null, org: 'ACME' })).toHaveLength(1);
    expect(await show({ dataDir: '/srv/other' })).toHaveLength(1);
    expect(await schedules().remove({ dataDir: null, org: null })).toHaveLength(1);
    expect((await show()).map(({ org }) => org)).toEqual(['Acme']);
    await schedules().remove(HERE);
    expect(await show({ dataDir: '/srv/other' })).toHaveLength(1);
  });

  it('a dry run changes nothing', async () => {
    const { preview, advice } = await schedules().install(request(), { with: undefined, dryRun: true });
    expect(preview.files.map(({ content }) => content).join('\n')).toContain('seatwatch');
    expect(preview.commands.length).toBeGreaterThan(0);
    expect(advice).toEqual([]);
    expect(await show()).toEqual([]);
  });
});

describe('choosing', () => {
  it('prefers what makes up for missed times, and takes what is there', async () => {
    expect((await install()).with).toBe('systemd');
    on('linux', 'crontab');
    expect((await install({ org: 'Acme' })).with).toBe('cron');
    on('linux');
    await expect(install()).rejects.toMatchObject({ code: 'SCHEDULER_MISSING', kind: 'usage' });
    await expect(install({}, 'launchd')).rejects.toMatchObject({ code: 'SCHEDULER_MISSING' });
  });

  it('another scheduler takes the place of the first', async () => {
    await install();
    expect(await install({}, 'cron')).toMatchObject({ replaced: true });
    expect((await show()).map((one) => one.with)).toEqual(['cron']);
    expect(readdirSync(host.unitFolder)).toEqual([]);
  });

  it('any of them can be looked at on any computer', async () => {
    for (const wanted of ['systemd', 'cron', 'launchd', 'task-scheduler'] as const) {
      const { preview } = await schedules().install(request(), { with: wanted, dryRun: true });
      expect(preview.files.length).toBeGreaterThan(0);
    }
  });
});

describe('systemd', () => {
  it('leaves owner-only files, and none behind', async () => {
    mkdirSync(host.unitFolder, { recursive: true });
    writeFileSync(join(host.unitFolder, 'seatwatch-mine.timer'), '[Timer]\nOnCalendar=daily\n');
    await install();
    const files = (await schedules().show(HERE))[0]?.files ?? [];
    expect(files).toHaveLength(2);
    for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600);
    await schedules().remove(HERE);
    // What a person named like ours is not ours.
    expect(readdirSync(host.unitFolder)).toEqual(['seatwatch-mine.timer']);
    expect(host.commands).toContain('systemctl --user clean --what=state seatwatch-all.timer');
  });

  it('passes over what cannot be read, as somebody else’s', async () => {
    mkdirSync(join(host.unitFolder, 'seatwatch-folder.timer'), { recursive: true });
    symlinkSync(join(host.homeDir, 'nowhere'), join(host.unitFolder, 'seatwatch-link.timer'));
    await install();
    expect(await show()).toHaveLength(1);
    await schedules().remove(HERE);
    expect(readdirSync(host.unitFolder)).toEqual(['seatwatch-folder.timer', 'seatwatch-link.timer']);
  });

  it('follows XDG_CONFIG_HOME', async () => {
    const config = join(host.homeDir, 'elsewhere');
    host.env['XDG_CONFIG_HOME'] = config;
    // The service manager looks there, too.
    Object.defineProperty(host, 'unitFolder', { value: join(config, 'systemd', 'user') });
    await install();
    expect(existsSync(join(config, 'systemd', 'user', 'seatwatch-all.timer'))).toBe(true);
  });

  it('takes its files back when the service manager refuses them', async () => {
    const run = host.run.bind(host);
    host.run = (file, args, input) =>
      args.includes('restart')
        ? Promise.resolve({ exitCode: 1, stdout: '', stderr: 'Failed to restart: no.\nMore.' })
        : run(file, args, input);
    await expect(install()).rejects.toMatchObject({
      code: 'SCHEDULER_REFUSED',
      kind: 'credentials',
      message: 'systemctl --user restart seatwatch-all.timer failed with exit code 1: Failed to restart: no.',
    });
    expect(readdirSync(host.unitFolder)).toEqual([]);
  });

  it('an attempt to replace a schedule that fails leaves the one there was', async () => {
    await install({ at: '04:30' });
    const run = host.run.bind(host);
    host.run = (file, args, input) =>
      args.includes('enable')
        ? Promise.resolve({ exitCode: 1, stdout: '', stderr: 'Failed to enable unit' })
        : run(file, args, input);
    await expect(install({ at: '05:00' })).rejects.toMatchObject({ code: 'SCHEDULER_REFUSED' });
    expect(await show()).toMatchObject([{ at: '04:30', active: true }]);
    expect(readFileSync(join(host.unitFolder, 'seatwatch-all.timer'), 'utf8')).toContain('04:30:00');
  });

  it('says how to collect without being signed in, and how it ended', async () => {
    expect((await install()).advice).toEqual([
      'Timers of a person run while that person is signed in. To collect without: loginctl enable-linger ada',
    ]);
    host.linger = true;
    expect((await install()).advice).toEqual([]);
    host.exited['seatwatch-all.service'] = 6;
    expect(await show()).toMatchObject([{ lastExitCode: 6 }]);
    host.timers.clear();
    expect(await show()).toMatchObject([{ active: false, next: null }]);
  });
});

describe('cron', () => {
  beforeEach(() => {
    on('linux', 'crontab');
  });

  it('leaves the lines of others alone, and no table where there was none', async () => {
    await install();
    await schedules().remove(HERE);
    expect(host.crontab).toBeNull();
    host.crontab = '# my own\n0 1 * * * backup\n';
    await install();
    expect(host.crontab).toMatch(/^# my own\n0 1 \* \* \* backup\n# BEGIN seatwatch-schedule /);
    await schedules().remove(HERE);
    expect(host.crontab).toBe('# my own\n0 1 * * * backup\n');
  });

  it('never takes a table it may not read for an empty one', async () => {
    host.crontab = '0 1 * * * backup\n';
    host.refusing.add('crontab');
    await expect(install({}, 'cron')).rejects.toMatchObject({ code: 'SCHEDULER_REFUSED' });
    await expect(install()).rejects.toMatchObject({ code: 'SCHEDULER_REFUSED' });
    expect(host.crontab).toBe('0 1 * * * backup\n');
  });

  it('may be forbidden where another scheduler works', async () => {
    on('linux', 'systemctl', 'loginctl', 'crontab');
    host.refusing.add('crontab');
    expect(await install()).toMatchObject({ with: 'systemd', replaced: false });
    expect(await show()).toMatchObject([{ with: 'systemd' }]);
    expect(await schedules().remove(HERE)).toHaveLength(1);
    await expect(install({}, 'cron')).rejects.toMatchObject({ code: 'SCHEDULER_REFUSED' });
  });

  it('reaches the keychain over the message bus when the vault needs it', async () => {
    host.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/run/user/1000/bus';
    await schedules().install(
      { ...request(), passwordStore: 'gnome-libsecret' },
      { with: undefined, dryRun: false },
    );
    expect(host.crontab).toContain(
      "DBUS_SESSION_BUS_ADDRESS='unix:path=/run/user/1000/bus' '/usr/bin/seatwatch' '--password-store=gnome-libsecret' ",
    );
  });
});

describe('launchd', () => {
  it('an agent that cannot be loaded leaves no file, or the one there was; it is unloaded before', async () => {
    on('darwin', 'launchctl');
    await install();
    await install({ at: '05:00' });
    expect(host.commands.filter((line) => line.includes('bootout'))).toHaveLength(2);
    const file = (await schedules().show(HERE))[0]?.files[0] ?? '';
    expect(file).toBe(join(host.homeDir, 'Library', 'LaunchAgents', 'app.seatwatch.collect-all.plist'));
    const run = host.run.bind(host);
    host.run = (program, args, input) =>
      args[0] === 'bootstrap'
        ? Promise.resolve({ exitCode: 5, stdout: '', stderr: 'Bootstrap failed: 5: Input/output error' })
        : run(program, args, input);
    await expect(install()).rejects.toMatchObject({ code: 'SCHEDULER_REFUSED' });
    expect(readFileSync(file, 'utf8')).toContain('<integer>5</integer>');
    await schedules().remove(HERE);
    await expect(install()).rejects.toMatchObject({ code: 'SCHEDULER_REFUSED' });
    expect(existsSync(file)).toBe(false);
  });
});

describe('Task Scheduler', () => {
  beforeEach(() => {
    on('win32', 'schtasks');
  });

  it('keeps the definition in a folder of its own, as UTF-16', async () => {
    await install({ org: 'Ácme' });
    const [path = '', xml = ''] = [...host.tasks][0] ?? [];
    expect(path).toMatch(/^\\Seatwatch\\seatwatch-a-cme-[0-9a-f]{8}$/);
    expect(xml).toMatch(/^\uFEFF<\?xml version="1.0" encoding="UTF-16"\?>/);
    expect(xml).toContain('Ácme');
    host.tasks.set(path, xml.replace(/<Enabled>true(<\/Enabled>\s*<Hidden>)/, '<Enabled>false$1'));
    expect(await show()).toMatchObject([{ org: 'Ácme', active: false, next: null }]);
  });

  it('has no place for a passphrase file', async () => {
    await expect(install({ passphraseFile: 'C:\\pw' })).rejects.toMatchObject({
      code: 'USAGE',
      kind: 'usage',
    });
    expect(host.tasks.size).toBe(0);
  });
});

it('a unit that cannot be written is no bug', async () => {
  mkdirSync(join(host.homeDir, '.config'));
  writeFileSync(join(host.homeDir, '.config', 'systemd'), 'a file in its place');
  await expect(install()).rejects.toMatchObject({ code: 'SCHEDULE_NOT_WRITTEN', kind: 'credentials' });
  expect(readFileSync(join(host.homeDir, '.config', 'systemd'), 'utf8')).toBe('a file in its place');
});

describe('after the data folder was moved', () => {
  const moved = async () => (await schedulesAfterMove(host, { from: '/var/data', to: '/srv/new' })).schedules;

  it('an agent of launchd that finds the new folder by itself still writes its log to the old one', async () => {
    on('darwin', 'launchctl', 'crontab');
    await install();
    await install({ org: 'Acme' }, 'cron');
    expect(await moved()).toEqual([
      {
        ...{ org: null, with: 'launchd', name: 'seatwatch-all', dataDir: null },
        commands: ['seatwatch schedule install --at 04:30 --every day --with launchd'.split(' ')],
      },
    ]);
  });

  it('folders beside it, or within it, are others', async () => {
    for (const dataDir of ['/var/data2', '/var/data/inside', '/var']) await install({ dataDir });
    expect(await moved()).toEqual([]);
    await install({ dataDir: '/var/other/../data/' });
    expect(await moved()).toMatchObject([{ dataDir: '/var/other/../data/' }]);
  });
});

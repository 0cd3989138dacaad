import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/model/errors';
import { CREDENTIAL_NAME } from '../vault';
import { describeTarget, scheduledCommand } from './command-line';
import { decodeEntry, encodeEntry, entryName, NAME_PREFIX, type ScheduleEntry } from './entry';
import { presentContent, readEntries, writeOwnFile } from './files';
import { mustRun, type ScheduleHost } from './host';
import type { FileToWrite, Scheduler, ScheduleRequest, ScheduleState } from './scheduler';
import { DAY_NAMES, timesOf } from './times';

/** So that the computers of a company do not ask Salesforce at the same second. */
const RANDOM_DELAY = '15min';
const MARK = '# seatwatch-schedule ';
const TIMER = '.timer';
/** Exit code 4: paused by the quota, nothing lost. */
const NOT_A_FAILURE = 4;

const specifiers = (text: string): string => text.replaceAll('%', '%%');
/** One word of a setting: systemd.syntax(7), systemd.service(5) "Command lines". */
const quoted = (word: string): string =>
  `"${specifiers(word).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** systemd refuses quotation marks and backslashes in the path of a program, however they are written. */
const AS_IT_IS = /^[^"'\\]*$/;

function execStart(command: readonly string[]): string {
  const words = AS_IT_IS.test(command[0] ?? '') ? command : ['/bin/sh', '-c', 'exec "$@"', 'sh', ...command];
  // The colon keeps systemd from replacing $NAME within the arguments.
  return `ExecStart=:${words.map(quoted).join(' ')}`;
}

/** Ends with a full stop because a backslash at the end of a line would join the next one to it. */
const description = ({ org }: ScheduleEntry): string =>
  specifiers(`Seatwatch collects ${describeTarget(org)}.`);

function credential(file: string): string {
  if (!file.endsWith('\\')) return `LoadCredential=${CREDENTIAL_NAME}:${specifiers(file)}`;
  throw new AppError({
    code: 'UNSCHEDULABLE_NAME',
    kind: 'usage',
    message: 'The name of the passphrase file ends with a backslash, which systemd cannot keep.',
    fix: 'Rename it, then try again.',
  });
}

/** OnCalendar of systemd.time(7), in the computer's own time zone. */
function calendarOf({ at, every }: ScheduleEntry): string {
  const { minute, hours, days } = timesOf(at, every);
  const two = (value: number): string => String(value).padStart(2, '0');
  const names = (days ?? []).map((day) => {
    const name = DAY_NAMES[day] ?? '';
    return `${name.charAt(0).toUpperCase()}${name.slice(1, 3)}`;
  });
  const time = `*-*-* ${hours.map(two).join(',')}:${two(minute)}:00`;
  return names.length === 0 ? time : `${names.join(',')} ${time}`;
}

export function systemdService(request: ScheduleRequest): string {
  const { entry } = request;
  const { passphraseFile } = entry;
  return [
    MARK + encodeEntry(entry),
    '[Unit]',
    `Description=${description(entry)}`,
    '',
    '[Service]',
    'Type=oneshot',
    execStart(scheduledCommand(request)),
    `SuccessExitStatus=${String(NOT_A_FAILURE)}`,
    ...(passphraseFile === null ? [] : [credential(passphraseFile)]),
    'UMask=0077',
    'Nice=10',
    // Seatwatch stores the rows in hand when it is told to stop; only the main process is told.
    'KillMode=mixed',
    'TimeoutStopSec=2min',
    '',
  ].join('\n');
}

export function systemdTimer({ entry }: ScheduleRequest): string {
  return [
    MARK + encodeEntry(entry),
    '[Unit]',
    `Description=${description(entry)}`,
    '',
    '[Timer]',
    `OnCalendar=${calendarOf(entry)}`,
    `RandomizedDelaySec=${RANDOM_DELAY}`,
    '# A time at which the computer was off is made up for.',
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ].join('\n');
}

function entryOf(text: string): ScheduleEntry | null {
  const [first = ''] = text.split('\n', 1);
  return first.startsWith(MARK) ? decodeEntry(first.slice(MARK.length)) : null;
}

/** Timers of the person's own service manager; nothing of it needs an administrator. */
export function systemdScheduler(host: ScheduleHost): Scheduler {
  const configHome = host.env['XDG_CONFIG_HOME'];
  const folder = join(configHome ? configHome : join(host.homeDir, '.config'), 'systemd', 'user');
  const filesOf = (name: string): string[] =>
    [`${name}.service`, `${name}.timer`].map((file) => join(folder, file));
  const systemctl = (...args: string[]): Promise<string> => mustRun(host, 'systemctl', ['--user', ...args]);
  const property = async (unit: string, name: string): Promise<string | null> => {
    const result = await host.run('systemctl', ['--user', 'show', unit, '--property', name, '--value']);
    return result?.exitCode === 0 ? result.stdout.trim() : null;
  };

  const preview = (request: ScheduleRequest) => {
    const name = entryName(request.entry);
    const [service = '', timer = ''] = filesOf(name);
    return {
      files: [
        { path: service, content: systemdService(request) },
        { path: timer, content: systemdTimer(request) },
      ],
      commands: [
        ['systemctl', '--user', 'daemon-reload'],
        ['systemctl', '--user', 'enable', `${name}.timer`],
        // Started anew: a timer that already waits would otherwise keep its old time.
        ['systemctl', '--user', 'restart', `${name}.timer`],
      ],
    };
  };

  const forget = async (name: string): Promise<void> => {
    for (const file of filesOf(name)) await rm(file, { force: true });
    await systemctl('daemon-reload');
  };

  const takeBack = async (name: string): Promise<void> => {
    await host.run('systemctl', ['--user', 'disable', '--now', `${name}.timer`]);
    await forget(name);
  };

  /** The schedule that was to be replaced goes on. */
  const putBack = async (name: string, before: readonly FileToWrite[]): Promise<void> => {
    for (const { path, content } of before) await writeOwnFile(path, content);
    await systemctl('daemon-reload');
    await systemctl('restart', `${name}.timer`);
  };

  return {
    name: 'systemd',
    preview,

    async isUsable() {
      return (await host.run('systemctl', ['--user', 'show-environment']))?.exitCode === 0;
    },

    async install(request) {
      const name = entryName(request.entry);
      const { files } = preview(request);
      const before = await presentContent(filesOf(name));
      try {
        for (const { path, content } of files) await writeOwnFile(path, content);
        await systemctl('daemon-reload');
        await systemctl('enable', `${name}.timer`);
        await systemctl('restart', `${name}.timer`);
      } catch (error) {
        await (before === null ? takeBack(name) : putBack(name, before)).catch(() => undefined);
        throw error;
      }
    },

    async remove({ name }) {
      await systemctl('disable', '--now', `${name}.timer`);
      // When it last ran; systemd before 243 does not know how to forget that.
      await host.run('systemctl', ['--user', 'clean', '--what=state', `${name}.timer`]);
      await forget(name);
    },

    async list() {
      const files = await readEntries(folder, { prefix: NAME_PREFIX, suffix: TIMER }, entryOf);
      return files.map(({ entry, file }) => {
        const name = file.slice(0, -TIMER.length);
        return { entry, name, files: filesOf(name), writesTo: [] };
      });
    },

    async state({ name }): Promise<ScheduleState> {
      const active = await property(`${name}.timer`, 'ActiveState');
      const ended = await property(`${name}.service`, 'ExecMainExitTimestampMonotonic');
      const status = await property(`${name}.service`, 'ExecMainStatus');
      // 0 as the moment: it has not run since the service manager started.
      const hasRun = ended !== null && ended !== '' && ended !== '0';
      return { active: active === 'active', lastExitCode: hasRun && status ? Number(status) : null };
    },

    async advice() {
      const linger = await host.run('loginctl', ['show-user', host.userName, '--property=Linger', '--value']);
      return linger?.stdout.trim() === 'yes'
        ? []
        : [
            `Timers of a person run while that person is signed in. To collect without: loginctl enable-linger ${host.userName}`,
          ];
    },
  };
}

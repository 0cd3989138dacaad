import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { toErrorShape } from '../../shared/model/errors';
import { describeTarget } from './command-line';
import type { ScheduleEntry, SchedulerName } from './entry';
import type { ScheduleHost } from './host';
import { createSchedules, type KnownSchedule } from './schedules';
import { windowsArgument } from './task-scheduler';

export interface Moved {
  /** The data folder that was moved, and where to; absolute. */
  from: string;
  to: string;
}

/** An installed schedule that goes on naming a data folder that was moved away, or a file in it. */
export interface OutdatedSchedule {
  org: ScheduleEntry['org'];
  with: SchedulerName;
  name: string;
  /** The folder it names; null: none, and the file with the passphrase or the log is what it misses. */
  dataDir: string | null;
  /** Program and arguments: what puts a new one in its place, in this order. */
  commands: string[][];
}

export interface AfterMove {
  /** Null: this computer's schedulers could not be asked. */
  schedules: OutdatedSchedule[] | null;
  /** The same for people: lines, none when there is nothing to do. */
  words: string[];
}

/**
 * What a move of the data folder leaves behind in this computer's schedulers. To be asked before it, while all that
 * they name is still there. Never rejects on their account: a move does not depend on them.
 */
export async function schedulesAfterMove(host: ScheduleHost, moved: Moved): Promise<AfterMove> {
  try {
    // Nothing here depends on the time.
    const all = await createSchedules(host, () => 0).all();
    const schedules = all.flatMap((one) => outdatedBy(moved, one));
    return { schedules, words: schedules.flatMap((one) => wordsOf(one, host.platform)) };
  } catch (error) {
    const words = [
      `Whether a schedule names the old folder is not known: ${toErrorShape(error).message}`,
      'If one does, install it again: seatwatch schedule install --help',
    ];
    return { schedules: null, words };
  }
}

function outdatedBy(
  { from, to }: Moved,
  { entry, name, with: scheduler, writesTo }: KnownSchedule,
): OutdatedSchedule[] {
  const { org, dataDir, passphraseFile } = entry;
  const namesFolder = dataDir !== null && wayInto(from, dataDir) === '';
  const wayToPassphrase = passphraseFile === null ? null : wayInto(from, passphraseFile);
  if (!namesFolder && wayToPassphrase === null && writesTo.every((file) => wayInto(from, file) === null))
    return [];
  const install = installCommand(
    {
      ...entry,
      dataDir: namesFolder ? to : dataDir,
      passphraseFile: wayToPassphrase === null ? passphraseFile : join(to, wayToPassphrase),
    },
    scheduler,
  );
  // A schedule is known by the data folder it names: one with another folder takes nobody's place.
  const commands = namesFolder ? [install, removeCommand(entry)] : [install];
  return [{ org, with: scheduler, name, dataDir, commands }];
}

function wordsOf({ org, name, with: scheduler, commands }: OutdatedSchedule, platform: string): string[] {
  return [
    `The schedule of ${describeTarget(org)} (${scheduler}: ${name}) still names the old folder. To rewrite it:`,
    ...commands.map((words) => `  ${commandLine(words, platform)}`),
  ];
}

const dataDirOption = (dataDir: string | null): string[] => (dataDir === null ? [] : ['--data-dir', dataDir]);

function installCommand(
  { org, at, every, dataDir, passphraseFile }: ScheduleEntry,
  scheduler: SchedulerName,
) {
  return [
    'seatwatch',
    ...dataDirOption(dataDir),
    ...['schedule', 'install'],
    ...(org === null ? [] : ['--org', org]),
    ...['--at', at, '--every', every, '--with', scheduler],
    ...(passphraseFile === null ? [] : ['--passphrase-file', passphraseFile]),
  ];
}

const removeCommand = ({ org, dataDir }: ScheduleEntry): string[] => [
  ...['seatwatch', ...dataDirOption(dataDir), 'schedule', 'remove'],
  ...(org === null ? ['--all'] : ['--org', org]),
];

/** From a folder to something in it, links resolved; '' for the folder itself, null for what is elsewhere. */
function wayInto(folder: string, path: string): string | null {
  const way = relative(realPath(folder), realPath(path));
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? null : way;
}

/** Of what does not exist, as far as it does. */
function realPath(path: string): string {
  let existing = resolve(path);
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  return join(realpathSync.native(existing), relative(existing, resolve(path)));
}

/** As it is typed into the platform's usual shell. */
function commandLine(words: readonly string[], platform: string): string {
  const quoted = platform === 'win32' ? windowsArgument : shellWord;
  return words.map(quoted).join(' ');
}

const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

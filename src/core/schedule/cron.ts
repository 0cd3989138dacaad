import { AppError } from '../../shared/model/errors';
import { scheduledCommand, scheduledVariables } from './command-line';
import { decodeEntry, encodeEntry, entryName, type ScheduleEntry } from './entry';
import { mustRun, type ScheduleHost, schedulerMissing, schedulerRefused } from './host';
import type { InstalledSchedule, Scheduler, ScheduleRequest } from './scheduler';
import { timesOf } from './times';

const BEGIN = '# BEGIN seatwatch-schedule ';
const END = '# END seatwatch-schedule';
/** Vixie cron and cronie cut what is longer; the field for the times is counted with it to be safe. */
const LONGEST_LINE = 990;
/** What `crontab -l` says where there is no table yet: Vixie and cronie, BusyBox. */
const NO_TABLE = /no crontab for|no such file/i;

/**
 * For a POSIX shell, and then for cron, which takes an unescaped % for a line feed: crontab(5). The backslash before
 * it stands outside the quotation marks: a cron that takes it away, one that leaves it to the shell (BusyBox), and
 * one that would count it together with a backslash of the word all arrive at the same.
 */
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''").replaceAll('%', "'\\%'")}'`;

function fieldsOf({ at, every }: ScheduleEntry): string {
  const { minute, hours, days } = timesOf(at, every);
  const hour = hours.length === 24 ? '*' : hours.join(',');
  const day = days === null ? '*' : days.join(',');
  return `${String(minute)} ${hour} * * ${day}`;
}

export interface CronRequest extends ScheduleRequest {
  /** Address of the person's message bus, by which the keychain is reached; null: not needed. */
  busAddress?: string | null;
}

/** The lines of one entry. Standard output goes nowhere, so that cron mails failures and nothing else. */
export function cronBlock(request: CronRequest): string[] {
  const { entry, busAddress = null } = request;
  const variables = {
    ...scheduledVariables(request),
    ...(busAddress === null ? {} : { DBUS_SESSION_BUS_ADDRESS: busAddress }),
  };
  const words = [
    ...Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`),
    ...scheduledCommand(request).map(quoted),
    '>/dev/null',
  ];
  const line = `${fieldsOf(entry)} ${words.join(' ')}`;
  if (Buffer.byteLength(line) > LONGEST_LINE)
    throw new AppError({
      code: 'UNSCHEDULABLE_NAME',
      kind: 'usage',
      message: `A line of a crontab can hold ${String(LONGEST_LINE)} bytes; with these paths it is longer.`,
      fix: 'Use shorter paths, or another scheduler.',
    });
  return [BEGIN + encodeEntry(entry), line, END];
}

interface Block {
  entry: ScheduleEntry | null;
  /** Index of the first and of the last line. */
  from: number;
  to: number;
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let from: number | null = null;
  for (const [index, line] of lines.entries()) {
    if (line.startsWith(BEGIN)) {
      if (from !== null) throw tornBlock(from + 1);
      from = index;
    } else if (line.trimEnd() === END && from !== null) {
      blocks.push({ entry: decodeEntry((lines[from] ?? '').slice(BEGIN.length)), from, to: index });
      from = null;
    }
  }
  if (from !== null) throw tornBlock(from + 1);
  return blocks;
}

function tornBlock(line: number): AppError {
  return new AppError({
    code: 'CRONTAB_TORN',
    kind: 'usage',
    message: `Line ${String(line)} of your crontab begins an entry of Seatwatch that has no end, so what belongs to it is not known.`,
    fix: 'Delete that entry by hand with: crontab -e',
  });
}

const linesOf = (table: string): string[] => (table === '' ? [] : table.replace(/\n$/, '').split('\n'));
const tableOf = (lines: readonly string[]): string => (lines.length === 0 ? '' : `${lines.join('\n')}\n`);

/** The table with this entry's block replaced or appended; every other line stays as it is. */
export function withBlock(table: string, name: string, block: readonly string[]): string {
  const lines = linesOf(table);
  const old = blocksOf(lines).find(({ entry }) => entry !== null && entryName(entry) === name);
  if (old === undefined) return tableOf([...lines, ...block]);
  return tableOf([...lines.slice(0, old.from), ...block, ...lines.slice(old.to + 1)]);
}

/** The table without this entry's blocks. */
export function withoutBlock(table: string, name: string): string {
  const lines = linesOf(table);
  const gone = blocksOf(lines).filter(({ entry }) => entry !== null && entryName(entry) === name);
  return tableOf(lines.filter((_, index) => !gone.some(({ from, to }) => index >= from && index <= to)));
}

/** The person's own crontab. */
export function cronScheduler(host: ScheduleHost): Scheduler {
  /** Null: no cron here. Anything that is not clearly "there is none" must not be taken for an empty table. */
  const read = async (): Promise<string | null> => {
    const result = await host.run('crontab', ['-l']);
    if (result === null) return null;
    if (result.exitCode === 0) return result.stdout;
    if (NO_TABLE.test(result.stderr)) return '';
    throw schedulerRefused('crontab -l', result);
  };
  const mustRead = async (): Promise<string> => {
    const table = await read();
    if (table === null) throw schedulerMissing('crontab');
    return table;
  };
  const write = async (table: string): Promise<void> => {
    // An empty table and none at all are the same to cron; the second leaves no trace.
    if (table === '') await mustRun(host, 'crontab', ['-r']);
    else await mustRun(host, 'crontab', ['-'], table);
  };
  const withBus = (request: ScheduleRequest): CronRequest => ({
    ...request,
    busAddress: request.passwordStore === null ? null : (host.env['DBUS_SESSION_BUS_ADDRESS'] ?? null),
  });

  return {
    name: 'cron',

    preview(request) {
      const content = tableOf(cronBlock(withBus(request)));
      return { files: [{ path: 'crontab', content }], commands: [['crontab', '-']] };
    },

    async isUsable() {
      return (await read().catch(() => null)) !== null;
    },

    async install(request) {
      const block = cronBlock(withBus(request));
      await write(withBlock(await mustRead(), entryName(request.entry), block));
    },

    async remove({ name }) {
      await write(withoutBlock(await mustRead(), name));
    },

    async list() {
      const table = await read();
      if (table === null) return [];
      return blocksOf(linesOf(table)).flatMap(({ entry }): InstalledSchedule[] =>
        entry === null ? [] : [{ entry, name: entryName(entry), files: [], writesTo: [] }],
      );
    },

    // Cron keeps no record of how its programs ended.
    state: () => Promise.resolve({ active: true, lastExitCode: null }),

    advice: () =>
      Promise.resolve([
        'Cron does not make up for times at which the computer was off, and mails what goes wrong to you (MAILTO).',
      ]),
  };
}

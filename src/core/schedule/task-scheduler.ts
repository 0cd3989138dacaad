import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { AppError } from '../../shared/model/errors';
import { describeTarget, scheduledCommand } from './command-line';
import { decodeEntry, encodeEntry, entryName, NAME_PREFIX, type ScheduleEntry } from './entry';
import { writeOwnFile } from './files';
import { mustRun, type ScheduleHost } from './host';
import type { InstalledSchedule, Scheduler, ScheduleRequest, ScheduleState } from './scheduler';
import { DAY_NAMES, timesOf } from './times';

const FOLDER = '\\Seatwatch\\';
const NAMESPACE = 'http://schemas.microsoft.com/windows/2004/02/mit/task';
/** So that the computers of a company do not ask Salesforce at the same second. */
const RANDOM_DELAY = 'PT15M';
/** Any day that is past: the trigger counts from it. */
const FIRST_DAY = '2026-01-01';
/** A task that was never started: SCHED_S_TASK_HAS_NOT_RUN; one that is running: SCHED_S_TASK_RUNNING. */
const NOT_AN_EXIT_CODE = new Set([0x41303, 0x41301]);

/**
 * One argument the way the C runtime takes a command line apart: backslashes count only in front of a quotation
 * mark (Microsoft's "Parsing C command-line arguments").
 */
export function windowsArgument(word: string): string {
  if (word !== '' && !/[\s"]/.test(word)) return word;
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}

/**
 * What Task Scheduler puts something else in the place of, and has no way to write: variables of the environment
 * (remarks on ExecAction), and the parameters a task is run with.
 */
const REPLACED = /%[^%=\s](?:[^%=]*[^%=\s])?%|\$\(Arg\d+\)/i;

function requireLiteral(words: readonly string[]): void {
  const replaced = words.map((word) => REPLACED.exec(word)?.[0]).find((part) => part !== undefined);
  if (replaced === undefined) return;
  throw new AppError({
    code: 'UNSCHEDULABLE_NAME',
    kind: 'usage',
    message: `Task Scheduler takes ${replaced} in a name for a variable.`,
    fix: 'Rename the file, folder or org, then try again.',
  });
}

function triggersOf({ at, every }: ScheduleEntry): object[] {
  const { minute, hours, days } = timesOf(at, every);
  const two = (value: number): string => String(value).padStart(2, '0');
  const named = (days ?? []).map((day) => {
    const name = DAY_NAMES[day] ?? '';
    return [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, ''];
  });
  return hours.map((hour) => ({
    StartBoundary: `${FIRST_DAY}T${two(hour)}:${two(minute)}:00`,
    Enabled: true,
    RandomDelay: RANDOM_DELAY,
    ...(days === null
      ? { ScheduleByDay: { DaysInterval: 1 } }
      : { ScheduleByWeek: { DaysOfWeek: Object.fromEntries(named) as object, WeeksInterval: 1 } }),
  }));
}

/** The definition, elements in the order of Microsoft's Task Scheduler schema. `user`: DOMAIN\name. */
export function taskDefinition(request: ScheduleRequest, user: string): string {
  const { entry } = request;
  const words = scheduledCommand(request);
  requireLiteral(words);
  const [command = '', ...args] = words;
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true });
  const text = builder.build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-16' },
    Task: {
      '@_version': '1.2',
      '@_xmlns': NAMESPACE,
      RegistrationInfo: {
        Author: 'Seatwatch',
        Description: `Seatwatch collects ${describeTarget(entry.org)}.`,
        URI: FOLDER + entryName(entry),
        Documentation: encodeEntry(entry),
      },
      Triggers: { CalendarTrigger: triggersOf(entry) },
      Principals: {
        Principal: {
          '@_id': 'Author',
          UserId: user,
          // The keychain is open to a signed-in person only; and no password has to be kept.
          LogonType: 'InteractiveToken',
          RunLevel: 'LeastPrivilege',
        },
      },
      Settings: {
        MultipleInstancesPolicy: 'IgnoreNew',
        DisallowStartIfOnBatteries: false,
        StopIfGoingOnBatteries: false,
        StartWhenAvailable: true,
        RunOnlyIfNetworkAvailable: true,
        Enabled: true,
        Hidden: false,
        WakeToRun: false,
        ExecutionTimeLimit: 'PT0S',
        Priority: 7,
      },
      Actions: {
        '@_Context': 'Author',
        Exec: { Command: command, Arguments: args.map(windowsArgument).join(' ') },
      },
    },
  });
  return text.replaceAll('\n', '\r\n');
}

function documentationOf(xml: string): string | null {
  try {
    const parsed = new XMLParser({ parseTagValue: false }).parse(xml.replace(/^\uFEFF/, '')) as {
      Task?: { RegistrationInfo?: { Documentation?: unknown } };
    };
    const text = parsed.Task?.RegistrationInfo?.Documentation;
    return typeof text === 'string' ? text : null;
  } catch {
    return null;
  }
}

/** First field of each line of schtasks' CSV: the names, which are not translated. */
const namesOf = (csv: string): string[] =>
  csv.split(/\r?\n/).flatMap((line) => /^"(\\[^"]*)"/.exec(line)?.[1] ?? []);

/** Tasks of the signed-in person in a folder of ours. */
export function taskScheduler(host: ScheduleHost): Scheduler {
  const domain = host.env['USERDOMAIN'];
  const user = domain ? `${domain}\\${host.userName}` : host.userName;
  const pathOf = (name: string): string => FOLDER + name;
  const schtasks = (...args: string[]): Promise<string> => mustRun(host, 'schtasks', args);

  const define = (request: ScheduleRequest): string => {
    if (request.entry.passphraseFile === null) return taskDefinition(request, user);
    throw new AppError({
      code: 'USAGE',
      kind: 'usage',
      message:
        'A task of Windows cannot be given a passphrase file, and needs none: Windows itself protects the vault.',
      fix: 'Leave --passphrase-file out.',
    });
  };

  return {
    name: 'task-scheduler',

    preview(request) {
      const name = entryName(request.entry);
      return {
        files: [{ path: `${name}.xml`, content: define(request) }],
        commands: [['schtasks', '/Create', '/TN', pathOf(name), '/XML', `${name}.xml`, '/F']],
      };
    },

    async isUsable() {
      return (await host.run('schtasks', ['/Query', '/FO', 'CSV', '/NH'])) !== null;
    },

    async install(request) {
      const name = entryName(request.entry);
      const folder = await mkdtemp(join(tmpdir(), 'seatwatch-task-'));
      try {
        const file = join(folder, `${name}.xml`);
        // schtasks believes the encoding that the first line names.
        await writeOwnFile(file, Buffer.from(`\uFEFF${define(request)}`, 'utf16le'));
        await schtasks('/Create', '/TN', pathOf(name), '/XML', file, '/F');
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },

    async remove({ name }) {
      await schtasks('/Delete', '/TN', pathOf(name), '/F');
    },

    async list() {
      const all = await host.run('schtasks', ['/Query', '/FO', 'CSV', '/NH']);
      const found: InstalledSchedule[] = [];
      for (const path of new Set(namesOf(all?.stdout ?? ''))) {
        if (!path.startsWith(FOLDER + NAME_PREFIX)) continue;
        const answer = await host.run('schtasks', ['/Query', '/TN', path, '/XML', 'ONE']);
        const mark = documentationOf(answer?.stdout ?? '');
        const entry = mark === null ? null : decodeEntry(mark);
        if (entry !== null) found.push({ entry, name: path.slice(FOLDER.length), files: [], writesTo: [] });
      }
      return found;
    },

    async state({ name }): Promise<ScheduleState> {
      const xml = await host.run('schtasks', ['/Query', '/TN', pathOf(name), '/XML', 'ONE']);
      const enabled = /<Settings>[\s\S]*<Enabled>false<\/Enabled>[\s\S]*<\/Settings>/.test(xml?.stdout ?? '');
      // The seventh field of the long list; its heading is translated, its place is not.
      const long = await host.run('schtasks', ['/Query', '/TN', pathOf(name), '/FO', 'CSV', '/NH', '/V']);
      const fields = [...((long?.stdout ?? '').split(/\r?\n/)[0]?.matchAll(/"([^"]*)"/g) ?? [])].map(
        (one) => one[1],
      );
      const last = Number(fields[6] ?? Number.NaN);
      return {
        active: xml?.exitCode === 0 && !enabled,
        lastExitCode: Number.isInteger(last) && !NOT_AN_EXIT_CODE.has(last) ? last : null,
      };
    },

    advice: () =>
      Promise.resolve([
        'The task runs while you are signed in to Windows, also behind a locked screen; a time that was missed is made up for.',
      ]),
  };
}

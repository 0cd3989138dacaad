import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  createSchedules,
  DEFAULT_AT,
  describeTarget,
  describeTimes,
  type Installation,
  type Interval,
  INTERVALS,
  parseTime,
  type ScheduleRequest,
  type SchedulerName,
  SCHEDULERS,
  type ShownSchedule,
} from '../../core/schedule';
import type { VaultStatus } from '../../shared/model/settings';
import { choiceOption, type Register, type Runner, valueOption } from '../command';
import { type Context, filePath, usageError } from '../context';
import type { HeadlessServices } from '../deps';
import { createTable } from '../output/table';
import { notEmpty } from '../values';

interface WhichOptions {
  org?: string;
  all?: boolean;
}

interface InstallCommandOptions extends WhichOptions {
  at: string;
  every: Interval;
  with?: SchedulerName;
  passphraseFile?: string;
  dryRun?: boolean;
}

const ABOUT = `
What runs is "seatwatch collect --all --quiet" (or one org), with the data folder of this command. One schedule for
each org, or for all, and data folder: installing again replaces it. No secret is written into it. Where a passphrase
locks the vault, put it into the first line of a file that only you can read and name that with --passphrase-file.
`;

const time = (text: string): string => {
  const at = parseTime(text);
  if (at === null) throw new InvalidArgumentError('Give a time like 04:30.');
  return at;
};

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** What `--data-dir` and the variable say; null: the platform's folder, which the scheduled command finds by itself. */
function explicitDataDir(context: Context): string | null {
  const chosen = context.dataDir ?? context.deps.env['SEATWATCH_DATA_DIR'];
  return chosen ? filePath(chosen) : null;
}

/** Names of Electron's switch --password-store by the names of its backends. */
function passwordStoreOf({ protection, backend }: VaultStatus): string | null {
  if (protection !== 'os-keychain') return null;
  return /^(gnome_libsecret|kwallet[56]?)$/.test(backend) ? backend.replace('_', '-') : null;
}

async function passphraseFileOf(context: Context, name: string | undefined): Promise<string | null> {
  if (name === undefined) return null;
  const file = filePath(name);
  const facts = await stat(file).catch(() => null);
  if (facts?.isFile() !== true)
    throw usageError(`There is no passphrase file ${file}.`, 'Write the passphrase to its first line first.');
  if (context.deps.system.platform !== 'win32' && (facts.mode & 0o077) !== 0)
    throw usageError(`Other people of this computer may read ${file}.`, `Run: chmod 600 ${file}`);
  return file;
}

/** The org by the name it really has; null: all. */
async function targetOf({ org, all }: WhichOptions, services: HeadlessServices): Promise<string | null> {
  if (org === undefined) return null;
  if (all === true) throw usageError('--org and --all contradict each other.', 'Leave one of them out.');
  return (await services.orgs.requireByName(org)).name;
}

async function requestOf(
  context: Context,
  options: InstallCommandOptions,
  services: HeadlessServices,
): Promise<{ request: ScheduleRequest; vault: VaultStatus }> {
  const vault = await services.vault.status();
  const request: ScheduleRequest = {
    entry: {
      org: await targetOf(options, services),
      at: options.at,
      every: options.every,
      dataDir: explicitDataDir(context),
      passphraseFile: await passphraseFileOf(context, options.passphraseFile),
    },
    program: await context.deps.ownProgram(),
    passwordStore: context.deps.system.platform === 'linux' ? passwordStoreOf(vault) : null,
    logFolder: dirname(services.logFile),
  };
  return { request, vault };
}

function vaultAdvice({ protection }: VaultStatus, passphraseFile: string | null): string[] {
  if (protection === 'passphrase' && passphraseFile === null)
    return [
      'The vault is locked by a passphrase, which nobody types at night: write it to the first line of a file of mode 600, and install again with --passphrase-file FILE.',
    ];
  return [];
}

function previewText({ preview }: Installation): string {
  const files = preview.files.map(({ path, content }) => `# ${path}\n${content.trimEnd()}\n\n`).join('');
  const commands = preview.commands.map((words) => `$ ${words.join(' ')}\n`).join('');
  return files + commands;
}

const publicSchedule = (one: ShownSchedule): object => ({
  org: one.entry.org,
  at: one.entry.at,
  every: one.entry.every,
  with: one.with,
  name: one.name,
  active: one.active,
  nextRun: iso(one.nextAt),
  lastExitCode: one.lastExitCode,
  dataDir: one.entry.dataDir,
  passphraseFile: one.entry.passphraseFile,
  files: one.files,
});

const registerInstall: Register = (group, run) => {
  const command = which(
    group
      .command('install')
      .description(
        'collects regularly by itself: writes and starts a schedule of this computer, or replaces it',
      )
      .addOption(
        valueOption('--at <time>', 'HH:MM, in the time zone of this computer', time).default(DEFAULT_AT),
      )
      .addOption(choiceOption('--every <interval>', 'how often', INTERVALS).default('day'))
      .addOption(
        choiceOption('--with <scheduler>', 'what starts it (default: the best one here)', SCHEDULERS),
      ),
    'collect this org only (default: all)',
  )
    .addOption(
      valueOption(
        '--passphrase-file <file>',
        "file whose first line is the vault's passphrase, readable by you only",
        notEmpty,
      ),
    )
    .option('--dry-run', 'show what would be written and run, and do nothing')
    .addHelpText('after', ABOUT);

  run<InstallCommandOptions>(command, async (context, options) => {
    const { request, vault } = await context.withServices('read', 'schedule install', (services) =>
      requestOf(context, options, services),
    );
    const { entry } = request;
    const dryRun = options.dryRun === true;
    const made = await schedulesOf(context).install(request, { with: options.with, dryRun });
    const advice = [...made.advice, ...vaultAdvice(vault, entry.passphraseFile)];
    if (context.json) {
      await context.printJson({
        org: entry.org,
        at: entry.at,
        every: entry.every,
        with: made.with,
        name: made.name,
        installed: !dryRun,
        replaced: made.replaced,
        nextRun: iso(made.nextAt),
        files: made.preview.files,
        commands: made.preview.commands,
        advice,
      });
      return undefined;
    }
    if (dryRun) {
      await context.print(previewText(made));
      return undefined;
    }
    await context.print(
      `Seatwatch collects ${describeTarget(entry.org)} ${describeTimes(entry.at, entry.every)} ` +
        `(${made.with}: ${made.name})${made.replaced ? ', in place of the schedule there was' : ''}.\n` +
        `Next: ${iso(made.nextAt) ?? ''}\n`,
    );
    for (const line of advice) await context.notice(line);
    return undefined;
  });
};

const registerRemove: Register = (group, run) => {
  const command = which(
    group.command('remove').description('removes what install made, and nothing else'),
    'that of this org only (default: all of the data folder)',
  );
  run<WhichOptions>(command, async (context, options) => {
    const removed = await schedulesOf(context).remove(whichOf(context, options));
    if (context.json) await context.printJson({ removed: removed.map(publicSchedule) });
    else if (removed.length === 0) await context.print('There is no schedule to remove.\n');
    else
      for (const { entry, name, with: scheduler } of removed)
        await context.print(
          `The schedule of ${describeTarget(entry.org)} was removed (${scheduler}: ${name}).\n`,
        );
    return undefined;
  });
};

const registerShow: Register = (group, run) => {
  const command = which(
    group.command('show').description('what is scheduled, whether it is active, and when it runs next'),
    'that of this org only (default: all of the data folder)',
  );
  run<WhichOptions>(command, async (context, options) => {
    const schedules = await schedulesOf(context).show(whichOf(context, options));
    if (context.json) await context.printJson({ schedules: schedules.map(publicSchedule) });
    else if (schedules.length === 0)
      await context.print('Nothing is scheduled. See: seatwatch schedule install --help\n');
    else
      await context.print(
        createTable<ShownSchedule>([
          { head: 'COLLECTS', value: ({ entry }) => describeTarget(entry.org) },
          { head: 'WHEN', value: ({ entry }) => describeTimes(entry.at, entry.every) },
          { head: 'WITH', value: (one) => one.with },
          { head: 'ACTIVE', value: (one) => one.active },
          { head: 'NEXT RUN', value: (one) => iso(one.nextAt) },
          { head: 'LAST EXIT CODE', value: (one) => one.lastExitCode, align: 'right' },
          { head: 'NAME', value: (one) => one.name },
        ])(schedules),
      );
    return undefined;
  });
};

const which = (command: Command, what: string): Command =>
  command
    .addOption(valueOption('--org <name>', what, notEmpty))
    .addOption(new Option('--all', 'that of all orgs that are not paused'));

/** An org that was removed meanwhile may still be scheduled, so its name is not looked up. */
function whichOf(
  context: Context,
  { org, all }: WhichOptions,
): { dataDir: string | null; org?: string | null } {
  if (org !== undefined && all === true)
    throw usageError('--org and --all contradict each other.', 'Leave one of them out.');
  const dataDir = explicitDataDir(context);
  if (org !== undefined) return { dataDir, org };
  return all === true ? { dataDir, org: null } : { dataDir };
}

function schedulesOf({ deps }: Context): ReturnType<typeof createSchedules> {
  return createSchedules(deps.scheduleHost, () => deps.now());
}

export const registerSchedule: Register = (program, run: Runner) => {
  const group = program.command('schedule').description('collects regularly by itself, without the window');
  for (const register of [registerInstall, registerRemove, registerShow]) register(group, run);
};

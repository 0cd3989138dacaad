import { Command, CommanderError, Help } from 'commander';
import { AppError, type AppErrorShape, toErrorShape } from '../shared/model/errors';
import { cleanArguments } from './arguments';
import { namesItsChoices, type Runner } from './command';
import { registerBackup } from './commands/backup';
import { registerChecks } from './commands/checks';
import { registerCollect } from './commands/collect';
import { registerCompletion, registerMan } from './commands/completion';
import { registerData } from './commands/data';
import { registerDemoOrg } from './commands/demo-org';
import { registerDoctor } from './commands/doctor';
import { registerExport } from './commands/export';
import { registerFindings } from './commands/findings';
import { registerForget } from './commands/forget';
import { registerImport } from './commands/import';
import { registerLicenses } from './commands/licenses';
import { registerLimits } from './commands/limits';
import { registerLog } from './commands/log';
import { registerLogins } from './commands/logins';
import { registerMetrics } from './commands/metrics';
import { registerOrg } from './commands/org';
import { registerPolicy } from './commands/policy';
import { registerPublish } from './commands/publish';
import { registerRestore } from './commands/restore';
import { registerSchedule } from './commands/schedule';
import { registerStatus } from './commands/status';
import { registerTest } from './commands/test';
import { registerUpdate } from './commands/update';
import { registerUsers } from './commands/users';
import { canceled, createContext, type GlobalOptions } from './context';
import { type HeadlessDeps, OutputClosed } from './deps';
import { featureOf } from './features';
import { EXIT, exitCodeOf } from './output/exit-code';
import { notEmpty } from './values';

const REGISTER = [
  registerOrg,
  registerTest,
  registerCollect,
  registerStatus,
  registerLicenses,
  registerUsers,
  registerLogins,
  registerFindings,
  registerChecks,
  registerLimits,
  registerBackup,
  registerRestore,
  registerData,
  registerExport,
  registerImport,
  registerForget,
  registerPublish,
  registerDoctor,
  registerLog,
  registerMetrics,
  registerPolicy,
  registerUpdate,
  registerSchedule,
  registerDemoOrg,
  registerCompletion,
  registerMan,
];

const HELP = new Help();

const EXIT_CODES = `
Exit codes: 0 done, 1 unexpected fault, 2 usage, 3 credentials or vault, 4 paused or interrupted,
5 the org cannot be reached, 6 the data directory is in use or damaged.
`;

/**
 * Runs one headless command to its end and resolves with the exit code; everything printed has then left the
 * process. `argv` is what stands behind the executable.
 */
export async function runHeadless(argv: readonly string[], deps: HeadlessDeps): Promise<number> {
  const own = cleanArguments(argv);
  const stop = new AbortController();
  const stopListening = deps.onStop(() => stop.abort(canceled()));
  try {
    return await parseAndRun(own, deps, stop.signal);
  } catch (error) {
    return await fail(error, own, deps);
  } finally {
    stopListening();
  }
}

async function parseAndRun(own: string[], deps: HeadlessDeps, signal: AbortSignal): Promise<number> {
  let exitCode: number = EXIT.done;
  // Commander prints synchronously; kept until it can be written and awaited.
  let help = '';
  const program = createProgram({
    version: deps.system.appVersion,
    writeOut: (text) => void (help += text),
    run: (command, work) => {
      command.action(async () => {
        const feature = featureOf(nameOf(command), command.opts());
        if (feature !== null) deps.policy().requireFeature(feature);
        const context = createContext(deps, program.opts<GlobalOptions>(), signal);
        exitCode = (await work(context, command.opts(), command.args)) ?? EXIT.done;
      });
    },
  });

  try {
    await program.parseAsync(own, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
    await deps.stdout.write(wantsJson(own) ? inJson(error, help) : help);
  }
  return exitCode;
}

export interface ProgramParts {
  version: string;
  run: Runner;
  /** Help and version, as Commander prints them. */
  writeOut?: (text: string) => void;
}

/** Every command with its arguments and options. Docs, completions and contract tests walk it without running it. */
export function createProgram({ version, run, writeOut = () => undefined }: ProgramParts): Command {
  const program = new Command('seatwatch')
    .description(
      'Reviews who uses the licenses of your Salesforce orgs. Without a command it opens the window.',
    )
    .option(
      '--data-dir <dir>',
      'where settings, the vault and the database live (or SEATWATCH_DATA_DIR)',
      notEmpty,
    )
    .option('--json', 'one JSON document on standard output')
    .option('--quiet', 'no progress on standard error')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({
      showGlobalOptions: true,
      optionDescription(option) {
        const { description, argChoices } = option;
        if (argChoices === undefined || !namesItsChoices(option)) return HELP.optionDescription(option);
        return description;
      },
    })
    .configureOutput({
      writeOut,
      // Usage errors are printed by `fail`, in one form for people and one for scripts.
      writeErr: () => undefined,
    })
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
  for (const register of REGISTER) register(program, run);
  return program;
}

/** "schedule install": the command without the program's name. */
function nameOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${nameOf(parent)} ${command.name()}`;
}

/** Help and version are answers, too: one document with --json. */
function inJson(error: CommanderError, text: string): string {
  const answer = error.code === 'commander.version' ? { version: text.trim() } : { help: text };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

/** Says what went wrong, in the form asked for, and gives the exit code for it. */
async function fail(error: unknown, own: readonly string[], deps: HeadlessDeps): Promise<number> {
  if (error instanceof OutputClosed) return EXIT.done;
  const shape = shapeOf(error);
  if (shape.kind === 'unexpected' && !(error instanceof AppError)) deps.reportFault(error);
  try {
    if (wantsJson(own)) {
      const { code, message, fix } = shape;
      await deps.stdout.write(`${JSON.stringify({ error: { code, message, fix } }, null, 2)}\n`);
    } else {
      await deps.stderr.write(`${shape.message}${shape.code === 'USAGE' ? '' : ` (${shape.code})`}\n`);
      if (shape.fix !== '') await deps.stderr.write(`${shape.fix}\n`);
    }
  } catch (writeError) {
    if (!(writeError instanceof OutputClosed)) throw writeError;
  }
  return exitCodeOf(shape.kind);
}

function shapeOf(error: unknown): AppErrorShape {
  if (error instanceof CommanderError) return usageShape(error);
  const shape = toErrorShape(error);
  if (shape.code !== 'UNEXPECTED') return shape;
  return {
    ...shape,
    fix: 'Try again. If it happens again, report it with the log (logs/seatwatch.log in the data directory; see: seatwatch doctor).',
  };
}

function usageShape(error: CommanderError): AppErrorShape {
  const incomplete = error.code === 'commander.help';
  return {
    code: 'USAGE',
    kind: 'usage',
    message: incomplete ? 'The command is incomplete.' : sentence(error.message.replace(/^error: /, '')),
    fix: 'Show what is possible with: seatwatch --help, or seatwatch COMMAND --help.',
    retryable: false,
    subStep: null,
  };
}

function sentence(text: string): string {
  const [first = '', ...rest] = text.replace(/\s*\n\s*/g, ' ');
  return `${first.toUpperCase()}${rest.join('')}`;
}

/** Also when the arguments could not be parsed. */
function wantsJson(own: readonly string[]): boolean {
  const end = own.indexOf('--');
  return (end === -1 ? own : own.slice(0, end)).includes('--json');
}

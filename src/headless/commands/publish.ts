import os from 'node:os';
import { InvalidArgumentError } from 'commander';
import {
  findPassword,
  parseTarget,
  publishOrg,
  type PublishProgress,
  type PublishResult,
} from '../../core/publish';
import { counted } from '../../shared/model/counted';
import { type AppErrorShape, toErrorShape } from '../../shared/model/errors';
import type { Org } from '../../shared/model/org';
import { type Register, valueOption } from '../command';
import { type Context, usageError } from '../context';
import type { HeadlessServices } from '../deps';
import { exitCodeOf, worstExitCode } from '../output/exit-code';
import { count, createTable, factSheet, printable } from '../output/table';
import { notEmpty } from '../values';

interface PublishOptions {
  to: string;
  schema: string;
  all?: boolean;
  full?: boolean;
  dryRun?: boolean;
  keepRemoved?: boolean;
  takeOver?: boolean;
  passwordEnv?: string;
  passwordStdin?: boolean;
}

type Target = ReturnType<typeof parseTarget>;

interface Published {
  org: string;
  /** Without credentials. */
  target: string;
  schema: string;
  dryRun: boolean;
  asOf: string | null;
  relations: PublishResult['relations'];
  tookMs: number;
  error: Pick<AppErrorShape, 'code' | 'message' | 'fix'> | null;
}

/** A name that needs no quotes in anybody's queries. */
function schemaName(text: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(text) || text.startsWith('pg_'))
    throw new InvalidArgumentError('Give a name of lower-case letters, digits and underscores.');
  return text;
}

async function passwordOf(context: Context, options: PublishOptions, target: Target): Promise<string | null> {
  const { deps } = context;
  const { passwordEnv, passwordStdin } = options;
  if (passwordEnv !== undefined && passwordStdin === true)
    throw usageError(
      'The password comes from one of --password-env and --password-stdin.',
      'Leave one of them out.',
    );
  if (passwordStdin === true) {
    const text = deps.stdinIsTerminal ? await deps.askSecret('Password:') : await deps.readStdin();
    return nonEmpty(text.replace(/(\r?\n)+$/, ''), 'Standard input');
  }
  if (passwordEnv !== undefined) {
    const given = deps.env[passwordEnv];
    if (given === undefined)
      throw usageError(`The environment variable ${passwordEnv} is not set.`, 'Export it, then try again.');
    return nonEmpty(given, `The environment variable ${passwordEnv}`);
  }
  const { password, notice } = findPassword(target, {
    env: deps.env,
    homeDir: deps.system.homeDir,
    platform: deps.system.platform,
  });
  if (notice !== null) await context.notice(notice);
  return password;
}

function nonEmpty(password: string, from: string): string {
  if (password === '')
    throw usageError(`${from} holds no password.`, 'Give the password of the user of --to.');
  return password;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is there, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const TERMINAL_INTERVAL_MS = 200;
const FILE_INTERVAL_MS = 5_000;

/** One line rewritten in place on a terminal; elsewhere a line every five seconds. */
function progressPrinter({ deps, quiet }: Context, org: string) {
  let shownAt = -Infinity;
  let isOpen = false;
  return {
    show({ relation, at, of, rows }: PublishProgress): void {
      const { stderr } = deps;
      if (quiet || deps.now() - shownAt < (stderr.isTerminal ? TERMINAL_INTERVAL_MS : FILE_INTERVAL_MS))
        return;
      shownAt = deps.now();
      const line = `${printable(org)}: publishing ${relation} (${String(at)} of ${String(of)}), ${counted(rows, 'row')}`;
      isOpen = stderr.isTerminal;
      // Progress is a courtesy: whoever closed standard error does not want it.
      stderr.write(isOpen ? `\r\u001b[2K${line}` : `${line}\n`).catch(() => undefined);
    },
    async end(): Promise<void> {
      if (isOpen) await deps.stderr.write('\r\u001b[2K').catch(() => undefined);
      isOpen = false;
    },
  };
}

async function publishOne(
  context: Context,
  { db }: HeadlessServices,
  org: Org,
  options: PublishOptions,
  target: Target,
  password: string | null,
): Promise<Published> {
  const { deps } = context;
  const startedAt = deps.now();
  const progress = progressPrinter(context, org.name);
  try {
    const { relations, asOf } = await publishOrg({
      db,
      orgId: org.id,
      target,
      password,
      schema: options.schema,
      programVersion: deps.system.appVersion,
      process: { host: os.hostname(), pid: process.pid, isAlive },
      full: options.full === true,
      dryRun: options.dryRun === true,
      keepRemoved: options.keepRemoved === true,
      takeOver: options.takeOver === true,
      signal: context.signal,
      onProgress: (now) => progress.show(now),
    });
    return {
      org: org.name,
      target: target.shown,
      schema: options.schema,
      dryRun: options.dryRun === true,
      asOf: new Date(asOf).toISOString(),
      relations,
      tookMs: deps.now() - startedAt,
      error: null,
    };
  } finally {
    await progress.end();
  }
}

/** Orgs one after another; what concerns one of them alone does not keep the others from theirs. */
async function publishAll(
  context: Context,
  services: HeadlessServices,
  options: PublishOptions,
  target: Target,
  password: string | null,
): Promise<{ published: Published[]; exitCode: number }> {
  const published: Published[] = [];
  const codes: number[] = [];
  for (const org of await services.orgs.list()) {
    try {
      published.push(await publishOne(context, services, org, options, target, password));
    } catch (error) {
      const { kind, code, message, fix } = toErrorShape(error);
      if (code === 'NOTHING_TO_PUBLISH') {
        await context.notice(`${org.name} has not been collected yet and was left out.`);
        continue;
      }
      if (kind !== 'busy') throw error;
      codes.push(exitCodeOf(kind));
      published.push({
        org: org.name,
        target: target.shown,
        schema: options.schema,
        dryRun: options.dryRun === true,
        asOf: null,
        relations: {},
        tookMs: 0,
        error: { code, message, fix },
      });
    }
  }
  return { published, exitCode: worstExitCode(codes) };
}

const COLUMNS = ['inserted', 'updated', 'deleted', 'unchanged'] as const;

function describe({ org, target, schema, dryRun, asOf, relations, error }: Published): string {
  const sum = (name: (typeof COLUMNS)[number]): number =>
    Object.values(relations).reduce((total, counts) => total + counts[name], 0);
  const head = factSheet([
    ['Org', org],
    ['Target', `${target}, schema ${schema}`],
    ...(error === null
      ? [
          ['As of', asOf] as const,
          [
            dryRun ? 'Would be' : 'Rows',
            COLUMNS.map((name) => `${count(sum(name))} ${name}`).join(', '),
          ] as const,
        ]
      : ([
          ['Problem', `${error.message} (${error.code})`],
          ['Fix', error.fix],
        ] as const)),
  ]);
  const changed = Object.entries(relations).filter(
    ([, { inserted, updated, deleted }]) => inserted + updated + deleted > 0,
  );
  if (changed.length === 0) return head;
  const table = createTable<(typeof changed)[number]>([
    { head: 'RELATION', value: ([name]) => name },
    ...COLUMNS.map((name) => ({
      head: name.toUpperCase(),
      value: ([, counts]: (typeof changed)[number]) => count(counts[name]),
      align: 'right' as const,
    })),
  ]);
  return `${head}\n${table(changed)}`;
}

export const registerPublish: Register = (program, run) => {
  const command = program
    .command('publish')
    .argument('[name]', 'the org')
    .description('keeps a PostgreSQL database up to date with what was collected; goes on where it stopped')
    .requiredOption(
      '--to <url>',
      'where to: postgres://user@host:port/database, without a password',
      notEmpty,
    )
    .addOption(valueOption('--schema <name>', 'schema of the tables', schemaName).default('seatwatch'))
    .option('--all', 'every org, one after another')
    .option('--full', 'compare every row there, and not only what changed here')
    .option('--dry-run', 'count what would change, and change nothing')
    .option('--keep-removed', 'keep sign-ins there that are too old to be kept here')
    .option('--take-over', 'publish an org that was published from another computer')
    .addOption(valueOption('--password-env <var>', 'read the password from this variable', notEmpty))
    .option('--password-stdin', 'read the password from standard input')
    .addHelpText(
      'after',
      '\nThe password comes from PGPASSWORD, PGPASSFILE or ~/.pgpass, unless an option says otherwise.' +
        '\nServers other than this computer must prove who they are (sslmode=verify-full); see ?sslrootcert=FILE.',
    );

  run<PublishOptions>(command, async (context, options, [name]) => {
    if ((name === undefined) !== (options.all === true))
      throw usageError(
        'Name one org, or give --all.',
        'Try: seatwatch publish NAME --to URL, or seatwatch publish --all --to URL.',
      );
    const { env, system } = context.deps;
    const target = parseTarget(options.to, env['PGUSER'] ?? system.userName);
    const password = await passwordOf(context, options, target);
    const label = name === undefined ? 'publish --all' : `publish ${name}`;
    const { published, exitCode } = await context.withServices('read', label, async (services) => {
      if (!target.isNear) services.policy.requireHost(`https://${target.host}`);
      if (target.isUnverified) await context.notice('sslmode=require: who answers there is not verified.');
      if (name === undefined) return publishAll(context, services, options, target, password);
      const org = await services.orgs.requireByName(name);
      return {
        published: [await publishOne(context, services, org, options, target, password)],
        exitCode: 0,
      };
    });
    if (context.json) await context.printJson(name === undefined ? published : published[0]);
    else if (published.length === 0) await context.print('There is no org to publish.\n');
    else await context.print(published.map(describe).join('\n'));
    return exitCode;
  });
};

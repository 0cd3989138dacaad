import { toErrorShape } from '../../shared/model/errors';
import type { Org } from '../../shared/model/org';
import type { RunSummary } from '../../shared/model/run';
import { type Register, valueOption } from '../command';
import { type Context, usageError } from '../context';
import type { HeadlessServices } from '../deps';
import { backUpIfDue } from '../output/backup-notice';
import { warnOfCertificate } from '../output/certificate';
import { exitCodeOf, exitCodeOfRun, worstExitCode } from '../output/exit-code';
import { createProgressPrinter, type ProgressPrinter } from '../output/progress';
import { count, factSheet } from '../output/table';
import { percent, wholeNumber } from '../values';

interface CollectCommandOptions {
  all?: boolean;
  maxCalls?: number;
  threshold?: number;
}

/** Why a run paused that says so by its numbers alone, and what follows; null: it has words of its own, or none. */
function pauseReason({ state, error, apiCalls, resumeAt }: RunSummary): string | null {
  if (error !== null) return null;
  if (state === 'paused-budget')
    return `The budget of the run is spent (${count(apiCalls.made)} made). Collect again to go on exactly here.`;
  if (state !== 'paused-quota') return null;
  const { orgUsedAfter, orgMax, thresholdPercent } = apiCalls;
  const next = resumeAt === null ? '' : ` Goes on at ${resumeAt}, or with the next collect after that.`;
  if (orgUsedAfter === null || orgMax === null || orgMax <= 0)
    return `The org's API requests are used up to the threshold.${next}`;
  const line = Math.floor((orgMax * thresholdPercent) / 100);
  return (
    `${Math.floor((orgUsedAfter / orgMax) * 1000) / 10}% of the org's API requests of the last 24 hours are used, by all its clients together ` +
    `(${count(orgUsedAfter)} of ${count(orgMax)}); the line is ${thresholdPercent}% (${count(line)}).${next}`
  );
}

function describe(run: RunSummary): string {
  const { made, orgUsedAfter, orgMax, thresholdPercent } = run.apiCalls;
  const quota =
    orgUsedAfter === null || orgMax === null
      ? ''
      : `; the org has used ${count(orgUsedAfter)} of ${count(orgMax)}, stops at ${thresholdPercent}%`;
  const why = pauseReason(run);
  const rows = Object.entries(run.rows).map(
    ([table, stored]) => [`Rows in ${table}`, count(stored)] as const,
  );
  return factSheet([
    ['Org', run.org],
    ['State', run.state],
    ['Started', run.startedAt],
    ['Ended', run.endedAt],
    ...(run.resumeAt === null ? [] : [['Resumes at', run.resumeAt] as const]),
    ...(why === null ? [] : [['Reason', why] as const]),
    ['API calls', `${count(made)} made${quota}`],
    ...rows,
    ...(run.error === null
      ? []
      : ([
          [run.state === 'complete' ? 'Note' : 'Problem', `${run.error.message} (${run.error.code})`],
          ['Fix', run.error.fix],
        ] as const)),
  ]);
}

/** What `--all` reports for an org whose run could not even begin, so that the others still get theirs. */
function notStarted(org: Org, error: unknown, at: number): RunSummary {
  const { code, message, fix } = toErrorShape(error);
  const moment = new Date(at).toISOString();
  return {
    org: org.name,
    state: 'failed',
    runId: 0,
    startedAt: moment,
    endedAt: moment,
    resumeAt: null,
    apiCalls: {
      made: 0,
      orgUsedBefore: null,
      orgUsedAfter: null,
      orgMax: null,
      thresholdPercent: org.thresholdPercent,
    },
    rows: {},
    error: { code, message, fix },
  };
}

async function collectOne(
  context: Context,
  { collector, orgs, care, checks }: HeadlessServices,
  org: Org,
  options: CollectCommandOptions,
  progress: ProgressPrinter,
): Promise<RunSummary> {
  const run = await collector.collect(org.id, {
    trigger: 'command',
    maxCalls: options.maxCalls,
    thresholdPercent: options.threshold,
    signal: context.signal,
    onProgress: (now) => progress.show(org.name, now),
  });
  await progress.end();
  // Also after a run that was paused: what it stored may hold what somebody should know today.
  if (!context.signal.aborted) await checks.afterCollection(org.id);
  if (run.state === 'complete') {
    // As in the window: a complete collection is the moment to remove what is older than the org's admin wants.
    const stop = (): void => void care.stop();
    context.signal.addEventListener('abort', stop, { once: true });
    care.collected(org.id);
    await care.tick();
    context.signal.removeEventListener('abort', stop);
  }
  // As the run left it: it may have made a new certificate the current one.
  await warnOfCertificate(context, await orgs.get(org.id));
  return run;
}

async function collectAll(
  context: Context,
  services: HeadlessServices,
  options: CollectCommandOptions,
  progress: ProgressPrinter,
): Promise<{ runs: RunSummary[]; exitCode: number }> {
  const runs: RunSummary[] = [];
  const codes: number[] = [];
  for (const org of await services.orgs.list()) {
    if (org.paused) {
      await context.notice(`${org.name} is paused and was left out.`);
      continue;
    }
    try {
      const run = await collectOne(context, services, org, options, progress);
      runs.push(run);
      codes.push(exitCodeOfRun(run));
    } catch (error) {
      const { kind } = toErrorShape(error);
      // A locked vault or a bug concerns every org alike.
      if (kind === 'vault-locked' || kind === 'unexpected') throw error;
      runs.push(notStarted(org, error, context.deps.now()));
      codes.push(exitCodeOf(kind));
    }
    if (context.signal.aborted) break;
  }
  return { runs, exitCode: worstExitCode(codes) };
}

export const registerCollect: Register = (program, run) => {
  const command = program
    .command('collect')
    .argument('[name]', 'the org')
    .description('Collect Now; goes on where the last run stopped')
    .option('--all', 'every org that is not paused, one after another')
    .addOption(valueOption('--max-calls <n>', 'stop after N API requests', wholeNumber(1, 1_000_000_000)))
    .addOption(
      valueOption(
        '--threshold <percent>',
        "stop when the org's daily API requests are used to this percentage",
        percent,
      ),
    )
    .addHelpText('after', '\nInterrupted (Ctrl+C) it stores the rows in hand and ends with exit code 4.');

  run<CollectCommandOptions>(command, async (context, options, [name]) => {
    if ((name === undefined) !== (options.all === true))
      throw usageError(
        'Name one org, or give --all.',
        'Try: seatwatch collect NAME, or seatwatch collect --all.',
      );
    const progress = createProgressPrinter(context.deps.stderr, context.quiet, () => context.deps.now());
    const label = name === undefined ? 'collect --all' : `collect ${name}`;
    const { runs, exitCode } = await context.withServices('write', label, async (services) => {
      try {
        if (name === undefined) {
          const all = await collectAll(context, services, options, progress);
          await backUpIfDue(context, services);
          return all;
        }
        const org = await services.orgs.requireByName(name);
        const one = await collectOne(context, services, org, options, progress);
        await backUpIfDue(context, services);
        return { runs: [one], exitCode: exitCodeOfRun(one) };
      } finally {
        await progress.end();
      }
    });
    if (context.json) await context.printJson(name === undefined ? runs : runs[0]);
    else if (runs.length === 0) await context.print('There is no org to collect.\n');
    else await context.print(runs.map(describe).join('\n'));
    return exitCode;
  });
};

import { AppError } from '../../shared/model/errors';
import type { Org } from '../../shared/model/org';
import type { CollectProgress, RunSummary } from '../../shared/model/run';
import { unknownOrg } from '../orgs/errors';
import type { Clock, Database, Log } from '../ports';
import { budgetFreeAt, dailyBudgetOf, tightest } from '../quota/day-budget';
import { createQuotaGuard, type QuotaGuard } from '../quota/guard';
import type { SalesforceClient } from '../salesforce/client';
import type { ClientFor } from '../salesforce/client-factory';
import type { CollectOptions, Collector } from '../services';
import { endingOf } from './ending';
import { createFieldAccess } from './field-access';
import { continuedSince, limitsKnown } from './plan';
import { createMetering } from './metering';
import { DEFAULT_RATES, ratesFrom, type Rates } from './planner';
import { createProgress } from './progress';
import { runStreams } from './run';
import type { RunContext } from './run-context';
import { STREAM_ORDER } from './streams';
import { chooseTransfer } from './transfer';
import { createPageWriter } from './writer';

export interface CollectorDeps {
  db: Database;
  clientFor: ClientFor;
  clock: Clock;
  log: Log;
  /** Chooses between REST and Bulk; tests replace it. */
  transfer?: typeof chooseTransfer;
}

/** Runs collections, one per org at a time. */
export function createCollector(deps: CollectorDeps): Collector {
  const { db, clock, log } = deps;
  const running = new Map<string, (() => CollectProgress) | null>();

  async function prepare(orgId: string): Promise<Org> {
    const org = await db.getOrg(orgId);
    if (org === null) throw unknownOrg(await db.listOrgs(), null);
    if (org.paused) {
      throw new AppError({
        code: 'ORG_PAUSED',
        kind: 'usage',
        message: `Collecting from “${org.name}” is switched off.`,
        fix: 'Switch it on again in the org’s menu.',
      });
    }
    return org;
  }

  async function run(org: Org, client: SalesforceClient, guard: QuotaGuard, options: CollectOptions) {
    const startedAt = clock.now();
    const earlier = await db.listRuns(org.id, 50);
    const runId = await db.startRun(org.id, startedAt, guard.thresholdPercent, options.trigger ?? 'manual');
    const progress = createProgress({
      orgId: org.id,
      runId,
      startedAt,
      now: () => clock.now(),
      quota: () => guard.state(),
      streams: STREAM_ORDER,
      report: (state) => options.onProgress?.(state),
    });
    running.set(org.id, () => progress.current());
    const writer = createPageWriter({ db, clock, guard, orgId: org.id });
    const meter = createMetering({
      calls: () => guard.state().made,
      bytes: () => client.received(),
      now: () => clock.now(),
      store: (streams) => db.saveStreamRuns(runId, streams),
    });
    const context: RunContext = {
      org,
      runId,
      since: continuedSince(earlier),
      limitsKnown: limitsKnown(earlier, startedAt),
      client,
      db,
      clock,
      log,
      signal: options.signal,
      fields: createFieldAccess({}),
      transfer: deps.transfer ?? chooseTransfer,
      writer,
      progress,
      meter,
      rates: DEFAULT_RATES,
      startedAt,
      edition: null,
      warnings: [],
      failures: [],
    };
    let thrown: unknown;
    try {
      progress.phase('connecting', 'Connecting');
      options.signal?.throwIfAborted();
      context.rates = await ratesOf(org.id, earlier);
      context.fields = createFieldAccess(await db.droppedFields(org.id), await db.descriptions(org.id));
      await runStreams(context);
    } catch (error) {
      thrown = options.signal?.aborted === true ? canceled(error) : error;
    }
    progress.phase('finishing', 'Storing');
    try {
      await writer.drain();
    } catch (error) {
      // The database is what matters most: its failure is the one to report.
      thrown = error;
    }
    try {
      await meter.save();
    } catch (error) {
      thrown ??= error;
    }
    return finish(context, guard, thrown, earlier);
  }

  /** How fast the last complete run was; its log says. */
  async function ratesOf(orgId: string, earlier: readonly RunSummary[]): Promise<Rates> {
    const last = earlier.find(({ state }) => state === 'complete');
    const detail = last === undefined ? null : await db.runDetail(orgId, last.runId);
    return ratesFrom(detail?.streams ?? []);
  }

  async function finish(
    context: RunContext,
    guard: QuotaGuard,
    thrown: unknown,
    earlier: RunSummary[],
  ): Promise<RunSummary> {
    const { org, runId, warnings, failures } = context;
    const now = clock.now();
    const { made, used, max, usedBefore } = guard.state();
    const freeAt = await budgetFreeAt(db, org, now);
    const ending = endingOf({ thrown, failures, warnings, made, now, earlier, budgetFreeAt: freeAt });
    if (thrown !== undefined && !(thrown instanceof AppError)) {
      log.error('collection broke off', {
        runId,
        error: thrown instanceof Error ? thrown.stack : 'not an error',
      });
    }
    await tickSetup(context, ending.state === 'complete', now);
    const summary = await db.finishRun(runId, {
      ...ending,
      endedAt: now,
      callsMade: made,
      orgUsedBefore: usedBefore,
      orgUsedAfter: used,
      orgMax: max,
    });
    if (summary.state === 'complete') await recordLicenseUse(context, now);
    log.info('collection ended', { org: org.name, runId, state: summary.state, calls: made });
    return summary;
  }

  /** After the run's end, when what is kept in memory is as of now. Everything was read, whatever becomes of this. */
  async function recordLicenseUse({ org, runId, warnings }: RunContext, endedAt: number): Promise<void> {
    try {
      // Seats of people who are hidden are not gone.
      const isWhole = !warnings.some(({ code }) => code === 'USERS_RESTRICTED');
      await db.recordLicenseUse(org.id, endedAt, isWhole);
    } catch (error) {
      log.error('license use not recorded', {
        runId,
        error: error instanceof Error ? error.message : 'not an error',
      });
    }
  }

  /** The checklist shows what a collection found out about the run-as user's permissions. */
  async function tickSetup({ org, warnings }: RunContext, complete: boolean, now: number): Promise<void> {
    for (const { subStep, message } of warnings) {
      if (subStep !== null) await db.setSubStep(org.id, subStep, { doneBy: null, problem: message }, now);
    }
    if (complete) await db.setSubStep(org.id, 'integration.collect', { doneBy: 'app', problem: null }, now);
  }

  return {
    async collect(orgId, options = {}) {
      if (running.has(orgId)) {
        throw new AppError({
          code: 'ALREADY_COLLECTING',
          kind: 'usage',
          message: 'A collection of this org is already running.',
          fix: 'Wait for it to end, or cancel it first.',
        });
      }
      running.set(orgId, null);
      try {
        const org = await prepare(orgId);
        const guard = createQuotaGuard({
          thresholdPercent: options.thresholdPercent ?? org.thresholdPercent,
          maxCalls: tightest(options.maxCalls, org.runBudget),
          daily: await dailyBudgetOf(db, org, clock.now()),
        });
        return await run(org, await deps.clientFor(org, guard), guard, options);
      } finally {
        running.delete(orgId);
      }
    },
    progress: (orgId) => running.get(orgId)?.() ?? null,
    isCollecting: (orgId) => running.has(orgId),
  };
}

/** Whatever an abort made fail, it was the abort. */
function canceled(cause: unknown): AppError {
  return new AppError({ code: 'CANCELED', kind: 'canceled', message: 'Canceled.', fix: '', cause });
}

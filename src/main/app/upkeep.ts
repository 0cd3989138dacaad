import { app, powerMonitor } from 'electron';
import type { Backups } from '../../core/care/backups';
import type { Care } from '../../core/care/care';
import type { Scheduler } from '../../core/collect/scheduler';
import type { CheckEvaluator } from '../../core/security/evaluator';
import type { EvaluationSummary } from '../../shared/model/checks';
import type { Services } from '../compose';
import type { Emit } from '../ipc/register';
import { createCollections, type Collections, type EndedRun } from './collections';
import type { Notifier } from './notifier';
import { notifyOfFindings } from './notify-findings';
import { runNotice } from './run-notices';

export interface Upkeep {
  collections: Collections;
  checks: CheckEvaluator;
  care: Care;
  backups: Backups;
  /** Tells the window, and has the schedule and the keeping times looked at again where they may have changed. */
  emit: Emit;
  start(): void;
  /** Nothing begins any more; resolves when the rows in hand are stored. */
  stop(): Promise<void>;
}

export interface UpkeepDeps {
  services: Services;
  emit: Emit;
  notify: Notifier;
  /** The person clicked a notification. */
  open: () => void;
  /** … one about findings of this org. */
  openFindings: (orgId: string) => void;
}

/** What goes on by itself while the window's process runs: collections by the clock, and looking after the data. */
export function createUpkeep({ services, emit, notify, open, openFindings }: UpkeepDeps): Upkeep {
  const { collector, db, log, settings } = services;
  const report = (what: string) => (error: unknown) => {
    log.warn(what, { error: error instanceof Error ? error.message : String(error) });
  };

  const emitAndLook: Emit = (name, payload) => {
    emit(name, payload);
    if (name !== 'orgs.changed' && name !== 'settings.changed') return;
    scheduler.refresh().catch(report('the schedule could not be looked at'));
    void care.tick();
  };
  const checks = services.createCheckEvaluator({
    onEvaluated: (summary) => {
      emit('security.evaluated', summary);
      tellFindings(summary).catch(report('what the checks found could not be told'));
    },
  });
  const collections = createCollections({
    collector,
    emit: emitAndLook,
    log,
    onEnded: (ended) => {
      if (ended.run.state === 'complete') care.collected(ended.orgId);
      tell(ended).catch(report('the end of a run could not be told'));
      void checks.afterCollection(ended.orgId);
      void backups.tick();
    },
  });
  const backups = services.createBackups({
    isCollecting: () => collections.any(),
    onProblem: (problem) => {
      notify({ title: 'The backup could not be made', body: problem }, open);
    },
  });
  const care = services.createCare(() => collections.any());
  const scheduler: Scheduler = services.createScheduler({
    collect: (orgId, trigger) => collections.run(orgId, trigger),
    // Not through `emitAndLook`: this is the answer to a look.
    onPlanned: () => {
      emit('orgs.changed', {});
    },
  });

  async function tell({ orgId, run, trigger }: EndedRun): Promise<void> {
    const earlier = await db.listRuns(orgId, 2);
    const notice = runNotice({
      run,
      trigger,
      previous: earlier.find(({ runId }) => runId !== run.runId) ?? null,
      locale: app.getLocale(),
      timeZone: settings.get().timeZone === 'utc' ? 'UTC' : undefined,
    });
    if (notice !== null) notify(notice, open);
  }

  async function tellFindings(summary: EvaluationSummary): Promise<void> {
    const org = await db.getOrg(summary.orgId);
    if (org !== null) notifyOfFindings(summary, org.name, { notify, open: openFindings });
  }

  /** Timers stand still while the computer sleeps: what became due meanwhile begins now. */
  const wake = () => {
    scheduler.tick().catch(report('scheduler tick failed'));
    void care.tick();
    void backups.tick();
  };

  return {
    collections,
    checks,
    care,
    backups,
    emit: emitAndLook,
    start() {
      scheduler.start();
      care.start();
      backups.start();
      void checks.catchUp();
      powerMonitor.on('resume', wake);
      powerMonitor.on('unlock-screen', wake);
    },
    async stop() {
      powerMonitor.off('resume', wake);
      powerMonitor.off('unlock-screen', wake);
      scheduler.stop();
      await Promise.all([care.stop(), backups.stop(), collections.cancelAll()]);
    },
  };
}

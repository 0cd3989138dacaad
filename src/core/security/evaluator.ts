import type { EvaluationSummary } from '../../shared/model/checks';
import { toErrorShape } from '../../shared/model/errors';
import type { Clock, Database, Log } from '../ports';

export interface CheckEvaluator {
  /** Because somebody asked. Rejects with what went wrong. */
  evaluate(orgId: string, allHistory: boolean): Promise<EvaluationSummary>;
  /** After a collection, in whatever state it ended: null where nothing new was stored. Never rejects. */
  afterCollection(orgId: string): Promise<EvaluationSummary | null>;
  /** Orgs whose data is newer than what was found in it: after an update, or a quit too early. Never rejects. */
  catchUp(): Promise<void>;
}

export interface CheckEvaluatorDeps {
  db: Pick<Database, 'evaluateChecks' | 'isEvaluationDue' | 'listOrgs'>;
  clock: Pick<Clock, 'now'>;
  log: Log;
  onEvaluated?: (summary: EvaluationSummary) => void;
}

/** Has the security checks evaluated: what is stored stays stored, whatever becomes of them. */
export function createCheckEvaluator({ db, clock, log, onEvaluated }: CheckEvaluatorDeps): CheckEvaluator {
  async function evaluate(orgId: string, allHistory: boolean): Promise<EvaluationSummary> {
    const summary = await db.evaluateChecks(orgId, clock.now(), allHistory);
    log.info('checks evaluated', {
      orgId,
      scope: summary.scope,
      logins: summary.logins,
      found: summary.found,
      resolved: summary.resolved,
      millis: Math.round(summary.millis),
    });
    onEvaluated?.(summary);
    return summary;
  }

  async function afterCollection(orgId: string): Promise<EvaluationSummary | null> {
    try {
      return (await db.isEvaluationDue(orgId)) ? await evaluate(orgId, false) : null;
    } catch (error) {
      const { code, message, kind } = toErrorShape(error);
      if (kind !== 'canceled') log.error('checks not evaluated', { orgId, code, message });
      return null;
    }
  }

  return {
    evaluate,
    afterCollection,
    async catchUp() {
      const orgs = await db.listOrgs().catch((error: unknown) => {
        log.error('checks not caught up', { message: toErrorShape(error).message });
        return [];
      });
      for (const { id } of orgs) await afterCollection(id);
    },
  };
}

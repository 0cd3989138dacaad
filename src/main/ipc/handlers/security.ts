import type { Clock, Database } from '../../../core/ports';
import type { EvaluationSummary } from '../../../shared/model/checks';
import type { Settings } from '../../../shared/model/settings';
import type { AllHandlers } from '../routes';
import { decider } from './licenses';

type Files = Pick<AllHandlers['security'], 'export' | 'readAddresses'>;

export interface SecurityHandlerDeps {
  db: Database;
  clock: Clock;
  settings: { get(): Settings };
  /** Evaluates and tells everybody what came of it. */
  evaluate: (orgId: string, allHistory: boolean) => Promise<EvaluationSummary>;
  files: Files;
}

const moment = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso));

export function securityHandlers({
  db,
  clock,
  settings,
  evaluate,
  files,
}: SecurityHandlerDeps): AllHandlers['security'] {
  const signed = () => ({ by: decider(settings.get()), at: clock.now() });
  return {
    findings: (query) => db.findings(query, clock.now()),
    finding: ({ orgId, id }) => db.finding(orgId, id, clock.now()),
    acknowledge: async ({ orgId, selection, reason, until }) => ({
      findings: await db.acknowledge(orgId, selection, { reason, until: moment(until), ...signed() }),
    }),
    reopen: async ({ orgId, selection, note }) => ({
      findings: await db.reopen(orgId, selection, { note, ...signed() }),
    }),
    mutes: ({ orgId }) => db.mutes(orgId, clock.now()),
    mute: ({ orgId, until, ...mute }) => db.mute(orgId, { ...mute, until: moment(until), ...signed() }),
    unmute: ({ orgId, id }) => db.unmute(orgId, id),
    checks: ({ orgId }) => db.checks(orgId, clock.now()),
    setCheck: async ({ orgId, check, enabled, values }) => {
      await db.setCheck(orgId, check, enabled, values, signed());
      await evaluate(orgId, false);
    },
    preview: ({ orgId, check, values }) => db.previewCheck(orgId, check, values),
    evaluate: ({ orgId, allHistory }) => evaluate(orgId, allHistory),
    score: ({ orgId }) => db.postureScore(orgId, clock.now()),
    addressLists: ({ orgId }) => db.addressLists(orgId),
    saveAddressList: async ({ orgId, ...list }) => {
      await db.saveAddressList(orgId, { ...list, ...signed() });
      await evaluate(orgId, false);
    },
    removeAddressList: async ({ orgId, id }) => {
      await db.removeAddressList(orgId, id);
      await evaluate(orgId, false);
    },
    countries: ({ orgId, days }) => db.countryLogins(orgId, days),
    heatMap: ({ orgId, days, userId, timeZone }) => db.heatMap(orgId, days, userId, timeZone),
    timeline: ({ orgId, userId, before, limit }) => db.timeline(orgId, userId, before, limit),
    ...files,
  };
}

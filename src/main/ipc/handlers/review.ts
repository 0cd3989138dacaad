import type { Clock, Database } from '../../../core/ports';
import { requireOrg } from '../require-org';
import type { AllHandlers } from '../routes';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface ReviewHandlerDeps {
  db: Database;
  clock: Clock;
}

export function reviewHandlers({ db, clock }: ReviewHandlerDeps): AllHandlers['review'] {
  return {
    overview: async ({ orgId, inactiveDays, asOf }) => {
      const { policy } = await db.idlePolicy(orgId);
      return db.overview(orgId, { ...policy, inactiveDays, includeFree: false }, clock.now(), asOf);
    },
    users: (query) => db.users(query),
    user: ({ orgId, userId, inactiveDays, asOf }) => db.user(orgId, userId, inactiveDays, asOf),
    licenses: async ({ orgId, rule, asOf }) => {
      const org = await requireOrg(db, orgId);
      // A moment not yet past is answered with what there is.
      const isPast = asOf !== null && org.dataAsOf !== null && Date.parse(asOf) < Date.parse(org.dataAsOf);
      return { asOf: isPast ? asOf : org.dataAsOf, licenses: await db.licenses(orgId, rule, asOf) };
    },
    seats: (query) => db.seats(query),
    changes: (query) => db.changes(query),
    asOfChoices: ({ orgId }) => db.asOfChoices(orgId),
    setPrice: ({ orgId, ...price }) => db.setPrice(orgId, price),
    limits: async ({ orgId }) => {
      const [org, latest, quota] = await Promise.all([
        requireOrg(db, orgId),
        db.latestLimits(orgId),
        db.quota(orgId, clock.now()),
      ]);
      const dailyApi = quota && {
        max: quota.max,
        used: quota.used,
        thresholdPercent: quota.thresholdPercent,
        ownCallsToday: quota.ownCalls24h,
      };
      return { org: org.name, asOf: latest.asOf, limits: latest.limits, dailyApi, quota };
    },
    limitHistory: ({ orgId, names, days }) => db.limitHistory(orgId, names, clock.now() - days * DAY_MS),
    usage: ({ orgId, days }) => db.usage(orgId, clock.now() - days * DAY_MS),
  };
}

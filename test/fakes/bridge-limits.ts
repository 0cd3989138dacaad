import type { ContractType } from '../../src/shared/contract';
import type { Handlers } from '../../src/shared/contract/define';
import type { OrgSummary } from '../../src/shared/model/org';
import { DAY, iso, seeded } from './bridge-people';

type Limits = Pick<Handlers<ContractType['review']>, 'limits' | 'limitHistory' | 'usage'>;

/** Answers about org limits and API use. */
export function createFakeLimits(data: { org: (orgId: string) => OrgSummary; now: number }): Limits {
  return {
    limits: ({ orgId }) => {
      const org = data.org(orgId);
      const rows: [string, number, number][] = [
        ['DailyApiRequests', org.quota?.max ?? 0, org.quota?.used ?? 0],
        ['DailyBulkV2QueryJobs', 10_000, 120],
        ['DailyAsyncApexExecutions', 250_000, 61_240],
        ['DataStorageMB', 24_576, 19_904],
        ['FileStorageMB', 102_400, 41_310],
        ['HourlyTimeBasedWorkflow', 1000, 12],
        ['MassEmail', 5000, 0],
        ['SingleEmail', 5000, 214],
        ['StreamingApiConcurrentClients', 2000, 3],
        ['DailyFunctionsApiCallLimit', 0, 0],
      ];
      return {
        org: org.name,
        asOf: org.quota?.at ?? null,
        limits: org.quota
          ? rows.map(([name, max, used]) => ({
              name,
              max,
              used,
              remaining: max - used,
              usedPercent: max > 0 ? (used / max) * 100 : null,
            }))
          : [],
        dailyApi: org.quota
          ? {
              max: org.quota.max,
              used: org.quota.used,
              thresholdPercent: org.thresholdPercent,
              ownCallsToday: org.quota.ownCalls24h,
            }
          : null,
        quota: org.quota,
      };
    },
    limitHistory: ({ orgId, names, days }) =>
      names.map((name, n) => ({
        name,
        points: usage(data.org(orgId), days, data.now, n + 1).map((p) => ({
          at: p.at,
          max: p.max,
          remaining: p.max - p.used,
        })),
      })),
    usage: ({ orgId, days }) => usage(data.org(orgId), days, data.now, 1),
  };
}

function usage(org: OrgSummary, days: number, now: number, seed: number) {
  const { quota } = org;
  if (!quota) return [];
  const random = seeded(seed);
  return Array.from({ length: Math.min(days, 30) * 4 }, (_, i) => {
    const time = now - (Math.min(days, 30) * 4 - 1 - i) * (DAY / 4);
    const weekend = [0, 6].includes(new Date(time).getUTCDay());
    return {
      at: iso(time),
      used: Math.round(quota.used * (weekend ? 0.5 : 1) * (0.85 + random() * 0.4)),
      max: quota.max,
      own: Math.round(quota.ownCalls24h * (0.8 + random() * 0.4)),
    };
  });
}

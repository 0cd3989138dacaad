import dayjs from 'dayjs';
import { DEFAULT_GRACE_DAYS, type IdleRule, type SeatsQuery } from '../../../shared/model/licenses';
import type { Org } from '../../../shared/model/org';
import { AppError } from '../../../shared/model/errors';
import type { Clock, Database } from '../../../core/ports';
import type { AllHandlers } from '../routes';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface ReviewHandlerDeps {
  db: Database;
  clock: Clock;
  /** Native save dialog; null when canceled. */
  askForFile: (suggestedName: string) => Promise<string | null>;
  /** Writes the CSV of unused seats and returns the number of rows. */
  writeUnused: (org: Org, rule: IdleRule, license: SeatsQuery['license'], file: string) => Promise<number>;
}

async function requireOrg(db: Database, orgId: string): Promise<Org> {
  const org = await db.getOrg(orgId);
  if (org === null) {
    throw new AppError({
      code: 'UNKNOWN_ORG',
      kind: 'usage',
      message: 'This org is not connected any more.',
      fix: 'Choose another org from the list.',
    });
  }
  return org;
}

/** A file name every platform accepts, from an org's name. */
function fileNamePart(name: string): string {
  return (
    name
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'org'
  );
}

export function reviewHandlers({
  db,
  clock,
  askForFile,
  writeUnused,
}: ReviewHandlerDeps): AllHandlers['review'] {
  return {
    overview: ({ orgId, inactiveDays, asOf }) =>
      db.overview(
        orgId,
        { inactiveDays, graceDays: DEFAULT_GRACE_DAYS, includeFree: false },
        clock.now(),
        asOf,
      ),
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
    exportUnused: async ({ orgId, rule, license }) => {
      const org = await requireOrg(db, orgId);
      const day = dayjs(clock.now()).format('YYYY-MM-DD');
      const file = await askForFile(`unused-licenses-${fileNamePart(org.name)}-${day}.csv`);
      return file === null ? null : { file, rows: await writeUnused(org, rule, license, file) };
    },
  };
}

import type { LicenseTrend } from '../../shared/model/license-trend';
import type { LicenseRef, LicenseTableRow } from '../../shared/model/licenses';
import type { Clock, Database } from '../ports';
import { forecast } from './forecast';

const DAY_MS = 86_400_000;
/** What a forecast looks back on, whatever is shown. */
const FORECAST_DAYS = 181;

const utcDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const keyOf = ({ kind, id }: LicenseRef): string => `${kind} ${id}`;

/**
 * Every license of an org over time, or one, with where it is heading; idle by the org's own definition. Points
 * are those of the last `days` days, oldest first; the forecast is made from its own 180 whatever is shown.
 * Throws UNKNOWN_ORG.
 */
export async function licenseTrends(
  db: Pick<Database, 'licenseUse' | 'licenses' | 'idlePolicy'>,
  orgId: string,
  license: LicenseRef | null,
  days: number,
  clock: Pick<Clock, 'now'>,
): Promise<LicenseTrend[]> {
  const now = clock.now();
  const today = utcDate(now);
  const since = now - Math.max(days, FORECAST_DAYS) * DAY_MS;
  const { inactiveDays, policy } = await db.idlePolicy(orgId);
  const rule = { ...policy, inactiveDays, includeFree: false };
  const [uses, licenses] = await Promise.all([
    db.licenseUse(orgId, license, since),
    db.licenses(orgId, rule),
  ]);
  const rows = new Map(licenses.map((row) => [keyOf(row), row]));
  const firstDay = utcDate(now - days * DAY_MS);
  return uses.map((use) => {
    const row = rows.get(keyOf(use));
    return {
      ...use,
      points: use.points.filter(({ day }) => day > firstDay),
      forecast: forecast(use, {
        contractEnd: contractEndOf(row),
        today,
        price: row?.price ?? null,
        idleNow: row?.unused ?? 0,
      }),
    };
  });
}

/** As entered with the price, else Salesforce's expiration date. */
function contractEndOf(row: LicenseTableRow | undefined): string | null {
  return row?.price?.contractEnd ?? row?.expiresAt?.slice(0, 10) ?? null;
}

import type { IdleRule } from '../../../shared/model/idle-rule';
import type { LicenseTrend } from '../../../shared/model/license-trend';
import type { LicenseTableRow } from '../../../shared/model/licenses';
import type { Org } from '../../../shared/model/org';
import type { ReclaimSummary, SavingsGroup } from '../../../shared/model/reclaim';
import { licenseTrends } from '../../licensing/trends';
import type { Clock, Database } from '../../ports';

/** Everything the summary for a budget owner is made of. */
export interface LicenseReportData {
  org: string;
  /** ISO 8601 UTC; null: no data yet. */
  asOf: string | null;
  madeAt: string;
  rule: IdleRule;
  licenses: LicenseTableRow[];
  departments: SavingsGroup[];
  trends: LicenseTrend[];
  decisions: ReclaimSummary;
}

type ReportPort = Pick<Database, 'licenses' | 'savings' | 'reclaimSummary' | 'licenseUse' | 'idlePolicy'>;

/** Points are not drawn here, only the forecasts are used. */
const TREND_DAYS = 180;

export async function licenseReportData(
  db: ReportPort,
  org: Org,
  rule: IdleRule,
  clock: Pick<Clock, 'now'>,
): Promise<LicenseReportData> {
  const now = clock.now();
  const [licenses, departments, trends, decisions] = await Promise.all([
    db.licenses(org.id, rule),
    db.savings(org.id, rule, 'department'),
    licenseTrends(db, org.id, null, TREND_DAYS, clock),
    db.reclaimSummary(org.id, now),
  ]);
  return {
    org: org.name,
    asOf: org.dataAsOf,
    madeAt: new Date(now).toISOString(),
    rule,
    licenses,
    departments,
    trends,
    decisions,
  };
}

import type { LicenseTableRow } from '../../../shared/model/licenses';
import type { Connection } from '../../connection';
import { iso } from '../time';

type Metric = NonNullable<LicenseTableRow['metric']>;

/** Newest day of each kind; what Salesforce counted of profiles adds up to their user licenses. */
const NEWEST = `
  WITH newest AS (
    SELECT kind, max(metrics_date) AS day FROM license_metric
    WHERE org_id = @org AND metrics_date <= @until GROUP BY kind
  )
  SELECT CASE m.kind WHEN 'profile' THEN 'user ' || m.user_license_id
      WHEN 'permission-set-license' THEN 'permissionSet ' || m.subject ELSE 'feature ' || m.subject END AS key,
    n.day, max(m.total) AS total, sum(m.assigned_users) AS assigned, sum(m.active_users) AS active
  FROM newest n JOIN license_metric m ON m.org_id = @org AND m.kind = n.kind AND m.metrics_date = n.day
  WHERE m.kind <> 'profile' OR m.user_license_id IS NOT NULL
  GROUP BY key`;

/** Salesforce's own counts of who used a license within 30 days, by kind and id. */
export function newestMetrics(db: Connection, org: number): Map<string, Metric> {
  const rows = db.all<Omit<Metric, 'at'> & { key: string; day: number }>(NEWEST, { org, until: db.until });
  return new Map(rows.map(({ key, day, ...metric }) => [key, { at: iso(day), ...metric }]));
}

import type { IdleRule, LicenseKind, LicensePrice, LicenseTableRow } from '../../shared/model/licenses';
import type { Connection } from '../connection';
import { isPaidPerSeat } from '../free-licenses';
import { type ReasonCount, reasonCounts } from './seats';
import { storedLicenses } from './stored-licenses';
import { iso, money } from './time';
import { asOfOf } from './user-state';

/** Seats that active users hold, per license: our own count, to set beside Salesforce's. */
const ASSIGNED = `
  SELECT p.user_license_id AS id, count(*) AS n
  FROM profile p CROSS JOIN sf_user u ON u.org_id = p.org_id AND u.profile_id = p.id AND u.is_active = 1
  WHERE p.org_id = @org AND p.user_license_id IS NOT NULL GROUP BY 1
  UNION ALL
  SELECT a.permission_set_license_id, count(*)
  FROM permission_set_license_assignment a CROSS JOIN sf_user u ON u.org_id = a.org_id AND u.id = a.assignee_id
  WHERE a.org_id = @org AND u.is_active = 1 GROUP BY 1
  UNION ALL
  SELECT a.package_license_id, count(*)
  FROM user_package_license a CROSS JOIN sf_user u ON u.org_id = a.org_id AND u.id = a.user_id
  WHERE a.org_id = @org AND u.is_active = 1 GROUP BY 1`;

/** Every license of the org; expired and disabled ones too, though their seats are not "unused". */
export function licenses(db: Connection, orgId: string, rule: IdleRule): LicenseTableRow[] {
  return licenseReport(db, db.orgKey(orgId), rule).rows;
}

/** The licenses together with the counts of unused seats they were made from. */
export function licenseReport(
  db: Connection,
  org: number,
  rule: IdleRule,
): { rows: LicenseTableRow[]; counts: ReasonCount[] } {
  const stored = storedLicenses(db, org);
  const free = stored.filter((license) => !isPaidPerSeat(license)).map((license) => license.id);
  const assigned = new Map(
    db.all<{ id: string; n: number }>(ASSIGNED, { org }).map((row) => [row.id, row.n]),
  );
  const asOf = asOfOf(db, org);
  const counts = asOf === null ? [] : reasonCounts(db, org, asOf, rule, free);

  const unused = new Map<string, number>();
  const never = new Map<string, number>();
  for (const { licenseId, reason, n } of counts) {
    unused.set(licenseId, (unused.get(licenseId) ?? 0) + n);
    if (reason === 'never-logged-in') never.set(licenseId, n);
  }
  const rows = stored.map((license): LicenseTableRow => {
    const total = license.total < 0 ? null : license.total;
    const idle = unused.get(license.id) ?? 0;
    const { monthlyPrice } = license;
    return {
      kind: license.kind,
      name: license.label,
      developerName: license.developerName,
      total,
      used: license.used,
      free: total === null ? null : total - license.used,
      assignedActive: assigned.get(license.id) ?? 0,
      unused: idle,
      neverLoggedIn: never.get(license.id) ?? 0,
      monthlyPrice,
      currency: license.currency,
      annualWaste: monthlyPrice === null ? null : money(idle * monthlyPrice * 12),
      id: license.id,
      status: license.status,
      expiresAt: iso(license.expiresAt),
      paidPerSeat: !free.includes(license.id),
    };
  });
  return { rows, counts };
}

export function setPrice(db: Connection, orgId: string, price: LicensePrice): void {
  const key: { org: number; kind: LicenseKind; id: string } = {
    org: db.orgKey(orgId),
    kind: price.kind,
    id: price.licenseId,
  };
  if (price.monthlyPrice === null) {
    db.run('DELETE FROM license_price WHERE org_id = @org AND kind = @kind AND license_id = @id', key);
    return;
  }
  db.run(
    `INSERT OR REPLACE INTO license_price (org_id, kind, license_id, monthly_price, currency)
     VALUES (@org, @kind, @id, @price, @currency)`,
    { ...key, price: price.monthlyPrice, currency: price.currency },
  );
}

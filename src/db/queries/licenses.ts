import type { IdleRule, LicenseKind, LicensePrice, LicenseTableRow } from '../../shared/model/licenses';
import type { Connection } from '../connection';
import { peopleOf } from './people';
import { type ReasonCount, assignedActive, countedLicenses, reasonCounts } from './seat-counts';
import { freeLicenseIds, storedLicenses } from './stored-licenses';
import { iso, money } from './time';
import { asOfOf } from './user-state';

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
  const free = new Set(freeLicenseIds(stored));
  const people = peopleOf(db, org);
  const assigned = assignedActive(people);
  const asOf = asOfOf(db, org);
  const counts = asOf === null ? [] : reasonCounts(people, countedLicenses(stored, rule), asOf, rule);

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
      paidPerSeat: !free.has(license.id),
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

import type { LicensePrice } from '../../../shared/model/licenses';
import type { Connection } from '../../connection';

/** What a seat costs, as the admin entered it; null takes the price away. */
export function setPrice(db: Connection, orgId: string, { kind, licenseId, price }: LicensePrice): void {
  const key = { org: db.orgKey(orgId), kind, id: licenseId };
  if (price === null) {
    db.run('DELETE FROM license_price WHERE org_id = @org AND kind = @kind AND license_id = @id', key);
    return;
  }
  db.run(
    `INSERT OR REPLACE INTO license_price (org_id, kind, license_id, amount, per, currency, contract_end)
     VALUES (@org, @kind, @id, @amount, @per, @currency, @contractEnd)`,
    { ...key, ...price },
  );
}

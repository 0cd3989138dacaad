import type { Connection } from '../connection';
import { type LicenseFacts, isPaidPerSeat } from '../free-licenses';

export interface StoredLicense extends LicenseFacts {
  id: string;
  label: string;
  developerName: string;
  used: number;
  expiresAt: number | null;
  currency: string | null;
}

const ALL_LICENSES = `
  WITH license AS (
    SELECT 1 AS rank, 'user' AS kind, id, name, coalesce(label, name) AS label,
      coalesce(definition_key, name) AS developerName, definition_key AS definitionKey, status, total, used,
      NULL AS expiresAt, monthly_logins_entitlement AS monthlyLoginsEntitlement
    FROM user_license WHERE org_id = @org
    UNION ALL
    SELECT 2, 'permissionSet', id, developer_name, coalesce(label, developer_name), developer_name, NULL, status,
      total, used, expires_at, NULL
    FROM permission_set_license WHERE org_id = @org
    UNION ALL
    SELECT 3, 'package', id, namespace_prefix, namespace_prefix, namespace_prefix, NULL, status, allowed, used,
      expires_at, NULL
    FROM package_license WHERE org_id = @org
  )
  SELECT license.*, p.monthly_price AS monthlyPrice, p.currency
  FROM license LEFT JOIN license_price p ON p.org_id = @org AND p.kind = license.kind AND p.license_id = license.id
  ORDER BY rank, label COLLATE NOCASE, id`;

export function storedLicenses(db: Connection, org: number): StoredLicense[] {
  return db.all<StoredLicense>(ALL_LICENSES, { org });
}

/** Ids of the licenses whose seats nobody pays for one by one. Salesforce's ids are unique across kinds. */
export function freeLicenseIds(stored: readonly StoredLicense[]): string[] {
  return stored.filter((license) => !isPaidPerSeat(license)).map((license) => license.id);
}

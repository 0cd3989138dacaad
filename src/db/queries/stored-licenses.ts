import type { SeatPrice } from '../../shared/model/prices';
import type { Connection } from '../connection';
import { isPaidPerSeat } from '../free-licenses';
import { storedFeatures } from './licensing/features';
import type { StoredLicense } from './stored-license';

export type { StoredLicense };

const ALL_LICENSES = `
  WITH license AS (
    SELECT 1 AS rank, 'user' AS kind, id, name, coalesce(label, name) AS label,
      coalesce(definition_key, name) AS developerName, definition_key AS definitionKey, status, total, used,
      used_updated_at AS usedUpdatedAt, NULL AS expiresAt,
      monthly_logins_entitlement AS monthlyLoginsEntitlement, monthly_logins_used AS monthlyLoginsUsed
    FROM user_license WHERE org_id = @org
    UNION ALL
    SELECT 2, 'permissionSet', id, developer_name, coalesce(label, developer_name), developer_name, NULL, status,
      total, used, NULL, expires_at, NULL, NULL
    FROM permission_set_license WHERE org_id = @org
    UNION ALL
    SELECT 3, 'package', id, namespace_prefix, namespace_prefix, namespace_prefix, NULL, status, allowed, used,
      NULL, expires_at, NULL, NULL
    FROM package_license WHERE org_id = @org
  )
  SELECT license.*, p.amount, p.per, p.currency, p.contract_end AS contractEnd
  FROM license LEFT JOIN license_price p ON p.org_id = @org AND p.kind = license.kind AND p.license_id = license.id
  ORDER BY rank, label COLLATE NOCASE, id`;

type Row = Omit<StoredLicense, 'price'> & { [K in keyof SeatPrice]: SeatPrice[K] | null };

/** `features`: the flags in use (licensing/features.ts). */
export function storedLicenses(db: Connection, org: number, features: readonly string[]): StoredLicense[] {
  const rows = db
    .all<Row>(ALL_LICENSES, { org })
    .map(({ amount, per, currency, contractEnd, ...license }): StoredLicense => ({
      ...license,
      price:
        amount === null || per === null || currency === null ? null : { amount, per, currency, contractEnd },
    }));
  return [...rows, ...storedFeatures(db, org, features)];
}

/** Ids of the licenses whose seats nobody pays for one by one. Salesforce's ids are unique across kinds. */
export function freeLicenseIds(stored: readonly StoredLicense[]): string[] {
  return stored.filter((license) => !isPaidPerSeat(license)).map((license) => license.id);
}

import type { LicenseRef } from '../../../shared/model/licenses';
import { annualPrice } from '../../../shared/model/prices';
import type { Connection } from '../../connection';
import { priceOfSeat } from '../../free-licenses';
import { peopleOf } from '../people';
import { storedLicenses } from '../stored-licenses';
import { featuresInUse } from './features';

/** What is written down of a license together with a seat of it. */
export interface LicenseLabel extends LicenseRef {
  label: string;
  /** What one seat costs a year, unrounded; null: no price, or not paid by the seat. */
  annual: number | null;
  currency: string | null;
}

/** Every license of the org. */
export function licenseLabels(db: Connection, org: number): LicenseLabel[] {
  const stored = storedLicenses(db, org, featuresInUse(peopleOf(db, org)));
  return stored.map((license) => {
    const { kind, id, label } = license;
    // Of a license paid by logins the price is that of a login.
    const price = priceOfSeat(license);
    return {
      kind,
      id,
      label,
      annual: price === null ? null : annualPrice(price),
      currency: price?.currency ?? null,
    };
  });
}

/** `@prices` for `PRICES`. */
export const pricesJson = (licenses: readonly LicenseLabel[]): string =>
  JSON.stringify(licenses.filter(({ annual }) => annual !== null));

/**
 * SQL: today's prices as a table of a WITH clause, with the columns kind, id, annual and currency. Materialized,
 * because the JSON would be read anew for every row joined to it, and cast, because SQLite makes no index for
 * the join of values without a type.
 */
export const PRICES = `price AS MATERIALIZED (
    SELECT CAST(value ->> 'kind' AS TEXT) AS kind, CAST(value ->> 'id' AS TEXT) AS id,
      value ->> 'annual' AS annual, value ->> 'currency' AS currency FROM json_each(@prices))`;

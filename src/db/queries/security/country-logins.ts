import type { CountryLogins } from '../../../shared/model/sign-in-map';
import type { Connection } from '../../connection';
import { DAY_MS, dayOf } from '../time';
import { asOfOf } from '../user-state';

/**
 * First day (UTC, since the epoch) of the last `days` days up to the day the data speaks of; null before the
 * first collection. The map and the heat map count the same days, so that their totals agree.
 */
export function firstDayOf(db: Connection, org: number, days: number): number | null {
  const asOf = asOfOf(db, org);
  return asOf === null ? null : dayOf(asOf) - days + 1;
}

interface Row {
  country: string;
  logins: number;
  failures: number;
  firstDay: number | null;
  lastDay: number | null;
}

const COUNTRIES = `
  SELECT country_iso AS country,
    sum(CASE WHEN day >= @since THEN logins ELSE 0 END) AS logins,
    sum(CASE WHEN day >= @since THEN failures ELSE 0 END) AS failures,
    min(CASE WHEN logins > 0 THEN day END) AS firstDay, max(CASE WHEN logins > 0 THEN day END) AS lastDay
  FROM login_country_day WHERE org_id = @org
  GROUP BY country_iso HAVING max(day) >= @since ORDER BY logins DESC, failures DESC, country`;

/** Sign-ins by country: counts of the last `days` days, most successes first. Empty before the first collection. */
export function countryLogins(db: Connection, orgId: string, days: number): CountryLogins[] {
  const org = db.orgKey(orgId);
  const since = firstDayOf(db, org, days);
  if (since === null) return [];
  return db.all<Row>(COUNTRIES, { org, since }).map(({ firstDay, lastDay, ...row }) => ({
    ...row,
    firstDay: dayText(firstDay),
    lastDay: dayText(lastDay),
  }));
}

const dayText = (day: number | null): string | null =>
  day === null ? null : new Date(day * DAY_MS).toISOString().slice(0, 10);

import { isPrivateAddress, type KnownAddresses } from '../../addresses/known-addresses';

// Sessions and the sign-ins they came from, in SQL.

/**
 * AuthSession: NumSecondsValid counts from LastModifiedDate (Object Reference). A session without either was alive
 * when it was read, which is all that is known of it.
 */
export const IS_ALIVE = 'coalesce(s.last_modified_at + s.seconds_valid * 1000 > @asOf, 1)';

/**
 * Sessions begin with the sign-in they name. Logins are found by time, so the two may not be further apart than
 * this; a session within another one began with that one.
 */
const SAME_MOMENT_MS = 60_000;

/** Joins: the sign-in of the session `s` as `l`, with its place `p`, client `c` and address `i`. All may be missing. */
export const ITS_LOGIN = `
  LEFT JOIN auth_session root ON root.org_id = s.org_id AND root.id = s.parent_id
  LEFT JOIN login l ON l.org_id = s.org_id AND l.id = s.login_history_id
    AND l.login_time BETWEEN coalesce(root.created_at, s.created_at) - ${String(SAME_MOMENT_MS)}
      AND coalesce(root.created_at, s.created_at) + ${String(SAME_MOMENT_MS)}
  LEFT JOIN login_place p ON p.key = l.place_key
  LEFT JOIN login_client c ON c.key = l.client_key
  LEFT JOIN login_ip i ON i.key = l.ip_key`;

/**
 * Countries of somebody's successes in the days before a moment (`@userId`, `@from`, `@to`). There is no index of
 * logins by person: the roll-up knows the days, and in each the seconds between which they lie.
 */
export const COUNTRIES_BEFORE = `
  SELECT DISTINCT p.country_iso AS country
  FROM login_user u
  CROSS JOIN login_day a ON a.org_id = u.org_id AND a.day BETWEEN @from / 86400000 AND @to / 86400000
  CROSS JOIN login_user_day d ON d.org_id = u.org_id AND d.day = a.day AND d.user_key = u.key AND d.logins > 0
  CROSS JOIN login l ON l.org_id = u.org_id AND l.user_key = u.key AND l.success = 1
    AND l.login_time BETWEEN d.day * 86400000 + d.first_second * 1000
      AND d.day * 86400000 + d.last_second * 1000 + 999
    AND l.login_time BETWEEN @from AND @to
  CROSS JOIN login_place p ON p.key = l.place_key
  WHERE u.org_id = @org AND u.user_id = @userId AND p.country_iso IS NOT NULL`;

/** An address of the internet that is on no list of the company's own or of carriers': whose is it? */
export function isStrangeAddress(address: string, addresses: KnownAddresses): boolean {
  if (isPrivateAddress(address)) return false;
  const { purposes } = addresses.of(address);
  return !purposes.has('office') && !purposes.has('vpn') && !purposes.has('carrier');
}

/** Phones and tablets, by LoginHistory.Platform and Application: carriers lead them far around. */
export const isOnPhone = (platform: string | null, application: string | null): boolean =>
  /^(iphone|ipad|ios|android)/i.test(platform ?? '') ||
  /^salesforce.* for (ios|android)/i.test(application ?? '');

import type {
  IdleRule,
  LicenseKind,
  SeatReason,
  SeatsPage,
  SeatsQuery,
  UnusedSeat,
} from '../../shared/model/licenses';
import type { Connection } from '../connection';
import { foldCase } from './pages';
import { freeLicenseIds } from './stored-licenses';
import { daysBetween, iso, money } from './time';
import { SEAT_REASON, asOfOf, stateLimits } from './user-state';

/**
 * SQL: one row per reclaimable seat. First the users whose seats are idle, then what they hold: the license
 * of their profile (deactivated users hold none), permission set licenses, package licenses. Licenses in
 * the JSON array `@free` are left out.
 */
const SEATS = `
  WITH idle AS MATERIALIZED (
    SELECT u.org_id, u.id, u.profile_id, ${SEAT_REASON} AS reason
    FROM sf_user u WHERE u.org_id = @org AND reason IS NOT NULL
  ), free AS MATERIALIZED (SELECT value AS id FROM json_each(@free)),
  seat AS (
    SELECT 'user' AS kind, l.id AS licenseId, coalesce(l.label, l.name) AS license, i.id AS userId, i.reason
    FROM idle i
    JOIN profile p ON p.org_id = i.org_id AND p.id = i.profile_id
    JOIN user_license l ON l.org_id = p.org_id AND l.id = p.user_license_id
    WHERE i.reason <> 'user-deactivated' AND l.id NOT IN (SELECT id FROM free)
    UNION ALL
    SELECT 'permissionSet', l.id, coalesce(l.label, l.developer_name), i.id, i.reason
    FROM idle i
    JOIN permission_set_license_assignment a ON a.org_id = i.org_id AND a.assignee_id = i.id
    JOIN permission_set_license l ON l.org_id = a.org_id AND l.id = a.permission_set_license_id
    WHERE l.id NOT IN (SELECT id FROM free)
    UNION ALL
    SELECT 'package', l.id, l.namespace_prefix, i.id, i.reason
    FROM idle i
    JOIN user_package_license a ON a.org_id = i.org_id AND a.user_id = i.id
    JOIN package_license l ON l.org_id = a.org_id AND l.id = a.package_license_id
    WHERE l.id NOT IN (SELECT id FROM free)
  )`;

function seatParameters(org: number, asOf: number, rule: IdleRule, free: readonly string[]) {
  return {
    org,
    ...stateLimits(asOf, rule.inactiveDays, rule.graceDays),
    free: JSON.stringify(rule.includeFree ? [] : free),
  };
}

export interface ReasonCount {
  kind: LicenseKind;
  licenseId: string;
  reason: SeatReason;
  n: number;
}

/** How many seats the unused list has, per license and reason. `free`: ids of the licenses left out. */
export function reasonCounts(
  db: Connection,
  org: number,
  asOf: number,
  rule: IdleRule,
  free: readonly string[],
): ReasonCount[] {
  return db.all<ReasonCount>(
    `${SEATS} SELECT kind, licenseId, reason, count(*) AS n FROM seat GROUP BY 1, 2, 3`,
    seatParameters(org, asOf, rule, free),
  );
}

const SORTS: Record<SeatsQuery['sort'], string> = {
  name: 'u.name COLLATE NOCASE',
  license: 'seat.license COLLATE NOCASE',
  lastLoginAt: 'u.last_seen_at',
  reason: `CASE seat.reason WHEN 'user-deactivated' THEN 1 WHEN 'frozen' THEN 2 WHEN 'never-logged-in' THEN 3 ELSE 4 END`,
  annualSaving: 'p.monthly_price',
};

interface SeatRow {
  kind: LicenseKind;
  license: string;
  reason: SeatReason;
  userId: string;
  username: string;
  name: string;
  email: string | null;
  profile: string | null;
  createdAt: number;
  lastSeenAt: number | null;
  monthlyPrice: number | null;
  currency: string | null;
  total: number;
}

/**
 * A slice of the unused list. The order is total, so that slices neither repeat nor miss a row. `limit` is
 * not capped here: an export asks for tens of thousands at once, because every slice costs a full count.
 */
export function seats(db: Connection, query: SeatsQuery): SeatsPage {
  const org = db.orgKey(query.orgId);
  const asOf = asOfOf(db, org);
  if (asOf === null) return { asOf: null, total: 0, rows: [] };

  const conditions = ['1 = 1'];
  const parameters: Record<string, string | number> = seatParameters(
    org,
    asOf,
    query.rule,
    freeLicenseIds(db, org),
  );
  if (query.license !== null) {
    conditions.push('seat.kind = @kind', 'seat.licenseId = @licenseId');
    Object.assign(parameters, { kind: query.license.kind, licenseId: query.license.id });
  }
  const search = foldCase(query.search.trim());
  if (search !== '') {
    conditions.push('(instr(u.search_text, @search) > 0 OR instr(lower(seat.license), @search) > 0)');
    parameters['search'] = search;
  }
  const sql = seatsSql(query, conditions);
  const rows = db.all<SeatRow>(sql, { ...parameters, limit: query.limit, offset: query.offset });
  // Every row knows how many there are. Behind the last one there is no row to ask.
  const counted = rows[0] ?? db.get<SeatRow>(sql, { ...parameters, limit: 1, offset: 0 });
  const orgName = db.get<{ name: string }>('SELECT name FROM org WHERE id = @org', { org })?.name ?? '';
  return { asOf: iso(asOf), total: counted?.total ?? 0, rows: rows.map((row) => toSeat(row, orgName, asOf)) };
}

function seatsSql(query: SeatsQuery, conditions: readonly string[]): string {
  return `${SEATS}
    SELECT seat.kind, seat.license, seat.reason, u.id AS userId, u.username, u.name, u.email, pr.name AS profile,
      u.created_at AS createdAt, u.last_seen_at AS lastSeenAt, p.monthly_price AS monthlyPrice, p.currency,
      count(*) OVER () AS total
    FROM seat
    JOIN sf_user u ON u.org_id = @org AND u.id = seat.userId
    LEFT JOIN profile pr ON pr.org_id = u.org_id AND pr.id = u.profile_id
    LEFT JOIN license_price p ON p.org_id = u.org_id AND p.kind = seat.kind AND p.license_id = seat.licenseId
    WHERE ${conditions.join(' AND ')}
    ORDER BY ${SORTS[query.sort]} ${query.descending ? 'DESC' : 'ASC'},
      u.name COLLATE NOCASE, u.id, seat.kind DESC, seat.licenseId
    LIMIT @limit OFFSET @offset`;
}

function toSeat(row: SeatRow, org: string, asOf: number): UnusedSeat {
  return {
    org,
    licenseKind: row.kind,
    license: row.license,
    userId: row.userId,
    username: row.username,
    name: row.name,
    email: row.email,
    profile: row.profile,
    createdAt: iso(row.createdAt),
    lastLoginAt: iso(row.lastSeenAt),
    daysSinceLogin: row.lastSeenAt === null ? null : daysBetween(row.lastSeenAt, asOf),
    reason: row.reason,
    monthlyPrice: row.monthlyPrice,
    currency: row.currency,
    annualSaving: row.monthlyPrice === null ? null : money(row.monthlyPrice * 12),
  };
}

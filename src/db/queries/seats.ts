import type { SeatReason, SeatsPage, SeatsQuery, UnusedSeat } from '../../shared/model/licenses';
import type { Connection } from '../connection';
import { peopleOf } from './people';
import { REASONS, countedLicenses } from './seat-counts';
import { seatList } from './seat-list';
import { type StoredLicense, storedLicenses } from './stored-licenses';
import { daysBetween, iso, money } from './time';
import { ACTIVE, asOfOf, stateLimits, statesOf } from './user-state';
import { type StoredUser, storedUsers } from './users';

/**
 * A slice of the unused list. The order is total, so that slices neither repeat nor miss a row. `limit` is
 * not capped here: an export asks for tens of thousands at once.
 */
export function seats(db: Connection, query: SeatsQuery): SeatsPage {
  const org = db.orgKey(query.orgId);
  const asOf = asOfOf(db, org);
  if (asOf === null) return { asOf: null, total: 0, rows: [] };
  const licenses = countedLicenses(storedLicenses(db, org), query.rule);
  const people = peopleOf(db, org);
  const list = seatList(db, org, people, licenses, query, asOf);

  const { holdings } = people;
  const byLicenseId = new Map(licenses.map((license) => [license.id, license]));
  const states = statesOf(people, stateLimits(asOf, query.rule.inactiveDays, query.rule.graceDays));
  const page = [...list.subarray(query.offset, query.offset + query.limit)].map((seat) => {
    const person = holdings.persons[seat] ?? 0;
    const license = byLicenseId.get(holdings.licenseIds[holdings.licenses[seat] ?? 0] ?? '');
    return { person, id: people.ids.at(person), license };
  });
  const ids = [...new Set(page.map((seat) => seat.id))];
  const byId = new Map(storedUsers(db, org, ids).map((user) => [user.id, user]));
  const orgName = db.get<{ name: string }>('SELECT name FROM org WHERE id = @org', { org })?.name ?? '';
  const rows = page.flatMap(({ person, id, license }) => {
    const user = byId.get(id);
    const reason = REASONS.get(states[person] ?? ACTIVE);
    if (user === undefined || license === undefined || reason === undefined) return [];
    return [toSeat(user, license, reason, orgName, asOf)];
  });
  return { asOf: iso(asOf), total: list.length, rows };
}

function toSeat(
  user: StoredUser,
  license: StoredLicense,
  reason: SeatReason,
  org: string,
  asOf: number,
): UnusedSeat {
  const { monthlyPrice } = license;
  return {
    org,
    licenseKind: license.kind,
    license: license.label,
    userId: user.id,
    username: user.username,
    name: user.name,
    email: user.email,
    profile: user.profile,
    createdAt: iso(user.createdAt),
    lastLoginAt: iso(user.lastSeenAt),
    daysSinceLogin: user.lastSeenAt === null ? null : daysBetween(user.lastSeenAt, asOf),
    reason,
    monthlyPrice,
    currency: license.currency,
    annualSaving: monthlyPrice === null ? null : money(monthlyPrice * 12),
  };
}

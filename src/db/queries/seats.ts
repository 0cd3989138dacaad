import type { SeatReason } from '../../shared/model/idle-rule';
import type { SeatTableRow, SeatsPage, SeatsQuery } from '../../shared/model/licenses';
import { annualPrice, monthlyPrice } from '../../shared/model/prices';
import type { Connection } from '../connection';
import { priceOfSeat } from '../free-licenses';
import { type Evidence, evidenceOf } from './licensing/evidence';
import { featuresInUse } from './licensing/features';
import { IN_USE, REASONS, judge } from './licensing/judging';
import { decidedSeats } from './licensing/decided-seats';
import { worthOf } from './licensing/list-worth';
import { NEVER, peopleOf } from './people';
import { countedLicenses } from './seat-counts';
import { seatList } from './seat-list';
import { type StoredLicense, storedLicenses } from './stored-licenses';
import { daysBetween, iso, money } from './time';
import { asOfOf } from './user-state';
import { type StoredUser, storedUsers } from './users';

/**
 * A slice of the unused list. The order is total, so that slices neither repeat nor miss a row. `limit` is
 * not capped here: an export asks for tens of thousands at once.
 */
export function seats(db: Connection, query: SeatsQuery): SeatsPage {
  const org = db.orgKey(query.orgId);
  const asOf = asOfOf(db, org);
  if (asOf === null) return { asOf: null, total: 0, rows: [] };
  const people = peopleOf(db, org);
  const stored = storedLicenses(db, org, featuresInUse(people));
  const licenses = countedLicenses(stored, query.rule);
  const judged = judge(db, org, people, query.rule, asOf);
  const list = seatList(db, org, people, licenses, query, judged);

  const { holdings } = people;
  const byLicenseId = new Map(licenses.map((license) => [license.id, license]));
  const page = [...list.subarray(query.offset, query.offset + query.limit)].map((seat) => {
    const person = holdings.persons[seat] ?? 0;
    const license = byLicenseId.get(holdings.licenseIds[holdings.licenses[seat] ?? 0] ?? '');
    return { seat, person, id: people.ids.at(person), license };
  });
  const persons = [...new Set(page.map(({ person }) => person))];
  const ids = persons.map((person) => people.ids.at(person));
  const byId = new Map(storedUsers(db, org, ids).map((user) => [user.id, user]));
  const evidence = evidenceOf(db, org, people, stored, persons, query.rule, judged, asOf);
  const decided = decidedSeats(db, org, people).of;
  const orgName = db.get<{ name: string }>('SELECT name FROM org WHERE id = @org', { org })?.name ?? '';
  const rows = page.flatMap(({ seat, person, id, license }) => {
    const user = byId.get(id);
    const reason = REASONS.get(judged.verdicts[person] ?? IN_USE);
    const known = evidence.get(person);
    if (user === undefined || license === undefined || reason === undefined || known === undefined) return [];
    const made = decided.get(seat);
    const decision = {
      decision: made?.decision ?? null,
      decisionNote: made?.note ?? null,
      decidedBy: made?.by ?? null,
      decidedAt: iso(made?.at ?? null),
    };
    return [{ ...toSeat(user, license, reason, known, orgName, asOf), ...decision }];
  });
  return { asOf: iso(asOf), total: list.length, rows, annual: worthOf(people, byLicenseId, list) };
}

type Decided = 'decision' | 'decisionNote' | 'decidedBy' | 'decidedAt';

function toSeat(
  user: StoredUser,
  license: StoredLicense,
  reason: SeatReason,
  evidence: Evidence,
  org: string,
  asOf: number,
): Omit<SeatTableRow, Decided> {
  const price = priceOfSeat(license);
  const { judgedAt, assignments, details, ...facts } = evidence;
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
    monthlyPrice: price === null ? null : monthlyPrice(price),
    currency: price?.currency ?? null,
    annualSaving: price === null ? null : money(annualPrice(price)),
    detail: details[reason] ?? null,
    ...facts,
    licenseId: license.id,
    assignmentId: assignments.get(license.id) ?? null,
    daysIdle: judgedAt === NEVER ? null : daysBetween(judgedAt, asOf),
  };
}

import type {
  IdleRule,
  LicenseKind,
  SeatReason,
  SeatsPage,
  SeatsQuery,
  UnusedSeat,
} from '../../shared/model/licenses';
import type { Connection } from '../connection';
import { type Keys, positions, sortedBy } from './columns';
import { type Holdings, eachSeat, holdingsOf } from './holdings';
import { type People, nameOrder, nameRanks, peopleOf } from './people';
import { lastSeenKeys, peopleWith } from './people-lists';
import { foldCase } from './search-text';
import { type StoredLicense, freeLicenseIds, storedLicenses } from './stored-licenses';
import { daysBetween, iso, money } from './time';
import {
  ACTIVE,
  DEACTIVATED,
  FROZEN,
  INACTIVE,
  NEVER_LOGGED_IN,
  asOfOf,
  stateLimits,
  statesOf,
} from './user-state';
import { type StoredUser, storedUsers } from './users';

/** Why a seat is reclaimable, by the state of who holds it. */
const REASONS = new Map<number, SeatReason>([
  [DEACTIVATED, 'user-deactivated'],
  [FROZEN, 'frozen'],
  [NEVER_LOGGED_IN, 'never-logged-in'],
  [INACTIVE, 'inactive'],
]);
const REASON_ORDER = [...REASONS.keys()];

export interface ReasonCount {
  kind: LicenseKind;
  licenseId: string;
  reason: SeatReason;
  n: number;
}

/** What the unused list is made from. */
export interface SeatFacts {
  people: People;
  holdings: Holdings;
  /** Those that count. */
  licenses: readonly StoredLicense[];
}

export function seatFacts(db: Connection, org: number, licenses: readonly StoredLicense[]): SeatFacts {
  const people = peopleOf(db, org);
  return { people, holdings: holdingsOf(db, org, people), licenses };
}

/** Licenses whose seats are on the list: all that somebody pays for per seat, or all. */
export function countedLicenses(stored: readonly StoredLicense[], rule: IdleRule): readonly StoredLicense[] {
  const free = new Set(rule.includeFree ? [] : freeLicenseIds(stored));
  return stored.filter((license) => !free.has(license.id));
}

/** How many seats the unused list has, per license and reason. */
export function reasonCounts(facts: SeatFacts, asOf: number, rule: IdleRule): ReasonCount[] {
  const { people, holdings, licenses } = facts;
  const limits = stateLimits(asOf, rule.inactiveDays, rule.graceDays);
  const key = JSON.stringify(['reasons', holdings.version, limits, licenses.map((license) => license.id)]);
  return people.memo.get(key, () => {
    const states = statesOf(people, limits);
    const counts = licenses.map(() => new Int32Array(ACTIVE + REASON_ORDER.length + 1));
    const isIdle = (person: number) => states[person] !== ACTIVE;
    eachSeat(facts, null, isIdle, (person, license) => {
      const ofLicense = counts[license];
      const state = states[person] ?? ACTIVE;
      if (ofLicense !== undefined) ofLicense[state] = (ofLicense[state] ?? 0) + 1;
    });
    return licenses.flatMap(({ kind, id }, license) =>
      [...REASONS].flatMap(([state, reason]) => {
        const n = counts[license]?.[state] ?? 0;
        return n === 0 ? [] : [{ kind, licenseId: id, reason, n }];
      }),
    );
  });
}

/** Seats as columns: the person and the place in `licenses`. */
interface SeatList {
  persons: Int32Array;
  places: Int32Array;
}

/** Every seat on the unused list, by name, user, kind and license. */
function allSeats(db: Connection, org: number, facts: SeatFacts, states: Uint8Array, key: string): SeatList {
  return facts.people.memo.get(`seats ${key}`, () => {
    const order = nameOrder(db, org, facts.people, 'name');
    const isIdle = (person: number) => states[person] !== ACTIVE;
    const persons: number[] = [];
    const places: number[] = [];
    eachSeat(facts, order, isIdle, (person, license) => {
      persons.push(person);
      places.push(license);
    });
    return { persons: Int32Array.from(persons), places: Int32Array.from(places) };
  });
}

/** A page's seats as columns, and how many there are in all. */
function listSeats(db: Connection, org: number, facts: SeatFacts, query: SeatsQuery, asOf: number) {
  const { people, holdings, licenses } = facts;
  const { sort, descending, license: only, search, rule } = query;
  const limits = stateLimits(asOf, rule.inactiveDays, rule.graceDays);
  const base = JSON.stringify([
    holdings.version,
    limits,
    licenses.map(({ id, label, monthlyPrice }) => [id, label, monthlyPrice]),
  ]);
  const states = statesOf(people, limits);
  const seats = allSeats(db, org, facts, states, base);
  const key = `${base} ${JSON.stringify([sort, descending, only, search])}`;
  const list = people.memo.get(`seat list ${key}`, () => {
    const keeps = filterOf(db, org, facts, seats, query);
    const everything = positions(seats.persons.length);
    const kept = keeps === null ? everything : everything.filter(keeps);
    // By name is the order they are in.
    if (sort === 'name' && !descending) return kept;
    const keys = sortKeys(db, org, facts, seats, states, sort);
    return sortedBy(descending ? reversed(keys) : keys, kept);
  });
  return { ...seats, list, states };
}

function filterOf(db: Connection, org: number, facts: SeatFacts, seats: SeatList, query: SeatsQuery) {
  const { people, licenses } = facts;
  const { license: only } = query;
  const isWanted = licenses.map(({ kind, id }) => only === null || (kind === only.kind && id === only.id));
  const ofLicense = (seat: number) => isWanted[seats.places[seat] ?? 0] === true;
  const words = foldCase(query.search.trim());
  if (words === '') return only === null ? null : ofLicense;
  const found = peopleWith(db, org, people, words);
  const hasWords = licenses.map((license) => foldCase(license.label).includes(words));
  return (seat: number) =>
    ofLicense(seat) && (found[seats.persons[seat] ?? 0] === 1 || hasWords[seats.places[seat] ?? 0] === true);
}

function sortKeys(
  db: Connection,
  org: number,
  { people, licenses }: SeatFacts,
  { persons, places }: SeatList,
  states: Uint8Array,
  sort: SeatsQuery['sort'],
): Keys {
  const ofPerson = (keys: Keys) => Float64Array.from(persons, (person) => keys[person] ?? 0);
  const ofLicense = (ranks: readonly number[]) => Float64Array.from(places, (place) => ranks[place] ?? 0);
  switch (sort) {
    case 'name':
      return ofPerson(nameRanks(db, org, people));
    case 'license':
      return ofLicense(
        ranksOf(
          licenses.map((license) => license.label),
          compareNoCase,
        ),
      );
    case 'lastLoginAt':
      return ofPerson(lastSeenKeys(people));
    case 'reason':
      return ofPerson(states.map((state) => REASON_ORDER.indexOf(state)));
    case 'annualSaving':
      // Without a price first, as null sorts in SQL.
      return ofLicense(
        ranksOf(
          licenses.map((license) => license.monthlyPrice ?? -1),
          (a, b) => a - b,
        ),
      );
  }
}

/** The place of every value among the distinct ones. */
function ranksOf<T>(values: readonly T[], compare: (a: T, b: T) => number): number[] {
  const sorted = [...values].sort(compare);
  return values.map((value) => sorted.findIndex((other) => compare(other, value) === 0));
}

/** SQLite's NOCASE: letters of ASCII alike, everything by its bytes. */
function compareNoCase(a: string, b: string): number {
  const fold = (text: string) => Buffer.from(text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
  return Buffer.compare(fold(a), fold(b));
}

function reversed(keys: Keys): Keys {
  let largest = 0;
  for (const key of keys) if (key > largest) largest = key;
  return keys.map((key: number) => largest - key);
}

/**
 * A slice of the unused list. The order is total, so that slices neither repeat nor miss a row. `limit` is
 * not capped here: an export asks for tens of thousands at once.
 */
export function seats(db: Connection, query: SeatsQuery): SeatsPage {
  const org = db.orgKey(query.orgId);
  const asOf = asOfOf(db, org);
  if (asOf === null) return { asOf: null, total: 0, rows: [] };
  const licenses = countedLicenses(storedLicenses(db, org), query.rule);
  const facts = seatFacts(db, org, licenses);
  const { list, persons, places, states } = listSeats(db, org, facts, query, asOf);

  const page = [...list.subarray(query.offset, query.offset + query.limit)].map((seat) => {
    const person = persons[seat] ?? 0;
    return { person, id: facts.people.ids[person] ?? '', license: licenses[places[seat] ?? 0] };
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

import type { SeatsQuery } from '../../shared/model/licenses';
import type { Connection } from '../connection';
import { type Keys, positions, sortedBy } from './columns';
import { UNKNOWN } from './id-list';
import type { People } from './people';
import { seenOrder } from './people-lists';
import { namesOf } from './people-names';
import { peopleWith } from './people-search';
import { foldCase } from './search-text';
import { REASONS, placesOf } from './seat-counts';
import type { StoredLicense } from './stored-licenses';
import { ACTIVE, USER_STATES, stateLimits, statesOf } from './user-state';

/** The unused list: numbers of seats in the order asked for. */
export function seatList(
  db: Connection,
  org: number,
  people: People,
  licenses: readonly StoredLicense[],
  query: SeatsQuery,
  asOf: number,
): Int32Array {
  const { sort, descending, license, search, rule } = query;
  const limits = stateLimits(asOf, rule.inactiveDays, rule.graceDays);
  const facts = licenses.map(({ id, label, monthlyPrice }) => [id, label, monthlyPrice]);
  const key = `seat list ${JSON.stringify([limits, sort, descending, license, search, facts])}`;
  return people.memo.get(key, () => {
    const states = statesOf(people, limits);
    const places = placesOf(people, licenses);
    const byName = namesOf(db, org, people, 'name').order;
    const kept = those(byName, people, states, filterOf(people, licenses, places, query));
    // By name is the order they are in.
    if (sort === 'name' && !descending) return kept;
    const keys = sortKeys(db, org, people, licenses, states, sort);
    const bySeat = ofSeats(people, places, descending ? reversed(keys) : keys, kept);
    const order = sortedBy(bySeat, positions(kept.length));
    for (let i = 0; i < order.length; i++) order[i] = kept[order[i] ?? 0] ?? 0;
    return order;
  });
}

/** What a list is sorted by: a number for every person or for every place in `licenses`. */
interface SortKeys {
  of: 'person' | 'license';
  keys: Int32Array;
}

interface Filter {
  /** By number of a license: whether its seats are on the list. */
  isWanted: Uint8Array;
  /** The words that seats are searched for: by person and by number of a license. Null: none. */
  found: { persons: Uint8Array; licenses: Uint8Array } | null;
}

function filterOf(
  people: People,
  licenses: readonly StoredLicense[],
  places: Int32Array,
  { license: only, search }: SeatsQuery,
): Filter {
  const each = (is: (license: StoredLicense) => boolean) =>
    Uint8Array.from(places, (place) => {
      const license = place === UNKNOWN ? undefined : licenses[place];
      return license !== undefined && is(license) ? 1 : 0;
    });
  const isWanted = each(({ kind, id }) => only === null || (kind === only.kind && id === only.id));
  const words = foldCase(search.trim());
  if (words === '') return { isWanted, found: null };
  const labeled = each(({ label }) => foldCase(label).includes(words));
  return { isWanted, found: { persons: peopleWith(people, words), licenses: labeled } };
}

/** The unused seats that pass, by the name of who holds them, then by user, kind and license. */
function those(byName: Int32Array, { holdings }: People, states: Uint8Array, { isWanted, found }: Filter) {
  const { starts, licenses } = holdings;
  const kept = new Int32Array(licenses.length);
  let count = 0;
  for (let i = 0; i < byName.length; i++) {
    const person = byName[i] ?? 0;
    if (states[person] === ACTIVE) continue;
    const isFound = found === null || found.persons[person] === 1;
    const end = starts[person + 1] ?? 0;
    for (let seat = starts[person] ?? 0; seat < end; seat++) {
      const license = licenses[seat] ?? 0;
      if (isWanted[license] === 1 && (isFound || found.licenses[license] === 1)) kept[count++] = seat;
    }
  }
  return kept.slice(0, count);
}

function sortKeys(
  db: Connection,
  org: number,
  people: People,
  licenses: readonly StoredLicense[],
  states: Uint8Array,
  sort: SeatsQuery['sort'],
): SortKeys {
  switch (sort) {
    case 'name':
      return { of: 'person', keys: namesOf(db, org, people, 'name').ranks };
    case 'license': {
      const labels = licenses.map((license) => license.label);
      return { of: 'license', keys: ranksOf(labels, compareNoCase) };
    }
    case 'lastLoginAt':
      return { of: 'person', keys: seenOrder(people).ranks };
    case 'reason': {
      const places = USER_STATES.map((_, state) => Math.max(0, [...REASONS.keys()].indexOf(state)));
      const keys = new Int32Array(states.length);
      for (let person = 0; person < keys.length; person++) keys[person] = places[states[person] ?? 0] ?? 0;
      return { of: 'person', keys };
    }
    case 'annualSaving': {
      // Without a price first, as null sorts in SQL.
      const prices = licenses.map((license) => license.monthlyPrice ?? -1);
      return { of: 'license', keys: ranksOf(prices, (a, b) => a - b) };
    }
  }
}

/** The same for each of the seats given. */
function ofSeats({ holdings }: People, places: Int32Array, { of, keys }: SortKeys, seats: Int32Array): Keys {
  const { persons, licenses } = holdings;
  const each = new Int32Array(seats.length);
  for (let i = 0; i < seats.length; i++) {
    const seat = seats[i] ?? 0;
    const place = of === 'person' ? (persons[seat] ?? 0) : (places[licenses[seat] ?? 0] ?? 0);
    each[i] = keys[place] ?? 0;
  }
  return each;
}

/** The place of every value among the distinct ones. */
function ranksOf<T>(values: readonly T[], compare: (a: T, b: T) => number): Int32Array {
  const sorted = [...values].sort(compare);
  return Int32Array.from(values, (value) => sorted.findIndex((other) => compare(other, value) === 0));
}

/** SQLite's NOCASE: letters of ASCII alike, everything by its bytes. */
function compareNoCase(a: string, b: string): number {
  const fold = (text: string) => Buffer.from(text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
  return Buffer.compare(fold(a), fold(b));
}

function reversed({ of, keys }: SortKeys): SortKeys {
  let largest = 0;
  for (let i = 0; i < keys.length; i++) largest = Math.max(largest, keys[i] ?? 0);
  return { of, keys: keys.map((key) => largest - key) };
}

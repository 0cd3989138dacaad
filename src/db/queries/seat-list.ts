import type { SeatsQuery } from '../../shared/model/licenses';
import { annualPrice } from '../../shared/model/prices';
import type { Connection } from '../connection';
import { priceOfSeat } from '../free-licenses';
import { type Keys, positions, sortedBy } from './columns';
import { UNKNOWN } from './id-list';
import { type Decided, decidedSeats } from './licensing/decided-seats';
import { dimensionOf, labelRanks, numberOfValue } from './licensing/dimensions';
import { type Judged, REASONS, VERDICTS } from './licensing/judging';
import type { People } from './people';
import { seenOrder } from './people-lists';
import { namesOf } from './people-names';
import { peopleWith } from './people-search';
import { foldCase } from './search-text';
import { placesOf } from './seat-counts';
import type { StoredLicense } from './stored-licenses';

/** The unused list: numbers of seats in the order asked for. */
export function seatList(
  db: Connection,
  org: number,
  people: People,
  licenses: readonly StoredLicense[],
  query: SeatsQuery,
  judged: Judged,
): Int32Array {
  const { offset: _, limit: __, rule: ___, ...asked } = query;
  const decided = query.decisions.length === 0 ? null : decidedSeats(db, org, people);
  const facts = licenses.map(({ id, label, price }) => [id, label, price]);
  const key = `seat list ${judged.key} ${JSON.stringify([asked, facts, decided?.key])}`;
  return people.memo.get(key, () => {
    const places = placesOf(people, licenses);
    const byName = namesOf(db, org, people, 'name').order;
    const filter = filterOf(db, org, people, licenses, places, query, decided);
    const kept = those(byName, people, judged.verdicts, filter);
    const { sort, descending } = query;
    // By name is the order they are in.
    if (sort === 'name' && !descending) return kept;
    const keys = sortKeys(db, org, people, licenses, judged.verdicts, sort);
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
  /** By verdict: whether it is a reason that is asked for. */
  isReason: Uint8Array;
  /** By number of a license: whether its seats are on the list. */
  isWanted: Uint8Array;
  /** By person: whether they are of the group asked for. Null: everybody. */
  isOfGroup: ((person: number) => boolean) | null;
  /** By seat: whether it is among those asked for. Null: all. */
  isChosen: ((seat: number) => boolean) | null;
  /** The words that seats are searched for: by person and by number of a license. Null: none. */
  found: { persons: Uint8Array; licenses: Uint8Array } | null;
}

function filterOf(
  db: Connection,
  org: number,
  people: People,
  licenses: readonly StoredLicense[],
  places: Int32Array,
  query: SeatsQuery,
  decided: Decided | null,
): Filter {
  const { license: only, kinds, reasons, group, search } = query;
  const each = (is: (license: StoredLicense) => boolean) =>
    Uint8Array.from(places, (place) => {
      const license = place === UNKNOWN ? undefined : licenses[place];
      return license !== undefined && is(license) ? 1 : 0;
    });
  const isReason = new Uint8Array(VERDICTS);
  for (const [verdict, reason] of REASONS)
    if (reasons.length === 0 || reasons.includes(reason)) isReason[verdict] = 1;
  const isWanted = each(
    ({ kind, id }) =>
      (only === null || (kind === only.kind && id === only.id)) &&
      (kinds.length === 0 || kinds.includes(kind)),
  );
  const rest = {
    ...{ isReason, isWanted, isChosen: chosen(people, query, decided) },
    isOfGroup: group === null ? null : ofGroup(db, org, people, group),
  };
  const words = foldCase(search.trim());
  if (words === '') return { ...rest, found: null };
  const labeled = each(({ label }) => foldCase(label).includes(words));
  return { ...rest, found: { persons: peopleWith(people, words), licenses: labeled } };
}

function ofGroup(
  db: Connection,
  org: number,
  people: People,
  { by, value }: NonNullable<SeatsQuery['group']>,
): (person: number) => boolean {
  const dimension = dimensionOf(db, org, people, by);
  const number = numberOfValue(dimension, value);
  // A value nobody has must not be taken for none.
  if (number === UNKNOWN && value !== null) return () => false;
  return (person) => (dimension.of[person] ?? UNKNOWN) === number;
}

function chosen(
  people: People,
  { only, decisions }: SeatsQuery,
  decided: Decided | null,
): ((seat: number) => boolean) | null {
  const named = only === null ? null : seatsNamed(people, only);
  if (named === null && decided === null) return null;
  return (seat) =>
    (named === null || named.has(seat)) &&
    (decided === null || decisions.includes(decided.of.get(seat)?.decision ?? 'none'));
}

/** The numbers of seats given by user and license; those nobody holds are left out. */
function seatsNamed(people: People, refs: NonNullable<SeatsQuery['only']>): Set<number> {
  const numbers = new Map(people.holdings.licenseIds.map((id, number) => [id, number]));
  const { starts, licenses } = people.holdings;
  const found = new Set<number>();
  for (const { userId, id } of refs) {
    const person = people.ids.numberOf(userId);
    if (person === UNKNOWN) continue;
    for (let seat = starts[person] ?? 0; seat < (starts[person + 1] ?? 0); seat++)
      if (licenses[seat] === numbers.get(id)) found.add(seat);
  }
  return found;
}

/** The unused seats that pass, by the name of who holds them, then by user, kind and license. */
function those(byName: Int32Array, { holdings }: People, verdicts: Uint8Array, filter: Filter) {
  const { isReason, isWanted, isOfGroup, isChosen, found } = filter;
  const { starts, licenses } = holdings;
  const kept = new Int32Array(licenses.length);
  let count = 0;
  for (let i = 0; i < byName.length; i++) {
    const person = byName[i] ?? 0;
    if (isReason[verdicts[person] ?? 0] !== 1) continue;
    if (isOfGroup !== null && !isOfGroup(person)) continue;
    const isFound = found === null || found.persons[person] === 1;
    const end = starts[person + 1] ?? 0;
    for (let seat = starts[person] ?? 0; seat < end; seat++) {
      const license = licenses[seat] ?? 0;
      if (isWanted[license] !== 1 || !(isFound || found.licenses[license] === 1)) continue;
      if (isChosen === null || isChosen(seat)) kept[count++] = seat;
    }
  }
  return kept.slice(0, count);
}

function sortKeys(
  db: Connection,
  org: number,
  people: People,
  licenses: readonly StoredLicense[],
  verdicts: Uint8Array,
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
      const places = Array.from({ length: VERDICTS }, (_, verdict) => [...REASONS.keys()].indexOf(verdict));
      const keys = Int32Array.from(verdicts, (verdict) => Math.max(0, places[verdict] ?? 0));
      return { of: 'person', keys };
    }
    case 'department':
    case 'manager': {
      // Without one first, as null sorts in SQL.
      const dimension = dimensionOf(db, org, people, sort);
      const ranks = labelRanks(dimension);
      return {
        of: 'person',
        keys: dimension.of.map((value) => (value === UNKNOWN ? 0 : (ranks[value] ?? 0) + 1)),
      };
    }
    case 'annualSaving': {
      // Without a price first, as null sorts in SQL.
      const prices = licenses.map(priceOfSeat).map((price) => (price === null ? -1 : annualPrice(price)));
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

import type { SuggestionKind, SuggestionsQuery } from '../../../../shared/model/suggestions';
import type { Connection } from '../../../connection';
import { type Keys, momentKeys, positions, sortedBy } from '../../columns';
import type { People } from '../../people';
import { namesOf } from '../../people-names';
import { peopleWith } from '../../people-search';
import { foldCase } from '../../search-text';
import { type Facts, licenseOf } from './facts';
import { INTEGRATION } from './integration';
import type { KindOfSuggestion } from './kind';
import { LOGIN_BASED } from './login-based';
import { PERMISSION_SET_LICENSE } from './permission-set-license';
import { PLATFORM } from './platform';
import { serialOf } from './serial';

export const KINDS: readonly KindOfSuggestion[] = [
  INTEGRATION,
  PLATFORM,
  LOGIN_BASED,
  PERMISSION_SET_LICENSE,
];

/** Every suggestion, as columns. A seat is on it once at most. */
export interface List {
  /** Numbers in `holdings`. */
  readonly seats: Int32Array;
  /** Places in KINDS. */
  readonly kinds: Uint8Array;
  /** Per year; NaN: not known. */
  readonly savings: Float64Array;
}

/** By kind: why nothing can be said of it. */
export type Obstacles = Map<SuggestionKind, string>;

export function obstaclesOf(facts: Facts): Obstacles {
  return new Map(
    KINDS.flatMap(({ kind, obstacle }): [SuggestionKind, string][] => {
      const why = obstacle(facts);
      return why === null ? [] : [[kind, why]];
    }),
  );
}

export function listOf(facts: Facts, obstacles: Obstacles): List {
  const { people, usage, judged, grants, unneeded } = facts;
  const made = [usage, judged, grants, ...(unneeded === null ? [] : [unneeded])].map(serialOf);
  const stored = [facts.licenses, facts.integration, facts.platform, [...facts.siblings]];
  const key = `suggestions ${made.join(' ')} ${String(facts.daysStored)} ${JSON.stringify(stored)}`;
  return people.memo.get(key, () => {
    const seats: number[] = [];
    const kinds: number[] = [];
    const savings: number[] = [];
    KINDS.forEach(({ kind, find }, place) => {
      if (obstacles.has(kind)) return;
      find(facts, (seat, saving) => {
        seats.push(seat);
        kinds.push(place);
        savings.push(saving ?? NaN);
      });
    });
    return {
      seats: Int32Array.from(seats),
      kinds: Uint8Array.from(kinds),
      savings: Float64Array.from(savings),
    };
  });
}

/** How many there are of each kind. */
export function countsOf({ kinds }: List): Record<SuggestionKind, number> {
  const counts = Object.fromEntries(KINDS.map(({ kind }) => [kind, 0])) as Record<SuggestionKind, number>;
  for (const place of kinds) {
    const kind = KINDS[place]?.kind;
    if (kind !== undefined) counts[kind] += 1;
  }
  return counts;
}

/** Places in the list that the query asks for, in its order: a total one, so that pages neither repeat nor miss. */
export function orderOf(
  db: Connection,
  org: number,
  facts: Facts,
  list: List,
  { kind, search, sort, descending }: SuggestionsQuery,
): Int32Array {
  const { people } = facts;
  const key = `suggestions of ${String(serialOf(list))} ${JSON.stringify([kind, search, sort, descending])}`;
  return people.memo.get(key, () => {
    const personOf = (place: number): number => people.holdings.persons[list.seats[place] ?? 0] ?? 0;
    const wanted = kind === null ? null : KINDS.findIndex((one) => one.kind === kind);
    const isFound = searched(people, facts, list, search, personOf);
    const kept = positions(list.seats.length).filter(
      (place) => (wanted === null || list.kinds[place] === wanted) && isFound(place),
    );
    const names = namesOf(db, org, people, 'name').ranks;
    // Each sort is stable: by name below, so equal ones are in the order of names.
    const byName = sortedBy(
      columnBy(list, (place) => names[personOf(place)] ?? 0),
      kept,
    );
    const keys = sortKeys(facts, list, sort, personOf);
    if (keys === null) return descending ? byName.toReversed() : byName;
    return sortedBy(descending ? reversed(keys) : keys, byName);
  });
}

const columnBy = (list: List, key: (place: number) => number): Int32Array =>
  Int32Array.from(list.seats, (_, place) => key(place));

function reversed(keys: Keys): Keys {
  let most = 0;
  for (let i = 0; i < keys.length; i++) most = Math.max(most, keys[i] ?? 0);
  return keys.map((key: number) => most - key);
}

/** Whole numbers from 0 up, by place; null: by name. */
function sortKeys(
  { usage }: Facts,
  list: List,
  sort: SuggestionsQuery['sort'],
  personOf: (place: number) => number,
): Keys | null {
  switch (sort) {
    case 'name':
      return null;
    case 'kind':
      return list.kinds;
    case 'logins90d':
      return columnBy(list, (place) => usage.logins90[personOf(place)] ?? 0);
    // In cents; what is not known comes before what is nothing.
    case 'annualSaving':
      return momentKeys(
        list.savings.map((saving) => (Number.isNaN(saving) ? UNKNOWN_SAVING : Math.round(saving * 100))),
        UNKNOWN_SAVING,
      );
  }
}
const UNKNOWN_SAVING = -1;

function searched(
  people: People,
  facts: Facts,
  list: List,
  search: string,
  personOf: (place: number) => number,
): (place: number) => boolean {
  const words = foldCase(search.trim());
  if (words === '') return () => true;
  const persons = peopleWith(people, words);
  const named = facts.licenses.map(({ label }) => foldCase(label).includes(words));
  return (place) =>
    persons[personOf(place)] === 1 ||
    named[people.holdings.licenses[list.seats[place] ?? 0] ?? 0] === true ||
    (profileText(facts, personOf(place)) ?? '').includes(words);
}

function profileText({ people }: Facts, person: number): string | undefined {
  const name = people.profiles[people.profileOf[person] ?? -1]?.name;
  return name === undefined ? undefined : foldCase(name);
}

/** What the suggestions at these places save per year, by currency, largest first. */
export function annualOf(
  facts: Facts,
  list: List,
  places: Int32Array,
): { currency: string; amount: number }[] {
  const sums = new Map<string, number>();
  for (const place of places) {
    const saving = list.savings[place] ?? NaN;
    const currency = licenseOf(facts, list.seats[place] ?? 0).price?.currency;
    if (currency !== undefined && !Number.isNaN(saving))
      sums.set(currency, (sums.get(currency) ?? 0) + saving);
  }
  return [...sums]
    .map(([currency, amount]) => ({ currency, amount: Math.round(amount * 100) / 100 }))
    .sort((a, b) => b.amount - a.amount);
}

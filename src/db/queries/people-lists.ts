import type { UsersQuery } from '../../shared/model/users';
import type { Connection } from '../connection';
import {
  GROUP_SEPARATOR,
  type Keys,
  eachMatch,
  joined,
  joinedRow,
  momentKeys,
  positions,
  sortedBy,
  texts,
} from './columns';
import { NEVER, NO_PROFILE, type People, nameOrder } from './people';
import { everybodysActivity } from './recent-activity';
import { foldCase } from './search-text';
import { USER_STATES, stateLimits, statesOf } from './user-state';

/** Who is on a list of users, as numbers of people, ascending. */
export function usersList(
  db: Connection,
  org: number,
  people: People,
  query: UsersQuery,
  asOf: number,
): Int32Array {
  const { sort, inactiveDays, states, licenses, profiles, search } = query;
  const key = `list ${JSON.stringify([sort, asOf, inactiveDays, states, licenses, profiles, search])}`;
  return people.memo.get(key, () => {
    const order = everybodyBy(db, org, people, query, asOf);
    const passes = filterOf(db, org, people, query, asOf);
    return passes === null ? order : order.filter((person) => passes[person] === 1);
  });
}

/** Everybody in the order of a column, then of ids. */
function everybodyBy(
  db: Connection,
  org: number,
  people: People,
  query: UsersQuery,
  asOf: number,
): Int32Array {
  const { sort } = query;
  if (sort === 'name' || sort === 'username') return nameOrder(db, org, people, sort);
  const depends = sort === 'state' ? ` ${asOf} ${query.inactiveDays}` : '';
  const order = () => sortedBy(sortKeys(db, org, people, { ...query, sort }, asOf), positions(people.count));
  // Logins of the window change without the people: what they are sorted by is remembered instead.
  if (sort === 'logins30d' || sort === 'failedLogins30d') return order();
  return people.memo.get(`order ${sort}${depends}`, order);
}

type SortedByKeys = Omit<UsersQuery, 'sort'> & { sort: Exclude<UsersQuery['sort'], 'name' | 'username'> };

function sortKeys(db: Connection, org: number, people: People, query: SortedByKeys, asOf: number): Keys {
  const { profileOf, profiles } = people;
  const ofProfile = (rank: 'nameRank' | 'licenseRank') =>
    profileOf.map((profile) => (profile === NO_PROFILE ? 0 : (profiles[profile]?.[rank] ?? 0)));
  switch (query.sort) {
    case 'profile':
      return ofProfile('nameRank');
    case 'license':
      return ofProfile('licenseRank');
    case 'state':
      return statesOf(people, stateLimits(asOf, query.inactiveDays));
    case 'createdAt':
      return momentKeys(people.createdAt);
    case 'lastLoginAt':
      return lastSeenKeys(people);
    case 'logins30d':
      return everybodysActivity(db, org, people, asOf).logins;
    case 'failedLogins30d':
      return everybodysActivity(db, org, people, asOf).failures;
  }
}

/** By person: `lastSeenAt` to sort by. */
export function lastSeenKeys(people: People): Keys {
  return people.memo.get('last seen', () => momentKeys(people.lastSeenAt, NEVER));
}

/** By person: 1 for those who pass; null: everybody does. */
function filterOf(
  db: Connection,
  org: number,
  people: People,
  query: UsersQuery,
  asOf: number,
): Uint8Array | null {
  let passes: Uint8Array | null = null;
  const words = foldCase(query.search.trim());
  if (words !== '') passes = peopleWith(db, org, people, words);
  if (query.states.length > 0) {
    const states = statesOf(people, stateLimits(asOf, query.inactiveDays));
    const wanted = USER_STATES.map((state) => query.states.includes(state));
    passes = both(passes, (person) => wanted[states[person] ?? 0] === true, people.count);
  }
  if (query.licenses.length > 0 || query.profiles.length > 0) {
    const wanted = people.profiles.map(
      ({ name, license }) =>
        (query.profiles.length === 0 || query.profiles.includes(name)) &&
        (query.licenses.length === 0 || (license !== null && query.licenses.includes(license))),
    );
    passes = both(passes, (person) => wanted[people.profileOf[person] ?? NO_PROFILE] === true, people.count);
  }
  return passes;
}

function both(passes: Uint8Array | null, keeps: (person: number) => boolean, count: number): Uint8Array {
  const kept = new Uint8Array(count);
  for (let person = 0; person < count; person++)
    if ((passes === null || passes[person] === 1) && keeps(person)) kept[person] = 1;
  return kept;
}

interface SearchTexts {
  /** Everybody's, one after the other, in the order of numbers. */
  all: string;
  /** Where each begins. */
  starts: Int32Array;
}

/** By person: 1 where the search text contains the words. No wildcards: "_" and "%" stand for themselves. */
export function peopleWith(db: Connection, org: number, people: People, words: string): Uint8Array {
  return people.lasting.get(`words ${words}`, () => {
    const found = new Uint8Array(people.count);
    const { all, starts } = searchTexts(db, org, people);
    let person = 0;
    for (let at = all.indexOf(words); at >= 0; at = all.indexOf(words, starts[person])) {
      while ((starts[person + 1] ?? Infinity) <= at) person++;
      found[person] = 1;
      person++;
      if (person >= people.count) break;
    }
    return found;
  });
}

function searchTexts(db: Connection, org: number, people: People): SearchTexts {
  return people.lasting.get('search texts', () => {
    const row = joinedRow<'ids' | 'texts'>(
      db,
      `SELECT ${joined('id')} AS ids, group_concat(replace(search_text, char(30), ' '), char(30)) AS texts
       FROM (SELECT id, search_text FROM sf_user WHERE org_id = @org ORDER BY id)`,
      { org },
    );
    let all = row.texts ?? '';
    if (row.ids !== people.idText) {
      // A collection added people since; those known get their texts, the others come with the next reading.
      const lines = all.split(GROUP_SEPARATOR);
      const known = people.ids.map(() => '');
      eachMatch(people.ids, texts(row.ids), (person, line) => {
        known[person] = lines[line] ?? '';
      });
      all = known.join(GROUP_SEPARATOR);
    }
    const starts = new Int32Array(people.count);
    for (let person = 1; person < people.count; person++)
      starts[person] = all.indexOf(GROUP_SEPARATOR, starts[person - 1]) + 1;
    return { all, starts };
  });
}

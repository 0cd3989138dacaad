import type { UsersQuery } from '../../shared/model/users';
import type { Connection } from '../connection';
import type { Task } from '../slices';
import { type Keys, momentKeys, positions, ranksIn, sortedBy, sorting } from './columns';
import { NEVER, NO_PROFILE, type People } from './people';
import { namesOf } from './people-names';
import { peopleWith } from './people-search';
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
    const passes = filterOf(people, query, asOf);
    return passes === null ? order : those(order, passes);
  });
}

/** The people of an order who pass. */
function those(order: Int32Array, passes: Uint8Array): Int32Array {
  const kept = new Int32Array(order.length);
  let count = 0;
  for (let i = 0; i < order.length; i++) {
    const person = order[i] ?? 0;
    if (passes[person] === 1) kept[count++] = person;
  }
  return kept.slice(0, count);
}

/** Everybody in the order of a column, then of ids. */
export function everybodyBy(
  db: Connection,
  org: number,
  people: People,
  query: Pick<UsersQuery, 'sort' | 'inactiveDays'>,
  asOf: number,
): Int32Array {
  const { sort } = query;
  const by = (keys: Keys) => sortedBy(keys, positions(people.count));
  switch (sort) {
    case 'name':
    case 'username':
      return namesOf(db, org, people, sort).order;
    case 'profile':
      return people.lasting.get('order profile', () => by(ofProfile(people, 'nameRank')));
    case 'license':
      return people.lasting.get('order license', () => by(ofProfile(people, 'licenseRank')));
    case 'createdAt':
      return people.lasting.get('order created', () => by(momentKeys(people.createdAt)));
    case 'lastLoginAt':
      return seenOrder(people).order;
    case 'state': {
      const limits = stateLimits(asOf, query.inactiveDays);
      return people.memo.get(`order state ${limits.idleLimit} ${limits.graceLimit}`, () =>
        by(statesOf(people, limits)),
      );
    }
    // Logins of the window change without the people; what everybody is sorted by is remembered instead.
    case 'logins30d':
      return by(everybodysActivity(db, org, people, asOf).logins);
    case 'failedLogins30d':
      return by(everybodysActivity(db, org, people, asOf).failures);
  }
}

const ofProfile = ({ profileOf, profiles }: People, rank: 'nameRank' | 'licenseRank'): Int32Array =>
  profileOf.map((profile) => (profile === NO_PROFILE ? 0 : (profiles[profile]?.[rank] ?? 0)));

interface SeenOrder {
  /** Everybody by `lastSeenAt`, those never seen first. */
  order: Int32Array;
  /** By person: the place among all moments. */
  ranks: Int32Array;
}

export const seenOrder = (people: People): SeenOrder => readingSeenOrder(people).now();

export function readingSeenOrder(people: People): Task<SeenOrder> {
  return people.memo.task('seen', function* () {
    const keys = momentKeys(people.lastSeenAt, NEVER);
    yield;
    const order = yield* sorting(keys, positions(people.count));
    yield;
    return { order, ranks: ranksIn(order, keys) };
  });
}

/** By person: 1 for those who pass; null: everybody does. */
function filterOf(people: People, query: UsersQuery, asOf: number): Uint8Array | null {
  let passes: Uint8Array | null = null;
  const words = foldCase(query.search.trim());
  if (words !== '') passes = peopleWith(people, words);
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

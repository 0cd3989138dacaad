import type { Connection } from '../connection';
import { Keeper } from '../freshness';
import { Memo } from '../memo';
import { GROUP_SEPARATOR, SEPARATOR, joined, joinedRow, numbers, positions, texts } from './columns';

// The people of one org as columns in memory. What a page asks (whom does a filter keep, in which order, how
// many) is then a walk through numbers, a few milliseconds for 200,000 people, whatever the sorting and
// however far down. Only what a page shows is read from its tables.
//
// Of sf_user the indexes sf_user_name and sf_user_username are asked for by name; whoever puts other tables in
// the place of these (history/rewind.ts) gives them the same indexes.

/** In `lastSeenAt`: never. */
export const NEVER = -1;
/** In `profileOf`: a profile that is not stored. */
export const NO_PROFILE = -1;

export interface ProfileFacts {
  id: string;
  name: string;
  /** Null: not stored, or the profile belongs to none. */
  licenseId: string | null;
  license: string | null;
  /** Places in the order of names; equal names have equal places. */
  nameRank: number;
  /** The same for licenses; 0: none. */
  licenseRank: number;
  users: number;
}

export interface People {
  readonly count: number;
  /** Ascending: a person's number is the place in this order. */
  readonly ids: readonly string[];
  readonly isActive: Uint8Array;
  readonly isFrozen: Uint8Array;
  /** Epoch ms. */
  readonly createdAt: Float64Array;
  /** Epoch ms, or NEVER. */
  readonly lastSeenAt: Float64Array;
  /** Numbers of profiles, or NO_PROFILE. */
  readonly profileOf: Int32Array;
  readonly profiles: readonly ProfileFacts[];
  /** Orders and lists made from these columns; thrown away together with them. */
  readonly memo: Memo;
  /** What was made without `lastSeenAt`, the only column that logins change. */
  readonly lasting: Memo;
  /** The ids as they were read, to notice whether a column read later speaks of the same people. */
  readonly idText: string;
}

/** Lists and orders, mostly of 4 bytes per person. */
const MEMO_SIZE = 40;
/** Mostly of one byte per person; the few that are dear to make are asked for again and again, and so stay. */
const LASTING_SIZE = 64;

const keeper = new Keeper<People>(['people', 'seen']);

/** The people of an org as of now; during a collection possibly as of some seconds ago. */
export function peopleOf(db: Connection, org: number): People {
  return keeper.get(db, org, (known, hasChanged) => {
    const onlySeen = known !== null && !hasChanged('people');
    return (onlySeen ? withLastSeen(db, org, known) : null) ?? readPeople(db, org);
  });
}

const LAST_SEEN = joined('last_seen_at', String(NEVER));

/** Logins change nothing else about people. Null when people came or went all the same. */
function withLastSeen(db: Connection, org: number, people: People): People | null {
  const sql = `SELECT ${LAST_SEEN} AS seen FROM (SELECT last_seen_at FROM sf_user WHERE org_id = @org ORDER BY id)`;
  const lastSeenAt = numbers(joinedRow<'seen'>(db, sql, { org }).seen);
  if (lastSeenAt.length !== people.count) return null;
  return { ...people, lastSeenAt, memo: new Memo(MEMO_SIZE) };
}

const PEOPLE = `
  SELECT ${joined('id')} AS ids, ${joined('is_active')} AS active, ${joined('created_at')} AS created,
    ${LAST_SEEN} AS seen, ${joined('profile_id')} AS profiles
  FROM (SELECT id, is_active, created_at, last_seen_at, profile_id FROM sf_user WHERE org_id = @org ORDER BY id)`;

function readPeople(db: Connection, org: number): People {
  const row = joinedRow<'ids' | 'active' | 'created' | 'seen' | 'profiles'>(db, PEOPLE, { org });
  const ids = texts(row.ids);
  const profiles = readProfiles(db, org);
  const profileNumbers = new Map(profiles.map((profile, i) => [profile.id, i]));
  const profileIds = texts(row.profiles);
  const profileOf = Int32Array.from(profileIds, (id) => profileNumbers.get(id) ?? NO_PROFILE);
  for (const profile of profileOf) {
    const facts = profiles[profile];
    if (facts !== undefined) facts.users += 1;
  }
  return {
    count: ids.length,
    ids,
    isActive: Uint8Array.from(numbers(row.active)),
    isFrozen: readFrozen(db, org, ids),
    createdAt: numbers(row.created),
    lastSeenAt: numbers(row.seen),
    profileOf,
    profiles,
    memo: new Memo(MEMO_SIZE),
    lasting: new Memo(LASTING_SIZE),
    idText: row.ids ?? '',
  };
}

function readProfiles(db: Connection, org: number): ProfileFacts[] {
  return db.all<ProfileFacts>(
    `SELECT p.id, p.name, l.id AS licenseId, coalesce(l.label, l.name) AS license, 0 AS users,
       dense_rank() OVER (ORDER BY p.name COLLATE NOCASE) AS nameRank,
       CASE WHEN l.id IS NULL THEN 0 ELSE dense_rank() OVER (ORDER BY coalesce(l.label, l.name) COLLATE NOCASE) END
         AS licenseRank
     FROM profile p LEFT JOIN user_license l ON l.org_id = p.org_id AND l.id = p.user_license_id
     WHERE p.org_id = @org`,
    { org },
  );
}

function readFrozen(db: Connection, org: number, ids: readonly string[]): Uint8Array {
  const frozen = new Uint8Array(ids.length);
  const rows = db.all<{ userId: string }>(
    'SELECT user_id AS userId FROM user_login WHERE org_id = @org AND is_frozen = 1',
    { org },
  );
  for (const { userId } of rows) {
    const i = numberOf(ids, userId);
    if (i !== null) frozen[i] = 1;
  }
  return frozen;
}

/** The place of an id among ascending ids; null when it is not there. */
export function numberOf(ids: readonly string[], id: string): number | null {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = ids[middle] ?? '';
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}

/** SQL: ids by a text column as SQLite compares it. */
const byIndex = (column: 'name' | 'username'): string => `
  SELECT ${joined('id')} AS ids FROM (
    SELECT id FROM sf_user INDEXED BY sf_user_${column} WHERE org_id = @org ORDER BY ${column} COLLATE NOCASE, id)`;

/** The index is named: without statistics SQLite would rather sort everybody. */
export const PEOPLE_BY_NAME = { name: byIndex('name'), username: byIndex('username') };

/** Everybody by name or username, then by id. */
export function nameOrder(
  db: Connection,
  org: number,
  people: People,
  column: 'name' | 'username',
): Int32Array {
  return people.lasting.get(`order ${column}`, () =>
    numbered(people, texts(joinedRow<'ids'>(db, PEOPLE_BY_NAME[column], { org }).ids)),
  );
}

/** SQL: by name the ids of all who bear it. */
const NAMESAKES = `
  SELECT group_concat(ids, char(30)) AS names FROM (
    SELECT ${joined('id')} AS ids FROM sf_user INDEXED BY sf_user_name WHERE org_id = @org
    GROUP BY name COLLATE NOCASE ORDER BY name COLLATE NOCASE)`;

/** By person: the place of the name among all names; equal names have the same. */
export function nameRanks(db: Connection, org: number, people: People): Int32Array {
  return people.lasting.get('name ranks', () => {
    const { names } = joinedRow<'names'>(db, NAMESAKES, { org });
    const ranks = new Int32Array(people.count);
    const groups = names === null ? [] : names.split(GROUP_SEPARATOR);
    const all = numbersById(people);
    groups.forEach((ids, rank) => {
      for (const id of ids.includes(SEPARATOR) ? texts(ids) : [ids]) {
        const person = all.get(id);
        if (person !== undefined) ranks[person] = rank;
      }
    });
    return ranks;
  });
}

function numbersById(people: People): ReadonlyMap<string, number> {
  return people.lasting.get('numbers', () => {
    const all = new Map<string, number>();
    for (let person = 0; person < people.count; person++) all.set(people.ids[person] ?? '', person);
    return all;
  });
}

function numbered(people: People, ids: readonly string[]): Int32Array {
  const all = numbersById(people);
  const order: number[] = [];
  for (const id of ids) {
    const person = all.get(id);
    if (person !== undefined) order.push(person);
  }
  if (order.length === people.count) return Int32Array.from(order);
  // A collection removed people since; they are shown no more, but counted until the next reading.
  const listed = new Set(order);
  return Int32Array.from([...order, ...positions(people.count).filter((person) => !listed.has(person))]);
}

import type { Connection } from '../connection';
import { Keeper } from '../freshness';
import { Memo } from '../memo';
import type { Slices } from '../slices';
import {
  type Column,
  Dictionary,
  SEPARATOR,
  columnOf,
  joined,
  joinedRow,
  latin1,
  numbers,
  startsOf,
  together,
} from './columns';
import { type Holdings, readHoldings } from './holdings';
import { IdList, UNKNOWN } from './id-list';

// The people of one org as columns in memory. What a page asks (whom does a filter keep, in which order, how
// many) is then a walk through numbers, a few milliseconds for 200,000 people, whatever the sorting and
// however far down. Only what a page shows is read from its tables.

/** In `lastSeenAt`: never. */
export const NEVER = -1;
/** In `profileOf`: a profile that is not stored. */
export const NO_PROFILE = UNKNOWN;

export interface ProfileFacts {
  id: string;
  name: string;
  /** Null: not stored, or the profile belongs to none. */
  licenseId: string | null;
  license: string | null;
  licenseKey: string | null;
  userType: string | null;
  /** Places in the order of names; equal names have equal places. */
  nameRank: number;
  /** The same for licenses; 0: none. */
  licenseRank: number;
  users: number;
}

/** Search texts of neighbors: of 200,000 people one text would be made anew in one long breath. */
export interface SearchTexts {
  /** The number of the first of them. */
  first: number;
  /** One after the other; every byte of UTF-8 a character, which takes half the memory. */
  all: string;
  /** Where each begins; the last entry is where one more would. */
  starts: Int32Array;
}

export interface People {
  readonly count: number;
  /** Ascending: a person's number is the place in this order. */
  readonly ids: IdList;
  readonly isActive: Uint8Array;
  readonly isFrozen: Uint8Array;
  /** Epoch ms. */
  readonly createdAt: Float64Array;
  /** Epoch ms, or NEVER. */
  readonly lastSeenAt: Float64Array;
  /** Numbers of profiles, or NO_PROFILE. */
  readonly profileOf: Int32Array;
  readonly profiles: readonly ProfileFacts[];
  /** By person: the number of a set of feature licenses. */
  readonly featureSetOf: Uint16Array;
  /** Names of flags without "UserPermissions". Few differ: people are given them by kind of work. */
  readonly featureSets: readonly (readonly string[])[];
  readonly searchTexts: readonly SearchTexts[];
  readonly holdings: Holdings;
  /** Orders and lists made from these columns; thrown away together with them. */
  readonly memo: Memo;
  /** What was made without `lastSeenAt` and `holdings`, and so lasts while those change. */
  readonly lasting: Memo;
}

/** Bytes: some fifteen lists of 200,000 people, and ten orders or forty filters. One is made in milliseconds. */
const MEMO_BYTES = 12e6;
const LASTING_BYTES = 8e6;

/** People read at once: some 5 ms. */
const SLICE = 4_000;

export const peopleKeeper = new Keeper<People>(['people', 'seen', 'seats'], rereadPeople);

/** The people of an org as of now; during a collection possibly as of some seconds ago. */
export const peopleOf = (db: Connection, org: number): People => peopleKeeper.get(db, org);

function* rereadPeople(
  db: Connection,
  org: number,
  known: People | null,
  hasChanged: (part: 'people' | 'seen' | 'seats') => boolean,
): Slices<People> {
  if (known !== null && !hasChanged('people')) {
    const lastSeenAt = hasChanged('seen') ? yield* readLastSeen(db, org) : known.lastSeenAt;
    const holdings = hasChanged('seats') ? yield* readHoldings(db, org, known) : known.holdings;
    // Otherwise people came or went while the columns were read.
    if (lastSeenAt.length === known.count)
      return { ...known, lastSeenAt, holdings, memo: new Memo(MEMO_BYTES) };
  }
  const people = yield* readPeople(db, org);
  const holdings = yield* readHoldings(db, org, people);
  return { ...people, holdings, memo: new Memo(MEMO_BYTES), lasting: new Memo(LASTING_BYTES) };
}

const LAST_SEEN = joined('last_seen_at', String(NEVER));

/** SQL: columns of the people that come next. */
const nextPeople = (columns: string): string => `
  SELECT count(*) AS count, max(id) AS last, ${columns} FROM (
    SELECT id, is_active, created_at, last_seen_at, profile_id, features, search_text FROM sf_user
    WHERE org_id = @org AND id > @after ORDER BY id LIMIT ${SLICE})`;

const PEOPLE = nextPeople(
  `${joined('id')} AS ids, ${joined('is_active')} AS active, ${joined('created_at')} AS created,
   ${LAST_SEEN} AS seen, ${joined('profile_id')} AS profiles, ${joined('features')} AS features,
   ${joined(`replace(search_text, char(${SEPARATOR}), ' ')`)} AS texts`,
);
const SEEN = nextPeople(`${LAST_SEEN} AS seen`);

/** Takes the columns of everybody, some thousand people at a time. */
function* eachSlice<Names extends string>(
  db: Connection,
  org: number,
  sql: string,
  take: (row: Record<Names, Column>) => void,
): Slices<void> {
  let after: string | null = '';
  while (after !== null) {
    const row: (Record<Names, Column> & { count: number; last: string | null }) | undefined = db.get(sql, {
      org,
      after,
    });
    if (row === undefined || row.count === 0) return;
    take(row);
    after = row.count < SLICE ? null : row.last;
    yield;
  }
}

const doubles = (length: number) => new Float64Array(length);
const bytes = (length: number) => new Uint8Array(length);

function* readLastSeen(db: Connection, org: number): Slices<Float64Array> {
  const parts: Float64Array[] = [];
  yield* eachSlice<'seen'>(db, org, SEEN, (row) => parts.push(numbers(row.seen)));
  return together(parts, doubles);
}

function* readPeople(db: Connection, org: number): Slices<Omit<People, 'holdings' | 'memo' | 'lasting'>> {
  const profiles = readProfiles(db, org);
  const profileIds = new IdList(columnOf(profiles.map((profile) => profile.id)));
  const ids: Uint8Array[] = [];
  const active: Uint8Array[] = [];
  const created: Float64Array[] = [];
  const seen: Float64Array[] = [];
  const profileOf: Int32Array[] = [];
  const features = new Dictionary();
  const featureSetOf: Uint16Array[] = [];
  const searchTexts: SearchTexts[] = [];
  let count = 0;
  type Names = 'ids' | 'active' | 'created' | 'seen' | 'profiles' | 'features' | 'texts';
  yield* eachSlice<Names>(db, org, PEOPLE, (row) => {
    const isActive = Uint8Array.from(numbers(row.active));
    if (count > 0) ids.push(Uint8Array.of(SEPARATOR));
    ids.push(row.ids ?? bytes(0));
    active.push(isActive);
    created.push(numbers(row.created));
    seen.push(numbers(row.seen));
    profileOf.push(profileIds.numbersOf(row.profiles));
    featureSetOf.push(Uint16Array.from(features.numbersOf(row.features)));
    searchTexts.push({ first: count, all: latin1(row.texts), starts: startsOf(row.texts) });
    count += isActive.length;
  });
  const list = yield* IdList.inSlices(count === 0 ? null : together(ids, bytes));
  yield;
  const isFrozen = readFrozen(db, org, list);
  yield;
  const people = {
    count,
    ids: list,
    isActive: together(active, bytes),
    isFrozen,
    createdAt: together(created, doubles),
    lastSeenAt: together(seen, doubles),
    profileOf: together(profileOf, (length) => new Int32Array(length)),
    profiles,
    featureSetOf: together(featureSetOf, (length) => new Uint16Array(length)),
    featureSets: features.texts.map(namesOfFlags),
    searchTexts,
  };
  for (let person = 0; person < count; person++) {
    const facts = profiles[people.profileOf[person] ?? NO_PROFILE];
    if (facts !== undefined) facts.users += 1;
  }
  yield;
  return people;
}

/** A JSON array of names; '' where a column had nothing. */
function namesOfFlags(json: string): string[] {
  return json === '' ? [] : (JSON.parse(json) as string[]);
}

function readProfiles(db: Connection, org: number): ProfileFacts[] {
  return db.all<ProfileFacts>(
    `SELECT p.id, p.name, p.user_type AS userType, l.id AS licenseId, coalesce(l.label, l.name) AS license,
       l.definition_key AS licenseKey, 0 AS users,
       dense_rank() OVER (ORDER BY p.name COLLATE NOCASE) AS nameRank,
       CASE WHEN l.id IS NULL THEN 0 ELSE dense_rank() OVER (ORDER BY coalesce(l.label, l.name) COLLATE NOCASE) END
         AS licenseRank
     FROM profile p LEFT JOIN user_license l ON l.org_id = p.org_id AND l.id = p.user_license_id
     WHERE p.org_id = @org`,
    { org },
  );
}

function readFrozen(db: Connection, org: number, ids: IdList): Uint8Array {
  const frozen = new Uint8Array(ids.count);
  const sql = `SELECT ${joined('user_id')} AS ids FROM user_login WHERE org_id = @org AND is_frozen = 1`;
  for (const person of ids.numbersOf(joinedRow<'ids'>(db, sql, { org }).ids))
    if (person !== UNKNOWN) frozen[person] = 1;
  return frozen;
}

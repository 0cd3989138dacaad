import type { Connection } from '../connection';
import { Memo } from '../memo';
import type { Slices } from '../slices';
import { columnOf, joined, joinedRow, together } from './columns';
import { IdList, UNKNOWN } from './id-list';
import { featuresInUse } from './licensing/features';
import { storedLicenses } from './stored-licenses';

/**
 * Every seat of a stored license that somebody holds, as columns in memory; by person, and per person the
 * license of the profile first, then permission set licenses, then package licenses, both by id, then feature
 * licenses. Deactivated users have given the first and the last back.
 */
export interface Holdings {
  /** By seat: the person. */
  readonly persons: Int32Array;
  /** By seat: the number of the license. */
  readonly licenses: Int32Array;
  /** By person: where the person's seats begin; the last entry is where one more's would. */
  readonly starts: Int32Array;
  /** By number: the id of the license. */
  readonly licenseIds: readonly string[];
  /** What was made from these columns. */
  readonly memo: Memo;
}

/** Bytes: counts of seats. */
const MEMO_BYTES = 1e6;

/** What is needed of people to tell who holds what. */
interface PeopleFacts {
  readonly count: number;
  readonly ids: IdList;
  readonly isActive: Uint8Array;
  /** Numbers of profiles, or UNKNOWN. */
  readonly profileOf: Int32Array;
  readonly profiles: readonly { licenseId: string | null }[];
  readonly featureSetOf: Uint16Array;
  readonly featureSets: readonly (readonly string[])[];
}

export function* readHoldings(db: Connection, org: number, people: PeopleFacts): Slices<Holdings> {
  const licenseIds = storedLicenses(db, org, featuresInUse(people)).map((license) => license.id);
  const licenses = new IdList(columnOf(licenseIds));
  const ofProfile = licenses.numbersOf(columnOf(people.profiles.map(({ licenseId }) => licenseId ?? '')));
  const own = people.profileOf.map((profile, person) =>
    people.isActive[person] === 0 ? UNKNOWN : (ofProfile[profile] ?? UNKNOWN),
  );
  const others = [
    yield* readPairs(db, org, people, licenses, PERMISSION_SET_LICENSES),
    yield* readPairs(db, org, people, licenses, PACKAGE_LICENSES),
    featurePairs(people, licenseIds),
  ];
  const seats = yield* inOrder(people.count, own, others);
  return { ...seats, licenseIds, memo: new Memo(MEMO_BYTES) };
}

/** Who holds which license. */
interface Pairs {
  persons: Int32Array;
  licenses: Int32Array;
}

/** Which active person has which flag. */
function featurePairs(people: PeopleFacts, licenseIds: readonly string[]): Pairs {
  const numberOf = new Map(licenseIds.map((id, number) => [id, number]));
  const numbers = people.featureSets.map((names) => names.flatMap((name) => numberOf.get(name) ?? []));
  const count = (person: number) =>
    people.isActive[person] === 1 ? (numbers[people.featureSetOf[person] ?? 0]?.length ?? 0) : 0;
  let all = 0;
  for (let person = 0; person < people.count; person++) all += count(person);
  const pairs = { persons: new Int32Array(all), licenses: new Int32Array(all) };
  let at = 0;
  for (let person = 0; person < people.count; person++) {
    if (count(person) === 0) continue;
    for (const number of numbers[people.featureSetOf[person] ?? 0] ?? []) {
      pairs.persons[at] = person;
      pairs.licenses[at++] = number;
    }
  }
  return pairs;
}

/** Everything by person; what one person has stays in the order given. */
function* inOrder(
  count: number,
  own: Int32Array,
  others: readonly Pairs[],
): Slices<Pairs & { starts: Int32Array }> {
  const starts = new Int32Array(count + 1);
  const add = (person: number, n: number) => {
    starts[person] = (starts[person] ?? 0) + n;
  };
  for (let person = 0; person < count; person++) if (own[person] !== UNKNOWN) add(person, 1);
  for (const { persons } of others) for (let i = 0; i < persons.length; i++) add(persons[i] ?? 0, 1);
  yield;
  // First the ends; every seat that is placed, from the last, moves one of them back to where it begins.
  for (let person = 1; person <= count; person++) add(person, starts[person - 1] ?? 0);
  const all = starts[count] ?? 0;
  const seats = { persons: new Int32Array(all), licenses: new Int32Array(all), starts };
  const place = (person: number, license: number) => {
    add(person, -1);
    const seat = starts[person] ?? 0;
    seats.persons[seat] = person;
    seats.licenses[seat] = license;
  };
  for (const { persons, licenses } of [...others].reverse()) {
    yield;
    for (let i = persons.length - 1; i >= 0; i--) place(persons[i] ?? 0, licenses[i] ?? 0);
  }
  yield;
  for (let person = 0; person < count; person++) {
    const license = own[person] ?? UNKNOWN;
    if (license !== UNKNOWN) place(person, license);
  }
  return seats;
}

/** A table of who holds what; its index by user has both columns. */
interface Source {
  table: string;
  user: string;
  license: string;
}
const PERMISSION_SET_LICENSES = {
  table: 'permission_set_license_assignment',
  user: 'assignee_id',
  license: 'permission_set_license_id',
};
const PACKAGE_LICENSES = { table: 'user_package_license', user: 'user_id', license: 'package_license_id' };

/** Rows read at once: some 3 ms. */
const SLICE = 4_000;

/** Persons and the license each of them holds, by person and license id. Nobody unknown is among them. */
function* readPairs(
  db: Connection,
  org: number,
  people: PeopleFacts,
  stored: IdList,
  { table, user, license }: Source,
): Slices<Pairs> {
  const beyond = `FROM ${table} WHERE org_id = @org AND ${user} > @after`;
  const further = `SELECT ${user} AS id ${beyond} ORDER BY ${user} LIMIT 1 OFFSET ${SLICE}`;
  const columns = (upTo: string) => `
    SELECT ${joined('user')} AS users, ${joined('license')} AS licenses FROM (
      SELECT ${user} AS user, ${license} AS license ${beyond} ${upTo} ORDER BY ${user}, ${license})`;
  const persons: Int32Array[] = [];
  const licenses: Int32Array[] = [];
  let after = '';
  for (;;) {
    const next: string | undefined = db.get<{ id: string }>(further, { org, after })?.id;
    const row =
      next === undefined
        ? joinedRow<'users' | 'licenses'>(db, columns(''), { org, after })
        : joinedRow<'users' | 'licenses'>(db, columns(`AND ${user} <= @next`), { org, after, next });
    const [who, what] = [people.ids.numbersOf(row.users), stored.numbersOf(row.licenses)];
    const isKnown = (_: number, i: number) => who[i] !== UNKNOWN && what[i] !== UNKNOWN;
    persons.push(who.filter(isKnown));
    licenses.push(what.filter(isKnown));
    if (next === undefined) break;
    after = next;
    yield;
  }
  const ints = (length: number) => new Int32Array(length);
  return { persons: together(persons, ints), licenses: together(licenses, ints) };
}

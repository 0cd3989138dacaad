import { type Connection, END_OF_TIME } from '../../../connection';
import { Keeper } from '../../../freshness';
import type { Slices } from '../../../slices';
import { type Column, columnOf, joined, numbers, together } from '../../columns';
import { IdList, UNKNOWN } from '../../id-list';
import { type People, peopleOf } from '../../people';
import { serialOf } from './serial';

// Who was given which permission sets, as columns in memory (see people.ts).

/** A permission set, as far as licenses are concerned. */
export interface SetFacts {
  id: string;
  /** API name, with the prefix of its package. */
  name: string;
  label: string;
  /** The UserLicense or PermissionSetLicense it needs. */
  licenseId: string | null;
  profileId: string | null;
  /** The group whose permissions this set adds up. */
  groupId: string | null;
  permissions: readonly string[];
}

export interface Grants {
  /** Whether permission sets and their assignments have been collected to the end, and are those of the moment. */
  readonly areKnown: boolean;
  /** The people in whose numbers this is told. */
  readonly ids: IdList;
  /** By number of a set. */
  readonly sets: readonly SetFacts[];
  /**
   * Assignments by person, without those Salesforce calls inactive and those of a profile's own set: the number
   * of the set, or UNKNOWN for a set that is not stored.
   */
  readonly assigned: Int32Array;
  /** By person: where the assignments begin; the last entry is where one more person's would. */
  readonly starts: Int32Array;
  /** By place in `assigned`: when the assignment ends, epoch ms; most never do. */
  readonly endsAt: ReadonlyMap<number, number>;
  /** By number of a profile in `People.profiles`: its own set, or UNKNOWN. */
  readonly ofProfile: Int32Array;
}

export const grantsKeeper = new Keeper<Grants>(
  ['people', 'permissionSets', 'permissionSetGroups', 'permissionSetAssignments'],
  readGrants,
);

/** As of now, in the numbers of `people`; during a collection possibly as of some seconds ago. */
export function grantsOf(db: Connection, org: number, people: People): Grants {
  const grants = grantsKeeper.get(db, org);
  if (grants.ids === people.ids) return grants;
  return people.memo.get(`grants ${String(serialOf(grants))}`, () => renumbered(grants, people));
}

/**
 * While a collection runs either list may have been read before the other: then people have other numbers. Whoever
 * came since has a set that nobody knows, so that nothing is concluded from having none.
 */
export function renumbered(grants: Grants, people: People): Grants {
  const starts = new Int32Array(people.count + 1);
  const assigned: number[] = [];
  const endsAt = new Map<number, number>();
  for (let person = 0; person < people.count; person++) {
    const before = grants.ids.numberOf(people.ids.at(person));
    if (before === UNKNOWN) assigned.push(UNKNOWN);
    for (
      let i = grants.starts[before] ?? 0;
      i < (grants.starts[before + 1] ?? 0) && before !== UNKNOWN;
      i++
    ) {
      const end = grants.endsAt.get(i);
      if (end !== undefined) endsAt.set(assigned.length, end);
      assigned.push(grants.assigned[i] ?? UNKNOWN);
    }
    starts[person + 1] = assigned.length;
  }
  const ofProfile = setsOfProfiles(people, grants.sets);
  return { ...grants, ids: people.ids, assigned: Int32Array.from(assigned), starts, endsAt, ofProfile };
}

/** Why nothing is known of permission sets. */
export const whyUnknown = (db: Connection): string =>
  db.until < END_OF_TIME
    ? 'Permission sets are known as they are now, not as they were then: look at the newest data.'
    : 'Permission sets or their assignments have not been collected to the end yet.';

const STREAMS = JSON.stringify(['permissionSets', 'permissionSetAssignments']);

function areCollected(db: Connection, org: number): boolean {
  // Looking back shows other rows as they were, these as they are.
  if (db.until < END_OF_TIME) return false;
  const { n } = db.get<{ n: number }>(
    `SELECT count(*) AS n FROM stream_checkpoint WHERE org_id = @org AND tracked_since IS NOT NULL
     AND stream IN (SELECT value FROM json_each(@streams))`,
    { org, streams: STREAMS },
  ) ?? { n: 0 };
  return n === 2;
}

function* readGrants(db: Connection, org: number): Slices<Grants> {
  const people = peopleOf(db, org);
  const { ids } = people;
  const areKnown = areCollected(db, org);
  const sets = areKnown ? readSets(db, org) : [];
  const ofProfile = setsOfProfiles(people, sets);
  yield;
  const rows = areKnown ? yield* readAssignments(db, org, people, sets) : NO_ROWS;
  return { areKnown, ids, sets, ofProfile, ...byPerson(people.count, rows) };
}

/** By number of a profile: its own set, or UNKNOWN. */
function setsOfProfiles({ profiles }: People, sets: readonly SetFacts[]): Int32Array {
  const numbers = new Map(profiles.map(({ id }, number) => [id, number]));
  const ofProfile = new Int32Array(profiles.length).fill(UNKNOWN);
  sets.forEach(({ profileId }, set) => {
    const profile = profileId === null ? undefined : numbers.get(profileId);
    if (profile !== undefined) ofProfile[profile] = set;
  });
  return ofProfile;
}

function readSets(db: Connection, org: number): SetFacts[] {
  const rows = db.all<Omit<SetFacts, 'permissions'> & { permissions: string }>(
    `SELECT id, iif(namespace_prefix IS NULL, name, namespace_prefix || '__' || name) AS name,
       coalesce(label, name) AS label, license_id AS licenseId, profile_id AS profileId,
       permission_set_group_id AS groupId, permissions
     FROM permission_set WHERE org_id = @org ORDER BY id`,
    { org },
  );
  return rows.map((row) => ({ ...row, permissions: JSON.parse(row.permissions) as string[] }));
}

interface Rows {
  persons: Int32Array;
  sets: Int32Array;
  /** Epoch ms; 0: never. */
  ends: Float64Array;
}

const NO_ROWS: Rows = { persons: new Int32Array(0), sets: new Int32Array(0), ends: new Float64Array(0) };

/** Rows read at once: some 5 ms. */
const SLICE = 4_000;

/**
 * In the order they are stored in: following the index by user takes five times as long, with every row looked
 * up by itself. An API version that does not say calls none inactive.
 */
const NEXT = `
  SELECT count(*) AS count, max(id) AS last, ${joined('assignee_id')} AS users,
    ${joined('permission_set_id')} AS sets, ${joined('permission_set_group_id')} AS groups,
    ${joined('iif(is_active = 0, 1, expires_at)', '0')} AS ends
  FROM (SELECT id, assignee_id, permission_set_id, permission_set_group_id, is_active, expires_at
        FROM permission_set_assignment WHERE org_id = @org AND id > @after ORDER BY id LIMIT ${SLICE})`;

/** Assignments of people who are stored; those Salesforce calls inactive ended long ago. */
function* readAssignments(
  db: Connection,
  org: number,
  people: People,
  sets: readonly SetFacts[],
): Slices<Rows> {
  const ofGroups = sets.flatMap(({ groupId }, set) => (groupId === null ? [] : [{ groupId, set }]));
  const lists = {
    sets: new IdList(columnOf(sets.map(({ id }) => id))),
    groups: new IdList(columnOf(ofGroups.map(({ groupId }) => groupId))),
    ofGroups: ofGroups.map(({ set }) => set),
  };
  const parts: Rows[] = [];
  let after: string | null = '';
  while (after !== null) {
    const row: (Record<Names, Column> & { count: number; last: string | null }) | undefined = db.get(NEXT, {
      org,
      after,
    });
    if (row === undefined || row.count === 0) break;
    parts.push(rowsOf(row, people, sets, lists));
    after = row.count < SLICE ? null : row.last;
    yield;
  }
  const ints = (length: number) => new Int32Array(length);
  const doubles = (length: number) => new Float64Array(length);
  return {
    persons: together(parts.map((part) => part.persons), ints), // prettier-ignore
    sets: together(parts.map((part) => part.sets), ints), // prettier-ignore
    ends: together(parts.map((part) => part.ends), doubles), // prettier-ignore
  };
}

type Names = 'users' | 'sets' | 'groups' | 'ends';

function rowsOf(
  row: Record<Names, Column>,
  people: People,
  sets: readonly SetFacts[],
  lists: { sets: IdList; groups: IdList; ofGroups: readonly number[] },
): Rows {
  const persons = people.ids.numbersOf(row.users);
  const named = lists.sets.numbersOf(row.sets);
  const groups = lists.groups.numbersOf(row.groups);
  // Whoever is assigned a group has what its own set adds up.
  const given = named.map((set, i) => lists.ofGroups[groups[i] ?? UNKNOWN] ?? set);
  const counts = (i: number) =>
    persons[i] !== UNKNOWN && (sets[given[i] ?? UNKNOWN]?.profileId ?? null) === null;
  return {
    persons: persons.filter((_, i) => counts(i)),
    sets: given.filter((_, i) => counts(i)),
    ends: numbers(row.ends).filter((_, i) => counts(i)),
  };
}

function byPerson(
  count: number,
  { persons, sets, ends }: Rows,
): Pick<Grants, 'assigned' | 'starts' | 'endsAt'> {
  const starts = new Int32Array(count + 1);
  const add = (person: number, n: number): number => (starts[person] = (starts[person] ?? 0) + n);
  for (const person of persons) add(person, 1);
  for (let person = 1; person <= count; person++) add(person, starts[person - 1] ?? 0);
  // First the ends; every assignment that is placed moves one of them back to where it begins.
  const assigned = new Int32Array(persons.length);
  const endsAt = new Map<number, number>();
  for (let i = persons.length - 1; i >= 0; i--) {
    const place = add(persons[i] ?? 0, -1);
    assigned[place] = sets[i] ?? UNKNOWN;
    const end = ends[i] ?? 0;
    if (end !== 0) endsAt.set(place, end);
  }
  return { assigned, starts, endsAt };
}

/** Walks through what one person is assigned as of a moment: numbers of sets, UNKNOWN among them. */
export function eachGrant(grants: Grants, person: number, asOf: number, take: (set: number) => void): void {
  const { starts, assigned, endsAt } = grants;
  const end = starts[person + 1] ?? 0;
  for (let i = starts[person] ?? 0; i < end; i++) {
    if (endsAt.size > 0 && (endsAt.get(i) ?? Infinity) <= asOf) continue;
    take(assigned[i] ?? UNKNOWN);
  }
}

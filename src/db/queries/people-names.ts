import type { Connection } from '../connection';
import type { Slices, Task } from '../slices';
import { type Column, GROUP_SEPARATOR, SEPARATOR, joined } from './columns';
import { UNKNOWN } from './id-list';
import type { People } from './people';

// Of sf_user the indexes sf_user_name and sf_user_username are asked for by name; whoever puts other tables in
// the place of these (history/rewind.ts) gives them the same indexes.

export type NameColumn = 'name' | 'username';

export interface Names {
  /** Everybody by this column as SQLite compares it, then by id. */
  order: Int32Array;
  /** By person: the place of the name among all names; equal names have the same. */
  ranks: Int32Array;
}

/** Names read at once: some 3 ms. */
const SLICE = 4_000;

/** From where to where of a column a slice goes; the first has no beginning, the last no end. */
function between(column: NameColumn, after: boolean, upTo: boolean): string {
  return `FROM sf_user INDEXED BY sf_user_${column} WHERE org_id = @org
    ${after ? `AND ${column} COLLATE NOCASE > @after` : ''} ${upTo ? `AND ${column} COLLATE NOCASE <= @upTo` : ''}`;
}

/** SQL: the name some way on. The index is named: without statistics SQLite would rather sort everybody. */
export const nameFurtherOn = (column: NameColumn, after: boolean): string => `
  SELECT ${column} AS name ${between(column, after, false)}
  ORDER BY ${column} COLLATE NOCASE LIMIT 1 OFFSET ${SLICE}`;

/** SQL: by name the ids of all who bear it, from the index alone. */
export const namesakes = (column: NameColumn, after: boolean, upTo: boolean): string => `
  SELECT CAST(group_concat(ids, char(${GROUP_SEPARATOR})) AS BLOB) AS ids FROM (
    SELECT ${joined('id')} AS ids ${between(column, after, upTo)}
    GROUP BY ${column} COLLATE NOCASE ORDER BY ${column} COLLATE NOCASE)`;

/** Everybody by name or username. */
export function namesOf(db: Connection, org: number, people: People, column: NameColumn): Names {
  return readingNames(db, org, people, column).now();
}

export function readingNames(db: Connection, org: number, people: People, column: NameColumn): Task<Names> {
  return people.lasting.task(`names ${column}`, () => readNames(db, org, people, column));
}

function* readNames(db: Connection, org: number, people: People, column: NameColumn): Slices<Names> {
  const order = new Int32Array(people.count);
  const ranks = new Int32Array(people.count).fill(UNKNOWN);
  let placed = 0;
  let rank = 0;
  let after: string | null = null;
  for (;;) {
    const from: { after?: string } = after === null ? {} : { after };
    const upTo: string | undefined = db.get<{ name: string }>(nameFurtherOn(column, after !== null), {
      org,
      ...from,
    })?.name;
    const { ids } = db.get<{ ids: Column }>(namesakes(column, after !== null, upTo !== undefined), {
      ...{ org, ...from },
      ...(upTo === undefined ? {} : { upTo }),
    }) ?? { ids: null };
    const isLastOfName = endsOfGroups(ids);
    people.ids.numbersOf(ids).forEach((person, i) => {
      // Whoever was renamed in between comes a second time, whoever is new comes with the next reading.
      if (person !== UNKNOWN && ranks[person] === UNKNOWN) {
        order[placed++] = person;
        ranks[person] = rank;
      }
      if (isLastOfName[i] === 1) rank++;
    });
    if (upTo === undefined) break;
    after = upTo;
    yield;
  }
  // A collection removed people since; they are shown no more, but counted until the next reading.
  for (let person = 0; placed < people.count && person < people.count; person++) {
    if (ranks[person] !== UNKNOWN) continue;
    order[placed++] = person;
    ranks[person] = rank;
  }
  return { order, ranks };
}

/** By value: 1 where a group ends. Makes one column of the groups. */
function endsOfGroups(groups: Column): Uint8Array {
  if (groups === null) return new Uint8Array(0);
  let count = 1;
  for (let i = 0; i < groups.length; i++)
    if (groups[i] === SEPARATOR || groups[i] === GROUP_SEPARATOR) count++;
  const ends = new Uint8Array(count);
  let value = 0;
  for (let i = 0; i < groups.length; i++) {
    if (groups[i] === GROUP_SEPARATOR) {
      groups[i] = SEPARATOR;
      ends[value] = 1;
    }
    if (groups[i] === SEPARATOR) value++;
  }
  ends[count - 1] = 1;
  return ends;
}

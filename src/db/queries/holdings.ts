import type { Connection } from '../connection';
import { Keeper } from '../freshness';
import type { Memo } from '../memo';
import { eachMatch, joined, joinedRow, texts } from './columns';
import type { People } from './people';
import type { StoredLicense } from './stored-licenses';

/** What people hold besides the license of their profile, as columns in memory. */
export interface Holdings {
  /** By person: where the held licenses begin in `held`; the last entry is the end. */
  readonly starts: Int32Array;
  /** Numbers of licenses; per person permission set licenses before package licenses, both by id. */
  readonly held: Int32Array;
  /** By number: the id of the license, which need not be stored. */
  readonly licenseIds: readonly string[];
  /** Of every reading its own. */
  readonly version: number;
  /** Stands for the rows of people whose numbers these are. */
  readonly rows: Memo;
}

const keeper = new Keeper<Holdings>(['seats']);
let version = 0;

/** As of now; during a collection as of some seconds ago, like the people themselves. */
export function holdingsOf(db: Connection, org: number, people: People): Holdings {
  const read = () => readHoldings(db, org, people);
  return keeper.get(db, org, read, (known) => known.rows === people.lasting);
}

function readHoldings(db: Connection, org: number, people: People): Holdings {
  const licenseIds: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (id: string): number => {
    let number = numbers.get(id);
    if (number === undefined) {
      numbers.set(id, (number = licenseIds.length));
      licenseIds.push(id);
    }
    return number;
  };
  const starts = new Int32Array(people.count + 1);
  const pairs = [
    readPairs(
      db,
      org,
      people,
      'permission_set_license_assignment',
      'assignee_id',
      'permission_set_license_id',
    ),
    readPairs(db, org, people, 'user_package_license', 'user_id', 'package_license_id'),
  ];
  for (const { of } of pairs) for (const person of of) starts[person + 1] = (starts[person + 1] ?? 0) + 1;
  for (let person = 0; person < people.count; person++)
    starts[person + 1] = (starts[person + 1] ?? 0) + (starts[person] ?? 0);
  const held = new Int32Array(starts[people.count] ?? 0);
  const next = starts.slice();
  for (const { of, licenses } of pairs) {
    of.forEach((person, i) => {
      const place = next[person] ?? 0;
      held[place] = numberOf(licenses[i] ?? '');
      next[person] = place + 1;
    });
  }
  return { starts, held, licenseIds, version: ++version, rows: people.lasting };
}

/** Persons and the license each of them holds, by person and license id. Nobody unknown is among them. */
function readPairs(
  db: Connection,
  org: number,
  people: People,
  table: 'permission_set_license_assignment' | 'user_package_license',
  user: string,
  license: string,
): { of: number[]; licenses: string[] } {
  // The index by user has both columns and their order.
  const row = joinedRow<'users' | 'licenses'>(
    db,
    `SELECT ${joined(user)} AS users, ${joined(license)} AS licenses FROM (
       SELECT ${user}, ${license} FROM ${table} WHERE org_id = @org ORDER BY ${user}, ${license})`,
    { org },
  );
  const all = texts(row.licenses);
  const pairs: { of: number[]; licenses: string[] } = { of: [], licenses: [] };
  eachMatch(people.ids, texts(row.users), (person, i) => {
    pairs.of.push(person);
    pairs.licenses.push(all[i] ?? '');
  });
  return pairs;
}

/** Not among the stored licenses, or left out. */
const NONE = -1;

/**
 * Calls `visit` with every seat held by the people that `counts` names, in the order given (null: of their
 * numbers): person and place in `licenses`. Per person the license of the profile comes first, which
 * deactivated users have given back.
 */
export function eachSeat(
  { people, holdings, licenses }: { people: People; holdings: Holdings; licenses: readonly StoredLicense[] },
  order: Int32Array | null,
  counts: (person: number) => boolean,
  visit: (person: number, license: number) => void,
): void {
  const places = new Map(licenses.map((license, place) => [license.id, place]));
  const ofHeld = Int32Array.from(holdings.licenseIds, (id) => places.get(id) ?? NONE);
  const ofProfile = Int32Array.from(people.profiles, ({ licenseId }) =>
    licenseId === null ? NONE : (places.get(licenseId) ?? NONE),
  );
  const { starts, held } = holdings;
  for (let i = 0; i < people.count; i++) {
    const person = order === null ? i : (order[i] ?? 0);
    if (!counts(person)) continue;
    const own = people.isActive[person] === 0 ? NONE : (ofProfile[people.profileOf[person] ?? NONE] ?? NONE);
    if (own !== NONE) visit(person, own);
    const end = starts[person + 1] ?? 0;
    for (let place = starts[person] ?? 0; place < end; place++) {
      const license = ofHeld[held[place] ?? NONE] ?? NONE;
      if (license !== NONE) visit(person, license);
    }
  }
}

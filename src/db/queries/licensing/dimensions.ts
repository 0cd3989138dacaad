import type { GroupBy } from '../../../shared/model/reclaim';
import type { Connection } from '../../connection';
import { type Column, Dictionary, joined } from '../columns';
import { UNKNOWN } from '../id-list';
import type { People } from '../people';

/** What people are told apart by. */
export interface Dimension {
  /** By person: the number of the value, or UNKNOWN for none. */
  readonly of: Int32Array;
  /** What a question names it by: a text, or the id of a manager. */
  readonly values: readonly string[];
  /** What people call it. */
  readonly labels: readonly string[];
}

/** People read at once: some 3 ms. */
const SLICE = 4_000;

export function dimensionOf(db: Connection, org: number, people: People, by: GroupBy): Dimension {
  return people.lasting.get(`dimension ${by}`, () => {
    switch (by) {
      case 'profile':
        return byProfile(people);
      case 'manager':
        return byManager(db, org, people);
      case 'department':
      case 'country': {
        const dictionary = new Dictionary();
        const of = columnByPerson(db, org, people, by, dictionary);
        return { of, values: dictionary.texts, labels: dictionary.texts };
      }
    }
  });
}

/** Profiles of one name are one. */
function byProfile({ profiles, profileOf }: People): Dimension {
  const dictionary = new Dictionary();
  const numbers = profiles.map(({ name }) => dictionary.numberOf(name));
  const of = profileOf.map((profile) => numbers[profile] ?? UNKNOWN);
  return { of, values: dictionary.texts, labels: dictionary.texts };
}

function byManager(db: Connection, org: number, people: People): Dimension {
  const dictionary = new Dictionary();
  const of = columnByPerson(db, org, people, 'manager_id', dictionary);
  const names = new Map(
    db
      .all<{ id: string; name: string }>(
        'SELECT id, name FROM sf_user WHERE org_id = @org AND id IN (SELECT value FROM json_each(@ids))',
        { org, ids: JSON.stringify(dictionary.texts) },
      )
      .map(({ id, name }) => [id, name]),
  );
  return { of, values: dictionary.texts, labels: dictionary.texts.map((id) => names.get(id) ?? id) };
}

function columnByPerson(
  db: Connection,
  org: number,
  people: People,
  column: 'department' | 'country' | 'manager_id',
  dictionary: Dictionary,
): Int32Array {
  const of = new Int32Array(people.count).fill(UNKNOWN);
  const sql = `
    SELECT count(*) AS count, max(id) AS last, ${joined('id')} AS ids, ${joined(`trim(${column})`)} AS texts FROM (
      SELECT id, ${column} FROM sf_user WHERE org_id = @org AND id > @after AND coalesce(trim(${column}), '') <> ''
      ORDER BY id LIMIT ${SLICE})`;
  for (let after = ''; ;) {
    const row = db.get<{ count: number; last: string; ids: Column; texts: Column }>(sql, { org, after });
    if (row === undefined) return of;
    const { ids, texts } = row;
    const persons = people.ids.numbersOf(ids);
    const numbers = dictionary.numbersOf(texts);
    persons.forEach((person, i) => {
      if (person !== UNKNOWN) of[person] = numbers[i] ?? UNKNOWN;
    });
    if (row.count < SLICE) return of;
    after = row.last;
  }
}

/** The number of a value; UNKNOWN for none and for one that nobody has. `null` is none. */
export const numberOfValue = ({ values }: Dimension, value: string | null): number =>
  value === null ? UNKNOWN : values.indexOf(value);

/** By number: the place in the order of labels. */
export function labelRanks({ labels }: Dimension): Int32Array {
  const order = labels.map((_, number) => number);
  order.sort((a, b) => (labels[a] ?? '').localeCompare(labels[b] ?? '', 'en'));
  const ranks = new Int32Array(labels.length);
  order.forEach((number, rank) => (ranks[number] = rank));
  return ranks;
}

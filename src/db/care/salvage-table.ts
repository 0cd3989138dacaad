import type { Database as Sqlite, Statement } from 'better-sqlite3';
import { quoted } from '../relations/define';
import { highest, type Key, type KeyKind, type KeyPart, lowest } from './key-range';
import { indexesOf, isConstraint, reading } from './salvage-reading';

type Row = (KeyPart | number | Buffer | null)[];

export interface Column {
  name: string;
  /** Place in the primary key, from 1; 0: no part of it. */
  pk: number;
  type: string;
}

/** Keys from `low` to before `high`. */
export interface Span {
  low: Key;
  /** `low` is stored, so the span begins behind it. */
  lowIsStored: boolean;
  high: Key;
}

/** How reading on came to its end: at that of the span, at a row that is stored, at what cannot be read. */
export type Ending = 'end' | 'met' | 'damage';

/** One table of the damaged file, and the same in the new one. Every row read is stored there. */
export interface TableCopy {
  kinds: readonly KeyKind[];
  /** All of it, looking nothing up. False: broke off. */
  straight(): boolean;
  /**
   * Looks up every key that some index of the table knows. True: one of them could be read from end to end, so there
   * are no other rows.
   */
  fromIndexes(): boolean;
  /** Reads a span from one of its ends, looking every row up, and tells the last one that could be read. */
  walk(direction: 'forward' | 'backward', span: Span): { ending: Ending; last: Key | null };
  /** How often `walk` was asked. */
  questions(): number;
  /** All keys; where they begin with the org, those of each org, which have been copied by now. */
  spans(): [low: Key, high: Key][];
  /** The first or last key stored between two. */
  stored(end: 'first' | 'last', low: Key, high: Key): Key;
  /** Removes what is stored. */
  clear(): void;
  /** How many rows are stored. */
  rows(): number;
}

/** Rows per transaction of the new database, which keeps no journal: only to spare work. */
const BATCH = 10_000;

/** How values of strict tables arrive here. */
const TYPES: Record<string, string> = { INTEGER: 'bigint', INT: 'bigint', TEXT: 'string', REAL: 'number' };

/** `columns`: those of `all` that the damaged table has. Null: it cannot be asked for its rows at all. */
export function openTable(
  damaged: Sqlite,
  fresh: Sqlite,
  table: string,
  columns: readonly Column[],
  all: readonly Column[],
): TableCopy | null {
  const keyColumns = all.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const keyAt = keyColumns.map(({ name }) => columns.findIndex((column) => column.name === name));
  if (keyAt.length === 0 || keyAt.includes(-1)) return null;
  const kinds = keyColumns.map(({ type }): KeyKind => (type.toUpperCase() === 'INTEGER' ? 'number' : 'text'));
  const names = columns.map(({ name }) => quoted(name)).join(', ');
  const keyNames = keyColumns.map(({ name }) => quoted(name));
  const tuple = `(${keyNames.join(', ')})`;
  const holes = `(${keyNames.map(() => '?').join(', ')})`;
  const order = (direction: string): string => keyNames.map((name) => `${name} ${direction}`).join(', ');

  let read: { forward: Statement; backward: Statement; find: Statement; everything: Statement };
  try {
    const range = `SELECT ${names} FROM ${quoted(table)} WHERE ${tuple} >= ${holes} AND ${tuple} < ${holes}`;
    read = {
      forward: damaged.prepare(`${range} ORDER BY ${order('ASC')}`).raw(),
      backward: damaged.prepare(`${range} ORDER BY ${order('DESC')}`).raw(),
      find: damaged.prepare(`SELECT ${names} FROM ${quoted(table)} WHERE ${tuple} = ${holes}`).raw(),
      everything: damaged.prepare(`SELECT ${names} FROM ${quoted(table)} ORDER BY ${order('ASC')}`).raw(),
    };
  } catch {
    return null;
  }
  const insert = fresh.prepare(
    `INSERT OR IGNORE INTO ${quoted(table)} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const isStored = fresh.prepare(`SELECT 1 FROM ${quoted(table)} WHERE ${tuple} = ${holes}`).pluck();
  let rows = 0;
  let questions = 0;

  const keyOf = (row: Row): Key => keyAt.map((at) => row[at] as KeyPart);
  const isKey = (key: readonly unknown[]): boolean =>
    key.every((part, i) => typeof part === (kinds[i] === 'number' ? 'bigint' : 'string'));

  const kindsOf = columns.map(({ type }) => TYPES[type.toUpperCase()] ?? null);
  /** SQLite would convert a number into a text; but a table of ours has none where texts are. */
  const fits = (row: Row): boolean =>
    row.every((value, i) => value === null || kindsOf[i] === null || typeof value === kindsOf[i]);
  /** False: the row does not fit the table, so it never was one of its rows. */
  const store = (row: Row): boolean => {
    if (!fits(row)) return false;
    let changes: number;
    try {
      ({ changes } = insert.run(...row));
    } catch (error) {
      if (isConstraint(error)) return false;
      throw error;
    }
    if (changes === 0) return false;
    rows += 1;
    if (rows % BATCH === 0) fresh.exec('COMMIT; BEGIN');
    return true;
  };

  const walk: TableCopy['walk'] = (direction, { low, lowIsStored, high }) => {
    let last: Key | null = null;
    questions += 1;
    const iterator = read[direction].iterate(
      ...(lowIsStored ? behind(low) : low),
      ...high,
    ) as IterableIterator<Row>;
    try {
      for (;;) {
        const next = reading(() => iterator.next());
        if (next === undefined) return { ending: 'damage', last };
        if (next.done === true) return { ending: 'end', last };
        const key = keyOf(next.value);
        if (!isKey(key)) return { ending: 'damage', last };
        if (isStored.get(...key) !== undefined) return { ending: 'met', last };
        const found = reading(() => read.find.get(...key) as Row | undefined);
        if (found === undefined) return { ending: 'damage', last };
        store(found);
        last = key;
      }
    } finally {
      reading(() => iterator.return?.());
    }
  };

  const storedAt = (direction: 'ASC' | 'DESC'): Statement =>
    fresh
      .prepare(
        `SELECT ${keyNames.join(', ')} FROM ${quoted(table)} WHERE ${tuple} >= ${holes} AND ${tuple} < ${holes}
         ORDER BY ${order(direction)} LIMIT 1`,
      )
      .raw()
      .safeIntegers();

  const fromIndexes = (): boolean =>
    indexesOf(damaged, table).some((index) => {
      const keys = reading(() =>
        damaged
          .prepare(`SELECT ${keyNames.join(', ')} FROM ${quoted(table)} INDEXED BY ${quoted(index)}`)
          .raw(),
      );
      const iterator =
        keys === undefined ? undefined : reading(() => keys.iterate() as IterableIterator<Row>);
      if (iterator === undefined) return false;
      for (;;) {
        const next = reading(() => iterator.next());
        if (next === undefined) return false;
        if (next.done === true) return true;
        const found = reading(() => read.find.get(...next.value) as Row | undefined);
        if (found !== undefined) store(found);
      }
    });

  return {
    kinds,
    straight() {
      const iterator = read.everything.iterate() as IterableIterator<Row>;
      for (;;) {
        const next = reading(() => iterator.next());
        if (next === undefined) return false;
        if (next.done === true) return true;
        if (!store(next.value)) {
          reading(() => iterator.return?.());
          return false;
        }
      }
    },
    fromIndexes,
    walk,
    questions: () => questions,
    spans() {
      if (keyColumns[0]?.name !== 'org_id') return [[lowest(kinds), highest(kinds)]];
      const orgs = fresh.prepare('SELECT id FROM org ORDER BY id').pluck().safeIntegers().all() as bigint[];
      const rest = lowest(kinds.slice(1));
      return orgs.map((org) => [
        [org, ...rest],
        [org + 1n, ...rest],
      ]);
    },
    stored: (end, low, high) => storedAt(end === 'first' ? 'ASC' : 'DESC').get(...low, ...high) as Key,
    clear() {
      fresh.exec(`DELETE FROM ${quoted(table)}`);
      rows = 0;
    },
    rows: () => rows,
  };
}

/** The place right behind a key. */
function behind(key: Key): Key {
  const last = key.at(-1);
  if (last === undefined) return key;
  return [...key.slice(0, -1), typeof last === 'bigint' ? last + 1n : `${last}\u0000`];
}

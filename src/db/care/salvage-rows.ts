import type { Database as Sqlite, Statement } from 'better-sqlite3';
import type { SalvagedTable } from '../../core/ports-care';
import { isTotal } from './salvage-totals';
import { between, highest, type Key, type KeyKind, type KeyPart, lowest } from './key-range';

type Row = (KeyPart | number | Buffer | null)[];

interface Column {
  name: string;
  /** Place in the primary key, from 1; 0: no part of it. */
  pk: number;
  type: string;
}

/** Rows per transaction of the new database, which keeps no journal: only to spare work. */
const BATCH = 10_000;
/** Questions asked about the holes of one table. A leaf that is gone costs some hundred. */
const MOST_QUESTIONS = 8_000;
/** Halvings without a single row after which a hole is taken for one. */
const BARREN = 6;
/** The same as long as nothing was found at all: rows may be a small part of the key space. */
const BARREN_AT_FIRST = 11;
const DEEPEST = 64;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Copies one table row by row. A table in which SQLite finds nothing wrong is read from end to end. In any other
 * one a row counts only when a search for its key leads to it: pages that stand in the wrong place have rows of
 * other tables, or of this one as it was once. Around what cannot be read the key space is halved, again and
 * again, so that a page that is lost costs its own rows and no others.
 */
export function copyTable(damaged: Sqlite, fresh: Sqlite, table: string): SalvagedTable {
  const columns = (fresh.pragma(`table_info(${quoted(table)})`) as Column[]).map((column) => ({
    ...column,
    pk: Number(column.pk),
  }));
  const result: SalvagedTable = { table, rows: 0, whole: true, dropped: 0 };
  const readable = columnsOf(damaged, table);
  // As good as a table that this version does not have yet: there is none in the damaged file.
  if (readable === null) return { ...result, whole: false };
  const shared = columns.filter(({ name }) => readable.has(name));
  const copier = createCopier(damaged, fresh, table, shared, columns);
  if (copier === null) return { ...result, whole: false };
  fresh.exec('BEGIN');
  try {
    result.whole = isSound(damaged, table) && copier.straight();
    // Totals are counted again from what they count.
    if (!result.whole && !isTotal(table)) copier.piecewise();
    result.rows = copier.rows();
  } finally {
    fresh.exec('COMMIT');
  }
  return result;
}

/** Null: the table is not there, or its definition cannot be read. */
function columnsOf(damaged: Sqlite, table: string): Set<string> | null {
  try {
    const columns = damaged.pragma(`table_info(${quoted(table)})`) as { name: string }[];
    return columns.length === 0 ? null : new Set(columns.map(({ name }) => name));
  } catch {
    return null;
  }
}

function isSound(damaged: Sqlite, table: string): boolean {
  try {
    const lines = damaged.pragma(`quick_check(${quoted(table)})`) as { quick_check: string }[];
    return lines.every((line) => line.quick_check === 'ok');
  } catch {
    return false;
  }
}

/** How values of strict tables arrive here. */
const TYPES: Record<string, string> = { INTEGER: 'bigint', INT: 'bigint', TEXT: 'string', REAL: 'number' };

interface Copier {
  /** False: broke off. */
  straight(): boolean;
  piecewise(): void;
  rows(): number;
}

function createCopier(
  damaged: Sqlite,
  fresh: Sqlite,
  table: string,
  columns: readonly Column[],
  all: readonly Column[],
): Copier | null {
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

  type Ending = 'end' | 'met' | 'damage';
  /** Reads on until the end, a row that is stored already, or something that cannot be read. */
  const walk = (statement: Statement, parameters: unknown[]): { ending: Ending; last: Key | null } => {
    let last: Key | null = null;
    questions += 1;
    const iterator = statement.iterate(...parameters) as IterableIterator<Row>;
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

  interface Range {
    low: Key;
    /** `low` is stored, so the range begins behind it. */
    lowIsStored: boolean;
    /** Exclusive. */
    high: Key;
    /** No row is known at this end: it is an end of the key space, not of the rows. */
    openLow: boolean;
    openHigh: boolean;
    /** Halvings in a row that have led to no row. */
    barren: number;
    depth: number;
  }
  /** Level by level, so that rows are found wherever they are before the questions are used up. */
  const explore = (whole: Range): void => {
    let ranges = [whole];
    let found = 0;
    for (let i = 0; i < ranges.length && questions < MOST_QUESTIONS; i++) {
      const range = ranges[i];
      if (range === undefined || range.depth > DEEPEST) continue;
      if (range.barren > (found === 0 ? BARREN_AT_FIRST : BARREN)) continue;
      const before = rows;
      ranges.push(...halves(range));
      // The first rows were found somewhere between: from there on in both directions.
      if (found === 0 && rows > before && i > 0) {
        ranges = aroundStored(whole);
        i = -1;
      }
      found += rows - before;
    }
  };
  const stored = (direction: 'ASC' | 'DESC') =>
    fresh
      .prepare(
        `SELECT ${keyNames.join(', ')} FROM ${quoted(table)} WHERE ${tuple} >= ${holes} AND ${tuple} < ${holes}
         ORDER BY ${order(direction)} LIMIT 1`,
      )
      .raw()
      .safeIntegers();
  const aroundStored = (whole: Range): Range[] => {
    const first = stored('ASC').get(...whole.low, ...whole.high) as Key;
    const last = stored('DESC').get(...whole.low, ...whole.high) as Key;
    return [
      { ...whole, high: first, openHigh: false },
      { ...whole, low: last, lowIsStored: true, openLow: false },
    ];
  };
  /** Reads a range from both its ends; what lies between two things that cannot be read is left, in halves. */
  const halves = (range: Range): Range[] => {
    const up = walk(read.forward, [...from(range.low, range.lowIsStored), ...range.high]);
    if (up.ending === 'end') return [];
    const low = up.last ?? range.low;
    const lowIsStored = up.last !== null || range.lowIsStored;
    const down = walk(read.backward, [...from(low, lowIsStored), ...range.high]);
    if (down.ending !== 'damage') return [];
    const high = down.last ?? range.high;
    const middle = between(low, high, kinds);
    if (middle === null) return [];
    const barren = up.last === null && down.last === null ? range.barren + 1 : 0;
    const depth = range.depth + 1;
    // Towards an end where no row is known, rows begin anywhere: halving there without success means nothing.
    const openHigh = range.openHigh && down.last === null;
    const openLow = range.openLow && up.last === null && !openHigh;
    return [
      { low, lowIsStored, high: middle, depth, openHigh, openLow: false, barren: openHigh ? 0 : barren },
      {
        low: middle,
        lowIsStored: false,
        high,
        depth,
        openHigh: false,
        openLow,
        barren: openLow ? 0 : barren,
      },
    ];
  };
  /** All keys; where they begin with the org, those of each org, which have been copied by now. */
  const wholeRanges = (): [low: Key, high: Key][] => {
    if (keyColumns[0]?.name !== 'org_id') return [[lowest(kinds), highest(kinds)]];
    const orgs = fresh.prepare('SELECT id FROM org ORDER BY id').pluck().safeIntegers().all() as bigint[];
    const rest = lowest(kinds.slice(1));
    return orgs.map((org) => [
      [org, ...rest],
      [org + 1n, ...rest],
    ]);
  };
  /** Where a range begins: at a key, or right behind one that is stored. */
  const from = (key: Key, isStored: boolean): Key => {
    const last = key.at(-1);
    if (!isStored || last === undefined) return key;
    return [...key.slice(0, -1), typeof last === 'bigint' ? last + 1n : `${last}\u0000`];
  };

  /**
   * Looks up every key that some index of the table knows. True: one of them could be read from end to end, so
   * there are no other rows.
   */
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
    piecewise() {
      // What a straight reading may have stored was not looked up.
      fresh.exec(`DELETE FROM ${quoted(table)}`);
      rows = 0;
      if (fromIndexes()) return;
      for (const [low, high] of wholeRanges())
        explore({ low, high, lowIsStored: false, openLow: true, openHigh: true, barren: 0, depth: 0 });
      fromIndexes();
    },
    rows: () => rows,
  };
}

/** Indexes that know every row. */
function indexesOf(damaged: Sqlite, table: string): string[] {
  const list = reading(
    () =>
      damaged.pragma(`index_list(${quoted(table)})`) as { name: string; origin: string; partial: bigint }[],
  );
  return (list ?? [])
    .filter(({ origin, partial }) => origin === 'c' && Number(partial) === 0)
    .map(({ name }) => name);
}

/** Undefined: SQLite, or its binding, could not read. All that a damaged file can make them say is just that. */
function reading<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const isConstraint = (error: unknown): boolean =>
  error instanceof Error && String((error as { code?: unknown }).code).startsWith('SQLITE_CONSTRAINT');

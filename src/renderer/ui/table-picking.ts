import { AppError } from '../../shared/model/errors';
import { formatNumber } from './format';
import { rowAt, type SlicePage, type Slices } from './table-slices';

/** The most rows that can be ticked one by one; more go as "all that match". */
export const MAX_PICKED = 5_000;
/** The most rows a question may ask for. */
const FETCH_ROWS = 500;

/** Which rows are ticked: these, by key, with what is remembered of each; or whatever the list shows. */
export type Selection<Value> = { kind: 'some'; rows: ReadonlyMap<string, Value> } | { kind: 'all' };

export const NOTHING_PICKED: Selection<never> = { kind: 'some', rows: new Map<string, never>() };

/** A row as what can be ticked: it may be scrolled out of reach. */
export interface Pick<Value> {
  /** Tells it from all other rows of the list. */
  key: string;
  value: Value;
}

export function isPicked(selection: Selection<unknown>, key: string): boolean {
  return selection.kind === 'all' || selection.rows.has(key);
}

/** How many are ticked of a list of `total`. */
export function countPicked(selection: Selection<unknown>, total: number): number {
  return selection.kind === 'all' ? total : selection.rows.size;
}

/**
 * Ticks these rows, or takes their ticks away. Null when there would be more than `MAX_PICKED`. Ticks are not
 * taken out of "all that match": ask for all of them first (`pickedOnly`).
 */
export function setPicked<Value>(
  selection: Selection<Value>,
  picks: readonly Pick<Value>[],
  on: boolean,
): Selection<Value> | null {
  if (selection.kind === 'all') return on ? selection : null;
  const next = new Map(selection.rows);
  for (const { key, value } of picks) {
    if (on) next.set(key, value);
    else next.delete(key);
  }
  return next.size > MAX_PICKED ? null : { kind: 'some', rows: next };
}

/** Exactly these rows; null when there are too many. */
export function pickedOnly<Value>(picks: readonly Pick<Value>[]): Selection<Value> | null {
  return setPicked<Value>(NOTHING_PICKED, picks, true);
}

/** The rows between two places of a list, both included, in ascending order. */
function rangeOf(from: number, to: number): { first: number; count: number } {
  return { first: Math.min(from, to), count: Math.abs(to - from) + 1 };
}

export interface PickingState<Value> {
  selection: Selection<Value>;
  /** The place ticked last, where a range begins; null: none. */
  anchor: number | null;
}

export interface PickingOptions<Row, Value> {
  /** What the rows are, for errors: "seats". */
  what: string;
  /** Rows of the list as it is shown. */
  fetch(offset: number, limit: number): Promise<SlicePage<Row>>;
  pickOf(row: Row): Pick<Value>;
  read(): PickingState<Value> & { list: Slices<Row> };
  write(change: Partial<PickingState<Value>>): void;
}

export interface Picking<Row> {
  /**
   * Ticks a row or takes its tick away. `extend`: all from the row ticked last get that row's tick.
   * Rejects with TOO_MANY_PICKED, and when rows in between could not be read.
   */
  pick(index: number, extend: boolean): Promise<void>;
  /** Every row of the list. Null: it became another list meanwhile. Rejects with TOO_MANY_PICKED. */
  everyRow(): Promise<Row[] | null>;
}

/** Ticking rows of a list of which only slices are at hand. */
export function createPicking<Row, Value>(options: PickingOptions<Row, Value>): Picking<Row> {
  const { what, fetch, pickOf, read, write } = options;
  const rowsOf = async (first: number, count: number): Promise<Row[] | null> => {
    const { list } = read();
    const known = Array.from({ length: count }, (_, i) => rowAt(list, first + i));
    if (known.every((row) => row !== undefined)) return known;
    const rows: Row[] = [];
    while (rows.length < count) {
      const page = await fetch(first + rows.length, Math.min(FETCH_ROWS, count - rows.length));
      if (read().list.question !== list.question) return null;
      if (page.rows.length === 0) break;
      rows.push(...page.rows);
    }
    return rows;
  };
  const everyRow = async (): Promise<Row[] | null> => {
    const total = read().list.total ?? 0;
    if (total > MAX_PICKED) throw tooManyPicked(what);
    return rowsOf(0, total);
  };
  const everyOne = async (): Promise<Selection<Value> | null> => {
    const rows = await everyRow();
    return rows && pickedOnly(rows.map(pickOf));
  };

  return {
    everyRow,
    pick: async (index, extend) => {
      const { list, anchor } = read();
      if (list.total === null || index >= list.total) return;
      const from = extend && anchor !== null ? anchor : index;
      const { first, count } = rangeOf(from, index);
      if (count > MAX_PICKED) throw tooManyPicked(what);
      const rows = await rowsOf(first, count);
      const { selection } = read();
      // One tick is taken out of "all that match" by ticking all others one by one.
      const base = selection.kind === 'all' ? await everyOne() : selection;
      if (base === null || rows === null) return;
      const picks = rows.map(pickOf);
      const mine = picks[index - first];
      const start = picks[from - first];
      if (!mine || !start) return;
      const on = from === index ? !isPicked(base, mine.key) : isPicked(base, start.key);
      const next = setPicked(base, picks, on);
      if (next === null) throw tooManyPicked(what);
      write({ selection: next, anchor: index });
    },
  };
}

function tooManyPicked(what: string): AppError {
  return new AppError({
    code: 'TOO_MANY_PICKED',
    kind: 'usage',
    message: `More than ${formatNumber(MAX_PICKED)} ${what} cannot be picked one by one.`,
    fix: 'Narrow the list down with the filters first.',
  });
}

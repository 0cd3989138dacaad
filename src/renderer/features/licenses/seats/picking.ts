import { AppError } from '../../../../shared/model/errors';
import { rowAt, type SlicePage, type Slices } from '../../../ui/table-slices';
import {
  isPicked,
  MAX_PICKED,
  pickedOnly,
  rangeOf,
  setPicked,
  type PickableSeat,
  type Selection,
} from './selection';

/** The most rows a question may ask for. */
const FETCH_ROWS = 500;

export interface PickingState {
  selection: Selection;
  /** The place ticked last, where a range begins; null: none. */
  anchor: number | null;
}

export interface PickingOptions<Row> {
  /** Rows of the list as it is shown. */
  fetch(offset: number, limit: number): Promise<SlicePage<Row>>;
  seatOf(row: Row): PickableSeat;
  read(): PickingState & { list: Slices<Row> };
  write(change: Partial<PickingState>): void;
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
export function createPicking<Row>({ fetch, seatOf, read, write }: PickingOptions<Row>): Picking<Row> {
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
    if (total > MAX_PICKED) throw tooManyPicked();
    return rowsOf(0, total);
  };
  const everyOne = async (): Promise<Selection | null> => {
    const rows = await everyRow();
    return rows && pickedOnly(rows.map(seatOf));
  };

  return {
    everyRow,
    pick: async (index, extend) => {
      const { list, anchor } = read();
      if (list.total === null || index >= list.total) return;
      const from = extend && anchor !== null ? anchor : index;
      const { first, count } = rangeOf(from, index);
      if (count > MAX_PICKED) throw tooManyPicked();
      const rows = await rowsOf(first, count);
      const { selection } = read();
      // One tick is taken out of "all that match" by ticking all others one by one.
      const base = selection.kind === 'all' ? await everyOne() : selection;
      if (base === null || rows === null) return;
      const seats = rows.map(seatOf);
      const mine = seats[index - first];
      const start = seats[from - first];
      if (!mine || !start) return;
      const on = from === index ? !isPicked(base, mine) : isPicked(base, start);
      const next = setPicked(base, seats, on);
      if (next === null) throw tooManyPicked();
      write({ selection: next, anchor: index });
    },
  };
}

function tooManyPicked(): AppError {
  return new AppError({
    code: 'TOO_MANY_PICKED',
    kind: 'usage',
    message: `More than ${MAX_PICKED.toLocaleString('en-US')} seats cannot be picked one by one.`,
    fix: 'Narrow the list down with the filters first.',
  });
}

import { toErrorShape, type AppErrorShape } from '../../shared/model/errors';

/** A long list of which only slices are held, as far as they were scrolled to. */
export interface Slices<Row> {
  /** null until the first answer. */
  total: number | null;
  /** By slice number. */
  slices: ReadonlyMap<number, readonly Row[]>;
  loading: boolean;
  error: AppErrorShape | null;
  /** Grows with every new question, not when the same one is asked again: the list starts at its top. */
  question: number;
}

export function noSlices<Row>(): Slices<Row> {
  return { total: null, slices: new Map(), loading: true, error: null, question: 0 };
}

export const SLICE_SIZE = 100;
/** Slices kept around what is shown; 6,000 rows. */
const MAX_KEPT = 60;
/** Requests at a time, so that dragging the scrollbar does not flood the database. */
const MAX_IN_FLIGHT = 2;

export function rowAt<Row>(list: Pick<Slices<Row>, 'slices'>, index: number): Row | undefined {
  return list.slices.get(Math.floor(index / SLICE_SIZE))?.[index % SLICE_SIZE];
}

export interface SlicePage<Row> {
  total: number;
  rows: readonly Row[];
}

export interface SliceOptions<Row, Page extends SlicePage<Row>> {
  fetch(offset: number, limit: number): Promise<Page>;
  read(): Slices<Row>;
  /** `page` is the answer that caused the change, for what else it carries. */
  write(change: Partial<Slices<Row>>, page: Page | null): void;
}

export interface SliceLoader {
  /** Another question: starts at the top. What is shown stays until the first answer. */
  ask(): void;
  /** The same question again, e.g. after a collection or a failure: keeps the place. */
  reload(): void;
  /** These rows are on screen. */
  show(first: number, last: number): void;
}

export function createSliceLoader<Row, Page extends SlicePage<Row>>(
  options: SliceOptions<Row, Page>,
): SliceLoader {
  const { fetch, read, write } = options;
  let generation = 0;
  let range: [first: number, last: number] = [0, 0];
  /** What is in `slices` belongs to an older generation and is replaced by the next answer. */
  let outdated = true;
  let failed = false;
  const inFlight = new Set<number>();

  const wanted = (): number[] => {
    const { total, slices } = read();
    const lastSlice = outdated || total === null ? Infinity : Math.ceil(total / SLICE_SIZE) - 1;
    const result: number[] = [];
    for (let slice = range[0]; slice <= Math.min(range[1], lastSlice); slice++) {
      if (!inFlight.has(slice) && (outdated || !slices.has(slice))) result.push(slice);
    }
    return result;
  };

  const load = async (slice: number): Promise<void> => {
    const mine = generation;
    inFlight.add(slice);
    try {
      const page = await fetch(slice * SLICE_SIZE, SLICE_SIZE);
      if (mine !== generation) return;
      inFlight.delete(slice);
      const kept = outdated ? [] : [...read().slices].filter(([key]) => key !== slice);
      const slices = new Map([...kept, [slice, page.rows] as const]);
      outdated = false;
      write(
        { total: page.total, slices: nearest(slices, slice), error: null, loading: inFlight.size > 0 },
        page,
      );
    } catch (error) {
      if (mine !== generation) return;
      inFlight.delete(slice);
      failed = true;
      write({ error: toErrorShape(error), loading: inFlight.size > 0 }, null);
    }
    pump();
  };

  const pump = (): void => {
    if (failed) return;
    // Only what is on screen now: rows that were scrolled past are not worth a query.
    for (const slice of wanted()) {
      if (inFlight.size >= MAX_IN_FLIGHT) return;
      void load(slice);
    }
  };

  const restart = (): void => {
    generation++;
    inFlight.clear();
    outdated = true;
    failed = false;
    write({ loading: true }, null);
    pump();
  };

  return {
    ask: () => {
      range = [0, 0];
      write({ question: read().question + 1 }, null);
      restart();
    },
    reload: restart,
    show: (first, last) => {
      range = [Math.floor(Math.max(0, first) / SLICE_SIZE), Math.floor(Math.max(0, last) / SLICE_SIZE)];
      pump();
    },
  };
}

function nearest<Row>(slices: Map<number, readonly Row[]>, center: number): Map<number, readonly Row[]> {
  if (slices.size <= MAX_KEPT) return slices;
  const byDistance = [...slices].sort(([a], [b]) => Math.abs(a - center) - Math.abs(b - center));
  return new Map(byDistance.slice(0, MAX_KEPT));
}

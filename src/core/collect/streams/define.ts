import { STREAM_TITLES } from '../../../shared/model/streams';
import type { SfRecord } from '../../salesforce/envelopes';
import type { StreamName, StreamRecords } from '../records';
import { VIEW_SETUP, type StreamDefinition, type StreamField } from './definition';

type Reader<T> = (record: SfRecord, path: string) => T | null;

/** A value of a row, and the field it is read from. */
interface Value<T> {
  /** Missing: read from something else than a selected field, as flags are. */
  path?: string;
  /** As in `StreamField`. */
  required?: true;
  read(record: SfRecord): T;
}

/** The same for a value without which there is no row: `read` gives null then. */
interface NeededValue<T> extends StreamField {
  needed: true;
  read(record: SfRecord): T | null;
}

type Column<T> = Value<T> | NeededValue<T>;
type Columns<Row> = { readonly [K in keyof Row]: Column<Row[K]> };

/** A field without which a record is no row. */
export const need = <T>(reader: Reader<T>, path: string): NeededValue<T> => ({
  path,
  required: true,
  needed: true,
  read: (record) => reader(record, path),
});

/** A field that Salesforce may leave empty or refuse: then null, or `fallback`. */
export function take<T>(reader: Reader<T>, path: string): Value<T | null>;
export function take<T>(reader: Reader<T>, path: string, fallback: T): Value<T>;
export function take<T>(reader: Reader<T>, path: string, fallback: T | null = null): Value<T | null> {
  return { path, read: (record) => reader(record, path) ?? fallback };
}

type Optional = 'clocks' | 'essential' | 'needs';
type Description<S extends StreamName> = Omit<
  StreamDefinition<S>,
  'name' | 'title' | 'fields' | 'map' | Optional
> &
  Partial<Pick<StreamDefinition<S>, Optional>> & {
    /** What a row consists of, in the order in which the fields are selected. */
    columns: Columns<StreamRecords[S]>;
  };

/**
 * A stream whose rows are made of fields one by one. Clocks that are no column are selected all the same.
 * Unless said otherwise it has no clocks, is not essential, and needs View Setup and Configuration.
 */
export function define<S extends StreamName>(
  name: S,
  { columns, ...rest }: Description<S>,
): StreamDefinition<S> {
  const list = Object.entries<Column<unknown>>(columns);
  const fields = list.flatMap(([, { path, required }]): StreamField[] => {
    if (path === undefined) return [];
    return [required === true ? { path, required } : { path }];
  });
  const clocks = rest.clocks ?? [];
  const others = clocks.filter((clock) => fields.every(({ path }) => path !== clock));
  return {
    essential: false,
    needs: VIEW_SETUP,
    ...rest,
    name,
    title: STREAM_TITLES[name],
    clocks,
    fields: [...fields, ...others.map((path) => ({ path }))],
    map(record) {
      const row: Record<string, unknown> = {};
      for (const [key, column] of list) {
        const value = column.read(record);
        if (value === null && 'needed' in column) return null;
        row[key] = value;
      }
      // `Columns` has a value of the right type for every key.
      return row as unknown as StreamRecords[S];
    },
  };
}

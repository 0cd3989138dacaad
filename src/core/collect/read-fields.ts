import type { SfRecord } from '../salesforce/envelopes';
import type { StreamDefinition } from './streams/definition';

/**
 * The fields of a stream's rows that a query for these SOQL paths fills in; "features.MarketingUser" is one
 * flag of a list. A field that nobody asked for has a value all the same, but one that says nothing: the
 * database keeps what it knows instead (`PageCommit.fields`). Undefined: all of them.
 */
export function readFields(stream: StreamDefinition, paths: readonly string[]): string[] | undefined {
  // What makes its rows by itself has rows that are not one record each.
  if (stream.read !== undefined) return undefined;
  const { paths: pathsOf, list } = sourcesOf(stream);
  const asked = new Set(paths);
  const whole = [...pathsOf].flatMap(([field, needed]) =>
    field !== list && needed.every((path) => asked.has(path)) ? [field] : [],
  );
  const { flags } = stream;
  if (list === null || flags === undefined) return whole;
  const own = new Set(stream.fields.map(({ path }) => path));
  const set = paths.filter((path) => path.startsWith(flags.prefix) && !own.has(path));
  return [...whole, ...set.map((path) => `${list}.${path.slice(flags.prefix.length)}`)];
}

interface Sources {
  /** By field of the row: the paths its value comes from. */
  paths: ReadonlyMap<string, readonly string[]>;
  /** The field that lists the flags set. */
  list: string | null;
}

const known = new WeakMap<StreamDefinition, Sources>();

/** Found out by trying: a path left out of a record changes the fields that come from it, and no others. */
function sourcesOf(stream: StreamDefinition): Sources {
  let sources = known.get(stream);
  if (sources !== undefined) return sources;
  const paths = stream.fields.map(({ path }) => path);
  const usual = new Map(paths.map((path) => [path, usualValue(path)]));
  const row = (values: ReadonlyMap<string, unknown>) => stream.map(recordOf(values));
  const base = row(usual);
  if (base === null) throw new Error(`${stream.object}: a record with every field makes no row.`);

  const found = new Map<string, string[]>(Object.keys(base).map((field) => [field, []]));
  for (const path of paths) {
    const without = row(new Map([...usual].filter(([other]) => other !== path)));
    for (const value of VALUES) {
      const changed = row(new Map([...usual, [path, value]]));
      if (changed === null) continue;
      for (const [field, needed] of found) {
        if (!needed.includes(path) && (without === null || differs(changed, without, field))) {
          // Without a path it cannot do without there is no row to compare: the value itself must show.
          if (without !== null || differs(changed, base, field)) needed.push(path);
        }
      }
    }
  }
  const { flags } = stream;
  const flagged = flags && row(new Map([...usual, [`${flags.prefix}Probe`, true]]));
  const list = flagged ? [...found.keys()].find((field) => differs(flagged, base, field)) : undefined;
  sources = { paths: found, list: list ?? null };
  known.set(stream, sources);
  return sources;
}

/** One of these is right for any kind of field. */
const VALUES = ['005000000000001AAA', '2021-02-03T04:05:06.000Z', '2022-03-04', '8', true, false];

/** Right for a field of that name, so that a record of such values makes a row. */
function usualValue(path: string): unknown {
  if (/Id$/.test(path)) return '005000000000002AAA';
  if (/Date$|Time$|Stamp$/i.test(path)) return '2020-01-02T03:04:05.000Z';
  if (/^(Is|Has)[A-Z]/.test(path)) return true;
  return '7';
}

/** "LoginGeo.City" becomes a parent with a field. */
function recordOf(values: ReadonlyMap<string, unknown>): SfRecord {
  const record: Record<string, unknown> = {};
  for (const [path, value] of values) {
    const [head = path, tail] = path.split('.');
    if (tail === undefined) record[head] = value;
    else record[head] = { ...(record[head] as object | undefined), [tail]: value };
  }
  return record;
}

function differs(a: object, b: object, field: string): boolean {
  const value = (row: object) => JSON.stringify((row as Record<string, unknown>)[field]);
  return value(a) !== value(b);
}

import type { AppError } from '../../shared/model/errors';
import type { ObjectDescription } from '../ports';
import type { Describe } from '../salesforce/envelopes';
import type { StreamDefinition } from './streams/definition';

/** Which fields of an object this org's user may read: described, or learned from refusals. */
export interface FieldAccess {
  /** Paths to select. */
  fields(stream: StreamDefinition): string[];
  dropped(object: string): string[];
  /** Takes a refused field out. Returns what was dropped; empty when nothing can be (a required one). */
  refuse(stream: StreamDefinition, error: AppError): string[];
  /** Takes out every optional field that a description does not list. */
  compare(stream: StreamDefinition, description: Describe): string[];
  /** A fresh description: it decides, and refusals of before are forgotten. */
  describe(description: ObjectDescription): void;
  /** When and for which API version an object was last described, and how; undefined: never. */
  described(object: string): Pick<ObjectDescription, 'apiVersion' | 'at' | 'names'> | undefined;
}

export function createFieldAccess(
  known: Record<string, string[]>,
  descriptions: readonly ObjectDescription[] = [],
): FieldAccess {
  const dropped = new Map(Object.entries(known).map(([object, fields]) => [object, new Set(fields)]));
  const described = new Map<string, { from: ObjectDescription; listed: ReadonlySet<string> | undefined }>();
  for (const description of descriptions) remember(description);

  function remember(from: ObjectDescription): void {
    const { names } = from;
    const listed = names === null ? undefined : new Set(names.map((name) => name.toLowerCase()));
    described.set(from.object, { from, listed });
  }

  /** All paths there could be, those that differ between orgs included. */
  function candidates(stream: StreamDefinition): { path: string; required: boolean }[] {
    const fields = stream.fields.map(({ path, required = false }) => ({ path, required }));
    const { flags } = stream;
    if (flags === undefined) return fields;
    const names = described.get(stream.object)?.from.names;
    const paths =
      flags.all && names !== undefined && names !== null
        ? names.filter((name) => name.startsWith(flags.prefix) && !name.endsWith('.'))
        : flags.known.map((name) => flags.prefix + name);
    return [...fields, ...paths.map((path) => ({ path, required: false }))];
  }

  function drop(stream: StreamDefinition, paths: readonly string[]): string[] {
    const set = dropped.get(stream.object) ?? new Set<string>();
    const fresh = paths.filter((path) => !set.has(path));
    for (const path of fresh) set.add(path);
    dropped.set(stream.object, set);
    return fresh;
  }

  const optional = (stream: StreamDefinition): string[] =>
    candidates(stream).flatMap(({ path, required }) => (required ? [] : [path]));

  return {
    fields(stream) {
      const listed = described.get(stream.object)?.listed;
      const lacks = dropped.get(stream.object);
      return candidates(stream)
        .filter(
          ({ path, required }) =>
            required || (lacks?.has(path) !== true && (listed === undefined || listed.has(listedName(path)))),
        )
        .map(({ path }) => path);
    },
    dropped: (object) => [...(dropped.get(object) ?? [])],
    refuse: (stream, error) => drop(stream, refusedPaths(stream.object, optional(stream), error.message)),
    compare(stream, description) {
      const listed = new Set(namesOf(description).map((name) => name.toLowerCase()));
      return drop(
        stream,
        optional(stream).filter((path) => !listed.has(listedName(path))),
      );
    },
    describe(description) {
      remember(description);
      if (description.names !== null) dropped.delete(description.object);
    },
    described: (object) => described.get(object)?.from,
  };
}

/** Names of the fields of an object, and of its relationships with a dot behind ("LoginGeo."). */
export function namesOf({ fields }: Describe): string[] {
  return fields.flatMap(({ name, relationshipName }) =>
    relationshipName === null || relationshipName === undefined ? [name] : [name, `${relationshipName}.`],
  );
}

/** What a path needs a description to list: the field, or the relationship it goes through. */
function listedName(path: string): string {
  const dot = path.indexOf('.');
  return (dot === -1 ? path : path.slice(0, dot + 1)).toLowerCase();
}

/**
 * The paths that an INVALID_FIELD message speaks of: "No such column 'City' on entity 'LoginGeo'",
 * "Didn't understand relationship 'LoginGeo' in field path", each behind a quote of the query.
 */
export function refusedPaths(object: string, paths: readonly string[], message: string): string[] {
  const column = /no such column '([\w.]+)'(?: on entity '(\w+)')?/i.exec(message);
  const relationship = /(?:understand|invalid) relationship '?(\w+)'?/i.exec(message);
  if (column !== null) {
    const name = (column[1] ?? '').toLowerCase();
    const entity = (column[2] ?? object).toLowerCase();
    const own = entity === object.toLowerCase();
    return paths.filter((path) => {
      const lower = path.toLowerCase();
      const [head, tail] = lower.split('.');
      if (tail === undefined) return own && lower === name;
      // The parent itself may be out of reach: its relationship or its id field is then named.
      return (
        lower === name || (entity === head && tail === name) || head === name || `${head ?? ''}id` === name
      );
    });
  }
  if (relationship !== null) {
    const parent = `${(relationship[1] ?? '').toLowerCase()}.`;
    return paths.filter((path) => path.toLowerCase().startsWith(parent));
  }
  return [];
}

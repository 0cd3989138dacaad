import type { AppError } from '../../shared/model/errors';
import type { Describe } from '../salesforce/envelopes';
import type { StreamDefinition, StreamField } from './streams/definition';

/** Which fields of an object this org's user may read, as learned from refusals. */
export interface FieldAccess {
  /** Paths to select. */
  fields(stream: StreamDefinition): string[];
  dropped(object: string): string[];
  /** Takes a refused field out. Returns what was dropped; empty when nothing can be (a required one). */
  refuse(stream: StreamDefinition, error: AppError): string[];
  /** Takes out every optional field that a description does not list. */
  compare(stream: StreamDefinition, description: Describe): string[];
}

export function createFieldAccess(known: Record<string, string[]>): FieldAccess {
  const dropped = new Map(Object.entries(known).map(([object, fields]) => [object, new Set(fields)]));

  function drop(stream: StreamDefinition, fields: readonly StreamField[]): string[] {
    const set = dropped.get(stream.object) ?? new Set<string>();
    const fresh = fields
      .filter(({ path, required }) => required !== true && !set.has(path))
      .map(({ path }) => path);
    for (const path of fresh) set.add(path);
    dropped.set(stream.object, set);
    return fresh;
  }

  return {
    fields: (stream) =>
      stream.fields
        .filter(({ path, required }) => required === true || dropped.get(stream.object)?.has(path) !== true)
        .map(({ path }) => path),
    dropped: (object) => [...(dropped.get(object) ?? [])],
    refuse: (stream, error) => drop(stream, refusedFields(stream, error.message)),
    compare(stream, { fields }) {
      const names = new Set(fields.map(({ name }) => name.toLowerCase()));
      const parents = new Set(
        fields.flatMap(({ relationshipName }) => relationshipName?.toLowerCase() ?? []),
      );
      return drop(
        stream,
        stream.fields.filter(({ path }) => {
          const [head = '', tail] = path.toLowerCase().split('.');
          return tail === undefined ? !names.has(head) : !parents.has(head);
        }),
      );
    },
  };
}

/**
 * The fields that an INVALID_FIELD message speaks of: "No such column 'City' on entity 'LoginGeo'",
 * "Didn't understand relationship 'LoginGeo' in field path", each behind a quote of the query.
 */
export function refusedFields(stream: StreamDefinition, message: string): StreamField[] {
  const column = /no such column '([\w.]+)'(?: on entity '(\w+)')?/i.exec(message);
  const relationship = /(?:understand|invalid) relationship '?(\w+)'?/i.exec(message);
  if (column !== null) {
    const name = (column[1] ?? '').toLowerCase();
    const entity = (column[2] ?? stream.object).toLowerCase();
    const own = entity === stream.object.toLowerCase();
    const found = stream.fields.filter(({ path }) => {
      const lower = path.toLowerCase();
      const [head, tail] = lower.split('.');
      if (tail === undefined) return own && lower === name;
      // The parent itself may be out of reach: its relationship or its id field is then named.
      return (
        lower === name || (entity === head && tail === name) || head === name || `${head ?? ''}id` === name
      );
    });
    return found;
  }
  if (relationship !== null) {
    const parent = `${(relationship[1] ?? '').toLowerCase()}.`;
    return stream.fields.filter(({ path }) => path.toLowerCase().startsWith(parent));
  }
  return [];
}

import { PREFIXES } from '../catalog/prefixes';
import type { FieldDef, ObjectDef } from '../catalog/types';
import { encodeId } from '../ids';
import type { OutputColumn } from './compile';

/** What SQLite gives for a cell. */
export type Stored = string | number | null;

export type JsonValue = string | number | boolean | null | JsonRecord | JsonValue[];
export interface JsonRecord {
  [key: string]: JsonValue;
}

/** Body of a query answer. */
export interface QueryResult {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: JsonRecord[];
}

export interface RecordContext {
  /** Three characters, see ids.ts. */
  instance: string;
  /** `/services/data/v67.0` */
  base: string;
}

/** Date-times in REST answers: `2026-01-31T09:15:00.000+0000`. */
export function restDateTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}

/** A stored value as REST shows it. */
export function fieldValue(
  field: FieldDef,
  value: Stored | undefined,
  instance: string,
): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  switch (field.type) {
    case 'id':
    case 'reference':
      if (field.textId === true || field.idOf === undefined) return String(value);
      return encodeId(PREFIXES[field.idOf], instance, Number(value));
    case 'boolean':
      return Number(value) !== 0;
    case 'int':
    case 'double':
      return Number(value);
    case 'datetime':
      return restDateTime(Number(value));
    default:
      return String(value);
  }
}

function attributes(object: ObjectDef, id: JsonValue | undefined, base: string): JsonRecord {
  return {
    type: object.name,
    url: `${base}/sobjects/${object.name}/${typeof id === 'string' ? id : '000000000000000AAA'}`,
  };
}

/** Hidden columns the reader adds: the record's own number and, per parent, whether it exists. */
export interface RecordShape {
  columns: readonly OutputColumn[];
  object: ObjectDef;
  /** Position and object of the hidden id column of each parent path, and of the record itself (''). */
  ids: ReadonlyMap<string, { at: number; object: ObjectDef }>;
}

/** Builds the nested record of one row (values in column order, hidden ids after them). */
export function toRecord(shape: RecordShape, row: readonly Stored[], context: RecordContext): JsonRecord {
  const record: JsonRecord = {
    attributes: attributes(shape.object, idAt(shape, '', row, context), context.base),
  };
  shape.columns.forEach((column, i) => {
    let target = record;
    for (let depth = 0; depth < column.path.length - 1; depth++) {
      const key = column.path[depth] ?? '';
      const path = column.path.slice(0, depth + 1).join('.');
      let next = target[key];
      if (next === undefined) {
        const id = idAt(shape, path, row, context);
        const parent = shape.ids.get(path);
        next =
          id === undefined || !parent ? null : { attributes: attributes(parent.object, id, context.base) };
        target[key] = next;
      }
      // A missing parent is null, whatever was asked of it.
      if (next === null || typeof next !== 'object' || Array.isArray(next)) return;
      target = next;
    }
    target[column.path.at(-1) ?? ''] = fieldValue(column.field, row[i], context.instance);
  });
  return record;
}

function idAt(
  shape: RecordShape,
  path: string,
  row: readonly Stored[],
  context: RecordContext,
): string | undefined {
  const hidden = shape.ids.get(path);
  if (!hidden) return undefined;
  const n = row[hidden.at];
  return typeof n === 'number' ? encodeId(PREFIXES[hidden.object.name], context.instance, n) : undefined;
}

/** One group of an aggregate query. */
export function toAggregate(
  columns: readonly OutputColumn[],
  row: readonly Stored[],
  instance: string,
): JsonRecord {
  const record: JsonRecord = { attributes: { type: 'AggregateResult' } };
  columns.forEach((column, i) => {
    record[column.path[0] ?? ''] = fieldValue(column.field, row[i], instance);
  });
  return record;
}

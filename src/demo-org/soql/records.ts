import { PREFIXES, type PrefixedObject } from '../catalog/prefixes';
import type { FieldDef, ObjectDef } from '../catalog/types';
import { encodeId } from '../ids';
import type { OutputColumn } from './compiled-query';
import { localizedText } from './localized';
import { objectNameOf } from './relationships';

/** What SQLite gives for a cell. */
export type Stored = string | number | null;

export type JsonValue = string | number | boolean | null | JsonRecord | JsonValue[];
export interface JsonRecord {
  [key: string]: JsonValue;
}

/** Body of a query answer, and of the children of one record. */
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

function cell(column: OutputColumn, value: Stored | undefined, instance: string): JsonValue {
  const shown = column.localized && value != null ? localizedText(column.field, value) : undefined;
  return shown ?? fieldValue(column.field, value, instance);
}

/** `type` is the object's name; `of` the object the id belongs to, where that is another. */
function attributes(type: string, of: string, id: string | undefined, base: string): JsonRecord {
  return { type, url: `${base}/sobjects/${of}/${id ?? '000000000000000AAA'}` };
}

/** A column the reader adds: the number of a record, or the stored id of a parent of several kinds. */
export type HiddenId = { at: number; object: ObjectDef } | { at: number; object: 'Name' };

/** How a row becomes a record: what goes where, in the order of the SELECT list. */
export interface RecordShape {
  object: ObjectDef;
  items: readonly ShapeItem[];
  /** Hidden columns: of each parent path, and of the record itself (''). */
  ids: ReadonlyMap<string, HiddenId>;
}

export type ShapeItem =
  | { kind: 'value'; at: number; column: OutputColumn }
  /** TYPEOF: the first branch whose parent is there; `at` holds the reference itself. */
  | { kind: 'typeof'; path: readonly string[]; at: number; branches: readonly RecordShape[] }
  | { kind: 'children'; name: string };

/**
 * Builds the nested record of one row. Children come ready made by relationship name; a record without any
 * shows null, as on the platform.
 */
export function toRecord(
  shape: RecordShape,
  row: readonly Stored[],
  context: RecordContext,
  children?: ReadonlyMap<string, QueryResult>,
): JsonRecord {
  const record = own(shape, row, context);
  for (const item of shape.items) {
    if (item.kind === 'children') {
      const found = children?.get(item.name);
      record[item.name] = found ? { ...found } : null;
      continue;
    }
    const path = item.kind === 'value' ? item.column.path : item.path;
    const target = parentAt(record, path, shape, row, context);
    if (!target) continue;
    target[path.at(-1) ?? ''] =
      item.kind === 'typeof'
        ? ofKind(item.branches, row, context)
        : item.column.field.type === 'base64'
          ? contentAddress(target, item.column)
          : cell(item.column, row[item.at], context.instance);
  }
  return record;
}

/** Where the content of a file field is served: below the record's own address. */
function contentAddress(record: JsonRecord, column: OutputColumn): string {
  const { url } = record['attributes'] as { url: string };
  return `${url}/${column.field.name}`;
}

/** The record with nothing but its attributes. */
function own(shape: RecordShape, row: readonly Stored[], context: RecordContext): JsonRecord {
  const id = shape.object.hideId === true ? undefined : recordId(shape.ids.get(''), row, context);
  return { attributes: attributes(shape.object.name, shape.object.name, id, context.base) };
}

function ofKind(
  branches: readonly RecordShape[],
  row: readonly Stored[],
  context: RecordContext,
): JsonRecord | null {
  const branch = branches.find((shape) => recordId(shape.ids.get(''), row, context) !== undefined);
  return branch ? toRecord(branch, row, context) : null;
}

/** The object a path's last name belongs in; undefined below a parent that is missing. */
function parentAt(
  record: JsonRecord,
  path: readonly string[],
  shape: RecordShape,
  row: readonly Stored[],
  context: RecordContext,
): JsonRecord | undefined {
  let target = record;
  for (let depth = 1; depth < path.length; depth++) {
    const key = path[depth - 1] ?? '';
    let next = target[key];
    if (next === undefined || next === null) {
      const hidden = shape.ids.get(path.slice(0, depth).join('.'));
      const id = recordId(hidden, row, context);
      next =
        id === undefined || !hidden
          ? null
          : {
              attributes:
                hidden.object === 'Name'
                  ? attributes('Name', objectNameOf(id) ?? 'Name', id, context.base)
                  : attributes(hidden.object.name, hidden.object.name, id, context.base),
            };
      target[key] = next;
    }
    if (next === null || typeof next !== 'object' || Array.isArray(next)) return undefined;
    target = next;
  }
  return target;
}

function recordId(
  hidden: HiddenId | undefined,
  row: readonly Stored[],
  context: RecordContext,
): string | undefined {
  const value = hidden === undefined ? null : row[hidden.at];
  if (!hidden || value === null || value === undefined) return undefined;
  if (hidden.object === 'Name') return String(value);
  const prefix = PREFIXES[hidden.object.name satisfies PrefixedObject];
  return encodeId(prefix, context.instance, Number(value));
}

/** One group of an aggregate query. */
export function toAggregate(
  columns: readonly OutputColumn[],
  row: readonly Stored[],
  instance: string,
): JsonRecord {
  const record: JsonRecord = { attributes: { type: 'AggregateResult' } };
  columns.forEach((column, i) => {
    record[column.path[0] ?? ''] = cell(column, row[i], instance);
  });
  return record;
}

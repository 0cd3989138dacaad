import type { PageCommit } from '../../core/ports';
import { streamTables } from '../stream-tables';

/** A value as a column holds it. */
export type Value = string | number | null;
/** A row by its fields, as stored: yes/no as 0/1, lists as JSON text. */
export type Row = Record<string, Value>;

/** Which fields of its rows a page has read; what it has not read says nothing about what is stored. */
export interface Selection {
  /** Names of fields, and "list.flag" for lists of which only these flags were read. */
  readonly names: readonly string[];
  /** Every field as a whole. */
  readonly isWhole: boolean;
  has(field: string): boolean;
  /** Flags of the list that were read; null: the list is known as a whole. */
  flags(field: string): ReadonlySet<string> | null;
}

export function selectionOf(page: Pick<PageCommit, 'stream' | 'fields'>): Selection {
  const all: readonly string[] = streamTables[page.stream].fields;
  const names = page.fields ?? all;
  const flags = new Map<string, Set<string>>();
  const fields = new Set<string>();
  for (const name of names) {
    const [field = name, flag] = name.split('.');
    fields.add(field);
    if (flag === undefined) continue;
    const known = flags.get(field) ?? new Set();
    flags.set(field, known.add(flag));
  }
  return {
    names,
    isWhole: flags.size === 0 && all.every((field) => fields.has(field)),
    has: (field) => fields.has(field),
    flags: (field) => flags.get(field) ?? null,
  };
}

export function toValue(value: unknown): Value {
  if (typeof value === 'boolean') return Number(value);
  if (Array.isArray(value)) return JSON.stringify(value);
  return (value ?? null) as Value;
}

/** The flags of a list column. Anything else counts as none: columns of before lists held other things. */
export function flagsOf(value: Value | undefined): string[] {
  if (typeof value !== 'string' || !value.startsWith('[')) return [];
  const parsed: unknown = JSON.parse(value);
  return Array.isArray(parsed) ? parsed.filter((flag): flag is string => typeof flag === 'string') : [];
}

/** What is true of a row now: fields as read, the others as stored. */
export function merge(stored: Row, read: Row, selection: Selection): Row {
  const merged: Row = { ...stored };
  for (const field of Object.keys(stored)) {
    if (!selection.has(field)) continue;
    const flags = selection.flags(field);
    merged[field] =
      flags === null
        ? (read[field] ?? null)
        : JSON.stringify(
            [...flagsOf(stored[field]).filter((flag) => !flags.has(flag)), ...flagsOf(read[field])].sort(),
          );
  }
  return merged;
}

import type { SfRecord } from '../../salesforce/envelopes';
import { parseDate, parseDateTime } from '../../salesforce/datetime';
import { toId18 } from '../../salesforce/salesforce-id';

/** The value at a path such as "LoginGeo.City"; a parent that is null gives null. */
export function at(record: SfRecord, path: string): unknown {
  if (!path.includes('.')) return record[path] ?? null;
  let value: unknown = record;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as SfRecord)[part];
  }
  return value ?? null;
}

/** Text; numbers and booleans are written out, since field types differ between API versions. */
export function text(record: SfRecord, path: string): string | null {
  const value = at(record, path);
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

export function bool(record: SfRecord, path: string): boolean | null {
  const value = at(record, path);
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : null;
}

export function number(record: SfRecord, path: string): number | null {
  const value = at(record, path);
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : null;
}

export function whole(record: SfRecord, path: string): number | null {
  const value = number(record, path);
  return value === null ? null : Math.trunc(value);
}

export function id(record: SfRecord, path: string): string | null {
  return toId18(at(record, path));
}

export function dateTime(record: SfRecord, path: string): number | null {
  return parseDateTime(at(record, path));
}

export function date(record: SfRecord, path: string): number | null {
  return parseDate(at(record, path));
}

/** Names of the boolean fields with this prefix that are true, without it, sorted. */
export function flagsSet(record: SfRecord, prefix: string): string[] {
  const names: string[] = [];
  for (const name of Object.keys(record)) {
    if (name.startsWith(prefix) && bool(record, name) === true) names.push(name.slice(prefix.length));
  }
  return names.sort();
}

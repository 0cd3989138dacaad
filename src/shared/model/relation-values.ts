import type { RelationColumn } from './relations';

type Value = string | number | null;

/** 0001-01-01 and the last second of 9999: what every engine can store and every program can read. */
export const FIRST_MOMENT = -62_135_596_800_000;
export const LAST_MOMENT = 253_402_300_799_000;
const DAY_MS = 86_400_000;

/** Makes values of one column what they are in the target, so that equal values have one form on both sides. */
export function toTarget({ type }: Pick<RelationColumn, 'type'>): (value: Value) => Value {
  switch (type) {
    case 'text':
      return (value) => (value === null ? null : withoutNul(String(value)));
    case 'json':
      return (value) => (value === null ? null : canonicalJson(String(value)));
    case 'timestamp':
      return (value) => within(value, FIRST_MOMENT, LAST_MOMENT);
    case 'date':
      return (value) => within(value, Math.ceil(FIRST_MOMENT / DAY_MS), Math.floor(LAST_MOMENT / DAY_MS));
    case 'boolean':
      return (value) => (value === null ? null : value === 0 ? 0 : 1);
    case 'integer':
      return (value) => (value === null ? null : Math.trunc(Number(value)));
    case 'real':
      // -0 would come back as 0.
      return (value) => (value === null ? null : Number(value) + 0);
  }
}

/** No engine stores U+0000 in a text. */
function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

function within(value: Value, first: number, last: number): number | null {
  if (typeof value !== 'number') return null;
  return Math.min(last, Math.max(first, Math.trunc(value)));
}

/** With the keys of objects in order: an engine returns them in an order of its own. */
export function canonicalJson(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = text;
  }
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (typeof value === 'string') return withoutNul(value);
  if (typeof value === 'number') return value + 0;
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [withoutNul(key), sorted(inner)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

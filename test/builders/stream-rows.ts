import { expect } from 'vitest';
import type { SfRecord } from '../../src/core/salesforce/envelopes';
import { toId18 } from '../../src/core/salesforce/salesforce-id';
import type { StreamName, StreamRecords } from '../../src/core/collect/records';
import type { StreamDefinition } from '../../src/core/collect/streams/definition';
import { STREAMS } from '../../src/core/collect/streams';

// What the tests of single streams have in common: a record, and the row it becomes.

export const ID = '005000000000001';
export const full = (id15: string): string => toId18(id15) ?? 'no id';
export const ID18 = full(ID);

/** A record as REST gives it, and the same as a CSV of the Bulk API. */
function bothWays(record: SfRecord): SfRecord[] {
  const csv = Object.fromEntries(
    Object.entries(record).map(([name, value]) => {
      if (value === null) return [name, null];
      if (typeof value === 'string') return [name, value.replace('+0000', 'Z')];
      return [name, JSON.stringify(value)];
    }),
  );
  return [record, csv];
}

/** That the record becomes the row, by REST and by the Bulk API, and no row without what a row must have. */
export function check<S extends StreamName>(name: S, record: SfRecord, row: StreamRecords[S]): void {
  const definition: StreamDefinition = STREAMS[name];
  for (const one of bothWays(record)) expect(definition.map(one)).toEqual(row);
  // Nothing but what is required: a row all the same.
  const required = definition.fields.filter((field) => field.required === true).map(({ path }) => path);
  const bare = Object.fromEntries(required.map((path) => [path, record[path]]));
  expect(definition.map(bare)).not.toBeNull();
  // Without an id, or what stands for it: none.
  for (const path of required.filter((field) => field === 'Id' || field === 'UserId'))
    expect(definition.map({ ...record, [path]: null })).toBeNull();
}

export const AT = '2026-01-31T09:15:00.000+0000';
export const AT_MS = Date.UTC(2026, 0, 31, 9, 15);

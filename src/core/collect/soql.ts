import { soqlDateTime } from '../salesforce/datetime';
import type { StreamDefinition } from './streams/definition';

/** Rows that appear late (replication, clock differences) are found by looking back this far. */
export const OVERLAP_MS = 60 * 60_000;

/**
 * The query of a stream, for the fields that may be read. `since` null: everything. With `until` the rows before
 * that time, newest first; either way whatever is stored is everything up to the last row read.
 */
export function streamQuery(
  stream: StreamDefinition,
  fields: readonly string[],
  since: number | null,
  until: number | null = null,
): string {
  const clock = stream.clocks[0] ?? 'Id';
  const direction = until === null ? 'ASC' : 'DESC';
  const order = stream.mode === 'append' ? ` ORDER BY ${clock} ${direction}, Id ${direction}` : '';
  return bulkQuery(stream, fields, since, until) + order;
}

/** The same without order, which would keep Salesforce from splitting a large job into chunks. */
export function bulkQuery(
  stream: StreamDefinition,
  fields: readonly string[],
  since: number | null,
  until: number | null = null,
): string {
  return `SELECT ${fields.join(', ')} FROM ${stream.object}${where([
    stream.where ?? '',
    since === null
      ? ''
      : stream.clocks
          .filter((clock) => fields.includes(clock))
          .map((clock) => `${clock} >= ${soqlDateTime(since - OVERLAP_MS)}`)
          .join(' OR '),
    until === null ? '' : `${stream.clocks[0] ?? ''} < ${soqlDateTime(until)}`,
  ])}`;
}

export function countQuery(stream: StreamDefinition): string {
  return `SELECT COUNT() FROM ${stream.object}${where([stream.where ?? ''])}`;
}

function where(conditions: readonly string[]): string {
  const given = conditions.filter((condition) => condition !== '');
  if (given.length === 0) return '';
  const several = given.length > 1;
  return ` WHERE ${given.map((one) => (several && one.includes(' OR ') ? `(${one})` : one)).join(' AND ')}`;
}

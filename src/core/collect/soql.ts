import { soqlDateTime } from '../salesforce/datetime';
import type { StreamDefinition } from './streams/definition';

/** Rows that appear late (replication, clock differences) are found by looking back this far. */
export const OVERLAP_MS = 60 * 60_000;

/** The query of a stream, for the fields that may be read. `since` null: everything. */
export function streamQuery(
  stream: StreamDefinition,
  fields: readonly string[],
  since: number | null,
): string {
  // Ascending, so that whatever is stored is everything up to its newest row.
  const order = stream.mode === 'append' ? ` ORDER BY ${stream.clocks[0] ?? 'Id'} ASC, Id ASC` : '';
  return bulkQuery(stream, fields, since) + order;
}

/** The same without order, which would keep Salesforce from splitting a large job into chunks. */
export function bulkQuery(stream: StreamDefinition, fields: readonly string[], since: number | null): string {
  const clocks = stream.clocks.filter((clock) => fields.includes(clock));
  const where =
    since === null
      ? ''
      : ` WHERE ${clocks.map((clock) => `${clock} >= ${soqlDateTime(since - OVERLAP_MS)}`).join(' OR ')}`;
  return `SELECT ${fields.join(', ')} FROM ${stream.object}${where}`;
}

export function countQuery(stream: StreamDefinition): string {
  return `SELECT COUNT() FROM ${stream.object}`;
}

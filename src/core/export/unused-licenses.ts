import { SeatsQuery, type SeatTableRow, UnusedSeat } from '../../shared/model/licenses';
import type { Database } from '../ports';
import { fieldColumns } from './columns';
import { type Column, type TextSink, writeCsv } from './csv';

/**
 * Scripts rely on the first 15 of these names in this order; new ones go to the end. They are the fields of
 * `UnusedSeat`, in its order.
 */
export const unusedLicenseColumns: Column<UnusedSeat>[] = fieldColumns(UnusedSeat.keyof().options);

// Each slice costs one count over all seats, so few large ones; 10,000 seats are about 10 MB.
const PAGE = 10_000;

/** Every seat the query selects, page by page in its order; its own place and length do not matter. */
export async function* seatPages(
  db: Pick<Database, 'seats'>,
  query: SeatsQuery,
): AsyncGenerator<SeatTableRow[]> {
  for (let offset = 0; ; offset += PAGE) {
    const page = await db.seats({ ...query, offset, limit: PAGE });
    if (page.rows.length > 0) yield page.rows;
    if (page.rows.length < PAGE) return;
  }
}

/** The same in one piece, for lists that a person decided on one by one. */
export async function allSeats(db: Pick<Database, 'seats'>, query: SeatsQuery): Promise<SeatTableRow[]> {
  const rows: SeatTableRow[] = [];
  for await (const page of seatPages(db, query)) rows.push(...page);
  return rows;
}

/** The whole unused list by one rule, those idle longest first. */
export function unusedSeats(orgId: string, rule: SeatsQuery['rule']): SeatsQuery {
  return SeatsQuery.parse({ orgId, asOf: null, rule });
}

/** The CSV of unused licenses; resolves with the number of seats. */
export function writeUnusedLicensesCsv(
  sink: TextSink,
  db: Pick<Database, 'seats'>,
  query: SeatsQuery,
): Promise<number> {
  return writeCsv(sink, unusedLicenseColumns, seatPages(db, query));
}

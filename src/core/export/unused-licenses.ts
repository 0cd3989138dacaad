import type { IdleRule, SeatsQuery, UnusedSeat } from '../../shared/model/licenses';
import type { Database } from '../ports';
import { fieldColumns } from './columns';
import { type Column, type TextSink, writeCsv } from './csv';

/** Scripts rely on exactly these names in this order; new ones go to the end. */
export const unusedLicenseColumns: Column<UnusedSeat>[] = fieldColumns([
  'org',
  'licenseKind',
  'license',
  'userId',
  'username',
  'name',
  'email',
  'profile',
  'createdAt',
  'lastLoginAt',
  'daysSinceLogin',
  'reason',
  'monthlyPrice',
  'currency',
  'annualSaving',
]);

// Each slice costs one count over all seats, so few large ones; 20,000 seats are about 10 MB.
const PAGE = 20_000;

export interface UnusedSeatsChoice {
  orgId: string;
  rule: IdleRule;
  license?: SeatsQuery['license'];
}

/** All reclaimable seats page by page, those idle longest first. */
export async function* unusedSeatPages(
  db: Pick<Database, 'seats'>,
  { orgId, rule, license = null }: UnusedSeatsChoice,
): AsyncGenerator<UnusedSeat[]> {
  for (let offset = 0; ; offset += PAGE) {
    const page = await db.seats({
      orgId,
      asOf: null,
      rule,
      license,
      search: '',
      sort: 'lastLoginAt',
      descending: false,
      offset,
      limit: PAGE,
    });
    if (page.rows.length > 0) yield page.rows;
    if (page.rows.length < PAGE) return;
  }
}

/** The CSV of unused licenses; resolves with the number of seats. */
export function writeUnusedLicensesCsv(
  sink: TextSink,
  db: Pick<Database, 'seats'>,
  choice: UnusedSeatsChoice,
): Promise<number> {
  return writeCsv(sink, unusedLicenseColumns, unusedSeatPages(db, choice));
}

import { openFileSink, writeUnusedLicensesCsv } from '../../core/export';
import type { Database } from '../../core/ports';
import type { IdleRule, SeatsQuery } from '../../shared/model/licenses';
import type { Org } from '../../shared/model/org';

/** Writes the CSV of unused licenses, complete or not at all; resolves with the number of rows. */
export async function writeUnusedLicenses(
  db: Database,
  org: Org,
  rule: IdleRule,
  license: SeatsQuery['license'],
  file: string,
): Promise<number> {
  const sink = await openFileSink(file);
  try {
    const rows = await writeUnusedLicensesCsv(sink, db, { orgId: org.id, rule, license });
    await sink.finish();
    return rows;
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

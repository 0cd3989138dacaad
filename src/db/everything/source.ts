import type { Database as Sqlite } from 'better-sqlite3';
import type { ExportedOrg, RelationSource } from '../../core/ports-transfer';
import type { Relation, RelationRow } from '../../shared/model/relations';
import { unknownOrg } from '../errors';
import { openPlain } from '../open';
import { RELATIONS, relationQuery } from '../relations';

/** Rows handed over at once: some milliseconds. */
const PAGE = 2_000;

export interface Snapshot {
  source: RelationSource;
  close: () => void;
}

/**
 * Everything as it is at this moment, read over a connection of its own: whatever is written meanwhile is not seen,
 * and nobody waits. `orgId` null: every org, also those off the list.
 */
export function openSnapshot(
  file: string,
  nativeBinding: string | undefined,
  schemaVersion: string,
  orgId: string | null,
): Snapshot {
  const sqlite = openPlain(file, nativeBinding, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    // What has to be sorted may be larger than memory.
    sqlite.pragma('temp_store = FILE');
    sqlite.exec('BEGIN');
    const orgs = orgsOf(sqlite, orgId);
    if (orgs.length === 0 && orgId !== null) throw unknownOrg(orgId);
    return {
      source: {
        schemaVersion,
        orgs,
        relations: RELATIONS,
        rows: (relation, org) => pages(sqlite, relation, org),
      },
      close: () => sqlite.close(),
    };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

function orgsOf(sqlite: Sqlite, orgId: string | null): ExportedOrg[] {
  return sqlite
    .prepare<
      [string | null],
      { id: string; name: string; salesforceOrgId: string | null; removedAt: number | null }
    >(
      `SELECT uid AS id, name, salesforce_org_id AS salesforceOrgId, removed_at AS removedAt FROM org
       WHERE coalesce(uid = ?, 1) ORDER BY name COLLATE NOCASE, id`,
    )
    .all(orgId)
    .map(({ removedAt, ...org }) => ({ ...org, isRemoved: removedAt !== null }));
}

function* pages(sqlite: Sqlite, relation: Relation, org: string): Generator<RelationRow[]> {
  const statement = sqlite
    .prepare<{ org: string }, RelationRow>(relationQuery(relation, { org: true, byPartition: true }))
    .raw();
  let page: RelationRow[] = [];
  for (const row of statement.iterate({ org })) {
    page.push(row);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

import type { PageCommit } from '../../core/ports';
import type { Connection } from '../connection';
import { changesOnly, partsOf } from '../freshness';
import type { RecordOf } from '../stream-tables';
import { withoutIgnored } from './forget/ignored';
import { storeLogins } from './login-store';
import { loginDictionary } from './login-keys';
import { saveSuccesses, type NewestSuccesses } from './newest-successes';
import { storeRows } from './row-store';
import { asOfOf } from './user-state';

/**
 * Stores one page: rows, roll-ups, checkpoint and the org's "as of" together or not at all. Streams read as
 * full snapshots lose, with the last page of a pass, the rows that the pass did not see. That holds for
 * users too: Salesforce never deletes one, but a user our API user can no longer see would otherwise be
 * reported for ever with what was true long ago. Logins are never removed: Salesforce forgets them after
 * six months and ours are the memory. `newest` as for `storeLogins`.
 */
export function commitPage(db: Connection, whole: PageCommit, newest?: NewestSuccesses): void {
  const { stream, checkpoint } = whole;
  const commit = db.sqlite.transaction(() => {
    const org = db.orgKey(whole.orgId);
    const page = withoutIgnored(db, org, whole);
    // Never backwards: a corrected clock must not make ages shrink below what was shown, nor shuffle history.
    const at = Math.max(page.at, asOfOf(db, org) ?? page.at);
    let trackedSince: number | null = null;
    if (stream === 'loginHistory')
      storeLogins(db, org, page.rows as RecordOf<'loginHistory'>[], page.fields, newest);
    else trackedSince = storeRows(db, org, page, at);
    db.run(
      `INSERT INTO stream_checkpoint (org_id, stream, watermark, cursor, pass, complete, updated_at, tracked_since)
       VALUES (@org, @stream, @watermark, @cursor, @pass, @complete, @updatedAt, @trackedSince)
       ON CONFLICT DO UPDATE SET watermark = excluded.watermark, cursor = excluded.cursor, pass = excluded.pass,
         complete = excluded.complete, updated_at = excluded.updated_at, tracked_since = excluded.tracked_since`,
      {
        org,
        stream,
        watermark: checkpoint.watermark,
        cursor: checkpoint.cursor,
        pass: checkpoint.pass,
        complete: Number(checkpoint.complete),
        updatedAt: checkpoint.updatedAt,
        trackedSince,
      },
    );
    // With the row itself: a run that goes on after a crash does not read it again.
    if (stream === 'organization') nameOrg(db, org, page.rows as RecordOf<'organization'>[]);
    db.run('UPDATE org SET data_as_of = @at WHERE id = @org', { org, at });
  });
  changesOnly(db, partsOf(stream), commit);
}

/** Saves the next `most` people of a page of logins stored before. False: there are more. */
export function saveNewest(db: Connection, orgId: string, newest: NewestSuccesses, most: number): boolean {
  const org = db.orgKey(orgId);
  const times = newest.take(most);
  changesOnly(
    db,
    partsOf('loginHistory'),
    db.sqlite.transaction(() => saveSuccesses(db, org, times)),
  );
  loginDictionary(db, org).noteSeen(times);
  return times.size < most;
}

function nameOrg(db: Connection, org: number, [row]: RecordOf<'organization'>[]): void {
  if (row === undefined) return;
  db.run(
    `UPDATE org SET salesforce_org_id = @id, organization_name = @name, edition = @edition,
       is_sandbox = @isSandbox, instance_name = @instanceName WHERE id = @org`,
    {
      org,
      id: row.id,
      name: row.name,
      edition: row.organizationType,
      isSandbox: row.isSandbox === null ? null : Number(row.isSandbox),
      instanceName: row.instanceName,
    },
  );
}

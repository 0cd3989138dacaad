import type { AsOfChoice } from '../../../shared/model/changes';
import type { Connection } from '../../connection';
import { iso } from '../time';

/**
 * The moment from which on the org's history is told in full, epoch ms: the end of the first complete
 * collection that found all users. Until one is complete, the moment the users were; null: not even that.
 * A stream that can be read only later is told as it was first found for all the time before.
 */
export function trackedSince(db: Connection, org: number): number | null {
  const users = db.get<{ at: number | null }>(
    `SELECT tracked_since AS at FROM stream_checkpoint WHERE org_id = @org AND stream = 'users'`,
    { org },
  )?.at;
  if (users === undefined || users === null) return null;
  const complete = db.get<{ at: number | null }>(
    `SELECT min(ended_at) AS at FROM run WHERE org_id = @org AND state = 'complete' AND ended_at >= @users`,
    { org, users },
  )?.at;
  return complete ?? users;
}

/** The ends of collections since then, newest first. Collections that stored nothing leave no moment of their own. */
export function asOfChoices(db: Connection, orgId: string): AsOfChoice[] {
  const org = db.orgKey(orgId);
  const since = trackedSince(db, org);
  if (since === null) return [];
  // Entries never go back in time; the clock of the computer may have, and the run's end with it.
  const rows = db.all<{ runId: number; at: number }>(
    `WITH entry AS MATERIALIZED (
       SELECT run_id, max(at) AS at FROM row_change_count WHERE org_id = @org GROUP BY run_id
     )
     SELECT run.id AS runId, max(run.ended_at, coalesce(entry.at, 0)) AS at
     FROM run LEFT JOIN entry ON entry.run_id = run.id
     WHERE run.org_id = @org AND run.ended_at >= @since
       AND (run.state NOT IN ('failed', 'interrupted') OR entry.at IS NOT NULL)
     ORDER BY run.id DESC`,
    { org, since },
  );
  return rows.map(({ runId, at }) => ({ runId, at: iso(at) }));
}

import type { LeaveEntry } from '../../../shared/model/reclaim';
import type { Connection } from '../../connection';
import { iso } from '../time';
import { asOfOf } from '../user-state';

/** Somebody whose seats are not idle; `until` (epoch ms) null: open. */
export interface Leave {
  userId: string;
  until: number | null;
}

/** `org` and `ids`, the JSON array of user ids. */
const USERS = `org_id = @org AND user_id IN (SELECT value FROM json_each(@ids))`;

/**
 * Who is on leave at `at` (epoch ms). The end is exclusive: at `until` itself the exception is over. An
 * exception has no beginning: it also holds for the days before somebody noted it.
 */
export function leavesAt(db: Connection, org: number, at: number): Leave[] {
  return db.all<Leave>(
    'SELECT user_id AS userId, until FROM leave WHERE org_id = @org AND (until IS NULL OR until > @at)',
    { org, at },
  );
}

type Stored = Omit<LeaveEntry, 'until' | 'isExpired' | 'at'> & { until: number | null; at: number };

/** Every exception, by name. Also the expired ones, and those of users Salesforce no longer lists, by their id. */
export function leave(db: Connection, orgId: string): LeaveEntry[] {
  const org = db.orgKey(orgId);
  const asOf = asOfOf(db, org);
  const stored = db.all<Stored>(
    `SELECT l.user_id AS userId, coalesce(u.name, l.user_id) AS name, coalesce(u.username, '') AS username,
       l.reason, l.until, l.noted_by AS "by", l.noted_at AS at
     FROM leave l LEFT JOIN sf_user u ON u.org_id = l.org_id AND u.id = l.user_id
     WHERE l.org_id = @org
     ORDER BY coalesce(u.name, l.user_id) COLLATE NOCASE, l.user_id`,
    { org },
  );
  return stored.map(({ until, at, ...entry }) => ({
    ...entry,
    until: iso(until),
    isExpired: until !== null && asOf !== null && until <= asOf,
    at: iso(at),
  }));
}

/** Notes the same for several people, in place of what was noted of them before. */
export function setLeave(
  db: Connection,
  orgId: string,
  userIds: readonly string[],
  { reason, until, by, at }: { reason: string; until: number | null; by: string; at: number },
): void {
  db.run(
    `INSERT INTO leave (org_id, user_id, reason, until, noted_by, noted_at)
     SELECT @org, value, @reason, @until, @by, @at FROM json_each(@ids) WHERE true
     ON CONFLICT DO UPDATE SET reason = excluded.reason, until = excluded.until,
       noted_by = excluded.noted_by, noted_at = excluded.noted_at`,
    { org: db.orgKey(orgId), ids: JSON.stringify(userIds), reason, until, by, at },
  );
}

/** Their seats are judged like everybody's again. */
export function endLeave(db: Connection, orgId: string, userIds: readonly string[]): void {
  db.run(`DELETE FROM leave WHERE ${USERS}`, { org: db.orgKey(orgId), ids: JSON.stringify(userIds) });
}

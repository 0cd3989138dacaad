import type { Connection } from '../../connection';

/**
 * Ids of UserLogin rows by user id, for files that freeze people: `IsFrozen` is a field of that object (Object
 * Reference, UserLogin). Users without a stored row are left out.
 */
export function userLoginIds(
  db: Connection,
  orgId: string,
  userIds: readonly string[],
): Record<string, string> {
  const rows = db.all<{ userId: string; id: string }>(
    `SELECT user_id AS userId, max(id) AS id FROM user_login
     WHERE org_id = @org AND user_id IN (SELECT value FROM json_each(@ids)) GROUP BY user_id`,
    { org: db.orgKey(orgId), ids: JSON.stringify(userIds) },
  );
  return Object.fromEntries(rows.map(({ userId, id }) => [userId, id]));
}

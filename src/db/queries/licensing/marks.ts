import type { PersonMark } from '../../../shared/model/reclaim';
import type { Connection } from '../../connection';

/** What the admin said of people; whoever is not among them is judged by the signs. */
export function marksOf(db: Connection, org: number): { userId: string; mark: PersonMark }[] {
  return db.all('SELECT user_id AS userId, mark FROM person_mark WHERE org_id = @org', { org });
}

/** Null: let the signs speak again. */
export function setMark(
  db: Connection,
  orgId: string,
  userId: string,
  mark: PersonMark | null,
  by: string,
  at: number,
): void {
  const key = { org: db.orgKey(orgId), userId };
  if (mark === null) {
    db.run('DELETE FROM person_mark WHERE org_id = @org AND user_id = @userId', key);
    return;
  }
  db.run(
    `INSERT INTO person_mark (org_id, user_id, mark, noted_by, noted_at) VALUES (@org, @userId, @mark, @by, @at)
     ON CONFLICT DO UPDATE SET mark = excluded.mark, noted_by = excluded.noted_by,
       noted_at = excluded.noted_at`,
    { ...key, mark, by, at },
  );
}

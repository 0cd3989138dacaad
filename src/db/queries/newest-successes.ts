import type { Connection } from '../connection';
import { DAY_MS } from './time';

/**
 * When people were last seen, gathered while their logins are stored: by key of `login_user`, epoch ms. A page
 * of a hundred thousand logins has most people many times over, and each row of a user written again costs more
 * than the login itself, so a page that is stored in many commits saves this once, with its last one. Until then
 * the page counts as unread: whoever reads it again adds the logins that are stored already as well.
 */
export class NewestSuccesses {
  private readonly times = new Map<number, number>();

  add(user: number, at: number): void {
    const known = this.times.get(user);
    if (known === undefined || at > known) this.times.set(user, at);
  }

  /** Adds what was gathered elsewhere. */
  addAll(others: NewestSuccesses): void {
    for (const [user, at] of others.times) this.add(user, at);
  }

  /** A success turned out to be none: what is stored says since when. */
  drop(db: Connection, org: number, user: number): void {
    this.times.delete(user);
    db.prepare('UPDATE login_user SET last_success_at = ? WHERE key = ?').run(
      newestStored(db, org, user),
      user,
    );
  }

  /** Writes the times of at most `most` people, and forgets them. True: of all. Must run inside a transaction. */
  save(db: Connection, org: number, most = Number.POSITIVE_INFINITY): boolean {
    const people = db.prepare<{ id: string }>(
      `UPDATE login_user SET last_success_at = ? WHERE key = ? AND coalesce(last_success_at < ?, 1)
       RETURNING user_id AS id`,
    );
    const users = db.prepare(
      'UPDATE sf_user SET last_seen_at = ? WHERE org_id = ? AND id = ? AND coalesce(last_seen_at < ?, 1)',
    );
    let count = 0;
    for (const [user, at] of this.times) {
      if (count === most) return false;
      count += 1;
      this.times.delete(user);
      const person = people.get(at, user, at);
      if (person !== undefined) users.run(at, org, person.id, at);
    }
    return true;
  }
}

function newestStored(db: Connection, org: number, user: number): number | null {
  const { at } = db.get<{ at: number | null }>(
    `SELECT max(login_time) AS at FROM login
     WHERE org_id = @org AND user_key = @user AND success = 1 AND login_time >= @day * ${String(DAY_MS)}
       AND login_time < (@day + 1) * ${String(DAY_MS)}`,
    { org, user, day: newestActiveDay(db, org, user) },
  ) ?? { at: null };
  return at;
}

function newestActiveDay(db: Connection, org: number, user: number): number | null {
  const sql = `
    SELECT t.day FROM login_day t
    CROSS JOIN login_user_day d ON d.org_id = t.org_id AND d.day = t.day AND d.user_key = @user AND d.logins > 0
    WHERE t.org_id = @org ORDER BY t.day DESC LIMIT 1`;
  return db.get<{ day: number | null }>(sql, { org, user })?.day ?? null;
}

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

  /** Adds what was gathered elsewhere. `isStored`: needs not be written again. */
  addAll(others: NewestSuccesses, isStored: (user: number, at: number) => boolean): void {
    for (const [user, at] of others.times) if (!isStored(user, at)) this.add(user, at);
  }

  /** A success turned out to be none: what is stored says since when. */
  drop(db: Connection, org: number, user: number): void {
    this.times.delete(user);
    db.prepare('UPDATE login_user SET last_success_at = ? WHERE key = ?').run(
      newestStored(db, org, user),
      user,
    );
  }

  /** Takes out at most `most` people. */
  take(most: number): Map<number, number> {
    const some = new Map<number, number>();
    for (const [user, at] of this.times) {
      if (some.size === most) break;
      some.set(user, at);
      this.times.delete(user);
    }
    return some;
  }
}

/** Writes when people were last seen, where that is later than what is stored. Must run inside a transaction. */
export function saveSuccesses(db: Connection, org: number, times: ReadonlyMap<number, number>): void {
  const people = db.prepare<{ id: string }>(
    `UPDATE login_user SET last_success_at = ? WHERE key = ? AND coalesce(last_success_at < ?, 1)
     RETURNING user_id AS id`,
  );
  const users = db.prepare(
    'UPDATE sf_user SET last_seen_at = ? WHERE org_id = ? AND id = ? AND coalesce(last_seen_at < ?, 1)',
  );
  for (const [user, at] of times) {
    const person = people.get(at, user, at);
    if (person !== undefined) users.run(at, org, person.id, at);
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

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
    const some: Record<string, number> = {};
    let count = 0;
    for (const [user, at] of this.times) {
      if (count === most) break;
      some[user] = at;
      this.times.delete(user);
      count += 1;
    }
    if (count > 0) {
      // In the order of the keys, which is the order of an object's whole numbers: neighbors share a page.
      const times = JSON.stringify(some);
      db.run(PEOPLE, { times });
      db.run(USERS, { times, org });
    }
    return this.times.size === 0;
  }
}

const PEOPLE = `
  UPDATE login_user SET last_success_at = times.value
  FROM json_each(@times) times
  WHERE login_user.key = CAST(times.key AS INTEGER) AND coalesce(last_success_at < times.value, 1)`;

const USERS = `
  UPDATE sf_user SET last_seen_at = seen.at
  FROM (
    SELECT u.user_id AS id, u.last_success_at AS at
    FROM json_each(@times) times CROSS JOIN login_user u ON u.key = CAST(times.key AS INTEGER)
  ) seen
  WHERE sf_user.org_id = @org AND sf_user.id = seen.id AND coalesce(last_seen_at < seen.at, 1)`;

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

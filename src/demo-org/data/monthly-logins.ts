import type BetterSqlite3 from 'better-sqlite3';
import { SUCCESS } from './clients';

const COUNT = `
  UPDATE user_license SET monthly_logins_used = (
    SELECT count(DISTINCT l.user || ' ' || (l.t / 86400000))
    FROM profile p
    CROSS JOIN user u ON u.profile_id = p.n
    CROSS JOIN login l INDEXED BY login_by_user ON l.user = u.n AND l.t >= @from AND l.status = @success
    WHERE p.user_license_id = user_license.n)
  WHERE monthly_logins_entitlement IS NOT NULL`;

/**
 * What login-based licenses have used up of this month's sign-ins: of a member's sign-ins on one day the first
 * counts (Experience Cloud User Licenses).
 */
export class MonthlyLogins {
  readonly #count: BetterSqlite3.Statement;

  constructor(db: BetterSqlite3.Database) {
    this.#count = db.prepare(COUNT);
  }

  /** Counts anew, from the beginning of the month (UTC) that `now` is in. */
  count(now: number): void {
    const date = new Date(now);
    this.#count.run({ from: Date.UTC(date.getUTCFullYear(), date.getUTCMonth()), success: SUCCESS });
  }
}

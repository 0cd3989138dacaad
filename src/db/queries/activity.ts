import type { ActivityPoint } from '../../shared/model/overview';
import type { Connection } from '../connection';
import { DAY_MS } from './time';

export interface LoginDay {
  /** Whole days since the epoch, UTC. */
  day: number;
  logins: number;
  failures: number;
  activeUsers: number;
}

export const dayOf = (time: number): number => Math.floor(time / DAY_MS);

const COUNT_DAY = `
  SELECT count(*) FILTER (WHERE success = 1) AS logins, count(*) FILTER (WHERE success = 0) AS failures,
         count(DISTINCT CASE success WHEN 1 THEN user_id END) AS activeUsers
  FROM login_history WHERE org_id = @org AND login_time >= @from AND login_time < @to`;

function countDay(db: Connection, org: number, day: number): LoginDay {
  const row = db.get<Omit<LoginDay, 'day'>>(COUNT_DAY, { org, from: day * DAY_MS, to: (day + 1) * DAY_MS });
  return { day, logins: 0, failures: 0, activeUsers: 0, ...row };
}

const SAVE_DAY = `
  INSERT INTO login_day (org_id, day, logins, failures, active_users, stale)
  VALUES (@org, @day, @logins, @failures, @activeUsers, @stale)
  ON CONFLICT DO UPDATE SET logins = excluded.logins, failures = excluded.failures,
    active_users = excluded.active_users, stale = excluded.stale`;

const MARK_STALE = `
  INSERT INTO login_day (org_id, day, logins, failures, active_users, stale) VALUES (@org, @day, 0, 0, 0, 1)
  ON CONFLICT DO UPDATE SET stale = 1`;

/** A page in the order of time touches one day, at midnight two; more means it came in no order. */
const ORDERLY_DAYS = 3;

/**
 * Keeps the day totals true to the page just stored, in its transaction. Days that later pages will add to
 * are only marked, so that a busy day is not counted again with each of its pages.
 */
export function updateLoginDays(
  db: Connection,
  org: number,
  days: ReadonlySet<number>,
  endOfPass: boolean,
): void {
  const newest = Math.max(...days);
  for (const day of days) {
    const finished = day < newest && days.size <= ORDERLY_DAYS;
    if (finished) db.run(SAVE_DAY, { org, stale: 0, ...countDay(db, org, day) });
    else db.run(MARK_STALE, { org, day });
  }
  const left = db.all<{ day: number }>('SELECT day FROM login_day WHERE org_id = @org AND stale = 1', {
    org,
  });
  for (const { day } of left) {
    // A day left over from an earlier page is complete once a page begins after it.
    const passed = days.size <= ORDERLY_DAYS && days.size > 0 && day < Math.min(...days);
    if (endOfPass || passed) db.run(SAVE_DAY, { org, stale: 0, ...countDay(db, org, day) });
  }
}

/** Totals of the days with logins, oldest first; `since` (a day) null: all. */
export function loginDays(db: Connection, org: number, since: number | null): LoginDay[] {
  const rows = db.all<LoginDay & { stale: number }>(
    `SELECT day, logins, failures, active_users AS activeUsers, stale FROM login_day
     WHERE org_id = @org AND day >= @since ORDER BY day`,
    { org, since: since ?? 0 },
  );
  return rows.map(({ stale, ...day }) => (stale === 1 ? countDay(db, org, day.day) : day));
}

/** One point per day from the first stored day (at most `days` back) to the day of `asOf`, gaps as zeros. */
export function activity(db: Connection, org: number, asOf: number, days: number): ActivityPoint[] {
  const last = dayOf(asOf);
  const counted = new Map(loginDays(db, org, last - days + 1).map((day) => [day.day, day]));
  const first = Math.min(...counted.keys());
  const points: ActivityPoint[] = [];
  for (let day = first; day <= last; day++) {
    const { activeUsers = 0, logins = 0, failures = 0 } = counted.get(day) ?? {};
    points.push({ day: new Date(day * DAY_MS).toISOString().slice(0, 10), activeUsers, logins, failures });
  }
  return points;
}

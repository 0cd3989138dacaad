import type { ActivityPoint } from '../../shared/model/overview';
import type { Connection } from '../connection';
import { DAY_MS, dayOf } from './time';

export interface LoginDay {
  /** Whole days since the epoch, UTC. */
  day: number;
  logins: number;
  failures: number;
  activeUsers: number;
}

/** Totals of the days with logins, oldest first; `since` (a day) null: all. */
export function loginDays(db: Connection, org: number, since: number | null): LoginDay[] {
  return db.all<LoginDay>(
    `SELECT day, logins, failures, active_users AS activeUsers FROM login_day
     WHERE org_id = @org AND day >= @since ORDER BY day`,
    { org, since: since ?? 0 },
  );
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

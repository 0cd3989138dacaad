import type { Inputs } from '../../inputs';
import { DAY_MS } from '../../logins/event';
import { later } from './app-tokens';
import type { InstalledApp } from './installed-apps';

/** What an app did, by whom it was. */
export interface AppActivity {
  userIds: Set<string>;
  /** Successes. */
  logins: number;
  /** Null: no event log file tells of any. */
  requests: number | null;
  /** Start of the newest day with a sign-in or request; null: none. */
  lastAt: number | null;
}

/** Days first: a month of them is a stretch of the table. */
const LOGINS = `
  SELECT c.application AS app, sum(d.n) AS n, max(d.day) AS day
  FROM (SELECT client_key, sum(logins) AS n, max(day) AS day FROM login_client_day
    WHERE org_id = @org AND day >= @since AND logins > 0 GROUP BY client_key) d
  CROSS JOIN login_client c ON c.key = d.client_key
  WHERE c.application IS NOT NULL
  GROUP BY c.application`;

const REQUESTS = `
  SELECT connected_app_name AS app, connected_app_id AS appId, user_id AS userId, sum(requests) AS n, max(day) AS day
  FROM api_usage WHERE org_id = @org AND day >= @since AND (connected_app_name <> '' OR connected_app_id <> '')
  GROUP BY connected_app_name, connected_app_id, user_id`;

interface Row {
  app: string;
  n: number;
  day: number;
}

/** By id of the app, since a day (whole days since the epoch, UTC). */
export function appActivity(
  inputs: Inputs,
  apps: readonly InstalledApp[],
  since: number,
): Map<string, AppActivity> {
  const byName = new Map(apps.map((app) => [app.name.toLowerCase(), app.id]));
  // Event log files name ids in their short form.
  const byId = new Map(apps.map(({ id }) => [id.slice(0, 15), id]));
  const activity = new Map<string, AppActivity>();
  const of = (id: string): AppActivity => {
    let one = activity.get(id);
    if (one === undefined)
      activity.set(id, (one = { userIds: new Set(), logins: 0, requests: null, lastAt: null }));
    return one;
  };
  for (const { app, n, day } of inputs.rows<Row>(LOGINS, { since })) {
    const id = byName.get(app.toLowerCase());
    if (id === undefined) continue;
    const one = of(id);
    one.logins += n;
    one.lastAt = later(one.lastAt, day * DAY_MS);
  }
  const requests = inputs.rows<Row & { appId: string; userId: string }>(REQUESTS, { since });
  for (const { app, appId, userId, n, day } of requests) {
    const id = byId.get(appId.slice(0, 15)) ?? byName.get(app.toLowerCase());
    if (id === undefined) continue;
    const one = of(id);
    one.userIds.add(userId);
    one.requests = (one.requests ?? 0) + n;
    one.lastAt = later(one.lastAt, day * DAY_MS);
  }
  return activity;
}

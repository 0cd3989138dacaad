import type { Inputs } from '../../inputs';
import { dateOf, dayOf, DAY_MS } from '../../logins/event';

const MOST = 10;

/** Event log files come a day later: the day of a peak, or else the newest before it. */
const DAY = 'SELECT max(day) AS day FROM api_usage WHERE org_id = @org AND day BETWEEN @first AND @last';

const USERS = `
  SELECT coalesce(u.username, a.user_id) AS who, sum(a.counted) AS counted
  FROM api_usage a LEFT JOIN sf_user u ON u.org_id = a.org_id AND u.id = a.user_id
  WHERE a.org_id = @org AND a.day = @day GROUP BY a.user_id
  ORDER BY counted DESC, who LIMIT ${String(MOST)}`;

/** A program names itself, or is known as the app that let it in. */
const CLIENTS = `
  SELECT coalesce(nullif(a.connected_app_name, ''), nullif(a.client_name, ''), 'unknown') AS who,
    sum(a.counted) AS counted
  FROM api_usage a WHERE a.org_id = @org AND a.day = @day GROUP BY 1
  ORDER BY counted DESC, who LIMIT ${String(MOST)}`;

const TOTAL = 'SELECT coalesce(sum(counted), 0) AS n FROM api_usage WHERE org_id = @org AND day = @day';

/** Days before the peak that still tell who usually calls. */
const LOOK_BACK = 7;

interface Row {
  who: string;
  counted: number;
}

/** Who made the requests of a day that count against the limit, most first ("name: requests"). */
export function apiCallers(inputs: Inputs, at: number) {
  const last = dayOf(at);
  const day = inputs.rows<{ day: number | null }>(DAY, { first: last - LOOK_BACK, last })[0]?.day ?? null;
  if (day === null) return { callersOf: null, callersTotal: null, topUsers: [], topClients: [] };
  const words = ({ who, counted }: Row): string => `${who}: ${String(counted)}`;
  return {
    callersOf: dateOf(day * DAY_MS),
    callersTotal: inputs.rows<{ n: number }>(TOTAL, { day })[0]?.n ?? 0,
    topUsers: inputs.rows<Row>(USERS, { day }).map(words),
    topClients: inputs.rows<Row>(CLIENTS, { day }).map(words),
  };
}

export const CALLERS_EVIDENCE = {
  callersOf: 'Day (UTC) whose event log files tell who called; null: none were read',
  callersTotal: 'Requests of that day that count against the limit',
  topUsers: 'Users with the most of them, 10 at most',
  topClients: 'Apps or programs with the most of them, 10 at most',
} as const;

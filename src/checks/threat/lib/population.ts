import type { Population } from '../../define';
import type { Inputs } from '../../inputs';
import { dateOf, DAY_MS } from '../../logins/event';

const COUNTS = {
  users: 'SELECT count(*) AS n FROM login_user WHERE org_id = @org',
  addresses: 'SELECT count(*) AS n FROM login_ip WHERE org_id = @org',
  apps: 'SELECT count(DISTINCT application) AS n FROM login_client WHERE org_id = @org',
} as const;

/**
 * How many were looked at, and from when on: a check that compares with the past cannot judge the first
 * `historyDays` days of it. Days are whole ones; 0: every login is judged.
 */
export function judged(inputs: Inputs, what: keyof typeof COUNTS | 'org', historyDays: number): Population {
  const { asOf, historySince } = inputs;
  if (historySince === null) return { population: null, notEvaluated: 'no login is stored yet.' };
  const from = historySince + historyDays * DAY_MS;
  if (asOf < from)
    return {
      population: null,
      notEvaluated: `the stored login history begins on ${dateOf(historySince)}; it takes ${String(historyDays)} days of it before anything can be called unusual.`,
    };
  const population = what === 'org' ? null : (inputs.rows<{ n: number }>(COUNTS[what])[0]?.n ?? 0);
  if (historyDays === 0) return { population };
  return {
    population,
    notes: [
      `Logins are judged from ${dateOf(from)} on: the stored login history begins on ${dateOf(historySince)}.`,
    ],
  };
}

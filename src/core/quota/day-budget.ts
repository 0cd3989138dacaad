import type { Org } from '../../shared/model/org';
import type { Database } from '../ports';
import type { DailyBudget } from './guard';

const HOUR = 3_600_000;
/** `ownCalls` counts whole hours, so that the last call of a day ago may still be in it for an hour more. */
const LONGEST_HOURS = 25;
/** Going on is worth it with so many requests: a run that has to begin with a few gets nowhere on fewer. */
const WORTH_IT = 25;

/** Requests that should be free before going on: half of the budget, all of a small one. */
function worthIt(budget: number): number {
  return Math.max(Math.min(budget, WORTH_IT), Math.floor(budget / 2));
}

type Budgeted = Pick<Org, 'id' | 'dailyBudget'>;

/** Our own budget of an org for any 24 hours, with what is spent of it; null: it has none. */
export async function dailyBudgetOf(
  db: Pick<Database, 'ownCalls'>,
  { id, dailyBudget }: Budgeted,
  now: number,
): Promise<DailyBudget | null> {
  return dailyBudget === null ? null : { budget: dailyBudget, used: await db.ownCalls(id, now) };
}

/**
 * The first moment, in steps of an hour from `now` (epoch ms), when enough of the daily budget will be free again to go on
 * if nobody spends more of it; null without one. All calls made by now have to be booked.
 */
export async function budgetFreeAt(
  db: Pick<Database, 'ownCalls'>,
  { id, dailyBudget }: Budgeted,
  now: number,
): Promise<number | null> {
  if (dailyBudget === null) return null;
  for (let hours = 1; hours < LONGEST_HOURS; hours += 1) {
    const at = now + hours * HOUR;
    if ((await db.ownCalls(id, at)) <= dailyBudget - worthIt(dailyBudget)) return at;
  }
  return now + LONGEST_HOURS * HOUR;
}

/** The tighter one of several budgets of a run; null: there is none. */
export function tightest(...budgets: (number | null | undefined)[]): number | null {
  const given = budgets.filter((budget) => budget !== null && budget !== undefined);
  return given.length === 0 ? null : Math.min(...given);
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LONGEST_WAIT = 6 * HOUR;

/**
 * When a collection stopped by the quota goes on: the next day (UTC midnight), but never sooner than in
 * an hour. Salesforce's quota is a rolling 24 hours that refills bit by bit, so midnight is a promise a
 * person understands rather than the moment of a reset; what counts is the look taken then.
 */
export function firstResume(now: number): number {
  const midnight = (Math.floor(now / DAY) + 1) * DAY;
  return Math.max(midnight, now + HOUR);
}

/**
 * When to look again after a look found the quota still full: after 1, 2, 4, then every 6 hours.
 * `recheck` counts the fruitless looks, this one included.
 */
export function nextResume(now: number, recheck: number): number {
  const wait = HOUR * 2 ** Math.min(Math.max(recheck, 1) - 1, 10);
  return now + Math.min(wait, LONGEST_WAIT);
}

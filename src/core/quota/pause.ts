import { AppError } from '../../shared/model/errors';

/** Why no further request may be made. */
export type PauseReason =
  /** Org-wide use would pass the threshold. */
  | 'threshold'
  /** The limit an admin gave our own client app would be passed. */
  | 'app-threshold'
  /** Salesforce itself refused: the day's requests are used up. */
  | 'exhausted'
  /** This run's own budget (the org's, or `--max-calls`) is spent. */
  | 'budget'
  /** What Seatwatch may use of this org in 24 hours is spent. */
  | 'day-budget'
  /** Salesforce never said how much is used, so nobody could tell when to stop. */
  | 'unknown';

/** Counts of API requests; null: not known, or there is none. */
export interface PauseNumbers {
  used: number | null;
  max: number | null;
  /** Use at which we stop. */
  line: number | null;
  /** Kept free below the line, because others use requests meanwhile. */
  reserve: number;
  /** By this run. */
  made: number;
  /** The budget that is spent, of the run or the day. */
  budget: number | null;
  /** By Seatwatch in the last 24 hours, this run included. */
  madeToday: number | null;
}

const CODES: Record<PauseReason, string> = {
  threshold: 'QUOTA_THRESHOLD',
  'app-threshold': 'QUOTA_THRESHOLD',
  exhausted: 'REQUEST_LIMIT_EXCEEDED',
  budget: 'BUDGET_REACHED',
  'day-budget': 'DAILY_BUDGET',
  unknown: 'QUOTA_UNKNOWN',
};

/**
 * "Not now", rather than "this failed": whoever started the work stores what it has and ends paused.
 * It is an AppError of kind "paused" only so that an unguarded path still shows something sensible.
 */
export class QuotaPause extends AppError {
  readonly reason: PauseReason;
  readonly numbers: PauseNumbers;

  constructor(reason: PauseReason, numbers: PauseNumbers) {
    super({
      code: CODES[reason],
      kind: 'paused',
      message: words(reason, numbers),
      fix: remedy(reason),
      retryable: true,
    });
    this.name = 'QuotaPause';
    this.reason = reason;
    this.numbers = numbers;
  }
}

function words(reason: PauseReason, numbers: PauseNumbers): string {
  const { used, max, line, made, budget, madeToday } = numbers;
  const share = `${count(used)} of ${count(max)} API requests of the last 24 hours are used`;
  switch (reason) {
    case 'threshold':
      return `${share} in this org (by all its clients together); Seatwatch stops at ${count(line)}${early(numbers)}.`;
    case 'app-threshold':
      return `${share} by this client app, which has a limit of its own; Seatwatch stops at ${count(line)}${early(numbers)}.`;
    case 'exhausted':
      return 'Salesforce refused the request: the API requests of this org are used up for now.';
    case 'budget':
      return `This run’s budget of ${count(budget)} API requests is spent (${count(made)} made).`;
    case 'day-budget':
      return `Seatwatch has made ${count(madeToday)} API requests in this org in the last 24 hours; its own daily budget is ${count(budget)}.`;
    case 'unknown':
      return 'Salesforce did not say how many API requests are used, so Seatwatch stopped rather than guess.';
  }
}

/** Below the line it stopped for the sake of requests that the count does not show yet. */
function early({ used, line, reserve }: PauseNumbers): string {
  if (used === null || line === null || used >= line) return '';
  return reserve > 0
    ? `, and ${count(reserve)} earlier because other clients use requests at the same time`
    : ', counting its own latest requests, which that number may lack';
}

/** "12,345", as the command line writes numbers; "?" for what nobody told. */
function count(value: number | null): string {
  return value === null ? '?' : value.toLocaleString('en-US');
}

function remedy(reason: PauseReason): string {
  switch (reason) {
    case 'budget':
      return 'Collect again to go on exactly here, or allow more requests.';
    case 'day-budget':
      return 'Nothing is lost: collection goes on by itself when enough of the budget is free again. It can be changed in the org’s rules.';
    case 'unknown':
      return 'Give the run-as user "View Setup and Configuration", so that the limits can be read.';
    default:
      return 'Nothing is lost: collection goes on by itself when requests are free again. The threshold can be changed per org.';
  }
}

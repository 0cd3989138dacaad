import { AppError } from '../../shared/model/errors';

/** Why no further request may be made. */
export type PauseReason =
  /** Org-wide use would pass the threshold. */
  | 'threshold'
  /** The limit an admin gave our own client app would be passed. */
  | 'app-threshold'
  /** Salesforce itself refused: the day's requests are used up. */
  | 'exhausted'
  /** This run's own budget (`--max-calls`) is spent. */
  | 'budget'
  /** Salesforce never said how much is used, so nobody could tell when to stop. */
  | 'unknown';

export interface PauseNumbers {
  used: number | null;
  max: number | null;
  /** Requests at which we stop. */
  line: number | null;
  made: number;
}

const CODES: Record<PauseReason, string> = {
  threshold: 'QUOTA_THRESHOLD',
  'app-threshold': 'QUOTA_THRESHOLD',
  exhausted: 'REQUEST_LIMIT_EXCEEDED',
  budget: 'BUDGET_REACHED',
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

function words(reason: PauseReason, { used, max, line, made }: PauseNumbers): string {
  const share = `${String(used)} of ${String(max)} API requests of the last 24 hours are used`;
  switch (reason) {
    case 'threshold':
      return `${share} in this org (by all its clients together); Seatwatch stops at ${String(line)}.`;
    case 'app-threshold':
      return `${share} by this client app; Seatwatch stops at ${String(line)}.`;
    case 'exhausted':
      return 'Salesforce refused the request: the API requests of this org are used up for now.';
    case 'budget':
      return `This run's budget of API requests is spent (${String(made)} made).`;
    case 'unknown':
      return 'Salesforce did not say how many API requests are used, so Seatwatch stopped rather than guess.';
  }
}

function remedy(reason: PauseReason): string {
  switch (reason) {
    case 'budget':
      return 'Collect again to go on exactly here, or allow more requests.';
    case 'unknown':
      return 'Give the run-as user "View Setup and Configuration", so that the limits can be read.';
    default:
      return 'Nothing is lost: collection goes on by itself when requests are free again. The threshold can be changed per org.';
  }
}

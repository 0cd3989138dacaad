import { AppError } from '../../shared/model/errors';
import { AnswerError } from './error-rows';

/** Why the Bulk API does not serve a query. */
export type BulkRefusal =
  /** The object, or something in the query, is not for the Bulk API. */
  | 'unsupported'
  /** The org has no Bulk API, or the run-as user may not use it. */
  | 'not-enabled'
  | 'forbidden'
  /** The day's jobs, or their results, are used up. */
  | 'job-limit'
  /** Salesforce gave the job up. */
  | 'failed'
  /** Somebody ended the job, us perhaps. */
  | 'aborted'
  /** It did not finish within the polls we were ready to pay. */
  | 'too-slow'
  /** Job or place in its results no longer exist: kept seven days at most. */
  | 'gone'
  /** The job belongs to another API version, or its version has been retired. */
  | 'version'
  /** Any other refusal. */
  | 'refused';

/**
 * "Not by this way", rather than "this failed": REST reads the same rows at the price of more requests.
 * An AppError only so that an unguarded path still shows something sensible.
 */
export class BulkUnavailable extends AppError {
  readonly reason: BulkRefusal;

  constructor(reason: BulkRefusal, code: string, said: string, cause?: unknown) {
    super({
      code,
      kind: 'unreachable',
      message: said === '' ? WORDS[reason] : `${WORDS[reason]} ${said}`,
      fix: 'Nothing needs to be done: Seatwatch reads these rows through the REST API, with more requests.',
      retryable: true,
      cause,
    });
    this.name = 'BulkUnavailable';
    this.reason = reason;
  }
}

const WORDS: Record<BulkRefusal, string> = {
  unsupported: 'Salesforce’s Bulk API does not take this query.',
  'not-enabled': 'Salesforce’s Bulk API is not available in this org.',
  forbidden: 'The run-as user may not use Salesforce’s Bulk API.',
  'job-limit': 'The org’s Bulk API jobs of the last 24 hours are used up.',
  failed: 'Salesforce gave up the Bulk API job.',
  aborted: 'The Bulk API job was ended before it was finished.',
  'too-slow': 'The Bulk API job did not finish in the time it is worth.',
  gone: 'The Bulk API job or its results are no longer there.',
  version: 'The Bulk API job belongs to another API version.',
  refused: 'Salesforce’s Bulk API refused the request.',
};

/**
 * Codes as in the Bulk API guide's "Errors" page ("FeatureNotEnabled"), which answers write in capitals and
 * with or without underscores: compared without either.
 */
const REASONS: Readonly<Record<string, BulkRefusal>> = {
  INVALIDENTITY: 'unsupported',
  APIERROR: 'unsupported',
  CLIENTINPUTERROR: 'unsupported',
  FUNCTIONALITYNOTENABLED: 'unsupported',
  INVALIDTYPE: 'unsupported',
  INVALIDFIELD: 'unsupported',
  MALFORMEDQUERY: 'unsupported',
  FEATURENOTENABLED: 'not-enabled',
  METHODNOTALLOWED: 'not-enabled',
  INVALIDUSER: 'forbidden',
  LIMITEXCEEDED: 'job-limit',
  EXCEEDEDQUOTA: 'job-limit',
  INVALIDJOB: 'gone',
  INVALIDJOBSTATE: 'gone',
  INVALIDQUERYLOCATOR: 'gone',
  INVALIDLOCATOR: 'gone',
};

/** What a status means where the code does not say more. 404: no such resource, or no such job. */
function reasonOfStatus(status: number, step: BulkStep): BulkRefusal | undefined {
  switch (status) {
    case 403:
      return 'forbidden';
    case 404:
      return step === 'create' ? 'not-enabled' : 'gone';
    case 405:
      return 'not-enabled';
    case 409:
    case 410:
      return 'version';
    default:
      return undefined;
  }
}

/** Refusals of the user or the org as such, whatever is asked. */
const ANY_WAY: ReadonlySet<string> = new Set(['API_CURRENTLY_DISABLED', 'API_DISABLED_FOR_ORG']);

/** No answer of the org stands behind these: REST would fare no better. */
const LINE_DOWN: ReadonlySet<string> = new Set([
  'NETWORK_UNREACHABLE',
  'NETWORK_TIMEOUT',
  'CONNECTION_LOST',
  'PROXY_FAILED',
  'TLS_FAILED',
  'UNEXPECTED_REDIRECT',
]);

/** Which step of a job was refused. */
export type BulkStep = 'create' | 'poll' | 'results';

/**
 * What a failed step means: `BulkUnavailable` when REST is the way on, otherwise the error itself (quota,
 * cancellation, a dead line, a fault outside). While a job exists, passing faults of Salesforce and refused
 * credentials stay themselves too: what the job has cost is not thrown away for a few minutes of maintenance.
 */
export function bulkError(error: unknown, step: BulkStep): unknown {
  if (!(error instanceof AppError) || error instanceof BulkUnavailable) return error;
  if (error.kind !== 'unreachable' && error.kind !== 'credentials' && error.kind !== 'unexpected')
    return error;
  if (LINE_DOWN.has(error.code) || ANY_WAY.has(error.code)) return error;
  const status = error instanceof AnswerError ? error.status : 0;
  const conflict = status === 409 || status === 410 ? reasonOfStatus(status, step) : undefined;
  const code = error.code.toUpperCase().replaceAll('_', '');
  const known = conflict ?? REASONS[code] ?? reasonOfStatus(status, step);
  if (known === undefined && step !== 'create' && error.kind !== 'unexpected') return error;
  return new BulkUnavailable(known ?? 'refused', error.code, error.message, error);
}

/** One entry of Salesforce's REST error array. */
export interface ErrorEntry {
  message: string;
  errorCode: string;
  fields?: string[];
}

/** A refusal in Salesforce's words; the server turns it into `[{message, errorCode}]` with this status. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** The same refusal with another HTTP status. */
  withStatus(status: number): ApiError {
    return new ApiError(status, this.errorCode, this.message);
  }

  get body(): ErrorEntry[] {
    return [{ message: this.message, errorCode: this.errorCode }];
  }
}

/** Codes whose HTTP status nothing public settles (switch `doubtfulStatus`). */
export const DOUBTFUL_STATUS: ReadonlySet<string> = new Set([
  'QUERY_TIMEOUT',
  'EXCEEDED_ID_LIMIT',
  'UNABLE_TO_LOCK_ROW',
  'LOGIN_DURING_RESTRICTED_TIME',
]);

export const notFound = (): ApiError =>
  new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');

export const methodNotAllowed = (method: string, allowed: string): ApiError =>
  new ApiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed}`);

export const invalidSession = (): ApiError =>
  new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');

export const malformedQuery = (message: string): ApiError => new ApiError(400, 'MALFORMED_QUERY', message);

/** A server that could not start; `code` is `PORT_IN_USE` or the code of the system error. */
export class DemoOrgStartError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'DemoOrgStartError';
  }
}

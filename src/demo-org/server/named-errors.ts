/** Errors a rule can ask for by name, with the status they are documented to have (of `DOUBTFUL_STATUS`: any). */
export const NAMED_ERRORS = {
  QUERY_TIMEOUT: [400, 'Your query request was running for too long.'],
  EXCEEDED_ID_LIMIT: [400, 'Too many ids in the request.'],
  UNABLE_TO_LOCK_ROW: [400, 'unable to obtain exclusive access to this record'],
  LOGIN_DURING_RESTRICTED_TIME: [400, 'Login is outside of the allowed login hours'],
  TXN_SECURITY_METERING_ERROR: [403, 'The request was stopped by a transaction security policy.'],
  INSUFFICIENT_ACCESS: [403, 'insufficient access rights on cross-reference id'],
  INVALID_QUERY_LOCATOR: [400, 'invalid query locator'],
  REQUEST_LIMIT_EXCEEDED: [403, 'TotalRequests Limit exceeded.'],
  SERVER_UNAVAILABLE: [503, 'The requested resource is unavailable because of maintenance.'],
} as const satisfies Record<string, readonly [number, string]>;

export type NamedError = keyof typeof NAMED_ERRORS;

export const NAMED_ERROR_NAMES = Object.keys(NAMED_ERRORS) as [NamedError, ...NamedError[]];

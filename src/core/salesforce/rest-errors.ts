import { findRow, rowError, type Answer, type AnswerError, type ErrorRow } from './error-rows';

const ASK_AGAIN =
  'Try again later; what was collected is kept. See status.salesforce.com for the state of the org’s instance.';
const REPORT = 'This is a fault of Seatwatch or of an unusual org: report it with the log file.';

/** Codes that mean "this object is not there for this user", as opposed to a broken query. */
export const NOT_PERMITTED_CODES: ReadonlySet<string> = new Set([
  'INVALID_TYPE',
  'INSUFFICIENT_ACCESS',
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
  'INVALID_TYPE_FOR_OPERATION',
  'NOT_FOUND',
]);

/** Our code for 410, whatever Salesforce calls it. */
export const RETIRED_VERSION = 'API_VERSION_RETIRED';

/** Everything the REST API is known to refuse with, most specific first. */
export const REST_ROWS: readonly ErrorRow[] = [
  {
    status: 410,
    as: RETIRED_VERSION,
    kind: 'unexpected',
    message: 'Salesforce has retired this version of its API.',
    fix: 'Update Seatwatch.',
  },
  {
    code: 'INVALID_SESSION_ID',
    text: /not valid for use with the REST API/,
    kind: 'credentials',
    message:
      'The token is good but not for the API: the app lacks the scope “api”, or the org lets only listed apps use its API.',
    fix: 'Add the scope “Manage user data via APIs (api)” to the app. With API Access Control on, add the app to the list.',
    subStep: 'app.oauth',
  },
  {
    code: ['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'Bad_OAuth_Token'],
    kind: 'credentials',
    message: 'Salesforce no longer accepts the token, not even a fresh one.',
    fix: 'Test the connection again. If it stays, look for session restrictions (IP lock, session policies) on the run-as user.',
    subStep: 'user.ip-restrictions',
    retryable: true,
  },
  {
    code: 'API_DISABLED_FOR_ORG',
    text: /limits resource/,
    kind: 'credentials',
    message: 'The run-as user may not read the org’s limits.',
    fix: 'Give the user the permission “View Setup and Configuration”.',
    subStep: 'user.view-setup',
  },
  {
    code: 'API_DISABLED_FOR_ORG',
    kind: 'credentials',
    message: 'This org has no API: its edition does not include it.',
    fix: 'Use an org of Enterprise Edition or above, or add API access to the edition.',
    subStep: 'user.edition',
  },
  {
    code: 'API_CURRENTLY_DISABLED',
    kind: 'credentials',
    message: 'The run-as user may not use the API.',
    fix: 'Check “API Enabled” in the user’s profile or permission set.',
    subStep: 'user.api-only',
  },
  {
    code: 'REQUEST_LIMIT_EXCEEDED',
    text: /concurrent/,
    kind: 'unreachable',
    message: 'Too many long requests run in this org at the same time.',
    fix: 'Try again in a few minutes, when other integrations have finished.',
    retryable: true,
  },
  {
    code: 'REQUEST_LIMIT_EXCEEDED',
    kind: 'paused',
    message: 'The API requests of this org are used up for now.',
    fix: 'Nothing is lost: collection goes on by itself when requests are free again.',
    retryable: true,
  },
  {
    code: 'TXN_SECURITY_METERING_ERROR',
    kind: 'credentials',
    message: 'A transaction security policy of this org stopped the request.',
    fix: 'Ask the Salesforce admin to exempt the run-as user from the policy.',
  },
  {
    code: [...NOT_PERMITTED_CODES].filter((code) => code.startsWith('INSUFFICIENT_ACCESS')),
    kind: 'credentials',
    message: 'The run-as user may not read this.',
    fix: 'Give the user “View Setup and Configuration” and “Manage Users” (Internal and External).',
    subStep: 'user.view-setup',
  },
  {
    code: ['LOGIN_DURING_RESTRICTED_TIME', 'LOGIN_DURING_RESTRICTED_DOMAIN', 'RESTRICTED_IP'],
    kind: 'credentials',
    message: 'The run-as user may not use Salesforce from here or at this time.',
    fix: 'Widen the login hours or login IP ranges of the user’s profile.',
    subStep: 'user.ip-restrictions',
  },
  {
    code: 'INVALID_TYPE',
    kind: 'credentials',
    message: 'The object does not exist in this org, or the run-as user may not see it.',
    fix: 'Give the user “View Setup and Configuration” and “Manage Users” (Internal and External).',
    subStep: 'user.view-setup',
  },
  {
    code: 'INVALID_FIELD',
    kind: 'credentials',
    message: 'A field does not exist in this org, or the run-as user may not see it.',
    fix: 'Give the user “Manage Users”; Seatwatch otherwise goes on without the field.',
    subStep: 'user.manage-users',
  },
  {
    code: 'INVALID_QUERY_LOCATOR',
    kind: 'unreachable',
    message: 'The place where the last collection stopped has expired at Salesforce.',
    fix: 'Collect again: Seatwatch goes on from the newest stored row.',
    retryable: true,
  },
  {
    code: 'QUERY_TIMEOUT',
    kind: 'unreachable',
    message: 'The query ran for too long in Salesforce.',
    fix: 'Try again at a quieter time; Seatwatch goes on where it stopped.',
    retryable: true,
  },
  {
    code: ['UNABLE_TO_LOCK_ROW', 'SERVER_UNAVAILABLE', 'UNKNOWN_EXCEPTION'],
    kind: 'unreachable',
    message: 'Salesforce had a passing fault of its own.',
    fix: ASK_AGAIN,
    retryable: true,
  },
  {
    code: ['MALFORMED_QUERY', 'MALFORMED_ID', 'INVALID_QUERY_FILTER_OPERATOR', 'EXCEEDED_ID_LIMIT'],
    kind: 'unexpected',
    message: 'Salesforce could not understand a query.',
    fix: REPORT,
  },
  {
    status: 401,
    fallbackCode: 'INVALID_SESSION_ID',
    kind: 'credentials',
    message: 'Salesforce no longer accepts the token, not even a fresh one.',
    fix: 'Test the connection again.',
    retryable: true,
  },
  {
    status: 403,
    fallbackCode: 'FORBIDDEN',
    kind: 'credentials',
    message: 'Salesforce forbids this to the run-as user.',
    fix: 'Check the user’s permissions: “API Enabled”, “View Setup and Configuration”, “Manage Users”.',
    subStep: 'user.view-setup',
  },
  {
    status: 404,
    fallbackCode: 'NOT_FOUND',
    kind: 'unexpected',
    message: 'Salesforce does not have what was asked for.',
    fix: 'Check the My Domain URL.',
    subStep: 'app.my-domain',
  },
  {
    status: 429,
    fallbackCode: 'TOO_MANY_REQUESTS',
    kind: 'unreachable',
    message: 'Salesforce asks for fewer requests at a time.',
    fix: 'Try again in a few minutes.',
    retryable: true,
  },
  {
    status: 503,
    fallbackCode: 'SERVER_UNAVAILABLE',
    kind: 'unreachable',
    message: 'The org is not available just now, for maintenance perhaps.',
    fix: ASK_AGAIN,
    retryable: true,
  },
  {
    status: 420,
    fallbackCode: 'ORG_NOT_ANSWERING',
    kind: 'unreachable',
    message: 'The org does not answer: so do trial, sandbox and scratch orgs that have expired.',
    fix: 'See whether you can still log in to the org in a browser. If so, try again later.',
    retryable: true,
  },
  {
    // Several records under one key, or "not changed since": answers to questions we never ask.
    status: [300, 301, 302, 303, 304, 307, 308],
    fallbackCode: 'UNEXPECTED_ANSWER',
    kind: 'unreachable',
    message: 'Something between this computer and Salesforce answered in an unusual way.',
    fix: 'Check the My Domain URL and the proxy between this computer and Salesforce, then try again.',
    retryable: true,
  },
  {
    status: 409,
    fallbackCode: 'HTTP_409',
    kind: 'unexpected',
    message: 'The request does not fit the state of what it asks for.',
    fix: REPORT,
  },
  {
    status: [406, 500, 502, 504],
    fallbackCode: 'SERVER_ERROR',
    kind: 'unreachable',
    message: 'Salesforce answered with a server error.',
    fix: ASK_AGAIN,
    retryable: true,
  },
];

/** Statuses that pass by themselves; worth another try when the request is safe to repeat. */
export const TRANSIENT_STATUS: ReadonlySet<number> = new Set([406, 420, 429, 500, 502, 503, 504]);

export function restError(answer: Answer): AnswerError {
  const row = findRow(REST_ROWS, answer);
  if (row !== undefined) return rowError(row, answer);
  const server = answer.status >= 500;
  return rowError(
    {
      kind: server ? 'unreachable' : 'unexpected',
      message: `Salesforce answered with status ${String(answer.status)}.`,
      fix: server ? ASK_AGAIN : REPORT,
      retryable: server,
    },
    answer,
  );
}

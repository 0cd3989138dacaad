import type { AppError } from '../../shared/model/errors';
import { findRow, rowError, type Answer, type ErrorRow } from './error-rows';

const WAIT =
  'New or changed apps take 2 to 10 minutes to become known everywhere: if it is that new, wait and test again.';

/** Everything the token endpoint is known to refuse with, most specific first. */
export const OAUTH_ROWS: readonly ErrorRow[] = [
  {
    code: 'invalid_client_id',
    kind: 'credentials',
    message: 'Salesforce does not know this consumer key.',
    fix: `Copy the consumer key again and check that the URL belongs to the org in which the app was made. ${WAIT}`,
    subStep: 'app.key-secret',
  },
  {
    code: 'invalid_client',
    text: /must be installed/,
    kind: 'credentials',
    message: 'The app is not installed in this org, and Salesforce no longer lets uninstalled apps in.',
    fix: 'In Setup > Connected Apps OAuth Usage choose Install for the app, or make an External Client App in this org.',
    subStep: 'app.create',
  },
  {
    code: 'invalid_client',
    kind: 'credentials',
    message: 'The consumer secret does not belong to the consumer key.',
    fix: `Copy the consumer secret again (External Client App Manager > the app > Settings > Consumer Key and Secret). ${WAIT}`,
    subStep: 'app.key-secret',
  },
  {
    code: 'app_not_found',
    kind: 'credentials',
    message: 'The External Client App does not exist in this org, or the request went to the wrong host.',
    fix: 'Use the My Domain URL of the org in which the app was made, or install the app there.',
    subStep: 'app.my-domain',
  },
  {
    code: 'invalid_grant',
    text: /no client credentials user enabled/,
    kind: 'credentials',
    message: 'The app has no run-as user, or the client credentials flow is off in its policies.',
    fix: 'External Client App Manager > the app > Policies: enable the Client Credentials Flow and enter the API-only user as Run As.',
    subStep: 'app.run-as',
  },
  {
    code: 'invalid_grant',
    text: /request not supported on this domain/,
    kind: 'credentials',
    message: 'This host does not take client credentials: they work on the My Domain host only.',
    fix: 'Replace the URL by the one under Setup > Company Settings > My Domain (https://….my.salesforce.com).',
    subStep: 'app.my-domain',
  },
  {
    code: 'invalid_grant',
    text: /no valid scopes/,
    kind: 'credentials',
    message: 'The app may not use the API: its OAuth scopes lack “Manage user data via APIs (api)”.',
    fix: 'Add the scope “Manage user data via APIs (api)” to the app. “Full access” alone is not enough.',
    subStep: 'app.oauth',
  },
  {
    code: 'invalid_grant',
    text: /ip restricted|login hours/,
    kind: 'credentials',
    message:
      'This computer’s IP address is not allowed for the run-as user, or it is outside the login hours.',
    fix: 'Add this network’s address to the profile’s login IP ranges, or relax IP restrictions in the app’s policies.',
    subStep: 'user.ip-restrictions',
  },
  {
    code: 'invalid_grant',
    text: /user hasn.?t approved this consumer/,
    kind: 'credentials',
    message: 'The user was not authorized for this app beforehand, as the JWT flow demands.',
    fix: 'In the app’s policies choose “Admin approved users are pre-authorized” and assign the user’s profile or permission set.',
    subStep: 'app.run-as',
  },
  {
    code: 'invalid_grant',
    text: /invalid assertion/,
    kind: 'credentials',
    message: 'The signature does not fit the certificate that the app has.',
    fix: 'Upload this org’s certificate again under the app’s “Use digital signatures”, or check consumer key and username.',
    subStep: 'app.key-secret',
  },
  {
    code: 'invalid_grant',
    text: /audience is invalid|audience validation failed/,
    kind: 'credentials',
    message: 'The login request was addressed to another kind of org (production or sandbox) than this one.',
    fix: 'Check the URL: a sandbox has “--name.sandbox.my.salesforce.com” in its address.',
    subStep: 'app.my-domain',
  },
  {
    code: 'invalid_grant',
    text: /expired authorization code/,
    kind: 'credentials',
    message: 'Salesforce took the login request for an expired one: this computer’s clock is probably wrong.',
    fix: 'Set the clock to automatic time and try again.',
    retryable: true,
  },
  {
    code: ['inactive_user', 'invalid_grant'],
    text: /inactive user|user is inactive/,
    kind: 'credentials',
    message: 'The run-as user is deactivated.',
    fix: 'Activate the API-only user, or enter another run-as user in the app’s policies.',
    subStep: 'user.create',
  },
  {
    code: 'inactive_user',
    kind: 'credentials',
    message: 'The run-as user is deactivated.',
    fix: 'Activate the API-only user, or enter another run-as user in the app’s policies.',
    subStep: 'user.create',
  },
  {
    code: 'invalid_grant',
    kind: 'credentials',
    message: 'Salesforce refused the login without saying which part is wrong.',
    fix: `Check, in this order: URL, consumer key and secret, the flow enabled in Settings and in Policies, the run-as user active. ${WAIT}`,
    subStep: 'app.client-credentials',
  },
  {
    code: 'invalid_app_access',
    kind: 'credentials',
    message: 'The user is not among those whom an admin approved for this app.',
    fix: 'In the app’s policies add the profile or permission set of the run-as user.',
    subStep: 'app.run-as',
  },
  {
    code: 'unsupported_grant_type',
    kind: 'credentials',
    message: 'The flow is not enabled for this app.',
    fix: 'Enable the Client Credentials Flow (or JWT Bearer Flow) in the app’s Settings and again in its Policies.',
    subStep: 'app.client-credentials',
  },
  {
    code: 'inactive_org',
    kind: 'credentials',
    message: 'This org is locked, closed or suspended.',
    fix: 'Sign in to Salesforce in a browser, or ask Salesforce about the org’s state.',
  },
  {
    code: 'rate_limit_exceeded',
    kind: 'unreachable',
    message: 'The run-as user logged in too often lately, so Salesforce takes no more logins for a while.',
    fix: 'Wait 15 to 30 minutes. Look whether another program uses the same user.',
    retryable: true,
  },
  {
    text: /login rate exceeded|number of logins exceeded/,
    kind: 'unreachable',
    message: 'The run-as user logged in too often lately, so Salesforce takes no more logins for a while.',
    fix: 'Wait 15 to 30 minutes. Look whether another program uses the same user.',
    retryable: true,
  },
  {
    code: 'OAUTH_APP_BLOCKED',
    kind: 'credentials',
    message: 'An admin blocked this app.',
    fix: 'Setup > Connected Apps OAuth Usage > Unblock.',
    subStep: 'app.create',
  },
  {
    code: 'invalid_request',
    kind: 'credentials',
    message: 'Salesforce could not read the login request; usually a value was copied incompletely.',
    fix: 'Enter consumer key and secret again, without spaces at the ends.',
    subStep: 'app.key-secret',
  },
  {
    code: 'invalid_scope',
    kind: 'credentials',
    message: 'The app’s OAuth scopes do not fit the request.',
    fix: 'Give the app the scope “Manage user data via APIs (api)”.',
    subStep: 'app.oauth',
  },
  {
    status: [401, 403],
    fallbackCode: 'TOKEN_REFUSED',
    kind: 'credentials',
    message: 'Salesforce refused to grant a token.',
    fix: 'Check consumer key and secret, and whether the network may reach this org.',
    subStep: 'app.key-secret',
  },
  {
    status: 404,
    fallbackCode: 'TOKEN_ENDPOINT_NOT_FOUND',
    kind: 'credentials',
    message: 'There is no login endpoint at this address.',
    fix: 'Check the My Domain URL.',
    subStep: 'app.my-domain',
  },
];

const OTHER: ErrorRow = {
  kind: 'credentials',
  fallbackCode: 'TOKEN_REFUSED',
  message: 'Salesforce refused to grant a token.',
  fix: `Check the app’s settings and policies. ${WAIT}`,
  subStep: 'app.client-credentials',
};

export function oauthError(answer: Answer): AppError {
  return rowError(findRow(OAUTH_ROWS, answer) ?? OTHER, answer);
}

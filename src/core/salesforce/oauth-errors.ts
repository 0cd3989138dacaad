import type { AppError } from '../../shared/model/errors';
import type { AuthKind } from '../../shared/model/org';
import { findRow, rowError, type Answer, type ErrorRow } from './error-rows';

/** `jwt`: what reads differently for an org that signs in with a certificate. */
export interface OAuthRow extends ErrorRow {
  jwt?: Partial<Pick<ErrorRow, 'message' | 'fix' | 'subStep'>>;
}

const WAIT =
  'New or changed apps take 2 to 10 minutes to become known everywhere: if it is that new, wait and test again.';
const SETTINGS = 'External Client App Manager > the app > Settings';
const POLICIES = 'External Client App Manager > the app > Policies';
const UPLOAD = `Upload this org’s certificate (server.crt) under ${SETTINGS} > Enable JWT Bearer Flow`;

const PRE_AUTHORIZE = `${POLICIES}: set Permitted Users to “Admin approved users are pre-authorized”, select the permission set, and see that it is assigned to the user.`;

const WRONG_SIGNATURE: OAuthRow['jwt'] = {
  message: 'The signature does not fit the certificate that the app has.',
  fix: `${UPLOAD}, and check that the consumer key is this app’s. ${WAIT}`,
  subStep: 'app.jwt-bearer',
};

const INACTIVE_USER: Omit<OAuthRow, 'code' | 'text'> = {
  kind: 'credentials',
  message: 'The run-as user is deactivated.',
  fix: 'Activate the API-only user, or enter another run-as user in the app’s policies.',
  subStep: 'user.create',
  jwt: {
    message: 'The user to sign in as is deactivated.',
    fix: 'Activate the API-only user, or enter another username in the org’s settings.',
  },
};

const TOO_MANY_LOGINS: Omit<OAuthRow, 'code' | 'text'> = {
  kind: 'unreachable',
  message: 'The run-as user logged in too often lately, so Salesforce takes no more logins for a while.',
  fix: 'Wait 15 to 30 minutes. Look whether another program uses the same user.',
  retryable: true,
  jwt: { message: 'This user logged in too often lately, so Salesforce takes no more logins for a while.' },
};

/**
 * Everything the token endpoint is known to refuse with, most specific first. Codes and texts: the help page on
 * OAuth authorization flow errors, and public reports.
 */
export const OAUTH_ROWS: readonly OAuthRow[] = [
  {
    code: 'invalid_client_id',
    kind: 'credentials',
    message: 'Salesforce does not know this consumer key.',
    fix: `Copy the consumer key again and check that the URL belongs to the org in which the app was made. ${WAIT}`,
    subStep: 'app.key-secret',
    jwt: { subStep: 'app.consumer-key' },
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
    fix: `Copy the consumer secret again (${SETTINGS} > Consumer Key and Secret). ${WAIT}`,
    subStep: 'app.key-secret',
    jwt: WRONG_SIGNATURE,
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
    fix: `${POLICIES}: enable the Client Credentials Flow and enter the API-only user as Run As.`,
    subStep: 'app.run-as',
    // Seen for any flow that is off in the settings.
    jwt: {
      message: 'The JWT bearer flow is not enabled for this app.',
      fix: `${SETTINGS}: enable the JWT Bearer Flow and upload the certificate. ${WAIT}`,
      subStep: 'app.jwt-bearer',
    },
  },
  {
    code: 'invalid_grant',
    text: /request not supported on this domain/,
    kind: 'credentials',
    message: 'This host does not take client credentials: they work on the My Domain host only.',
    fix: 'Replace the URL by the one under Setup > Company Settings > My Domain (https://….my.salesforce.com).',
    subStep: 'app.my-domain',
    jwt: { message: 'This host does not take this kind of login.' },
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
    jwt: {
      message: 'This computer’s IP address is not allowed for this user, or it is outside the login hours.',
      fix: 'Add this network’s address to the profile’s login IP ranges (Setup > Profiles > the profile > Login IP Ranges), and look at the profile’s login hours.',
    },
  },
  {
    code: 'invalid_grant',
    text: /user hasn.?t approved this consumer/,
    kind: 'credentials',
    message: 'The user was not authorized for this app beforehand, as the JWT flow demands.',
    fix: `${PRE_AUTHORIZE} A misspelled username is answered in the same way.`,
    subStep: 'app.pre-authorize',
  },
  {
    code: 'invalid_grant',
    text: /invalid assertion/,
    kind: 'credentials',
    message: 'The signature does not fit the certificate that the app has.',
    fix: `${UPLOAD}, and check that the consumer key is this app’s. ${WAIT}`,
    subStep: 'app.jwt-bearer',
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
  { code: ['inactive_user', 'invalid_grant'], text: /inactive user|user is inactive/, ...INACTIVE_USER },
  { code: 'inactive_user', ...INACTIVE_USER },
  { text: /login rate exceeded|number of logins exceeded/, ...TOO_MANY_LOGINS },
  { code: 'rate_limit_exceeded', ...TOO_MANY_LOGINS },
  {
    code: 'invalid_grant',
    kind: 'credentials',
    message: 'Salesforce refused the login without saying which part is wrong.',
    fix: `Check, in this order: URL, consumer key and secret, the flow enabled in Settings and in Policies, the run-as user active and not frozen. ${WAIT}`,
    subStep: 'app.client-credentials',
    jwt: {
      fix: `Check, in this order: URL, consumer key, username, the user active and not frozen, the flow enabled in Settings with this org’s certificate. ${WAIT}`,
      subStep: 'app.jwt-bearer',
    },
  },
  {
    code: 'invalid_app_access',
    kind: 'credentials',
    message: 'The user is not among those whom an admin approved for this app.',
    fix: 'In the app’s policies add the profile or permission set of the run-as user.',
    subStep: 'app.run-as',
    jwt: { fix: PRE_AUTHORIZE, subStep: 'app.pre-authorize' },
  },
  {
    code: 'unsupported_grant_type',
    kind: 'credentials',
    message: 'The client credentials flow is not enabled for this app.',
    fix: `Enable the Client Credentials Flow in the app’s Settings and again in its Policies. ${WAIT}`,
    subStep: 'app.client-credentials',
    jwt: {
      message: 'The JWT bearer flow is not enabled for this app.',
      fix: `${SETTINGS}: enable the JWT Bearer Flow and upload the certificate. ${WAIT}`,
      subStep: 'app.jwt-bearer',
    },
  },
  {
    code: 'inactive_org',
    kind: 'credentials',
    message: 'This org is locked, closed or suspended.',
    fix: 'Sign in to Salesforce in a browser, or ask Salesforce about the org’s state.',
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
    jwt: {
      fix: 'Enter consumer key and username again, without spaces at the ends.',
      subStep: 'app.consumer-key',
    },
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
    jwt: {
      fix: 'Check consumer key and username, and whether the network may reach this org.',
      subStep: 'app.consumer-key',
    },
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

const OTHER: OAuthRow = {
  kind: 'credentials',
  fallbackCode: 'TOKEN_REFUSED',
  message: 'Salesforce refused to grant a token.',
  fix: `Check the app’s settings and policies. ${WAIT}`,
  subStep: 'app.client-credentials',
  jwt: { subStep: 'app.jwt-bearer' },
};

/** The refusal in words, for the way of signing in that was tried. */
export function oauthError(answer: Answer, auth: AuthKind): AppError {
  const row: OAuthRow = findRow(OAUTH_ROWS, answer) ?? OTHER;
  return rowError(auth === 'jwt-bearer' ? { ...row, ...row.jwt } : row, answer);
}

const has = ({ code, text }: Answer, wanted: string, words: RegExp): boolean =>
  code.toLowerCase() === wanted && words.test(text);

/** The app has another certificate than the one this assertion was signed for. */
export function concernsKey(answer: Answer): boolean {
  return (
    has(answer, 'invalid_grant', /invalid assertion/i) || has(answer, 'invalid_client', /^(?!.*install)/i)
  );
}

export function concernsAudience(answer: Answer): boolean {
  return has(answer, 'invalid_grant', /audience/i);
}

/** `exp` had passed when Salesforce looked. */
export function assertionExpired(answer: Answer): boolean {
  return has(answer, 'invalid_grant', /expired authorization code/i);
}

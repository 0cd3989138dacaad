import { z } from 'zod';
import { choice, custom, flag, number, type Switch } from './switch-kinds';
import { TOKEN_ERROR_NAMES, type TokenErrorName } from './server/oauth/token-errors';

const tokenErrorName = z.enum(TOKEN_ERROR_NAMES as [TokenErrorName, ...TokenErrorName[]]);

/** Every switch, by the name it has in a control command. Help texts and the list of open facts come from here. */
export const SWITCHES = {
  // Faults
  latencyMs: number(0, 'every answer waits so many milliseconds'),
  tokenError: custom<TokenErrorName | null>({
    schema: tokenErrorName.nullable(),
    initial: null,
    effect: 'the token endpoint refuses so (a name of token-errors.ts); null ends it',
  }),

  // The app
  appState: choice(
    ['ready', 'missing', 'uninstalled', 'blocked'],
    'the app is not in this org (app_not_found), not installed, or blocked by an admin',
  ),
  clientCredentialsFlow: flag(true, 'false: the flow is off in the app’s settings'),
  jwtBearerFlow: flag(true, 'false: the flow is off in the app’s settings'),
  runAsUser: flag(true, 'false: no run-as user, or the client credentials flow is off in the policies'),
  flowOffError: choice(
    ['grant-type-not-supported', 'no-run-as-user'],
    'how the token endpoint refuses a flow that is off in the settings',
    'The refusal when a flow is enabled in the app’s policies but not in its settings.',
  ),
  appScopes: custom<string[]>({
    schema: z.array(z.string()),
    initial: ['api', 'id'],
    effect: 'OAuth scopes of the app; without any but `full` no token is given',
  }),
  apiScope: flag(true, 'false: tokens lack the `api` scope: 401 "not valid for use with the REST API"'),
  preauthorized: custom<boolean | string[]>({
    schema: z.union([z.boolean(), z.array(z.string())]),
    initial: true,
    effect: 'JWT: whether users are admin-approved for the app: all (true), none, or a list of usernames',
  }),
  ipRestricted: flag(false, 'true: sign-ins come from outside the allowed IP ranges'),
  orgLocked: flag(false, 'true: the org is locked (inactive_org)'),
  loginsPerHour: number(3600, 'sign-ins of one user per hour before rate_limit_exceeded'),
  rateLimitError: choice(
    ['rate-limit-exceeded', 'login-rate-exceeded'],
    'the text for too many sign-ins',
    'Which of two known texts too many sign-ins get.',
  ),
  scopeError: choice(
    ['scope-refused', 'invalid-scope'],
    'how a scope parameter is refused',
    'The refusal of a `scope` parameter in the client credentials flow.',
  ),
  sandbox: flag(false, 'true: the JWT audience is test.salesforce.com, and Organization.IsSandbox is true'),
  audienceError: choice(
    ['audience-invalid', 'audience-validation-failed'],
    'the text for a wrong JWT audience',
    'Which of two known texts a wrong `aud` gets.',
  ),
  jwtMaxExpiry: flag(
    false,
    'true: a JWT whose exp lies more than 3 minutes ahead is an invalid assertion',
    'Whether `exp` more than 3 minutes ahead is refused: the documentation says so, but the platform’s own command line sends one in milliseconds.',
  ),
  acceptExpiredCertificates: flag(
    false,
    'true: a JWT signed with an expired certificate is accepted',
    'Whether the certificate’s own expiry ends JWT sign-ins.',
  ),
  jwtBearerSignature: flag(
    true,
    'false: the JWT grant’s answer has no `signature`',
    'Whether the answer to a JWT bearer grant carries `signature`.',
  ),
  inactiveUserError: choice(
    ['inactive-user', 'inactive-user-grant'],
    'how a deactivated user is refused',
    'Whether a deactivated user gets `inactive_user` or `invalid_grant` with "inactive user".',
  ),
  clientErrorStatus: choice(
    [400, 401],
    'HTTP status for a wrong key or secret',
    'Whether the token endpoint uses 401 for wrong client credentials.',
  ),
  rateLimitStatus: choice(
    [400, 429],
    'HTTP status for too many sign-ins; 429 comes with Retry-After',
    'Whether the token endpoint uses 429 and Retry-After for too many sign-ins.',
  ),

  // Sessions
  shareToken: flag(
    true,
    'false: every grant gives a token of its own',
    'Whether a repeated grant gives the same token: observed in eight of eight grants, promised nowhere.',
  ),
  sessionMinutes: number(120, 'minutes without use after which a token ends'),
  jwtTokens: flag(false, 'true: access tokens are JWTs that live jwtTokenMinutes, used or not'),
  jwtTokenMinutes: number(30, 'life of JWT-format tokens in minutes (1 to 30, from v65 up to 720)'),

  // REST API
  versionsUnsorted: flag(false, 'true: the version list comes in no useful order'),
  gzip: choice(
    ['honored', 'never', 'sometimes'],
    'whether answers are compressed for clients that can read it',
  ),
  doubtfulStatus: choice(
    [400, 403],
    'HTTP status of QUERY_TIMEOUT, EXCEEDED_ID_LIMIT, UNABLE_TO_LOCK_ROW and LOGIN_DURING_RESTRICTED_TIME',
    'The HTTP status of QUERY_TIMEOUT, EXCEEDED_ID_LIMIT, UNABLE_TO_LOCK_ROW and LOGIN_DURING_RESTRICTED_TIME.',
  ),
  missingSetupPermission: choice(
    ['INVALID_TYPE', 'INSUFFICIENT_ACCESS'],
    'the error for objects that need a permission the user lacks',
    'The error for objects a user lacks the permission for: INVALID_TYPE as if they did not exist, or a 403.',
  ),
  restApiDisabled: flag(false, 'true: 403 API_DISABLED_FOR_ORG on everything'),
  strictLoginHistoryFilters: flag(
    false,
    'true: SourceIp and some others of LoginHistory cannot be filtered',
    'Whether SourceIp, LoginSubType and other LoginHistory fields can be filtered: the field list says yes, the usage notes no.',
  ),
  experienceCloud: flag(
    true,
    'false: no Experience Cloud: Network, User.ContactId, AccountId, IsPortalEnabled and LoginHistory.NetworkId do not exist',
  ),
  multicurrency: flag(false, 'true: several currencies: User has CurrencyIsoCode'),
  eventLogDays: custom({
    ...number(1, 'days of event log files kept: 1 is free, 30 the Event Monitoring add-on'),
    unconfirmed: { fact: 'How many days event log files are kept without the add-on.', other: 30 },
  }),
  networkAccessQueryable: flag(
    false,
    'true: SOQL reads trusted IP ranges from NetworkAccess',
    'Whether SOQL reaches NetworkAccess.',
  ),
  securitySettingsNeeds: choice(
    ['viewSetup', 'customizeApplication'],
    'the permission without which the Tooling API has no SecuritySettings',
    'Which permission the Tooling API’s SecuritySettings needs: View Setup and Configuration, or Customize Application.',
  ),
  userLoginWithoutPermission: choice(
    ['invalid-type', 'no-rows'],
    'what UserLogin is to those without Manage Users',
    'What UserLogin is to those without Manage Users: not there, or there without rows.',
  ),
  authSessionWithoutPermission: choice(
    ['own-rows', 'invalid-type'],
    'what AuthSession is to those without Manage Users',
    'What AuthSession is to those without Manage Users: the Object Reference wants the permission, own rows have been seen without it.',
  ),
  internalUsersOpenUserObjects: flag(
    false,
    'true: Manage Internal Users opens what Manage Users opens',
    'Which of the objects and fields behind Manage Users open with Manage Internal Users.',
  ),
  integrationLicenseManagesUsers: flag(
    true,
    'false: on a Salesforce Integration license Manage Users and Monitor Login History have no effect',
    'Whether Manage Users and Monitor Login History take effect on a Salesforce Integration license.',
  ),
  loginBumpsModstamp: flag(
    false,
    'true: a sign-in moves User.SystemModstamp',
    'Whether a sign-in moves User.SystemModstamp.',
  ),

  // Bulk API 2.0
  bulkJobMs: number(0, 'a query job takes so many milliseconds (0: done as soon as somebody looks)'),
  bulkRowsPerSecond: number(0, 'a query job works off so many rows a second (0: rows take no time)'),
  bulkPageSize: number(100_000, 'rows per result page for clients that do not send maxRecords'),
  bulkShuffles: flag(
    false,
    'true: jobs without ORDER BY and LIMIT give their rows in permuted chunks',
    'In which order a job processed in chunks by primary key gives its rows.',
  ),
  bulkUnsupported: custom<string[]>({
    schema: z.array(z.string()),
    initial: ['OauthToken'],
    effect: 'objects no query job is made for',
    unconfirmed: {
      fact: 'Which objects besides User, UserRole and LoginHistory Bulk API 2.0 takes: OauthToken has no ids to chunk by.',
      other: ['OauthToken', 'LoginGeo', 'LoginIp', 'AuthSession', 'EventLogFile'],
    },
  }),
  bulkUnsupportedCode: choice(
    ['INVALIDENTITY', 'API_ERROR'],
    'error code for such an object',
    'Which of two known codes an object gets that Bulk API 2.0 does not take.',
  ),
  bulkQueryErrorCode: choice(
    ['own', 'API_ERROR'],
    'error code of a query that is no good SOQL: the same as in REST, or API_ERROR with the same message',
    'Whether creating a job reports MALFORMED_QUERY, INVALID_FIELD and INVALID_TYPE or API_ERROR for them.',
  ),
  bulkRefusesLate: flag(
    false,
    'true: a query Bulk does not take (GROUP BY, OFFSET, sub-queries) makes a job that fails',
    'Whether such a query is refused when the job is made or makes it fail.',
  ),
  bulkBareNulls: flag(
    false,
    'true: an empty field is nothing between its delimiters instead of two quotes',
    'Whether an empty field of a bulk result stands in quotes.',
  ),
  bulkFails: custom<string | null>({
    schema: z.string().nullable(),
    initial: null,
    effect: 'the next query job fails with this message',
  }),
  bulkJobsByOthers: number(40, 'query jobs others made in the last 24 hours (10,000 are allowed)'),
  bulkStorageMBByOthers: number(976, 'MB of results their jobs made (976,562 are allowed)'),

  // Limits
  perAppUsage: choice(
    [false, true, 'first'],
    'adds `per-app-api-usage` to the limit header, behind or before the org’s own',
  ),
  identityCharged: flag(
    false,
    'true: userinfo and identity requests use up a call',
    'Whether userinfo and identity requests count against the daily limit.',
  ),
  hardCap: number(
    0,
    'calls in 24 h up to which a paid production org runs on over its daily limit (0: no further than the limit)',
  ),
  concurrencyExceeded: flag(
    false,
    'true: too many long requests at once: 403 "ConcurrentPerOrgLongTxn Limit exceeded."',
  ),
  limitInfoExcludesCurrent: flag(
    false,
    'true: the limit header counts calls before this one',
    'Whether Sforce-Limit-Info includes the call it comes with.',
  ),
  limitsLag: number(0, '/limits reports so many calls fewer than were made (it may be five minutes stale)'),
  otherTrafficPerCall: number(0, 'with every charged call of ours, others make so many'),
};

export type SwitchName = keyof typeof SWITCHES;

/** The value of every switch. */
export type SwitchValues = {
  [K in SwitchName]: z.infer<(typeof SWITCHES)[K]['schema']>;
};

export const SWITCH_NAMES = Object.keys(SWITCHES) as SwitchName[];

/** A fact about Salesforce that nothing public settles: the switch with its value for either behavior. */
export interface Unconfirmed {
  switch: SwitchName;
  fact: string;
  /** The behavior without being switched. */
  initial: unknown;
  other: unknown;
}

export const UNCONFIRMED: readonly Unconfirmed[] = SWITCH_NAMES.flatMap((name) => {
  const { initial, unconfirmed }: Switch<unknown> = SWITCHES[name] as Switch<unknown>;
  return unconfirmed ? [{ switch: name, fact: unconfirmed.fact, initial, other: unconfirmed.other }] : [];
});

export function initialSwitches(): SwitchValues {
  return Object.fromEntries(SWITCH_NAMES.map((name) => [name, SWITCHES[name].initial])) as SwitchValues;
}

import { describe, expect, it } from 'vitest';
import { SubStepId, subStepsFor } from '../../shared/model/setup';
import { networkFailure } from './network-errors';
import { OAUTH_ROWS, oauthError } from './oauth-errors';
import { REST_ROWS, restError, RETIRED_VERSION } from './rest-errors';

/** Code, description, what it means, and the sub-steps of either way of signing in (null: none cures it). */
const TOKEN_TABLE: [
  code: string,
  text: string,
  message: RegExp,
  secret: string | null,
  jwt: string | null,
  retryable?: true,
][] = [
  ['invalid_client_id', 'client identifier invalid', /consumer key/, 'app.key-secret', 'app.consumer-key'],
  ['invalid_client', 'invalid client credentials', /secret|signature/, 'app.key-secret', 'app.jwt-bearer'],
  ['invalid_client', 'app must be installed into org', /not installed/, 'app.create', 'app.create'],
  [
    'app_not_found',
    'External client app is not installed in this org',
    /does not exist/,
    'app.my-domain',
    'app.my-domain',
  ],
  [
    'invalid_grant',
    'no client credentials user enabled',
    /run-as user|not enabled/,
    'app.run-as',
    'app.jwt-bearer',
  ],
  ['invalid_grant', 'request not supported on this domain', /host/, 'app.my-domain', 'app.my-domain'],
  ['invalid_grant', 'no valid scopes defined', /scopes/, 'app.oauth', 'app.oauth'],
  ['invalid_grant', 'authentication failure', /without saying/, 'app.client-credentials', 'app.jwt-bearer'],
  [
    'invalid_grant',
    'ip restricted or invalid login hours',
    /IP address/,
    'user.ip-restrictions',
    'user.ip-restrictions',
  ],
  ['invalid_grant', 'ip restricted', /IP address/, 'user.ip-restrictions', 'user.ip-restrictions'],
  ['invalid_grant', "user hasn't approved this consumer", /authorized/, null, 'app.pre-authorize'],
  ['invalid_grant', 'invalid assertion', /signature/, null, 'app.jwt-bearer'],
  ['invalid_grant', 'audience is invalid', /production or sandbox/, 'app.my-domain', 'app.my-domain'],
  ['invalid_grant', 'Audience validation failed', /production or sandbox/, 'app.my-domain', 'app.my-domain'],
  ['invalid_grant', 'expired authorization code', /clock/, null, null, true],
  ['invalid_grant', 'inactive user', /deactivated/, 'user.create', 'user.create'],
  ['inactive_user', 'user is inactive', /deactivated/, 'user.create', 'user.create'],
  ['inactive_user', '', /deactivated/, 'user.create', 'user.create'],
  [
    'invalid_app_access',
    'user is not admin approved to access this app',
    /approved/,
    'app.run-as',
    'app.pre-authorize',
  ],
  [
    'unsupported_grant_type',
    'grant type not supported',
    /not enabled/,
    'app.client-credentials',
    'app.jwt-bearer',
  ],
  ['inactive_org', 'org locked, closed, or suspended', /locked/, null, null],
  ['rate_limit_exceeded', 'number of logins exceeded', /too often/, null, null, true],
  ['rate_limit_exceeded', '', /too often/, null, null, true],
  ['invalid_grant', 'login rate exceeded', /too often/, null, null, true],
  ['OAUTH_APP_BLOCKED', 'this app is blocked by admin', /blocked/, 'app.create', 'app.create'],
  ['invalid_request', 'malformed', /copied/, 'app.key-secret', 'app.consumer-key'],
  ['invalid_scope', 'the requested scope is invalid', /scopes/, 'app.oauth', 'app.oauth'],
  ['something_new', 'never seen', /refused/, 'app.client-credentials', 'app.jwt-bearer'],
];

describe('token errors', () => {
  it.each(TOKEN_TABLE)('%s: %s', (code, text, message, secret, jwt, retryable) => {
    for (const auth of ['client-credentials', 'jwt-bearer'] as const) {
      const used = new Set<string | null>(subStepsFor(auth));
      for (const description of [text, text.toUpperCase()]) {
        const error = oauthError({ status: 400, code, text: description }, auth);
        expect(error).toMatchObject({ code, retryable: retryable ?? false });
        const wanted = auth === 'jwt-bearer' ? jwt : secret;
        // A step of the other way of signing in is taken out where the checks are made.
        expect(used.has(error.subStep) ? error.subStep : null).toBe(wanted);
        expect(error.message).toMatch(message);
        expect(error.fix.length).toBeGreaterThan(10);
        if (description !== '') expect(error.message).toContain(description);
        if (auth === 'jwt-bearer') expect(error.message + error.fix).not.toMatch(/run-as|secret/i);
      }
    }
  });

  it('say how long Salesforce takes: to know a changed app, and to forget too many logins', () => {
    for (const auth of ['client-credentials', 'jwt-bearer'] as const) {
      const fix = (code: string, text: string) => oauthError({ status: 400, code, text }, auth).fix;
      expect(fix('invalid_client_id', 'client identifier invalid')).toContain('2 to 10 minutes');
      expect(fix('rate_limit_exceeded', 'number of logins exceeded')).toContain('15 to 30 minutes');
    }
  });

  it('advise an External Client App, the only kind that can still be made', () => {
    const answer = { status: 400, code: 'invalid_client', text: 'app must be installed into org' };
    for (const auth of ['client-credentials', 'jwt-bearer'] as const)
      expect(oauthError(answer, auth).fix).toContain('make an External Client App');
  });

  it('knows refusals without a body', () => {
    for (const auth of ['client-credentials', 'jwt-bearer'] as const) {
      expect(oauthError({ status: 404, code: '', text: '' }, auth).code).toBe('TOKEN_ENDPOINT_NOT_FOUND');
      expect(oauthError({ status: 401, code: '', text: '' }, auth).code).toBe('TOKEN_REFUSED');
    }
  });

  it('send nobody who signs in with a certificate to a step of the other way', () => {
    const used = new Set<string>(subStepsFor('jwt-bearer'));
    for (const row of OAUTH_ROWS) {
      const subStep = row.jwt?.subStep ?? row.subStep;
      if (subStep !== undefined) expect(used).toContain(subStep);
    }
  });
});

describe('REST errors', () => {
  it.each([
    [400, 'MALFORMED_QUERY', 'unexpected token', 'unexpected', false],
    [400, 'INVALID_FIELD', "No such column 'X' on entity 'User'", 'credentials', false],
    [400, 'INVALID_TYPE', "sObject type 'X' is not supported", 'credentials', false],
    [400, 'MALFORMED_ID', '', 'unexpected', false],
    [400, 'INVALID_QUERY_FILTER_OPERATOR', '', 'unexpected', false],
    [400, 'INVALID_QUERY_LOCATOR', 'invalid query locator', 'unreachable', true],
    [400, 'QUERY_TIMEOUT', 'Your query request was running for too long.', 'unreachable', true],
    [401, 'INVALID_SESSION_ID', 'Session expired or invalid', 'credentials', true],
    [401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API', 'credentials', false],
    [401, 'INVALID_AUTH_HEADER', '', 'credentials', true],
    [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 'paused', true],
    [403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.', 'unreachable', true],
    [403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.', 'credentials', false],
    [403, 'API_DISABLED_FOR_ORG', 'limits resource is not enabled', 'credentials', false],
    [403, 'API_CURRENTLY_DISABLED', 'API is disabled for this User', 'credentials', false],
    [403, 'INSUFFICIENT_ACCESS', '', 'credentials', false],
    [403, 'INSUFFICIENT_ACCESS_OR_READONLY', '', 'credentials', false],
    [403, 'TXN_SECURITY_METERING_ERROR', '', 'credentials', false],
    [400, 'LOGIN_DURING_RESTRICTED_TIME', '', 'credentials', false],
    [400, 'UNABLE_TO_LOCK_ROW', '', 'unreachable', true],
    [404, 'NOT_FOUND', 'The requested resource does not exist', 'unexpected', false],
    [405, '', '', 'unexpected', false],
    [410, '', '', 'unexpected', false],
    [409, '', '', 'unexpected', false],
    [300, '', '', 'unreachable', true],
    [304, '', '', 'unreachable', true],
    [400, 'EXCEEDED_ID_LIMIT', '', 'unexpected', false],
    [406, '', '', 'unreachable', true],
    [412, '', '', 'unexpected', false],
    [414, '', '', 'unexpected', false],
    [415, '', '', 'unexpected', false],
    [428, '', '', 'unexpected', false],
    [431, '', '', 'unexpected', false],
    [420, '', '', 'unreachable', true],
    [429, '', '', 'unreachable', true],
    [500, 'UNKNOWN_EXCEPTION', '', 'unreachable', true],
    [502, '', '', 'unreachable', true],
    [503, 'SERVER_UNAVAILABLE', '', 'unreachable', true],
    [504, '', '', 'unreachable', true],
    [599, '', '', 'unreachable', true],
  ] as const)('%i %s %s', (status, code, text, kind, retryable) => {
    const error = restError({ status, code, text });
    expect(error).toMatchObject({ kind, retryable });
    if (code !== '') expect(error.code).toBe(code);
    expect(error.fix).not.toBe('');
  });

  it('knows a retired version by its status, whatever Salesforce calls it', () => {
    for (const code of ['UNSUPPORTED_API_VERSION', 'GONE', 'INVALID_SESSION_ID', ''])
      expect(restError({ status: 410, code, text: '' }).code).toBe(RETIRED_VERSION);
  });

  it('says what an expired trial looks like', () => {
    expect(restError({ status: 420, code: '', text: '' })).toMatchObject({ code: 'ORG_NOT_ANSWERING' });
  });

  it('shows Salesforce’s words without the excerpt of the query', () => {
    const text =
      "\nSELECT Id, Foo FROM LoginHistory\n           ^\nERROR at Row:1:Column:12\nNo such column 'Foo' on entity 'LoginHistory'.";
    expect(restError({ status: 400, code: 'INVALID_FIELD', text }).message).toContain(
      "“No such column 'Foo'",
    );
  });
});

it('sends people only to sub-steps that exist', () => {
  for (const row of [...OAUTH_ROWS, ...REST_ROWS]) {
    if (row.subStep !== undefined) expect(SubStepId.safeParse(row.subStep).success).toBe(true);
    expect(row.message).toMatch(/[.:]$/);
  }
});

describe('network failures, in both dialects', () => {
  const node = (code: string, message = `connect ${code}`) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
  it.each([
    [
      node('ENOTFOUND', 'getaddrinfo ENOTFOUND acme'),
      'NETWORK_UNREACHABLE',
      /could not be resolved/,
      true,
      false,
    ],
    [new Error('net::ERR_NAME_NOT_RESOLVED'), 'NETWORK_UNREACHABLE', /could not be resolved/, true, false],
    [node('ECONNREFUSED'), 'NETWORK_UNREACHABLE', /refused/, true, false],
    [new Error('net::ERR_CONNECTION_REFUSED'), 'NETWORK_UNREACHABLE', /refused/, true, false],
    [
      new TypeError('fetch failed', {
        cause: new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]),
      }),
      'NETWORK_UNREACHABLE',
      /refused/,
      true,
      false,
    ],
    [new Error('net::ERR_INTERNET_DISCONNECTED'), 'NETWORK_UNREACHABLE', /no network/, true, false],
    [node('ENETUNREACH'), 'NETWORK_UNREACHABLE', /no network/, true, false],
    [node('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate'), 'TLS_FAILED', /certificate/, true, false],
    [new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'TLS_FAILED', /certificate/, true, false],
    [new Error('net::ERR_SSL_PROTOCOL_ERROR'), 'TLS_FAILED', /certificate/, true, false],
    [new Error('net::ERR_PROXY_CONNECTION_FAILED'), 'PROXY_FAILED', /proxy/, true, false],
    [new Error('net::ERR_TUNNEL_CONNECTION_FAILED'), 'PROXY_FAILED', /proxy/, true, false],
    [node('ECONNRESET'), 'CONNECTION_LOST', /broke off/, false, true],
    [node('UND_ERR_SOCKET', 'other side closed'), 'CONNECTION_LOST', /broke off/, false, true],
    [new Error('net::ERR_CONNECTION_RESET'), 'CONNECTION_LOST', /broke off/, false, true],
    [new Error('net::ERR_CONNECTION_TIMED_OUT'), 'NETWORK_TIMEOUT', /in time/, true, true],
    [node('UND_ERR_CONNECT_TIMEOUT'), 'NETWORK_TIMEOUT', /in time/, true, true],
    [new Error('net::ERR_NETWORK_CHANGED'), 'NETWORK_UNREACHABLE', /changed/, false, true],
    [new Error('what on earth'), 'NETWORK_UNREACHABLE', /could not be reached/, false, true],
  ] as const)('%s', (thrown, code, message, neverSent, worthRetrying) => {
    const failure = networkFailure(thrown, 'acme.my.salesforce.com');
    expect(failure).toMatchObject({ neverSent, worthRetrying, error: { code, kind: 'unreachable' } });
    expect(failure.error.message).toMatch(message);
    expect(failure.error.fix).not.toBe('');
  });
});

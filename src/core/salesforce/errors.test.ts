import { describe, expect, it } from 'vitest';
import { SubStepId } from '../../shared/model/setup';
import { networkFailure } from './network-errors';
import { OAUTH_ROWS, oauthError } from './oauth-errors';
import { REST_ROWS, restError } from './rest-errors';

describe('token errors', () => {
  it.each([
    ['invalid_client_id', 'client identifier invalid', 'app.key-secret', /consumer key/],
    ['invalid_client', 'invalid client credentials', 'app.key-secret', /consumer secret/],
    ['invalid_client', 'app must be installed into org', 'app.create', /not installed/],
    ['app_not_found', 'External client app is not installed in this org', 'app.my-domain', /does not exist/],
    ['invalid_grant', 'no client credentials user enabled', 'app.run-as', /run-as user/],
    ['invalid_grant', 'request not supported on this domain', 'app.my-domain', /My Domain/],
    ['invalid_grant', 'no valid scopes defined', 'app.oauth', /scopes/],
    ['invalid_grant', 'authentication failure', 'app.client-credentials', /without saying/],
    ['invalid_grant', 'ip restricted or invalid login hours', 'user.ip-restrictions', /IP address/],
    ['invalid_grant', 'ip restricted', 'user.ip-restrictions', /IP address/],
    ['invalid_grant', "user hasn't approved this consumer", 'app.run-as', /authorized/],
    ['invalid_grant', 'invalid assertion', 'app.key-secret', /signature/],
    ['invalid_grant', 'audience is invalid', 'app.my-domain', /production or sandbox/],
    ['invalid_grant', 'Audience validation failed', 'app.my-domain', /production or sandbox/],
    ['invalid_grant', 'expired authorization code', null, /clock/],
    ['invalid_grant', 'inactive user', 'user.create', /deactivated/],
    ['inactive_user', 'user is inactive', 'user.create', /deactivated/],
    ['inactive_user', '', 'user.create', /deactivated/],
    ['invalid_app_access', 'user is not admin approved to access this app', 'app.run-as', /approved/],
    ['unsupported_grant_type', 'grant type not supported', 'app.client-credentials', /not enabled/],
    ['inactive_org', 'org locked, closed, or suspended', null, /locked/],
    ['rate_limit_exceeded', 'number of logins exceeded', null, /too often/],
    ['invalid_grant_or_so', 'login rate exceeded', null, /too often/],
    ['OAUTH_APP_BLOCKED', 'this app is blocked by admin', 'app.create', /blocked/],
    ['invalid_request', 'malformed', 'app.key-secret', /copied/],
    ['invalid_scope', 'the requested scope is invalid', 'app.oauth', /scopes/],
    ['something_new', 'never seen', 'app.client-credentials', /refused/],
  ])('%s: %s', (code, text, subStep, message) => {
    for (const description of [text, text.toUpperCase()]) {
      const error = oauthError({ status: 400, code, text: description });
      expect(error).toMatchObject({ code, subStep });
      expect(error.message).toMatch(message);
      expect(error.fix.length).toBeGreaterThan(10);
      if (description !== '') expect(error.message).toContain(description);
    }
  });

  it('knows refusals without a body', () => {
    expect(oauthError({ status: 404, code: '', text: '' }).code).toBe('TOKEN_ENDPOINT_NOT_FOUND');
    expect(oauthError({ status: 401, code: '', text: '' }).code).toBe('TOKEN_REFUSED');
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
    [410, 'UNSUPPORTED_API_VERSION', '', 'unexpected', false],
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

/** An answer of the token endpoint that is no token: HTTP 400 with these two texts. */
export interface TokenError {
  error: string;
  error_description: string;
}

/**
 * Every refusal the token endpoint is known to give, by a name of ours (switch `tokenError`). Sources: the
 * help pages on OAuth flow errors and public error reports; clients match description case-insensitively.
 */
export const TOKEN_ERRORS = {
  'invalid-client-id': ['invalid_client_id', 'client identifier invalid'],
  'invalid-client': ['invalid_client', 'invalid client credentials'],
  'app-not-installed': ['invalid_client', 'app must be installed into org'],
  'app-not-found': ['app_not_found', 'External client app is not installed in this org'],
  'no-run-as-user': ['invalid_grant', 'no client credentials user enabled'],
  'wrong-domain': ['invalid_grant', 'request not supported on this domain'],
  'no-valid-scopes': ['invalid_grant', 'no valid scopes defined'],
  'authentication-failure': ['invalid_grant', 'authentication failure'],
  'ip-restricted': ['invalid_grant', 'ip restricted or invalid login hours'],
  'not-approved': ['invalid_grant', "user hasn't approved this consumer"],
  'invalid-assertion': ['invalid_grant', 'invalid assertion'],
  'audience-invalid': ['invalid_grant', 'audience is invalid'],
  'audience-validation-failed': ['invalid_grant', 'Audience validation failed'],
  'assertion-expired': ['invalid_grant', 'expired authorization code'],
  'not-admin-approved': ['invalid_app_access', 'user is not admin approved to access this app'],
  'grant-type-not-supported': ['unsupported_grant_type', 'grant type not supported'],
  'inactive-user': ['inactive_user', 'user is inactive'],
  'inactive-user-grant': ['invalid_grant', 'inactive user'],
  'inactive-org': ['inactive_org', 'org locked, closed, or suspended'],
  'login-rate-exceeded': ['invalid_grant', 'login rate exceeded'],
  'rate-limit-exceeded': ['rate_limit_exceeded', 'number of logins exceeded'],
  'app-blocked': ['OAUTH_APP_BLOCKED', 'this app is blocked by admin'],
  'invalid-request': ['invalid_request', 'missing required parameters'],
  'invalid-scope': ['invalid_scope', 'the requested scope is not allowed'],
  'scope-refused': ['invalid_request', 'scope parameter not supported'],
  'must-post': ['invalid_request', 'must use HTTP POST'],
  'invalid-code': ['invalid_grant', 'invalid authorization code'],
  'invalid-refresh-token': ['invalid_grant', 'expired access/refresh token'],
} as const satisfies Record<string, readonly [string, string]>;

export type TokenErrorName = keyof typeof TOKEN_ERRORS;

export const TOKEN_ERROR_NAMES = Object.keys(TOKEN_ERRORS) as TokenErrorName[];

export function tokenError(name: TokenErrorName): TokenError {
  const [error, error_description] = TOKEN_ERRORS[name];
  return { error, error_description };
}

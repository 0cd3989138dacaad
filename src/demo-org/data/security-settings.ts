import type BetterSqlite3 from 'better-sqlite3';
import { PREFIXES } from '../catalog/prefixes';
import { encodeId } from '../ids';
import { DAY_MS, type DataPlan } from '../options';
import { COMPANY } from './company';
import { rowInserter } from './insert';

/** Trusted IP ranges: the offices' exit addresses and the data center. */
const TRUSTED_RANGES = [
  { start: '203.0.113.10', end: '203.0.113.30', description: 'Offices' },
  { start: '198.51.100.0', end: '198.51.100.255', description: 'Data center' },
] as const;

/** Days until a password must be changed; the password policy below says the same. */
export const PASSWORD_DAYS = 90;

/** Rows about how people get in: single sign-on, social sign-on, trusted addresses. */
export function createSecurity(db: BetterSqlite3.Database, plan: DataPlan, instance: string): void {
  const anchor = plan.anchorDay * DAY_MS;
  const organization = encodeId(PREFIXES.Organization, instance, 1);
  rowInserter(
    db,
    'saml_sso_config',
  )({
    // The one sign-ins with single sign-on point at (clients.ts).
    n: 1,
    developer_name: 'Northfield_Identity',
    master_label: 'Northfield Identity',
    created_date: anchor - 1100 * DAY_MS,
    version: 'SAML2_0',
    issuer: `https://identity.${COMPANY.domain}/saml`,
    options_sp_init_binding: 1,
    options_require_mfa_saml: 0,
    audience: `https://${COMPANY.myDomain}`,
    identity_mapping: 'FederationId',
    identity_location: 'SubjectNameId',
    login_url: `https://${COMPANY.myDomain}?so=${organization}`,
    logout_url: `https://identity.${COMPANY.domain}/logout`,
    validation_cert: 'CN=identity.northfield.example; Expiration: 30 Nov 2031',
    request_signature_method: 'RSA-SHA256',
  });
  const provider = rowInserter(db, 'auth_provider');
  const providers = [
    ['Google', 'Google for customers', 'Google_Customers', 'https://accounts.google.example'],
    ['OpenIdConnect', 'Partner identity', 'Partner_Identity', 'https://partners.identity.example'],
  ] as const;
  providers.forEach(([type, label, name, host], i) => {
    provider({
      n: i + 1,
      created_date: anchor - (900 - i * 200) * DAY_MS,
      provider_type: type,
      friendly_name: label,
      developer_name: name,
      execution_user_id: 1,
      consumer_key: `northfield-${name.toLowerCase().replaceAll('_', '-')}`,
      authorize_url: `${host}/authorize`,
      token_url: `${host}/token`,
      user_info_url: `${host}/userinfo`,
      default_scopes: 'openid email profile',
      options_require_mfa: 0,
      sso_kickoff_url: `https://${COMPANY.site}/services/auth/sso/${name}`,
    });
  });
  const range = rowInserter(db, 'network_access');
  TRUSTED_RANGES.forEach(({ start, end, description }, i) => {
    range({
      n: i + 1,
      start_address: start,
      end_address: end,
      description,
      created_date: anchor - (1000 - i * 300) * DAY_MS,
    });
  });
}

/**
 * The `Metadata` of Tooling's `SELECT Metadata FROM SecuritySettings`: the settings part of the Metadata API
 * type SecuritySettings as JSON. Trusted ranges are read from the table, everything else is this company's.
 */
export function securitySettings(db: BetterSqlite3.Database): Record<string, unknown> {
  const ipRanges = db
    .prepare(
      'SELECT description, end_address AS "end", start_address AS "start" FROM network_access ORDER BY n',
    )
    .all() as { description: string; end: string; start: string }[];
  return {
    canUsersGrantLoginAccess: true,
    enableAdminLoginAsAnyUser: true,
    enableAuditFieldsInactiveOwner: false,
    enforceUserDeviceRevoked: false,
    networkAccess: { ipRanges },
    passwordPolicies: {
      complexity: 'AlphaNumeric',
      expiration: 'NinetyDays',
      historyRestriction: '3',
      lockoutInterval: 'ThirtyMinutes',
      maxLoginAttempts: 'TenAttempts',
      minimumPasswordLength: '10',
      minimumPasswordLifetime: false,
      obscureSecretAnswer: false,
      questionRestriction: 'DoesNotContainPassword',
    },
    sessionSettings: {
      disableTimeoutWarning: false,
      enableCSRFOnGet: true,
      enableCSRFOnPost: true,
      enableClickjackNonsetupUser: true,
      enableSMSIdentity: true,
      enforceIpRangesEveryRequest: false,
      forceLogoutOnSessionTimeout: true,
      forceRelogin: true,
      lockSessionsToDomain: true,
      lockSessionsToIp: false,
      requireHttpOnly: true,
      sessionTimeout: 'TwoHours',
    },
    singleSignOnSettings: {
      enableForceDelegatedCallout: false,
      enableMultipleSamlConfigs: true,
      enableSamlLogin: true,
      isLoginWithSalesforceCredentialsDisabled: false,
    },
  };
}

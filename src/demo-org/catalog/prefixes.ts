/**
 * Key prefixes of record ids.
 * Source: public key-prefix lists (vladimyr/salesforce-key-prefixes); 5H* from recorded replies. The lists are
 * older than external client apps: the prefixes of their two objects are guesses nothing depends on.
 */
export const PREFIXES = {
  User: '005',
  UserRole: '00E',
  Organization: '00D',
  Profile: '00e',
  UserLicense: '100',
  PermissionSet: '0PS',
  PermissionSetAssignment: '0Pa',
  PermissionSetGroup: '0PG',
  PermissionSetGroupComponent: '0PM',
  PermissionSetLicense: '0PL',
  PermissionSetLicenseAssign: '2LA',
  PackageLicense: '050',
  UserPackageLicense: '051',
  LoginHistory: '0Ya',
  LoginGeo: '04F',
  LoginIp: '710',
  UserLogin: '0Yw',
  AuthSession: '0Ak',
  VerificationHistory: '0Qt',
  TwoFactorMethodsInfo: '0Kg',
  TwoFactorInfo: '0HN',
  OauthToken: '0CQ',
  ConnectedApplication: '0H4',
  ExternalClientApplication: '0xI',
  ExtlClntAppOauthPlcyCnfg: '0xO',
  AppMenuItem: '0DS',
  UserAppMenuItem: '07p',
  SetupAuditTrail: '0Ym',
  EventLogFile: '0AT',
  ActiveFeatureLicenseMetric: '5H2',
  ActivePermSetLicenseMetric: '5H1',
  ActiveProfileMetric: '5H0',
  Network: '0DB',
  NetworkAccess: '05G',
  SamlSsoConfig: '0LE',
  AuthProvider: '0SO',
  Account: '001',
  Contact: '003',
} as const;

export type PrefixedObject = keyof typeof PREFIXES;

/**
 * Key prefixes of record ids.
 * Source: public key-prefix lists (vladimyr/salesforce-key-prefixes); 5H* from recorded replies.
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
  UserLogin: '0Yw',
  Network: '0DB',
  SamlSsoConfig: '0LE',
  Account: '001',
  Contact: '003',
} as const;

export type PrefixedObject = keyof typeof PREFIXES;

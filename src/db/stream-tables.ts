import type { PageCommit } from '../core/ports';

export type StreamName = PageCommit['stream'];
/** What the collector hands over for one row of a stream. */
export type RecordOf<S extends StreamName> = PageCommit<S>['rows'][number];

interface StreamTable<S extends StreamName> {
  table: string;
  /** Fields of the record stored as they are, in the column of the same name in snake_case. */
  fields: readonly (keyof RecordOf<S> & string)[];
}

const table = <S extends StreamName>(name: string, fields: readonly (keyof RecordOf<S> & string)[]) =>
  ({ table: name, fields }) satisfies StreamTable<S>;

/** Where the rows of each stream go. A field that is missing here is a field that is not kept. */
export const streamTables: { [S in StreamName]: StreamTable<S> } = {
  organization: table<'organization'>('organization', [
    'id',
    'name',
    'organizationType',
    'instanceName',
    'isSandbox',
    'trialExpirationAt',
    'timeZone',
  ]),
  users: table<'users'>('sf_user', [
    'id',
    'username',
    'name',
    'email',
    'isActive',
    'userType',
    'profileId',
    'userRoleId',
    'managerId',
    'department',
    'country',
    'federationId',
    'createdAt',
    'lastLoginAt',
    'lastModifiedAt',
  ]),
  userLogins: table<'userLogins'>('user_login', ['id', 'userId', 'isFrozen', 'isPasswordLocked']),
  profiles: table<'profiles'>('profile', ['id', 'name', 'userLicenseId', 'userType']),
  userLicenses: table<'userLicenses'>('user_license', [
    'id',
    'name',
    'label',
    'definitionKey',
    'status',
    'total',
    'used',
    'usedUpdatedAt',
    'monthlyLoginsEntitlement',
  ]),
  permissionSetLicenses: table<'permissionSetLicenses'>('permission_set_license', [
    'id',
    'developerName',
    'label',
    'status',
    'total',
    'used',
    'expiresAt',
  ]),
  permissionSetLicenseAssignments: table<'permissionSetLicenseAssignments'>(
    'permission_set_license_assignment',
    ['id', 'assigneeId', 'permissionSetLicenseId'],
  ),
  packageLicenses: table<'packageLicenses'>('package_license', [
    'id',
    'namespacePrefix',
    'status',
    'allowed',
    'used',
    'expiresAt',
  ]),
  userPackageLicenses: table<'userPackageLicenses'>('user_package_license', [
    'id',
    'userId',
    'packageLicenseId',
  ]),
  loginHistory: table<'loginHistory'>('login_history', [
    'id',
    'userId',
    'loginTime',
    'status',
    'loginType',
    'loginSubType',
    'sourceIp',
    'countryIso',
    'city',
    'latitude',
    'longitude',
    'browser',
    'platform',
    'application',
    'clientVersion',
    'apiType',
    'apiVersion',
    'tlsProtocol',
    'cipherSuite',
    'loginUrl',
    'authMethodReference',
    'authenticationServiceId',
    'networkId',
  ]),
};

export const STREAMS = Object.keys(streamTables) as StreamName[];

export const columnOf = (field: string): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

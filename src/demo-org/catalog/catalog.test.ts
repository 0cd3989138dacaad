import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiError } from '../errors';
import { openStore, type Caller, type TestStore } from '../test-store';
import { describeField, describeObject } from './describe';
import { OBJECTS } from './objects/index';
import { PREFIXES } from './prefixes';

let org: TestStore;
beforeAll(async () => {
  org = await openStore();
});
afterAll(() => org.store.close());

interface Described {
  name: string;
  type: string;
  filterable: boolean;
  groupable: boolean;
  sortable: boolean;
  nillable: boolean;
}

/** Fields of an object as describe shows them, or undefined when there is no such object for the caller. */
function fieldsOf(object: string, caller: Caller = {}): Map<string, Described> | undefined {
  const catalog = org.catalog(caller);
  const found = catalog.object(object);
  if (!found) return undefined;
  const { fields } = describeObject(catalog, found, '/services/data/v67.0') as { fields: Described[] };
  return new Map(fields.map((field) => [field.name, field]));
}

const flags = (field: Described | undefined): string =>
  field === undefined
    ? 'missing'
    : `${field.type} ${field.filterable ? 'F' : ''}${field.groupable ? 'G' : ''}${field.sortable ? 'S' : ''}${field.nillable ? 'N' : ''}`.trim();

/**
 * The Object Reference's properties by object: `Field type FGSN` (Filter, Group, Sort, Nillable), `@52` is the
 * first API version with the field.
 */
const REFERENCE: Readonly<Record<string, string>> = {
  LoginHistory: `
    Id id FGS; UserId reference FGS; LoginTime datetime FS; LoginType picklist FGS; SourceIp string FGSN
    LoginUrl string FGSN; AuthenticationServiceId reference FGSN @34; LoginGeoId reference FGSN @34
    TlsProtocol picklist FGSN; CipherSuite picklist FGSN; OptionsIsGet boolean F; OptionsIsPost boolean F
    Browser string GSN; Platform string GSN; Status string GSN; Application string GSN; ClientVersion string GSN
    ApiType string GSN; ApiVersion string GSN; CountryIso string FGSN; AuthMethodReference string FGSN @51
    LoginSubType picklist FGSN; NetworkId reference FGSN; ForwardedForIp string FGSN @61
    AuthContextClassRef string FGSN @67`,
  LoginGeo: `
    Id id FGS; LoginTime datetime FS; CountryIso string FGSN; Country string FGSN; Latitude double FSN
    Longitude double FSN; City string FGSN; PostalCode string FGSN; Subdivision string FGSN`,
  LoginIp: `
    UsersId reference FGS; SourceIp string FGSN; CreatedDate datetime FS; IsAuthenticated boolean FGS
    ChallengeSentDate datetime FSN; ChallengeMethod picklist FGSN`,
  AuthSession: `
    Id id FGS; UsersId reference FGSN; CreatedDate datetime FS; LastModifiedDate datetime FS
    NumSecondsValid int FGS; UserType picklist FGS; SourceIp string FGS; LoginType picklist FGSN
    SessionType picklist FGSN; SessionSecurityLevel picklist FGSN; LogoutUrl string FSN @32; ParentId reference FGS @32
    LoginHistoryId reference FGSN @33; LoginGeoId reference FGSN @34; IsCurrent boolean FGS @37
    IsAssociatedWithJwtAccessToken boolean FGS @64`,
  VerificationHistory: `
    Id id FGS; EventGroup int FGS; VerificationTime datetime FS; VerificationMethod picklist FGSN
    UserId reference FGS; Activity picklist FGS; Status picklist FGS; LoginHistoryId reference FGS
    SourceIp string FGS; LoginGeoId reference FGSN; Remarks string FGSN; ResourceId reference FGSN
    Policy picklist FGS`,
  TwoFactorMethodsInfo: `
    ExternalId string FGSN; UserId reference FGSN; HasSalesforceAuthenticator boolean FGS; HasTempCode boolean FGS
    HasTotp boolean FGS; HasU2F boolean FGS; HasUserVerifiedMobileNumber boolean FGS
    HasUserVerifiedEmailAddress boolean FGS @43; HasBuiltInAuthenticator boolean FGS @53
    HasSecurityKey boolean FGS @55`,
  TwoFactorInfo: 'UserId reference FGSN; Type picklist FGS; SharedKey string GSN',
  OauthToken: `
    Id id FGSN; AccessToken string FGSN; UserId reference FGSN; RequestToken string FGSN; AppName string FGSN
    LastUsedDate datetime FSN; UseCount int FGSN; DeleteToken string FGSN; AppMenuItemId reference FGSN`,
  ConnectedApplication: `
    Name string FGS; OptionsAllowAdminApprovedUsersOnly boolean F; OptionsRefreshTokenValidityMetric boolean F
    OptionsHasSessionLevelPolicy boolean F; MobileSessionTimeout picklist FGSN; PinLength picklist FGSN
    StartUrl url FSN; MobileStartUrl url FSN; RefreshTokenValidityPeriod int FGSN`,
  ExternalClientApplication: `
    DeveloperName string FGS; MasterLabel string FGS; NamespacePrefix string FGSN
    DistributionState picklist FGSN`,
  ExtlClntAppOauthPlcyCnfg: `
    ExternalClientApplicationId reference FGS; PermittedUsersPolicyType picklist FGS
    RefreshTokenPolicyType picklist FGS; RefreshTokenValidityPeriod int FGSN; SessionTimeoutInMinutes int FGSN`,
  UserAppMenuItem: `
    AppMenuItemId string FGSN; ApplicationId reference FGSN; Description string FGSN; IconUrl url FGSN
    InfoUrl url FGSN; IsUsingAdminAuthorization boolean FGS; IsVisible boolean FGS; Label string FGSN
    LogoUrl url FGSN; MobileStartUrl url FGSN; Name string FGSN; SortOrder int FGSN; StartUrl url FGSN
    Type picklist FGSN; UserSortOrder int FGSN`,
  SetupAuditTrail: `
    Id id FGS; Action string FS; Section string SN; CreatedDate datetime FS; CreatedById reference FGS
    Display string SN; DelegateUser string FSN @35; CreatedByContext string FGSN @48; CreatedByIssuer string FGSN @48`,
  EventLogFile: `
    Id id FGS; EventType picklist FGS; LogDate datetime FS; LogFileLength double FS; LogFileContentType string FGS
    ApiVersion double FS; Sequence int FGS @37; Interval picklist FGSN @37; LogFileFieldNames string N
    LogFileFieldTypes string N; LogFile base64`,
  ActiveFeatureLicenseMetric: `
    MetricsDate date FGS @52; FeatureType picklist FGS; AssignedUserCount int FGSN; ActiveUserCount int FGSN
    TotalLicenseCount int FGSN`,
  ActivePermSetLicenseMetric: `
    MetricsDate date FGS @52; PermissionSetLicenseId reference FGS; AssignedUserCount int FGSN
    ActiveUserCount int FGSN; DeveloperName string FGSN; MasterLabel string FGSN; TotalLicenses int FGSN`,
  ActiveProfileMetric: `
    MetricsDate date FGS @52; UserLicenseId reference FGS; ProfileId reference FGSN; AssignedUserCount int FGSN
    ActiveUserCount int FGSN`,
  SamlSsoConfig: `
    DeveloperName string FGS; Issuer string FS; LoginUrl string FSN; Audience string FGS; Version picklist FGS
    IdentityLocation picklist FGS; IdentityMapping picklist FGS; AttributeName string FGSN; ErrorUrl string FSN`,
  AuthProvider: `
    DeveloperName string FGS; FriendlyName string FGS; ProviderType picklist FGS; ExecutionUserId reference FGSN
    AuthorizeUrl url FSN; ConsumerKey string FSN; DefaultScopes string FSN; AppleTeam string FGSN @48`,
  Network: 'Name string FGS; Status picklist FGS',
  Organization: `
    Id id FGS; Name string FGS; OrganizationType picklist FGSN; InstanceName string FGSN; IsSandbox boolean FGS
    TrialExpirationDate datetime FSN; NamespacePrefix string FGSN; TimeZoneSidKey picklist FGS
    LanguageLocaleKey picklist FGS; DefaultLocaleSidKey picklist FGS`,
  User: `
    Id id FGS; Username string FGS; Email email FGS; Name string FGS; FirstName string FGSN; LastName string FGS
    Alias string FGS; IsActive boolean FGS; UserType picklist FGSN; ProfileId reference FGSN; UserRoleId reference FGSN
    ManagerId reference FGSN; FederationIdentifier string FGSN; CreatedDate datetime FS
    LastModifiedDate datetime FS; SystemModstamp datetime FS; LastLoginDate datetime FSN
    LastPasswordChangeDate datetime FSN; PasswordExpirationDate datetime FSN @63; NumberOfFailedLogins int FGSN
    AccountId reference FGSN; ContactId reference FGSN; IsPortalEnabled boolean FGS; Phone phone FGSN
    MobilePhone phone FGSN; Title string FGSN; Street textarea N; TimeZoneSidKey picklist FGS
    UserPermissionsAvantgoUser boolean FGS; UserPermissionsCallCenterAutoLogin boolean FGS
    UserPermissionsChatterAnswersUser boolean FGS; UserPermissionsInteractionUser boolean FGS
    UserPermissionsJigsawProspectingUser boolean FGS; UserPermissionsKnowledgeUser boolean FGS
    UserPermissionsLiveAgentUser boolean FGS; UserPermissionsMarketingUser boolean FGS
    UserPermissionsOfflineUser boolean FGS; UserPermissionsSFContentUser boolean FGS
    UserPermissionsSiteforceContributorUser boolean FGS; UserPermissionsSiteforcePublisherUser boolean FGS
    UserPermissionsSupportUser boolean FGS; UserPermissionsWorkDotComUserFeature boolean FGS`,
  UserLogin: `
    UserId reference FGS; IsFrozen boolean FGS; IsPasswordLocked boolean FGS; LastModifiedDate datetime FS`,
  UserRole: 'Name string FGS; DeveloperName string FGSN; ParentRoleId reference FGSN',
  Profile: `
    Name string FGS; UserLicenseId reference FGS; UserType picklist FGSN; PermissionsManageUsers boolean FGS
    PermissionsManageTwoFactor boolean FGS; PermissionsMonitorLoginHistory boolean FGS`,
  UserLicense: `
    Name string FGS; MasterLabel string FGS; LicenseDefinitionKey string FGS; Status picklist FGS
    TotalLicenses int FGS; UsedLicenses int GS; UsedLicensesLastUpdated datetime FSN @41
    MonthlyLoginsEntitlement int FGSN; MonthlyLoginsUsed int GSN`,
  PermissionSet: `
    Name string FGS; Label string FGS; IsOwnedByProfile boolean FGS; ProfileId reference FGSN
    LicenseId reference FGSN; Type picklist FGSN; PermissionSetGroupId reference FGSN
    NamespacePrefix string FGSN; PermissionsViewSetup boolean FGS; PermissionsCustomizeApplication boolean FGS`,
  PermissionSetAssignment: `
    AssigneeId reference FGS; PermissionSetId reference FGSN; PermissionSetGroupId reference FGSN
    ExpirationDate datetime FSN @51; IsActive boolean FGS @51`,
  PermissionSetLicense: `
    DeveloperName string FGS; MasterLabel string FGS; PermissionSetLicenseKey string FGS; Status picklist FGS
    TotalLicenses int FGS; UsedLicenses int FGS; ExpirationDate date FGSN`,
  PermissionSetLicenseAssign: 'AssigneeId reference FGS; PermissionSetLicenseId reference FGS',
  PackageLicense: `
    NamespacePrefix string FGSN; Status picklist FGS; AllowedLicenses int FGS; UsedLicenses int FGS
    ExpirationDate datetime FSN`,
  UserPackageLicense: 'PackageLicenseId reference FGS; UserId reference FGS',
};

const rows = Object.entries(REFERENCE).flatMap(([object, text]) =>
  text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): [string, string, string, number | undefined] => {
      const match = /^(\w+) (\w+ ?[FGSN]*?)(?: @(\d+))?$/.exec(part);
      if (!match) throw new Error(`cannot read ${part}`);
      return [
        object,
        match[1] ?? '',
        (match[2] ?? '').trim(),
        match[3] === undefined ? undefined : Number(match[3]),
      ];
    }),
);

describe('describe says what the Object Reference says', () => {
  test.each(rows)('%s.%s: %s', (object, field, expected, since) => {
    expect(flags(fieldsOf(object)?.get(field))).toBe(expected);
    if (since === undefined) return;
    expect(fieldsOf(object, { version: since })?.has(field)).toBe(true);
    // Older versions know neither the field nor, for the metrics, the object.
    expect(fieldsOf(object, { version: since - 1 })?.has(field) ?? false).toBe(false);
  });

  test('UsedLicenses lost its filter with v64', () => {
    expect(flags(fieldsOf('UserLicense', { version: 63 })?.get('UsedLicenses'))).toBe('int FGS');
    expect(flags(fieldsOf('UserLicense', { version: 64 })?.get('UsedLicenses'))).toBe('int GS');
  });

  test('the consumer secret of an identity provider cannot even be named', () => {
    expect(fieldsOf('AuthProvider')?.has('ConsumerSecret')).toBe(false);
    expect(org.refusal('SELECT ConsumerSecret FROM AuthProvider')).toBe('INVALID_FIELD');
  });

  test('LoginHistory has no time of creation or change', () => {
    for (const field of ['CreatedDate', 'LastModifiedDate', 'SystemModstamp']) {
      expect(fieldsOf('LoginHistory')?.has(field)).toBe(false);
      expect(org.refusal(`SELECT ${field} FROM LoginHistory`)).toBe('INVALID_FIELD');
    }
  });

  test('picklists list the values that rows carry', () => {
    const values = (object: string, field: string): unknown[] => {
      const def = org
        .catalog()
        .object(object)
        ?.fields.find((one) => one.name === field);
      const listed = def && (describeField(def, 67)['picklistValues'] as { value: string }[]);
      return (listed ?? []).map(({ value }) => value);
    };
    for (const [object, field] of [
      ['LoginHistory', 'LoginType'],
      ['LoginHistory', 'TlsProtocol'],
      ['User', 'UserType'],
      ['UserLicense', 'Status'],
      ['PackageLicense', 'Status'],
    ] as const) {
      const carried = org.query(`SELECT ${field} FROM ${object} WHERE ${field} != null GROUP BY ${field}`);
      expect(carried.length).toBeGreaterThan(0);
      for (const row of carried) expect(values(object, field)).toContain(row[field]);
    }
  });

  test('tokens in records open nothing, and show who asked for them', () => {
    const rows = org.query('SELECT AccessToken, RequestToken, DeleteToken FROM OauthToken LIMIT 500');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows)
      for (const field of ['AccessToken', 'RequestToken', 'DeleteToken'])
        expect(row[field]).toMatch(/^DEMO-SECRET-/);
  });

  test('lengths', () => {
    const length = (object: string, field: string): unknown => {
      const found = org.catalog().object(object);
      const def = found?.fields.find((one) => one.name === field);
      return def && describeField(def, 67)['length'];
    };
    expect(length('User', 'Username')).toBe(80);
    expect(length('User', 'FederationIdentifier')).toBe(512);
    expect(length('LoginHistory', 'Id')).toBe(18);
  });

  test('objects that answer queries only, and objects of newer versions', () => {
    const head = (name: string): unknown => {
      const catalog = org.catalog();
      const object = catalog.object(name);
      return object && describeObject(catalog, object, '')['retrieveable'];
    };
    expect([head('OauthToken'), head('TwoFactorMethodsInfo'), head('UserAppMenuItem')]).toEqual([
      false,
      false,
      false,
    ]);
    expect(head('AuthSession')).toBe(true);
    expect(fieldsOf('ActiveProfileMetric', { version: 51 })).toBeUndefined();
    expect(fieldsOf('ExternalClientApplication', { version: 58 })).toBeUndefined();
  });
});

describe('SOQL does what describe says', () => {
  const all = { switches: { networkAccessQueryable: true, multicurrency: true } } satisfies Caller;

  test.each(OBJECTS.map((object) => object.name))('%s', (name) => {
    const fields = fieldsOf(name, all);
    expect(fields?.size).toBeGreaterThan(2);
    const object = OBJECTS.find((one) => one.name === name);
    for (const field of fields?.values() ?? []) {
      const works = (soql: string): boolean => {
        const code = org.refusal(soql, all);
        if (code !== undefined && code !== 'INVALID_FIELD') throw new ApiError(400, code, soql);
        return code === undefined;
      };
      expect([field.name, 'F', works(`SELECT Id FROM ${name} WHERE ${field.name} = null LIMIT 1`)]).toEqual([
        field.name,
        'F',
        field.filterable,
      ]);
      expect([field.name, 'S', works(`SELECT Id FROM ${name} ORDER BY ${field.name} LIMIT 1`)]).toEqual([
        field.name,
        'S',
        field.sortable,
      ]);
      if (object?.aggregates === 'count-only') continue;
      expect([
        field.name,
        'G',
        works(`SELECT ${field.name} FROM ${name} GROUP BY ${field.name} LIMIT 9`),
      ]).toEqual([field.name, 'G', field.groupable]);
    }
  });

  test.each(OBJECTS.map((object) => object.name))('%s: ids, and nothing empty that must not be', (name) => {
    const fields = fieldsOf(name, all) ?? new Map<string, Described>();
    // The token behind the own session is given over HTTP, so a store alone may have no session open.
    const records = org.query(`SELECT ${[...fields.keys()].join(', ')} FROM ${name} LIMIT 300`, all);
    expect(records.length, name).toBeGreaterThan(0);
    for (const record of records) {
      if (name !== 'OauthToken') expect(record['Id']).toMatch(new RegExp(`^${PREFIXES[name]}\\w{15}$`));
      for (const field of fields.values()) {
        if (!field.nillable) expect([field.name, record[field.name] ?? null]).not.toEqual([field.name, null]);
      }
    }
  });

  test('the setup audit trail can only be counted as a whole', () => {
    expect(org.refusal('SELECT COUNT() FROM SetupAuditTrail')).toBeUndefined();
    for (const soql of [
      'SELECT COUNT(Id) FROM SetupAuditTrail',
      'SELECT Action, COUNT(Id) FROM SetupAuditTrail GROUP BY Action',
      'SELECT MAX(CreatedDate) FROM SetupAuditTrail',
    ])
      expect([soql, org.refusal(soql)]).toEqual([
        soql,
        expect.stringMatching(/^(MALFORMED_QUERY|INVALID_FIELD)$/),
      ]);
  });
});

/** As public lists of key prefixes have them; ours are compared with these, not with themselves. */
const PUBLISHED_PREFIXES: Readonly<Record<string, string>> = {
  User: '005',
  Organization: '00D',
  Profile: '00e',
  UserLicense: '100',
  PermissionSet: '0PS',
  PermissionSetAssignment: '0Pa',
  PermissionSetGroup: '0PG',
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
  OauthToken: '0CQ',
  ConnectedApplication: '0H4',
  SetupAuditTrail: '0Ym',
  EventLogFile: '0AT',
  SamlSsoConfig: '0LE',
  AuthProvider: '0SO',
  ActiveProfileMetric: '5H0',
  ActivePermSetLicenseMetric: '5H1',
  ActiveFeatureLicenseMetric: '5H2',
};

test('key prefixes are the published ones', () => {
  const described = Object.keys(PUBLISHED_PREFIXES).map((name) => {
    const catalog = org.catalog();
    const object = catalog.object(name);
    return [name, object && describeObject(catalog, object, '')['keyPrefix']];
  });
  expect(Object.fromEntries(described)).toEqual(PUBLISHED_PREFIXES);
});

import { describe, expect, it } from 'vitest';
import { SubStepId } from '../../../shared/model/setup';
import { STREAM_TITLES } from '../../../shared/model/streams';
import type { SfRecord } from '../../salesforce/envelopes';
import { toId18 } from '../../salesforce/salesforce-id';
import { STREAM_NAMES, type StreamName, type StreamRecords } from '../records';
import { STREAM_ORDER, STREAMS } from './index';
import type { StreamDefinition } from './definition';

const definitions: StreamDefinition[] = Object.values(STREAMS);

describe('stream definitions', () => {
  it('has one for every name, under that name, with a title', () => {
    expect(Object.keys(STREAMS).sort()).toEqual([...STREAM_NAMES].sort());
    expect(Object.keys(STREAM_TITLES).sort()).toEqual([...STREAM_NAMES].sort());
    for (const name of STREAM_NAMES) {
      expect(STREAMS[name].name).toBe(name);
      expect(STREAMS[name].title).toBe(STREAM_TITLES[name]);
    }
  });

  it('begins with what licenses cost and who has them, then people, then sign-ins', () => {
    expect(STREAM_ORDER[0]).toBe('organization');
    const place = (name: StreamName) => STREAM_ORDER.indexOf(name);
    expect(place('userLicenses')).toBeLessThan(place('users'));
    expect(place('users')).toBeLessThan(place('loginHistory'));
    expect(place('loginHistory')).toBeLessThan(place('oauthTokens'));
    // What it says decides about those that follow it.
    for (const { name, follows } of definitions)
      if (follows !== undefined) expect(place('setupAuditTrail')).toBeLessThan(place(name) + 2);
  });

  it.each(definitions.map((one) => [one.name, one] as const))('%s is sound', (_name, one) => {
    const paths = one.fields.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toEqual(expect.arrayContaining([...one.clocks]));
    if (one.mode === 'append') {
      // Without its clock nobody knows where to read on.
      const required = one.fields.filter((field) => field.required === true).map(({ path }) => path);
      expect(required).toEqual(expect.arrayContaining([...one.clocks]));
      expect(one.clocks).toHaveLength(1);
    }
    if (one.mode === 'full') expect(one.clocks).toEqual([]);
    expect(SubStepId.options).toContain(one.needs.subStep);
    expect(one.map({})).toBeNull();
  });

  it('never selects a secret', () => {
    const secret = /token$|secret|password(?!Change|Expiration|Locked)|sharedkey|consumerkey/i;
    const selected = definitions.flatMap(({ object, fields, flags }) =>
      [...fields.map(({ path }) => path), ...(flags?.known ?? [])].map((path) => `${object}.${path}`),
    );
    const allowed = [
      'UserLogin.IsPasswordLocked',
      'User.LastPasswordChangeDate',
      'User.PasswordExpirationDate',
      // Names of permissions, not what they protect.
      'PermissionSet.ResetPasswords',
      'PermissionSet.ManagePasswordPolicies',
      'PermissionSet.PasswordNeverExpires',
      'PermissionSet.ViewClientSecret',
    ];
    expect(
      selected.filter((path) => secret.test(path.split('.').slice(1).join('.')) && !allowed.includes(path)),
    ).toEqual([]);
  });

  it('keeps the longest query within what an address may have', () => {
    for (const { fields, flags, object } of definitions) {
      const names = [
        ...fields.map(({ path }) => path),
        ...(flags?.known ?? []).map((name) => flags!.prefix + name),
      ];
      const soql = `SELECT ${names.join(', ')} FROM ${object}`;
      // Address and headers: 16,384 bytes (REST API Developer Guide).
      expect(encodeURIComponent(soql).length).toBeLessThan(8_000);
    }
  });
});

const ID = '005000000000001';
const full = (id15: string): string => toId18(id15) ?? 'no id';
const ID18 = full(ID);

/** A record as REST gives it, and the same as a CSV of the Bulk API. */
function bothWays(record: SfRecord): SfRecord[] {
  const csv = Object.fromEntries(
    Object.entries(record).map(([name, value]) => {
      if (value === null) return [name, null];
      if (typeof value === 'string') return [name, value.replace('+0000', 'Z')];
      return [name, JSON.stringify(value)];
    }),
  );
  return [record, csv];
}

function check<S extends StreamName>(name: S, record: SfRecord, row: StreamRecords[S]): void {
  const definition: StreamDefinition = STREAMS[name];
  for (const one of bothWays(record)) expect(definition.map(one)).toEqual(row);
  // Nothing but what is required: a row all the same.
  const required = definition.fields.filter((field) => field.required === true).map(({ path }) => path);
  const bare = Object.fromEntries(required.map((path) => [path, record[path]]));
  expect(definition.map(bare)).not.toBeNull();
  // Without an id, or what stands for it: none.
  for (const path of required.filter((field) => field === 'Id' || field === 'UserId'))
    expect(definition.map({ ...record, [path]: null })).toBeNull();
}

const AT = '2026-01-31T09:15:00.000+0000';
const AT_MS = Date.UTC(2026, 0, 31, 9, 15);

describe('rows from records', () => {
  it('users, with feature licenses', () => {
    check(
      'users',
      {
        Id: ID,
        Username: 'ada@example.com',
        Name: 'Ada',
        Email: null,
        IsActive: true,
        UserType: 'Standard',
        ProfileId: null,
        UserRoleId: null,
        ManagerId: ID,
        Department: null,
        Country: null,
        FederationIdentifier: 'ada',
        CreatedDate: AT,
        LastLoginDate: null,
        LastModifiedDate: AT,
        LastPasswordChangeDate: AT,
        PasswordExpirationDate: null,
        NumberOfFailedLogins: 3,
        UserPermissionsSupportUser: true,
        UserPermissionsKnowledgeUser: true,
        UserPermissionsOfflineUser: false,
      },
      {
        id: ID18,
        username: 'ada@example.com',
        name: 'Ada',
        email: null,
        isActive: true,
        userType: 'Standard',
        profileId: null,
        userRoleId: null,
        managerId: ID18,
        department: null,
        country: null,
        federationId: 'ada',
        features: ['KnowledgeUser', 'SupportUser'],
        lastPasswordChangeAt: AT_MS,
        passwordExpiresAt: null,
        failedLogins: 3,
        createdAt: AT_MS,
        lastLoginAt: null,
        lastModifiedAt: AT_MS,
      },
    );
  });

  it('permission sets, groups and assignments', () => {
    check(
      'permissionSets',
      {
        Id: '0PS000000000001',
        Name: 'X00e',
        Label: 'Admins',
        Type: 'Profile',
        IsOwnedByProfile: true,
        ProfileId: '00e000000000001',
        PermissionSetGroupId: null,
        LicenseId: '100000000000001',
        NamespacePrefix: null,
        PermissionsModifyAllData: true,
        PermissionsApiEnabled: true,
        PermissionsManageUsers: false,
      },
      {
        id: full('0PS000000000001'),
        name: 'X00e',
        label: 'Admins',
        type: 'Profile',
        isOwnedByProfile: true,
        profileId: full('00e000000000001'),
        permissionSetGroupId: null,
        licenseId: full('100000000000001'),
        namespacePrefix: null,
        permissions: ['ApiEnabled', 'ModifyAllData'],
      },
    );
    check(
      'permissionSetGroups',
      {
        Id: '0PG000000000001',
        DeveloperName: 'Sales',
        MasterLabel: 'Sales people',
        Status: 'Updated',
        NamespacePrefix: 'acme',
      },
      {
        id: full('0PG000000000001'),
        developerName: 'Sales',
        label: 'Sales people',
        status: 'Updated',
        namespacePrefix: 'acme',
      },
    );
    check(
      'permissionSetAssignments',
      {
        Id: '0Pa000000000001',
        AssigneeId: ID,
        PermissionSetId: '0PS000000000001',
        PermissionSetGroupId: null,
        ExpirationDate: AT,
        IsActive: false,
      },
      {
        id: full('0Pa000000000001'),
        assigneeId: ID18,
        permissionSetId: full('0PS000000000001'),
        permissionSetGroupId: null,
        expiresAt: AT_MS,
        isActive: false,
      },
    );
  });

  it('ways to sign in from elsewhere, and apps', () => {
    check(
      'samlSsoConfigs',
      {
        Id: '0LE000000000001',
        DeveloperName: 'Okta',
        MasterLabel: 'Okta',
        Issuer: 'https://idp.example/1',
        LoginUrl: null,
        Audience: 'https://acme.my.salesforce.com',
        Version: 'SAML2_0',
      },
      {
        id: full('0LE000000000001'),
        developerName: 'Okta',
        label: 'Okta',
        issuer: 'https://idp.example/1',
        loginUrl: null,
        audience: 'https://acme.my.salesforce.com',
        version: 'SAML2_0',
      },
    );
    check(
      'authProviders',
      {
        Id: '0SO000000000001',
        DeveloperName: 'Google',
        FriendlyName: 'Google Workspace',
        ProviderType: 'Google',
        ExecutionUserId: ID,
      },
      {
        id: full('0SO000000000001'),
        developerName: 'Google',
        friendlyName: 'Google Workspace',
        providerType: 'Google',
        executionUserId: ID18,
      },
    );
    check(
      'connectedApplications',
      {
        Id: '0H4000000000001',
        Name: 'Data Loader',
        OptionsAllowAdminApprovedUsersOnly: true,
        RefreshTokenValidityPeriod: 720,
        StartUrl: null,
        CreatedDate: AT,
      },
      {
        id: full('0H4000000000001'),
        name: 'Data Loader',
        adminApprovedOnly: true,
        refreshTokenValidityPeriod: 720,
        startUrl: null,
        createdAt: AT_MS,
      },
    );
    check(
      'externalClientApplications',
      {
        Id: '0xI000000000001',
        DeveloperName: 'Seatwatch',
        MasterLabel: 'Seatwatch',
        DistributionState: 'Local',
        NamespacePrefix: null,
        CreatedDate: AT,
      },
      {
        id: full('0xI000000000001'),
        developerName: 'Seatwatch',
        label: 'Seatwatch',
        distributionState: 'Local',
        namespacePrefix: null,
        createdAt: AT_MS,
      },
    );
    check(
      'externalClientPolicies',
      {
        Id: '0xP000000000001',
        ExternalClientApplicationId: '0xI000000000001',
        PermittedUsersPolicyType: 'AdminApprovedPreAuthorized',
      },
      {
        id: full('0xP000000000001'),
        externalClientApplicationId: full('0xI000000000001'),
        permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
      },
    );
    check(
      'oauthTokens',
      {
        Id: null,
        UserId: ID,
        AppName: 'Data Loader',
        AppMenuItemId: null,
        UseCount: 12,
        CreatedDate: AT,
        LastUsedDate: null,
      },
      {
        id: `${ID18}::Data Loader`,
        userId: ID18,
        appName: 'Data Loader',
        appMenuItemId: null,
        useCount: 12,
        tokens: 1,
        createdAt: AT_MS,
        lastUsedAt: null,
      },
    );
  });

  it('sessions, verification and its methods', () => {
    check(
      'authSessions',
      {
        Id: '0Ak000000000001',
        UsersId: ID,
        CreatedDate: AT,
        LastModifiedDate: AT,
        NumSecondsValid: 7200,
        LoginType: 'Application',
        SessionType: 'UI',
        SessionSecurityLevel: 'STANDARD',
        SourceIp: '192.0.2.1',
        UserType: 'Standard',
        ParentId: '0Ak000000000001',
        LoginHistoryId: '0Ya000000000001',
        LoginGeoId: null,
      },
      {
        id: full('0Ak000000000001'),
        userId: ID18,
        createdAt: AT_MS,
        lastModifiedAt: AT_MS,
        secondsValid: 7200,
        loginType: 'Application',
        sessionType: 'UI',
        sessionSecurityLevel: 'STANDARD',
        sourceIp: '192.0.2.1',
        userType: 'Standard',
        parentId: full('0Ak000000000001'),
        loginHistoryId: full('0Ya000000000001'),
        loginGeoId: null,
      },
    );
    check(
      'verificationHistory',
      {
        Id: '0Qt000000000001',
        VerificationTime: AT,
        UserId: ID,
        VerificationMethod: 'Totp',
        Activity: 'Login',
        Policy: 'TwoFactorAuthentication',
        Status: 'Succeeded',
        EventGroup: 7,
        SourceIp: '192.0.2.1',
        LoginHistoryId: '0Ya000000000001',
        LoginGeoId: null,
        Remarks: null,
      },
      {
        id: full('0Qt000000000001'),
        verificationTime: AT_MS,
        userId: ID18,
        method: 'Totp',
        activity: 'Login',
        policy: 'TwoFactorAuthentication',
        status: 'Succeeded',
        eventGroup: 7,
        sourceIp: '192.0.2.1',
        loginHistoryId: full('0Ya000000000001'),
        loginGeoId: null,
        remarks: null,
      },
    );
    check(
      'twoFactorMethods',
      { Id: '0Kg000000000001', UserId: ID, HasTotp: true, HasU2F: false, HasSecurityKey: true },
      { id: full('0Kg000000000001'), userId: ID18, methods: ['SecurityKey', 'Totp'] },
    );
  });

  it('setup changes, license use and event log files', () => {
    check(
      'setupAuditTrail',
      {
        Id: '0Ym000000000001',
        CreatedDate: AT,
        Action: 'changedprofile',
        Section: 'Manage Users',
        Display: 'Changed profile',
        CreatedById: null,
        CreatedByContext: 'Salesforce',
        CreatedByIssuer: null,
        DelegateUser: 'support@salesforce.com',
      },
      {
        id: full('0Ym000000000001'),
        createdAt: AT_MS,
        action: 'changedprofile',
        section: 'Manage Users',
        display: 'Changed profile',
        createdById: null,
        createdByContext: 'Salesforce',
        createdByIssuer: null,
        delegateUser: 'support@salesforce.com',
      },
    );
    const common = {
      MetricsDate: '2026-01-31',
      AssignedUserCount: 20,
      ActiveUserCount: 5,
      SystemModstamp: AT,
    };
    const row = { metricsDate: Date.UTC(2026, 0, 31), assignedUsers: 20, activeUsers: 5 };
    check(
      'featureLicenseMetrics',
      { ...common, Id: '5H2000000000001', FeatureType: 'KnowledgeUser', TotalLicenseCount: 30 },
      {
        ...row,
        id: full('5H2000000000001'),
        kind: 'feature',
        subject: 'KnowledgeUser',
        label: null,
        userLicenseId: null,
        total: 30,
      },
    );
    check(
      'permissionSetLicenseMetrics',
      {
        ...common,
        Id: '5H1000000000001',
        PermissionSetLicenseId: '0PL000000000001',
        DeveloperName: 'Sales',
        MasterLabel: null,
        TotalLicenses: 40,
      },
      {
        ...row,
        id: full('5H1000000000001'),
        kind: 'permission-set-license',
        subject: full('0PL000000000001'),
        label: 'Sales',
        userLicenseId: null,
        total: 40,
      },
    );
    check(
      'profileMetrics',
      { ...common, Id: '5H0000000000001', ProfileId: '00e000000000001', UserLicenseId: '100000000000001' },
      {
        ...row,
        id: full('5H0000000000001'),
        kind: 'profile',
        subject: full('00e000000000001'),
        label: null,
        userLicenseId: full('100000000000001'),
        total: null,
      },
    );
    check(
      'eventLogFiles',
      {
        Id: '0AT000000000001',
        LogDate: '2026-01-31T00:00:00.000+0000',
        EventType: 'Login',
        Interval: 'Daily',
        Sequence: 0,
        LogFileLength: 12345.0,
        CreatedDate: AT,
      },
      {
        id: full('0AT000000000001'),
        logDate: Date.UTC(2026, 0, 31),
        eventType: 'Login',
        interval: 'Daily',
        sequence: 0,
        length: 12345,
        createdAt: AT_MS,
      },
    );
  });
});

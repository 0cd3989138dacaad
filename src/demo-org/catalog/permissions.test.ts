import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, type Caller, type TestStore } from '../test-store';
import type { PermissionState } from '../permissions';
import type { CatalogSwitches } from './switches';

let org: TestStore;
beforeAll(async () => {
  org = await openStore();
});
afterAll(() => org.store.close());

const without = (...names: (keyof PermissionState)[]): Caller => ({
  permissions: Object.fromEntries(names.map((name) => [name, false])),
});

/** Whether SOQL knows the object, and describe with it. */
function knows(object: string, caller: Caller): boolean {
  const code = org.refusal(`SELECT Id FROM ${object} LIMIT 1`, caller);
  expect([object, org.catalog(caller).object(object) !== undefined]).toEqual([object, code === undefined]);
  if (code !== undefined) expect([object, code]).toEqual([object, 'INVALID_TYPE']);
  return code === undefined;
}

/** Objects that are not there at all without the permissions in front; with them all, each is. */
const HIDDEN: readonly (readonly [(keyof PermissionState)[], string[]])[] = [
  [['viewSetup'], ['UserLicense', 'SetupAuditTrail', 'SamlSsoConfig', 'AuthProvider']],
  [
    ['viewSetup', 'assignPermissionSets'],
    ['PermissionSet', 'PermissionSetGroup', 'PermissionSetGroupComponent', 'PermissionSetLicenseAssign'],
  ],
  [['viewSetup', 'assignPermissionSets', 'manageUsers'], ['PermissionSetAssignment']],
  [
    ['viewSetup', 'customizeApplication'],
    ['ConnectedApplication', 'ExternalClientApplication', 'ExtlClntAppOauthPlcyCnfg', 'AppMenuItem'],
  ],
  [['manageUsers'], ['LoginGeo', 'UserLogin', 'VerificationHistory']],
  [['manageMfaInApi'], ['TwoFactorMethodsInfo']],
  [['viewEventLogFiles'], ['EventLogFile']],
  [['apiEnabled'], ['EventLogFile']],
];

describe('a missing permission hides objects', () => {
  test.each(HIDDEN.flatMap(([names, objects]) => objects.map((object) => [names, object] as const)))(
    'without %j there is no %s',
    (names, object) => {
      expect(knows(object, {})).toBe(true);
      expect(knows(object, without(...names))).toBe(false);
      // Any one of them is enough.
      if (names.length > 1)
        for (const one of names)
          expect(knows(object, without(...names.filter((name) => name !== one)))).toBe(true);
    },
  );

  test('licenses sold as permission sets, profiles and users stay visible to everybody', () => {
    const nothing = without(...(Object.keys(org.catalog().permissions) as (keyof PermissionState)[]));
    for (const object of [
      'PermissionSetLicense',
      'PackageLicense',
      'Profile',
      'User',
      'UserRole',
      'Organization',
    ])
      expect(knows(object, { permissions: { ...nothing.permissions, apiEnabled: true } })).toBe(true);
  });
});

test('API Enabled, View Setup and View All Users are enough to begin with', () => {
  const none: Record<string, boolean> = Object.fromEntries(
    Object.keys(org.catalog().permissions).map((name) => [name, false]),
  );
  const caller: Caller = {
    permissions: { ...none, apiEnabled: true, viewSetup: true, viewAllUsers: true },
  };
  for (const object of ['Organization', 'Profile', 'PermissionSetGroup', 'SetupAuditTrail', 'LoginHistory'])
    expect([object, knows(object, caller)]).toEqual([object, true]);
  expect(org.count('User', caller)).toBe(org.count('User'));
  expect(org.count('LoginHistory', caller)).toBeLessThan(org.count('LoginHistory'));
});

/** Objects that show only the caller's rows without the permissions; `column` holds the user. */
const OWN_ROWS: readonly (readonly [(keyof PermissionState)[], string, string])[] = [
  [['manageUsers', 'monitorLoginHistory'], 'LoginHistory', 'UserId'],
  [['manageUsers'], 'AuthSession', 'UsersId'],
  [['manageUsers'], 'LoginIp', 'UsersId'],
  [['customizeApplication'], 'OauthToken', 'UserId'],
  [['manageUsers', 'manageMfaInApi'], 'TwoFactorInfo', 'UserId'],
];

describe('a missing permission hides other people’s rows, without any error', () => {
  test.each(OWN_ROWS)('without %j: own rows of %s', (names, object, column) => {
    const everybody = org.query(`SELECT ${column} FROM ${object}`);
    // Whoever has rows may ask for them; the run-as user need not be among them.
    const owner = org.store.db
      .prepare(
        object === 'TwoFactorInfo'
          ? 'SELECT n FROM user WHERE mfa & 1 LIMIT 1'
          : object === 'LoginHistory'
            ? 'SELECT user FROM login LIMIT 1'
            : `SELECT user FROM ${{ AuthSession: 'auth_session', LoginIp: 'login_ip', OauthToken: 'oauth_token' }[object] ?? ''} LIMIT 1`,
      )
      .pluck()
      .get() as number;
    const own = org.query(`SELECT ${column} FROM ${object}`, { ...without(...names), user: owner });
    expect(new Set(everybody.map((row) => row[column])).size).toBeGreaterThan(1);
    expect(new Set(own.map((row) => row[column])).size).toBe(1);
    expect(own.length).toBeLessThan(everybody.length);
  });

  test('either permission opens everybody’s sign-ins', () => {
    const all = org.count('LoginHistory');
    expect(org.count('LoginHistory', without('manageUsers'))).toBe(all);
    expect(org.count('LoginHistory', without('monitorLoginHistory'))).toBe(all);
    expect(org.count('LoginHistory', without('manageUsers', 'monitorLoginHistory'))).toBeLessThan(all);
  });

  test('private sharing: fewer users', () => {
    expect(org.count('User')).toBe(300);
    const some = org.count('User', without('viewAllUsers', 'manageUsers'));
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(300);
  });

  test('the app menu is the caller’s own', () => {
    const all = org.query('SELECT Label FROM UserAppMenuItem').map((row) => row['Label']);
    const plain = org.query('SELECT Label FROM UserAppMenuItem', without('customizeApplication'));
    expect(all).toContain('DocuSign eSignature');
    expect(plain.map((row) => row['Label'])).not.toContain('DocuSign eSignature');
    expect(all).not.toContain('Nightly ETL');
    expect(plain.length).toBeGreaterThan(0);
  });
});

describe('a missing permission hides fields', () => {
  test.each([
    ['LoginHistory', 'LoginGeoId', 'manageUsers'],
    ['AuthSession', 'LoginGeoId', 'manageUsers'],
    ['User', 'NumberOfFailedLogins', 'manageUsers'],
  ] as const)('%s.%s', (object, field, permission) => {
    const soql = `SELECT ${field} FROM ${object} LIMIT 1`;
    expect(org.refusal(soql)).toBeUndefined();
    expect(org.refusal(soql, without(permission))).toBe('INVALID_FIELD');
  });
});

describe('switches', () => {
  const turned = (switches: Partial<CatalogSwitches>, caller: Caller = {}): Caller => ({
    ...caller,
    switches,
  });

  test('UserLogin without Manage Users: not there, or there without rows', () => {
    const caller = without('manageUsers');
    expect(knows('UserLogin', caller)).toBe(false);
    expect(org.count('UserLogin', turned({ userLoginWithoutPermission: 'no-rows' }, caller))).toBe(0);
    expect(org.count('UserLogin', turned({ userLoginWithoutPermission: 'no-rows' }))).toBe(300);
  });

  test('AuthSession without Manage Users: own rows, or not there', () => {
    const caller = without('manageUsers');
    expect(knows('AuthSession', caller)).toBe(true);
    expect(knows('AuthSession', turned({ authSessionWithoutPermission: 'invalid-type' }, caller))).toBe(
      false,
    );
  });

  test('NetworkAccess is out of SOQL’s reach unless switched on', () => {
    expect(knows('NetworkAccess', {})).toBe(false);
    expect(org.count('NetworkAccess', turned({ networkAccessQueryable: true }))).toBeGreaterThan(0);
    expect(knows('NetworkAccess', turned({ networkAccessQueryable: true }, without('viewSetup')))).toBe(
      false,
    );
  });

  test('what exists only with Experience Cloud', () => {
    const off = turned({ experienceCloud: false });
    for (const field of [
      'User.ContactId',
      'User.AccountId',
      'User.IsPortalEnabled',
      'LoginHistory.NetworkId',
    ]) {
      const [object = '', name = ''] = field.split('.');
      const soql = `SELECT ${name} FROM ${object} LIMIT 1`;
      expect([field, org.refusal(soql), org.refusal(soql, off)]).toEqual([field, undefined, 'INVALID_FIELD']);
    }
    expect([knows('Network', {}), knows('Network', off)]).toEqual([true, false]);
  });

  test('CurrencyIsoCode exists only with several currencies', () => {
    const soql = 'SELECT CurrencyIsoCode FROM User LIMIT 1';
    expect(org.refusal(soql)).toBe('INVALID_FIELD');
    expect(org.query(soql, turned({ multicurrency: true }))[0]).toMatchObject({ CurrencyIsoCode: 'USD' });
  });

  test('Manage Internal Users opens what Manage Users opens only when switched on', () => {
    const caller = without('manageUsers', 'monitorLoginHistory');
    const on = turned({ internalUsersOpenUserObjects: true }, caller);
    for (const object of ['LoginGeo', 'UserLogin', 'VerificationHistory'])
      expect([object, knows(object, caller), knows(object, on)]).toEqual([object, false, true]);
    expect(org.count('LoginHistory', on)).toBe(org.count('LoginHistory'));
    const neither = {
      permissions: { ...on.permissions, manageInternalUsers: false },
      switches: on.switches ?? {},
    };
    expect(knows('LoginGeo', neither)).toBe(false);
  });

  test('on an integration license Manage Users may have no effect', () => {
    const works = turned({ integrationUser: true });
    const blocked = turned({ integrationUser: true, integrationLicenseManagesUsers: false });
    expect([knows('UserLogin', works), knows('UserLogin', blocked)]).toEqual([true, false]);
    expect(org.count('LoginHistory', blocked)).toBeLessThan(org.count('LoginHistory', works));
    // Other licenses do not care.
    expect(knows('UserLogin', turned({ integrationLicenseManagesUsers: false }))).toBe(true);
  });
});

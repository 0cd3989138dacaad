import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDemoOrg, type DemoOrg, type DemoOrgOptions } from '../index';
import { DAY_MS } from '../options';
import { NOON, TestClient, type Row } from '../test-client';

async function withOrg<T>(
  options: DemoOrgOptions,
  use: (client: TestClient, org: DemoOrg) => Promise<T>,
): Promise<T> {
  const org = await createDemoOrg({ now: () => NOON, live: false, ...options });
  try {
    const client = new TestClient(org);
    await client.grant();
    return await use(client, org);
  } finally {
    await org.close();
  }
}

const LOGINS =
  'SELECT Id, UserId, LoginTime, Status, SourceIp, Browser, CountryIso FROM LoginHistory ORDER BY LoginTime, Id';
const USERS = 'SELECT Id, Username, LastLoginDate, CreatedDate, IsActive FROM User ORDER BY Id';
const ms = (value: unknown): number => Date.parse(String(value));

describe('determinism', () => {
  test('the same seed gives the same company, keys and sign-ins', async () => {
    const options = { seed: 7, users: 80, logins: 900, anchor: '2026-03-18' };
    const take = async (client: TestClient, org: DemoOrg): Promise<unknown> => [
      await client.all(USERS),
      await client.all(LOGINS),
      org.consumerKey,
      org.consumerSecret,
    ];
    const first = await withOrg(options, take);
    expect(await withOrg(options, take)).toEqual(first);
    const other = await withOrg({ ...options, seed: 8 }, take);
    expect(other).not.toEqual(first);
  });

  test('a restart on the next day finds the earlier rows again, and new ones', async () => {
    const options = { users: 120, anchor: '2026-03-18' };
    const before = await withOrg(options, (client) => client.all(LOGINS));
    const after = await withOrg({ ...options, now: () => NOON + DAY_MS }, (client) => client.all(LOGINS));
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.length).toBeGreaterThan(before.length);
  });

  test.each([0, 1, 37, 250, 5000])('exactly %i sign-ins, all within 180 days', async (logins) => {
    await withOrg({ users: 100, logins }, async (client) => {
      const rows = await client.all(LOGINS);
      expect(rows).toHaveLength(logins);
      const times = rows.map((row) => ms(row['LoginTime']));
      expect(Math.max(0, ...times)).toBeLessThanOrEqual(NOON);
      expect(Math.min(NOON, ...times)).toBeGreaterThanOrEqual(Math.floor(NOON / DAY_MS - 180) * DAY_MS);
      expect(await client.count('User')).toBe(100);
    });
  });

  test('the smallest company works', async () => {
    await withOrg({ users: 12 }, async (client) => {
      expect(await client.count('User')).toBe(12);
      expect(await client.count('LoginHistory')).toBeGreaterThan(0);
    });
  });
});

describe('the company of 1,200', () => {
  let org: DemoOrg;
  let client: TestClient;
  let users: Row[];
  let logins: Row[];
  beforeAll(async () => {
    org = await createDemoOrg({ now: () => NOON, live: false });
    client = new TestClient(org);
    await client.grant();
    users = await client.all(
      'SELECT Id, Username, IsActive, UserType, LastLoginDate, CreatedDate, Profile.Name, Profile.UserLicense.Name FROM User',
    );
    logins = await client.all(
      'SELECT Id, UserId, LoginTime, Status, TlsProtocol, LoginType, Application, SourceIp, CountryIso FROM LoginHistory ORDER BY LoginTime',
    );
  });
  afterAll(() => org.close());

  test('ids are unique', () => {
    expect(new Set(logins.map((row) => row['Id'])).size).toBe(logins.length);
    expect(new Set(users.map((row) => row['Username'])).size).toBe(1200);
  });

  test('active people sign in 40 to 110 times in 180 days', () => {
    const active = users.filter((row) => row['IsActive'] === true && row['LastLoginDate'] !== null);
    const perUser = logins.length / active.length;
    expect(perUser).toBeGreaterThan(40);
    expect(perUser).toBeLessThan(110);
  });

  test('LastLoginDate is the latest success that was a minute after the one before', () => {
    const last = new Map<unknown, number>();
    for (const row of logins) {
      const t = ms(row['LoginTime']);
      const before = last.get(row['UserId']) ?? -Infinity;
      if (row['Status'] === 'Success' && t - before >= 60_000) last.set(row['UserId'], t);
    }
    for (const user of users) {
      const known = last.get(user['Id']);
      if (known !== undefined) expect(ms(user['LastLoginDate'])).toBe(known);
      else if (user['LastLoginDate'] !== null)
        expect(ms(user['LastLoginDate'])).toBeLessThan(NOON - 179 * DAY_MS);
    }
    expect(users.some((user) => user['LastLoginDate'] !== null && !last.has(user['Id']))).toBe(true);
  });

  test('nobody signs in before being created', () => {
    const created = new Map(users.map((user) => [user['Id'], ms(user['CreatedDate'])]));
    expect(logins.filter((row) => ms(row['LoginTime']) < (created.get(row['UserId']) ?? Infinity))).toEqual(
      [],
    );
  });

  test('about an eighth of the active are idle; some at exactly 89, 90 and 91 days', () => {
    const active = users.filter((user) => user['IsActive'] === true && user['LastLoginDate'] !== null);
    const days = active.map((user) => Math.floor((NOON - ms(user['LastLoginDate'])) / DAY_MS));
    const idle = days.filter((d) => d >= 90).length / active.length;
    expect(idle).toBeGreaterThan(0.07);
    expect(idle).toBeLessThan(0.2);
    for (const at of [89, 90, 91]) expect(days.filter((d) => d === at).length).toBeGreaterThanOrEqual(3);
  });

  test('never signed in: some created this week, some long ago', () => {
    const never = users.filter(
      (user) =>
        user['IsActive'] === true && user['LastLoginDate'] === null && user['UserType'] === 'Standard',
    );
    const ages = never.map((user) => (NOON - ms(user['CreatedDate'])) / DAY_MS);
    expect(ages.some((age) => age < 7)).toBe(true);
    expect(ages.some((age) => age > 7)).toBe(true);
  });

  test('seats used are the active users, and paid seats are free', async () => {
    const licenses = await client.all(
      'SELECT Name, TotalLicenses, UsedLicenses, UsedLicensesLastUpdated FROM UserLicense',
    );
    let since = 0;
    for (const license of licenses) {
      const counted = ms(license['UsedLicensesLastUpdated']);
      expect(new Date(counted).getUTCDate()).toBe(new Date(NOON - DAY_MS).getUTCDate());
      const holders = users.filter(
        (user) =>
          user['IsActive'] === true &&
          (user['Profile'] as { UserLicense: { Name: string } } | null)?.UserLicense.Name === license['Name'],
      );
      const before = holders.filter((user) => ms(user['CreatedDate']) <= counted);
      since += holders.length - before.length;
      expect([license['Name'], license['UsedLicenses']]).toEqual([license['Name'], before.length]);
      expect(Number(license['TotalLicenses'])).toBeGreaterThanOrEqual(holders.length);
    }
    expect(licenses.length).toBeGreaterThan(8);
    // Salesforce's figure is from yesterday, and somebody has been hired since.
    expect(since).toBeGreaterThan(0);
  });

  test('login-based licenses have used the days of this month on which their members came', async () => {
    const members = new Set(
      users
        .filter((user) => (user['Profile'] as Row | null)?.['Name'] === 'Customer Community Login User')
        .map((user) => user['Id']),
    );
    const month = new Date(NOON).toISOString().slice(0, 7);
    const days = logins
      .filter(
        (row) =>
          members.has(row['UserId']) &&
          row['Status'] === 'Success' &&
          String(row['LoginTime']).startsWith(month),
      )
      .map((row) => `${String(row['UserId'])} ${String(row['LoginTime']).slice(0, 10)}`);
    const licenses = await client.all(
      'SELECT Name, MonthlyLoginsUsed, MonthlyLoginsEntitlement FROM UserLicense WHERE MonthlyLoginsEntitlement != null',
    );
    expect(licenses).toMatchObject([{ Name: 'Customer Community Login', MonthlyLoginsEntitlement: 5000 }]);
    expect(licenses[0]?.['MonthlyLoginsUsed']).toBe(new Set(days).size);
    expect(days.length).toBeGreaterThan(0);
  });

  test('integration users: by license and permission set, and one that only its sign-ins give away', async () => {
    const ofLicense = await client.all(
      "SELECT AssigneeId, Assignee.Name FROM PermissionSetLicenseAssign WHERE PermissionSetLicense.DeveloperName = 'SalesforceAPIIntegrationPsl' ORDER BY AssigneeId",
    );
    const ofSet = await client.all(
      "SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.Name = 'API_Only_Access' AND PermissionSet.PermissionsApiUserOnly = true ORDER BY AssigneeId",
    );
    const profile = (id: unknown) =>
      (users.find((user) => user['Id'] === id)?.['Profile'] as { UserLicense: Row }).UserLicense['Name'];
    expect(ofLicense.map((row) => profile(row['AssigneeId']))).toEqual([
      'Salesforce Integration',
      'Salesforce Integration',
    ]);
    expect(ofSet.map((row) => row['AssigneeId'])).toEqual(ofLicense.map((row) => row['AssigneeId']));

    const sync = users.find((user) => String(user['Username']).startsWith('warehouse.sync@'));
    expect(sync?.['Profile']).toMatchObject({ Name: 'Standard User', UserLicense: { Name: 'Salesforce' } });
    const types = logins.filter((row) => row['UserId'] === sync?.['Id']).map((row) => row['LoginType']);
    expect(new Set(types)).toEqual(new Set(['Other Apex API']));
  });

  test('managers are people with an address, who are there themselves', async () => {
    const managed = await client.all(
      'SELECT ManagerId, Manager.Email, Manager.IsActive FROM User WHERE ManagerId != null AND IsActive = true',
    );
    expect(managed.length).toBeGreaterThan(500);
    expect(new Set(managed.map((row) => row['ManagerId'])).size).toBeGreaterThan(20);
    for (const row of managed) expect((row['Manager'] as Row)['Email']).toMatch(/@/);
  });

  test('permission set licenses: some held without their sets, some by deactivated people', async () => {
    const seats = await client.all(
      'SELECT AssigneeId, Assignee.IsActive, PermissionSetLicenseId FROM PermissionSetLicenseAssign',
    );
    const sets = await client.all(
      'SELECT AssigneeId, PermissionSet.LicenseId FROM PermissionSetAssignment WHERE PermissionSet.LicenseId != null AND PermissionSet.IsOwnedByProfile = false',
    );
    const held = new Set(
      sets.map((row) => `${String(row['AssigneeId'])}/${String((row['PermissionSet'] as Row)['LicenseId'])}`),
    );
    const bare = seats.filter(
      (row) => !held.has(`${String(row['AssigneeId'])}/${String(row['PermissionSetLicenseId'])}`),
    );
    const left = seats.filter((row) => (row['Assignee'] as Row)['IsActive'] === false);
    expect(bare.length).toBeGreaterThan(10);
    expect(left.length).toBeGreaterThan(5);
    const used = await client.all('SELECT Id, UsedLicenses FROM PermissionSetLicense');
    for (const license of used)
      expect(seats.filter((row) => row['PermissionSetLicenseId'] === license['Id']).length).toBe(
        license['UsedLicenses'],
      );
  });

  test('packages: a site license, an expired one, holders who left', async () => {
    const packages = await client.all(
      'SELECT Id, Status, AllowedLicenses, UsedLicenses, NamespacePrefix FROM PackageLicense',
    );
    expect(packages.some((row) => row['AllowedLicenses'] === -1)).toBe(true);
    expect(packages.some((row) => row['Status'] === 'Expired')).toBe(true);
    expect(await client.count('UserPackageLicense WHERE User.IsActive = false')).toBeGreaterThan(0);
    expect(await client.count('UserPackageLicense WHERE PackageLicense.AllowedLicenses = -1')).toBe(0);
  });

  test('frozen and locked users, guests, programs and customers exist', async () => {
    expect(await client.count('UserLogin WHERE IsFrozen = true')).toBeGreaterThan(3);
    expect(await client.count('UserLogin WHERE IsPasswordLocked = true')).toBeGreaterThan(0);
    expect(await client.count("User WHERE UserType = 'Guest'")).toBe(2);
    expect(await client.count('User WHERE UserType = null')).toBe(1);
    expect(await client.count("User WHERE UserType IN ('CspLitePortal', 'PowerPartner')")).toBeGreaterThan(
      50,
    );
    expect(logins.some((row) => row['Application'] === 'DataLoader Bulk')).toBe(true);
    expect(logins.some((row) => row['LoginType'] === 'SAML Sfdc Initiated SSO')).toBe(true);
  });

  test('programs sign in without browser and platform; nobody was forwarded', async () => {
    const rows = await client.all(
      "SELECT Browser, Platform, Application FROM LoginHistory WHERE LoginType IN ('Other Apex API', 'Partner Product') ORDER BY LoginTime DESC LIMIT 500",
    );
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows) expect(row).toMatchObject({ Browser: 'Unknown', Platform: 'Unknown' });
    expect(rows.some((row) => row['Application'] === 'N/A')).toBe(true);
    expect(await client.count('LoginHistory WHERE ForwardedForIp != null')).toBe(0);
  });

  test('everybody with a profile is assigned the permission set it owns', async () => {
    const owned = await client.all(
      'SELECT AssigneeId, Assignee.ProfileId, PermissionSet.ProfileId FROM PermissionSetAssignment WHERE PermissionSet.IsOwnedByProfile = true',
    );
    for (const row of owned)
      expect((row['PermissionSet'] as Row)['ProfileId']).toBe((row['Assignee'] as Row)['ProfileId']);
    expect(owned).toHaveLength(await client.count('User WHERE ProfileId != null'));
  });

  test('suspicious sign-ins pass the published thresholds', () => {
    const failed = logins.filter((row) => row['Status'] === 'Invalid Password');
    const spray = new Map<unknown, Set<unknown>>();
    for (const row of failed)
      spray.set(row['SourceIp'], (spray.get(row['SourceIp']) ?? new Set()).add(row['UserId']));
    expect([...spray.values()].some((victims) => victims.size > 15)).toBe(true);
    const brute = new Map<unknown, number>();
    for (const row of failed) brute.set(row['UserId'], (brute.get(row['UserId']) ?? 0) + 1);
    expect(Math.max(...brute.values())).toBeGreaterThanOrEqual(10);
    for (const country of ['NG', 'VN', 'RO'])
      expect(logins.some((row) => row['CountryIso'] === country)).toBe(true);
    expect(logins.some((row) => row['TlsProtocol'] === 'TLS 1.0')).toBe(true);
    for (const status of [
      'User is Inactive',
      'User is Frozen',
      'Password Lockout',
      'Restricted IP',
      'Failed: API Version Removed',
    ])
      expect(logins.some((row) => row['Status'] === status)).toBe(true);
  });

  test('fewer people come on weekends', () => {
    const byDay = Array<number>(7).fill(0);
    for (const row of logins) {
      const day = new Date(ms(row['LoginTime'])).getUTCDay();
      byDay[day] = (byDay[day] ?? 0) + 1;
    }
    expect(byDay[0]).toBeLessThan((byDay[3] ?? 0) / 3);
  });
});

describe('time goes on', () => {
  test('people keep signing in, and LastLoginDate follows', async () => {
    let now = NOON;
    await withOrg({ users: 300, logins: 4000, live: true, now: () => now }, async (client, org) => {
      const granted = 4001;
      expect(org.stats().logins).toBe(granted);
      now += DAY_MS;
      const rows = await client
        .all('SELECT Id, UserId, LoginTime, Status FROM LoginHistory ORDER BY LoginTime')
        .catch(async () => {
          // The day was longer than the session.
          await client.grant();
          return client.all('SELECT Id, UserId, LoginTime, Status FROM LoginHistory ORDER BY LoginTime');
        });
      expect(rows.length).toBeGreaterThan(granted + 5);
      expect(new Set(rows.map((row) => row['Id'])).size).toBe(rows.length);
      const newest = rows.filter((row) => row['Status'] === 'Success').at(-1);
      const [user] = await client.all(
        `SELECT LastLoginDate FROM User WHERE Id = '${String(newest?.['UserId'])}'`,
      );
      expect(user?.['LastLoginDate']).toBe(newest?.['LoginTime']);
    });
  });

  test('switched off, nothing moves', async () => {
    let now = NOON;
    await withOrg({ users: 60, logins: 100, live: false, now: () => now }, async (_, org) => {
      now += 3 * DAY_MS;
      org.control({ advanceClock: DAY_MS });
      expect(org.stats().logins).toBe(100);
    });
  });
});

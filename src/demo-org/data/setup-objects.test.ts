import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS } from '../options';
import { NOON, type Row } from '../test-client';
import { openStore, type TestStore } from '../test-store';
import { AUDIT_DAYS } from './audit-trail';
import { securitySettings } from './security-settings';

let org: TestStore;
beforeAll(async () => {
  org = await openStore({ users: 1200 });
});
afterAll(() => org.store.close());

const ms = (value: unknown): number => Date.parse(String(value));
const of = (row: Row, parent: string): Row => row[parent] as Row;

describe('audit trail', () => {
  test('goes back 180 days and more, and ids follow time', () => {
    const rows = org.query('SELECT Id, CreatedDate FROM SetupAuditTrail ORDER BY CreatedDate, Id LIMIT 2000');
    const oldest = ms(rows[0]?.['CreatedDate']);
    expect((NOON - oldest) / DAY_MS).toBeGreaterThan(180);
    expect((NOON - oldest) / DAY_MS).toBeLessThan(AUDIT_DAYS + 1);
    expect(rows.map((row) => row['Id'])).toEqual(rows.map((row) => row['Id']).sort());
  });

  test('tells of the people who came, left or were frozen', () => {
    const entries = (action: string): string[] =>
      org
        .query(`SELECT Display FROM SetupAuditTrail WHERE Action = '${action}'`)
        .map((row) => String(row['Display']));
    const names = (where: string): string[] =>
      org.query(`SELECT Name FROM User WHERE ${where}`).map((row) => String(row['Name']));
    expect(entries('createduser').sort()).toEqual(
      names(
        `CreatedDate >= LAST_N_DAYS:${AUDIT_DAYS} AND UserType IN ('Standard', 'CsnOnly') AND CreatedDate < ${new Date(NOON).toISOString()}`,
      )
        .map((name) => `Created new user ${name}`)
        .sort(),
    );
    expect(entries('deactivateduser').length).toBeGreaterThan(10);
    expect(entries('frozeuser').length).toBeGreaterThan(3);
    expect(entries('PermSetAssign').length).toBeGreaterThan(20);
    expect(entries('PermSetLicenseAssign').length).toBeGreaterThan(20);
  });

  test('the settings that are in force were put in force once', () => {
    for (const action of [
      'passwordexpire',
      'sessiontimeout',
      'insertIpRange',
      'overridegrantaccessenabledoff',
    ])
      expect([action, org.count(`SetupAuditTrail WHERE Action = '${action}'`)]).toEqual([action, 1]);
    expect(org.count("SetupAuditTrail WHERE CreatedByContext = 'Einstein'")).toBeGreaterThan(3);
  });

  test('administrators signed in as others, and what they did then bears their name', () => {
    const ins = org.query(
      "SELECT CreatedBy.Profile.Name, Display, DelegateUser FROM SetupAuditTrail WHERE Action = 'suOrgAdminLogin'",
    );
    const outs = org.count("SetupAuditTrail WHERE Action = 'suOrgAdminLogout'");
    expect(ins.length).toBeGreaterThan(15);
    expect(outs).toBeGreaterThan(ins.length / 2);
    expect(outs).toBeLessThanOrEqual(ins.length);
    for (const row of ins) {
      expect(row).toMatchObject({
        CreatedBy: { Profile: { Name: 'System Administrator' } },
        DelegateUser: null,
      });
      expect(row['Display']).toMatch(/^Logged in using Login-As access for \w/);
    }
    const acted = org.query(
      'SELECT DelegateUser, CreatedBy.Username FROM SetupAuditTrail WHERE DelegateUser != null',
    );
    expect(acted.length).toBeGreaterThan(2);
    for (const row of acted) {
      expect(of(row, 'CreatedBy')['Username']).not.toBe(row['DelegateUser']);
      expect(org.count(`User WHERE Username = '${String(row['DelegateUser'])}'`)).toBe(1);
    }
  });
});

describe('license metrics', () => {
  test('one row per profile and day, the last of them for yesterday', () => {
    const days = org.query(
      'SELECT MetricsDate, COUNT(Id) n FROM ActiveProfileMetric GROUP BY MetricsDate ORDER BY MetricsDate',
    );
    expect(days.length).toBeGreaterThan(100);
    expect(days.at(-1)?.['MetricsDate']).toBe('2026-03-17');
    expect(new Set(days.map((row) => row['n']))).toEqual(new Set([org.count('Profile')]));
  });

  test.each(['2026-01-14', '2026-02-11', '2026-03-17'])(
    'on %s active means a successful sign-in within 30 days, assigned whoever was there',
    (date) => {
      const day = Date.parse(`${date}T00:00:00Z`);
      const end = day + DAY_MS;
      // Deactivation is the last change of those who left.
      const assigned = 'u.created_date < @end AND (u.is_active = 1 OR u.last_modified_date >= @end)';
      const counts = org.store.db
        .prepare(
          `SELECT p.name AS name,
                  (SELECT count(*) FROM user u WHERE u.profile_id = p.n AND ${assigned}) AS assigned,
                  (SELECT count(DISTINCT l.user) FROM user u JOIN login l ON l.user = u.n
                   WHERE u.profile_id = p.n AND ${assigned} AND l.status = 1 AND l.t >= @from AND l.t < @end) AS active
           FROM profile p`,
        )
        .all({ from: day - 29 * DAY_MS, end }) as { name: string; assigned: number; active: number }[];
      const metrics = org.query(
        `SELECT Profile.Name, AssignedUserCount, ActiveUserCount FROM ActiveProfileMetric WHERE MetricsDate = ${date}`,
      );
      expect(metrics).toHaveLength(counts.length);
      for (const row of metrics) {
        const name = of(row, 'Profile')['Name'];
        const expected = counts.find((count) => count.name === name);
        expect([name, row['AssignedUserCount'], row['ActiveUserCount']]).toEqual([
          name,
          expected?.assigned,
          expected?.active,
        ]);
      }
    },
  );

  test('permission set licenses and features: seats, and who uses them', () => {
    const licenses = org.query(
      'SELECT DeveloperName, AssignedUserCount, ActiveUserCount, TotalLicenses FROM ActivePermSetLicenseMetric WHERE MetricsDate = 2026-03-17',
    );
    expect(licenses).toHaveLength(org.count('PermissionSetLicense'));
    for (const row of licenses) {
      expect(row['AssignedUserCount']).toBe(
        org.count(
          `PermissionSetLicenseAssign WHERE PermissionSetLicense.DeveloperName = '${String(row['DeveloperName'])}' AND CreatedDate < 2026-03-18T00:00:00Z`,
        ),
      );
      expect(Number(row['ActiveUserCount'])).toBeLessThanOrEqual(Number(row['AssignedUserCount']));
      expect(Number(row['TotalLicenses'])).toBeGreaterThanOrEqual(Number(row['AssignedUserCount']));
    }
    const [marketing] = org.query(
      "SELECT AssignedUserCount, TotalLicenseCount FROM ActiveFeatureLicenseMetric WHERE MetricsDate = 2026-03-17 AND FeatureType = 'MarketingUser'",
    );
    expect(marketing?.['AssignedUserCount']).toBe(
      org.count('User WHERE UserPermissionsMarketingUser = true AND CreatedDate < 2026-03-18T00:00:00Z'),
    );
  });
});

describe('security', () => {
  test('sign-ins with single sign-on name the configuration they came through', () => {
    const [config] = org.query('SELECT Id, LoginUrl, Issuer FROM SamlSsoConfig');
    expect(org.count(`LoginHistory WHERE AuthenticationServiceId = '${String(config?.['Id'])}'`)).toBe(
      org.count("LoginHistory WHERE LoginType = 'SAML Sfdc Initiated SSO'"),
    );
  });

  test('SecuritySettings holds the trusted ranges and what passwords and sessions really do', () => {
    const settings = securitySettings(org.store.db) as {
      networkAccess: { ipRanges: { start: string; end: string; description: string }[] };
      passwordPolicies: { expiration: string };
      sessionSettings: { sessionTimeout: string };
    };
    expect(settings.networkAccess.ipRanges).toContainEqual({
      start: '203.0.113.10',
      end: '203.0.113.30',
      description: 'Offices',
    });
    expect(settings.passwordPolicies.expiration).toBe('NinetyDays');
    const [user] = org.query(
      'SELECT LastPasswordChangeDate, PasswordExpirationDate FROM User WHERE PasswordExpirationDate != null LIMIT 1',
    );
    expect(ms(user?.['PasswordExpirationDate']) - ms(user?.['LastPasswordChangeDate'])).toBe(90 * DAY_MS);
    expect(settings.sessionSettings.sessionTimeout).toBe('TwoHours');
    expect(
      new Set(org.query('SELECT NumSecondsValid FROM AuthSession').map((row) => row['NumSecondsValid'])),
    ).toEqual(new Set([7200]));
  });
});

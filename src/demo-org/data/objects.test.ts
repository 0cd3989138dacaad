import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeId } from '../ids';
import { NOON, type Row } from '../test-client';
import { openStore, type TestStore } from '../test-store';

let org: TestStore;
beforeAll(async () => {
  org = await openStore({ users: 1200 });
});
afterAll(() => org.store.close());

const ms = (value: unknown): number => Date.parse(String(value));
const of = (row: Row, parent: string): Row => row[parent] as Row;

describe('open sessions', () => {
  test('each belongs to a successful sign-in of an active user and has not run out', () => {
    const sessions = org.query(
      'SELECT Id, UsersId, Users.IsActive, CreatedDate, LastModifiedDate, NumSecondsValid, SourceIp, ParentId, SessionType, LoginType, LoginHistory.UserId, LoginHistory.LoginTime, LoginHistory.Status, LoginHistory.SourceIp, LoginHistory.LoginType FROM AuthSession',
    );
    expect(sessions.length).toBeGreaterThan(30);
    const ids = new Set(sessions.map((row) => row['Id']));
    for (const row of sessions) {
      expect(of(row, 'LoginHistory')).toMatchObject({
        UserId: row['UsersId'],
        LoginTime: row['CreatedDate'],
        SourceIp: row['SourceIp'],
        LoginType: row['LoginType'],
        Status: 'Success',
      });
      expect(of(row, 'Users')['IsActive']).toBe(true);
      expect(ms(row['LastModifiedDate'])).toBeLessThanOrEqual(NOON);
      expect(ms(row['LastModifiedDate'])).toBeGreaterThanOrEqual(ms(row['CreatedDate']));
      expect(ms(row['LastModifiedDate']) + Number(row['NumSecondsValid']) * 1000).toBeGreaterThan(NOON);
      // The own id, or that of a session beside it.
      expect(ids.has(row['ParentId'] ?? null)).toBe(true);
    }
    expect(sessions.some((row) => row['ParentId'] !== row['Id'] && row['SessionType'] === 'Content')).toBe(
      true,
    );
  });
});

describe('verification', () => {
  test('people verify themselves with a method they have registered', () => {
    const methods = new Map(
      org
        .query(
          'SELECT UserId, HasTotp, HasU2F, HasSecurityKey, HasBuiltInAuthenticator, HasSalesforceAuthenticator, HasTempCode, HasUserVerifiedMobileNumber FROM TwoFactorMethodsInfo',
        )
        .map((row) => [row['UserId'], row]),
    );
    const flagOf: Record<string, string> = {
      Totp: 'HasTotp',
      U2F: 'HasU2F',
      SecurityKey: 'HasSecurityKey',
      BuiltInAuthenticator: 'HasBuiltInAuthenticator',
      SalesforceAuthenticator: 'HasSalesforceAuthenticator',
      TempCode: 'HasTempCode',
      Sms: 'HasUserVerifiedMobileNumber',
    };
    const rows = org.query(
      'SELECT UserId, VerificationMethod, Activity, Policy, Status, SourceIp, LoginHistory.UserId, LoginHistory.Status, LoginHistory.SourceIp FROM VerificationHistory ORDER BY VerificationTime DESC LIMIT 2000',
    );
    expect(rows).toHaveLength(2000);
    for (const row of rows) {
      expect(of(row, 'LoginHistory')).toMatchObject({ UserId: row['UserId'], SourceIp: row['SourceIp'] });
      const flag = flagOf[String(row['VerificationMethod'])];
      if (flag !== undefined) expect(methods.get(row['UserId'] ?? null)).toMatchObject({ [flag]: true });
      const succeeded = /Success|Succeeded/.test(String(row['Status']));
      expect(of(row, 'LoginHistory')['Status'] === 'Success').toBe(succeeded);
    }
    for (const [field, values] of [
      ['VerificationMethod', ['Totp', 'SalesforceAuthenticator', 'SecurityKey', 'Sms', 'Email']],
      ['Policy', ['TwoFactorAuthentication', 'DeviceActivation', 'HighAssurance']],
    ] as const)
      expect(new Set(rows.map((row) => row[field]))).toEqual(
        new Set([...values, ...rows.map((row) => row[field] ?? null)]),
      );
  });

  test('every sign-in that asked for more has its entry', () => {
    const asked = org.store.db
      .prepare(
        "SELECT count(*) FROM login l JOIN login_status s ON s.n = l.status JOIN login_client c ON c.n = l.client WHERE s.status IN ('Multi-factor required', 'Failed: Computer activation required') AND c.application = 'Browser'",
      )
      .pluck()
      .get() as number;
    expect(asked).toBeGreaterThan(10);
    expect(
      org.count("VerificationHistory WHERE Status IN ('FailedInvalidCode', 'Denied', 'Initiated')"),
    ).toBe(asked);
  });

  test('all sorts of posture: nothing, text messages only, apps, keys', () => {
    const rows = org.query(
      "SELECT HasTotp, HasU2F, HasSecurityKey, HasBuiltInAuthenticator, HasSalesforceAuthenticator, HasTempCode, HasUserVerifiedMobileNumber, HasUserVerifiedEmailAddress FROM TwoFactorMethodsInfo WHERE User.UserType = 'Standard'",
    );
    const strong = [
      'HasTotp',
      'HasU2F',
      'HasSecurityKey',
      'HasBuiltInAuthenticator',
      'HasSalesforceAuthenticator',
    ];
    const some = (fits: (row: Row) => boolean): number => rows.filter(fits).length;
    for (const flag of strong) expect([flag, some((row) => row[flag] === true) > 2]).toEqual([flag, true]);
    expect(some((row) => Object.values(row).every((value) => value !== true))).toBeGreaterThan(20);
    expect(
      some(
        (row) => row['HasUserVerifiedMobileNumber'] === true && strong.every((flag) => row[flag] === false),
      ),
    ).toBeGreaterThan(5);
    expect(org.count('TwoFactorInfo')).toBe(org.count('TwoFactorMethodsInfo WHERE HasTotp = true'));
    expect(org.query('SELECT SharedKey FROM TwoFactorInfo LIMIT 1')[0]?.['SharedKey']).toBeNull();
  });

  test('unknown addresses were challenged, and some challenges were never met', () => {
    expect(org.count('LoginIp')).toBeGreaterThan(200);
    const methods = new Set(
      org.query('SELECT ChallengeMethod FROM LoginIp').map((row) => row['ChallengeMethod']),
    );
    expect([...methods].sort()).toEqual(['Email', 'SMS', 'TOTP_CHOICE', 'TOTP_ONLY']);
    // The attacker whose guess was right confirmed the address.
    expect(org.count("LoginIp WHERE SourceIp = '192.0.2.44' AND IsAuthenticated = true")).toBe(1);
  });
});

describe('apps', () => {
  test('the use of a token is the sign-ins with its app', () => {
    const tokens = org.query(
      'SELECT UserId, AppName, UseCount, LastUsedDate, CreatedDate FROM OauthToken WHERE LastUsedDate >= LAST_N_DAYS:179 LIMIT 500',
    );
    expect(tokens.length).toBeGreaterThan(100);
    const seen = org.store.db.prepare(
      `SELECT count(*) AS n, min(l.t) AS first, max(l.t) AS last FROM login l JOIN login_client c ON c.n = l.client
       WHERE l.user = ? AND l.status = 1 AND c.login_type = 'Remote Access 2.0'`,
    );
    for (const token of tokens) {
      const uses = seen.get(decodeId(String(token['UserId']))?.n) as {
        n: number;
        first: number;
        last: number;
      };
      expect([token['UseCount'], ms(token['CreatedDate']), ms(token['LastUsedDate'])]).toEqual([
        uses.n,
        uses.first,
        uses.last,
      ]);
    }
  });

  test('old tokens, unused ones, and apps that are not installed', () => {
    expect(org.count('OauthToken WHERE LastUsedDate < LAST_N_DAYS:181')).toBeGreaterThan(10);
    expect(org.count('OauthToken WHERE UseCount = 0 AND LastUsedDate = null')).toBeGreaterThan(5);
    expect(
      org.count("OauthToken WHERE AppName = 'ERP Connector' AND AppMenuItemId = null AND UseCount > 100"),
    ).toBe(1);
    expect(org.count("OauthToken WHERE AppName = 'Quick Export Helper'")).toBeGreaterThan(2);
    expect(org.count("ConnectedApplication WHERE Name IN ('ERP Connector', 'Quick Export Helper')")).toBe(0);
    const [token] = org.query(
      "SELECT Id, User.Username, AppMenuItem.ApplicationId FROM OauthToken WHERE AppName = 'Nightly ETL'",
    );
    const [app] = org.query(
      "SELECT Id, OptionsAllowAdminApprovedUsersOnly FROM ConnectedApplication WHERE Name = 'Nightly ETL'",
    );
    expect(token).toMatchObject({ Id: null, AppMenuItem: { ApplicationId: app?.['Id'] } });
    expect(app?.['OptionsAllowAdminApprovedUsersOnly']).toBe(true);
  });

  test('our own app is an external client app for admin-approved users', () => {
    expect(
      org.query(
        "SELECT PermittedUsersPolicyType, IsClientCredentialsFlowEnabled, ClientCredentialsFlowUser FROM ExtlClntAppOauthPlcyCnfg WHERE ExternalClientApplication.DeveloperName = 'Seatwatch'",
      ),
    ).toMatchObject([
      { PermittedUsersPolicyType: 'AdminApprovedPreAuthorized', IsClientCredentialsFlowEnabled: true },
    ]);
    expect(org.count("ExtlClntAppOauthPlcyCnfg WHERE RefreshTokenPolicyType = 'Infinite'")).toBe(1);
  });
});

test('the same seed gives the same objects', async () => {
  const take = async (seed: number): Promise<unknown> => {
    const one = await openStore({ users: 80, seed });
    const tables = [
      'auth_session',
      'login_ip',
      'oauth_token',
      'setup_audit_trail',
      'active_profile_metric',
      'event_log_file',
    ];
    const all = tables.map((table) => one.store.db.prepare(`SELECT * FROM ${table}`).raw().all());
    const mfa = one.store.db.prepare('SELECT mfa FROM user').pluck().all();
    const verified = one.store.db.prepare('SELECT n, verification FROM login').raw().all();
    one.store.close();
    return [all, mfa, verified];
  };
  const first = await take(5);
  expect(await take(5)).toEqual(first);
  expect(await take(6)).not.toEqual(first);
});

test.each([
  ['the smallest company', { users: 12 }],
  ['a company whose history is empty', { users: 40, logins: 0 }],
])('%s can be read as a whole', async (_, options) => {
  const one = await openStore(options);
  const catalog = one.catalog();
  for (const object of catalog.objects) {
    const fields = catalog.fields(object).map((field) => field.name);
    expect([object.name, one.refusal(`SELECT ${fields.join(', ')} FROM ${object.name} LIMIT 200`)]).toEqual([
      object.name,
      undefined,
    ]);
  }
  if ('logins' in options) {
    for (const from of [
      'LoginHistory',
      'AuthSession',
      'VerificationHistory',
      'OauthToken WHERE UseCount > 0 AND LastUsedDate = LAST_N_DAYS:180',
    ])
      expect([from, one.count(from)]).toEqual([from, 0]);
    expect(one.query('SELECT SUM(ActiveUserCount) n FROM ActiveProfileMetric')).toMatchObject([{ n: 0 }]);
    expect(one.count("EventLogFile WHERE EventType IN ('Login', 'Logout')")).toBe(0);
  }
  one.store.close();
});

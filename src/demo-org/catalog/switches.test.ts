import { afterEach, describe, expect, test } from 'vitest';
import type { DemoOrg, DemoOrgOptions } from '../index';
import { failure, startOrg, type TestClient } from '../test-client';

let org: DemoOrg;
let client: TestClient;
const start = async (options: DemoOrgOptions = {}): Promise<void> => {
  ({ org, client } = await startOrg(options));
};
afterEach(() => org.close());

const refusal = async (soql: string): Promise<string | undefined> => {
  const reply = await client.soql(soql);
  return reply.status === 200 ? undefined : failure(reply)[1];
};

describe('switches of a running org reach the catalog', () => {
  test('objects and fields come and go, in SOQL and in describe alike', async () => {
    await start({ permissions: { manageUsers: false, monitorLoginHistory: false } });
    expect(await refusal('SELECT Id FROM UserLogin')).toBe('INVALID_TYPE');
    org.control({ userLoginWithoutPermission: 'no-rows' });
    expect(await client.count('UserLogin')).toBe(0);
    expect((await client.get('/sobjects/UserLogin/describe')).status).toBe(200);

    expect(await client.count('AuthSession')).toBeGreaterThan(0);
    org.control({ authSessionWithoutPermission: 'invalid-type' });
    expect(await refusal('SELECT Id FROM AuthSession')).toBe('INVALID_TYPE');
    expect((await client.get('/sobjects/AuthSession/describe')).status).toBe(404);

    expect(await refusal('SELECT Id FROM VerificationHistory')).toBe('INVALID_TYPE');
    org.control({ internalUsersOpenUserObjects: true });
    expect(await refusal('SELECT Id FROM VerificationHistory')).toBeUndefined();
  });

  test('features of the org', async () => {
    await start();
    org.control({ experienceCloud: false, multicurrency: true, networkAccessQueryable: true });
    expect(await refusal('SELECT ContactId FROM User')).toBe('INVALID_FIELD');
    expect(await refusal('SELECT Id FROM Network')).toBe('INVALID_TYPE');
    expect(await refusal('SELECT CurrencyIsoCode FROM User')).toBeUndefined();
    expect(await client.count('NetworkAccess')).toBeGreaterThan(0);
  });

  test('an integration license on which Manage Users has no effect', async () => {
    await start({ runAsLicense: 'Salesforce Integration' });
    const all = await client.count('LoginHistory');
    expect(await refusal('SELECT Id FROM UserLogin')).toBeUndefined();
    org.control({ integrationLicenseManagesUsers: false });
    expect(await client.count('LoginHistory')).toBeLessThan(all);
    expect(await refusal('SELECT Id FROM UserLogin')).toBe('INVALID_TYPE');
  });

  test('with the Event Monitoring add-on log files stay for 30 days', async () => {
    await start();
    const days = (): Promise<number> =>
      client.count("EventLogFile WHERE EventType = 'Login' AND Interval = 'Daily'");
    expect(await days()).toBe(1);
    org.control({ eventLogDays: 30 });
    expect(await days()).toBeGreaterThan(15);
  });
});

test('a log file is served at the address its record shows', async () => {
  await start();
  const [file] = await client.all(
    "SELECT LogFile, LogFileLength, LogFileFieldNames FROM EventLogFile WHERE EventType = 'Login' AND Interval = 'Daily'",
  );
  const reply = await client.get(String(file?.['LogFile']));
  expect([reply.status, reply.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/csv'),
  ]);
  expect(String(reply.body)).toHaveLength(Number(file?.['LogFileLength']));
  expect(String(reply.body).split('\n', 1)[0]?.replaceAll('"', '')).toBe(file?.['LogFileFieldNames']);
  org.control({ permissions: { viewEventLogFiles: false } });
  expect((await client.get(String(file?.['LogFile']))).status).toBe(404);
});

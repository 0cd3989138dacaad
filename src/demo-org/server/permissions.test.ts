/** What each missing permission changes, over HTTP; where nothing public settles it, both ways. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ControlCommand, DemoOrg, PermissionName } from '../index';
import { failure, startOrg, type Reply, type TestClient } from '../test-client';

let org: DemoOrg;
let client: TestClient;
beforeAll(async () => {
  ({ org, client } = await startOrg({ users: 300, logins: 2000 }));
});
afterAll(() => org.close());

/** Runs with permissions missing and switches set, then puts both back. */
async function lacking(
  names: PermissionName[],
  check: () => Promise<void>,
  on: ControlCommand = {},
  off: ControlCommand = {},
): Promise<void> {
  const set = (value: boolean): Record<string, boolean> =>
    Object.fromEntries(names.map((name) => [name, value]));
  org.control({ permissions: set(false), ...on });
  try {
    await check();
  } finally {
    org.control({ permissions: set(true), ...off });
  }
}

const code = (reply: Reply): [number, string] => {
  if (reply.status === 200) return [200, ''];
  const [status, errorCode] = failure(reply);
  return [status, errorCode];
};
const read = (object: string, fields = 'Id'): Promise<Reply> =>
  client.soql(`SELECT ${fields} FROM ${object} LIMIT 5`);

test('with everything, everything is there', async () => {
  for (const object of [
    'UserLicense',
    'SetupAuditTrail',
    'LoginGeo',
    'UserLogin',
    'VerificationHistory',
    'EventLogFile',
    'PermissionSet',
    'SamlSsoConfig',
  ])
    expect([object, ...code(await read(object))]).toEqual([object, 200, '']);
});

test('API Enabled', () =>
  lacking(['apiEnabled'], async () => {
    for (const path of ['/limits', '/sobjects', '/query?q=SELECT+Id+FROM+User', '/jobs/query'])
      expect(code(await client.get(path))).toEqual([403, 'API_CURRENTLY_DISABLED']);
  }));

test('the api scope: 401, and not a word of it in the token', async () => {
  org.control({ apiScope: false });
  expect((await client.grant()).body).toMatchObject({ scope: 'id' });
  expect(failure(await client.get('/limits'))).toEqual([
    401,
    'INVALID_SESSION_ID',
    'This session is not valid for use with the REST API',
  ]);
  org.control({ apiScope: true });
  await client.grant();
  expect((await client.get('/limits')).status).toBe(200);
});

const SETUP_OBJECTS = ['UserLicense', 'SetupAuditTrail', 'SamlSsoConfig'];

test('View Setup and Configuration: no limits, and objects that do not exist', () =>
  lacking(['viewSetup'], async () => {
    expect(failure(await client.get('/limits'))).toEqual([
      403,
      'API_DISABLED_FOR_ORG',
      'limits resource is not enabled',
    ]);
    for (const object of SETUP_OBJECTS) expect(code(await read(object))).toEqual([400, 'INVALID_TYPE']);
    // Assign Permission Sets opens these on its own.
    expect(code(await read('PermissionSet'))).toEqual([200, '']);
    const settings = encodeURIComponent('SELECT Metadata FROM SecuritySettings LIMIT 1');
    expect(code(await client.get(`/tooling/query?q=${settings}`))).toEqual([400, 'INVALID_TYPE']);
  }));

test('the same as a 403, when switched; unknown names stay unknown', () =>
  lacking(
    ['viewSetup'],
    async () => {
      for (const object of SETUP_OBJECTS)
        expect(code(await read(object))).toEqual([403, 'INSUFFICIENT_ACCESS']);
      expect(code(await read('Nope'))).toEqual([400, 'INVALID_TYPE']);
    },
    { missingSetupPermission: 'INSUFFICIENT_ACCESS' },
    { missingSetupPermission: 'INVALID_TYPE' },
  ));

test('Manage Users and Monitor Login History: own rows only, silently', async () => {
  const users = async (): Promise<number> =>
    (await client.all('SELECT UserId, COUNT(Id) FROM LoginHistory GROUP BY UserId')).length;
  expect(await users()).toBeGreaterThan(1);
  await lacking(['manageUsers', 'monitorLoginHistory'], async () => expect(await users()).toBe(1));
  for (const one of ['manageUsers', 'monitorLoginHistory'] as const)
    await lacking([one], async () => expect(await users()).toBeGreaterThan(1));
});

test('Manage Users: no places, no frozen flags, no verifications, no failures, no storage', () =>
  lacking(['manageUsers'], async () => {
    for (const object of ['LoginGeo', 'UserLogin', 'VerificationHistory'])
      expect([object, ...code(await read(object))]).toEqual([object, 400, 'INVALID_TYPE']);
    expect(code(await read('LoginHistory', 'Id, LoginGeoId'))).toEqual([400, 'INVALID_FIELD']);
    expect(code(await read('User', 'NumberOfFailedLogins'))).toEqual([400, 'INVALID_FIELD']);
    const limits = Object.keys((await client.get('/limits')).body as object);
    expect(limits).toContain('DailyApiRequests');
    expect(limits).not.toContain('DataStorageMB');
    expect(limits).not.toContain('FileStorageMB');
  }));

test('UserLogin without Manage Users: there without rows, when switched', () =>
  lacking(
    ['manageUsers'],
    async () => expect((await read('UserLogin')).body).toMatchObject({ totalSize: 0 }),
    { userLoginWithoutPermission: 'no-rows' },
    { userLoginWithoutPermission: 'invalid-type' },
  ));

test('AuthSession without Manage Users: own rows, or not there', async () => {
  await lacking(['manageUsers'], async () => expect(code(await read('AuthSession'))).toEqual([200, '']));
  await lacking(
    ['manageUsers'],
    async () => expect(code(await read('AuthSession'))).toEqual([400, 'INVALID_TYPE']),
    { authSessionWithoutPermission: 'invalid-type' },
    { authSessionWithoutPermission: 'own-rows' },
  );
});

test('Manage Internal Users instead: opens nothing, or the same', async () => {
  await lacking(['manageUsers'], async () =>
    expect(code(await read('UserLogin'))).toEqual([400, 'INVALID_TYPE']),
  );
  await lacking(
    ['manageUsers'],
    async () => expect(code(await read('UserLogin'))).toEqual([200, '']),
    { internalUsersOpenUserObjects: true },
    { internalUsersOpenUserObjects: false },
  );
});

test('View All Users: fewer users, no error', async () => {
  const all = await client.count('User');
  await lacking(['viewAllUsers', 'manageUsers', 'manageInternalUsers'], async () => {
    const some = await client.count('User');
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
  });
});

test('View Event Log Files', () =>
  lacking(['viewEventLogFiles'], async () => {
    expect(code(await read('EventLogFile'))).toEqual([400, 'INVALID_TYPE']);
    expect((await client.get('/sobjects/EventLogFile/describe')).status).toBe(404);
  }));

test('on a Salesforce Integration license Manage Users works, or not', async () => {
  const other = await startOrg({ users: 300, logins: 2000, runAsLicense: 'Salesforce Integration' });
  const seen = async (): Promise<number> =>
    (await other.client.all('SELECT UserId, COUNT(Id) FROM LoginHistory GROUP BY UserId')).length;
  expect(await seen()).toBeGreaterThan(1);
  other.org.control({ integrationLicenseManagesUsers: false });
  expect(await seen()).toBe(1);
  expect(code(await other.client.soql('SELECT Id FROM UserLogin'))).toEqual([400, 'INVALID_TYPE']);
  expect((await other.client.get('/limits')).status).toBe(200);
  await other.org.close();
});

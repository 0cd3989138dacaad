import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyPair } from '../../src/core/orgs/key-pair';
import type { Row } from '../../src/demo-org/test-client';
import { Driver } from './harness/driver';
import { versionOf } from './harness/environment';
import { assertionFor, newKeyPair } from './harness/jwt';
import { DAILY_LIMIT, rowsIn, startRig, stopRig, USERS, type Rig } from './harness/rig';

// jsforce is what most JavaScript programs talk to Salesforce with; the Salesforce CLI is built on the second package.

interface Result {
  totalSize: number;
  done: boolean;
  records: Row[];
  nextRecordsUrl?: string;
}

const VERSION = 67;
const EVERY_USER_FIELD =
  'SELECT Id, Username, Name, Email, IsActive, UserType, LastLoginDate, CreatedDate, ProfileId, Profile.Name, ' +
  'Profile.UserLicense.Name FROM User';

describe.each(['jsforce', '@jsforce/jsforce-node'])('%s', (packageName) => {
  let rig: Rig;
  let client: Driver;

  beforeAll(async () => {
    rig = await startRig(`${packageName} ${versionOf(packageName)}`);
    client = new Driver('jsforce.mjs', [packageName]);
    await client.call('open', {
      instanceUrl: rig.org.url,
      version: `${VERSION}.0`,
      oauth2: { clientId: rig.org.consumerKey, clientSecret: rig.org.consumerSecret, loginUrl: rig.org.url },
    });
  });

  afterAll(async () => {
    client?.close();
    await stopRig(rig);
  });

  it('logs in with client credentials, which costs nothing', async () => {
    const { result, calls } = await rig.measures.of('log in, client credentials', () =>
      client.call('authorize', { grant_type: 'client_credentials' }),
    );
    const userinfo = (await rig.truth.get('/services/oauth2/userinfo')).body as Row;
    expect(result).toEqual({
      id: userinfo['user_id'],
      organizationId: userinfo['organization_id'],
      url: `${rig.org.url}/id/${String(userinfo['organization_id'])}/${String(userinfo['user_id'])}`,
    });
    expect(calls).toBe(0);
  });

  it('is refused with a wrong secret', async () => {
    const stranger = new Driver('jsforce.mjs', [packageName]);
    try {
      await stranger.call('open', {
        oauth2: { clientId: rig.org.consumerKey, clientSecret: 'wrong', loginUrl: rig.org.url },
      });
      const error = await stranger.failure('authorize', { grant_type: 'client_credentials' });
      expect(error).toMatchObject({ clientName: 'invalid_client', message: 'invalid client credentials' });
    } finally {
      stranger.close();
    }
  });

  it('logs in with a signed assertion, and only with the right key', async () => {
    const [ours, theirs] = await Promise.all([newKeyPair(), newKeyPair()]);
    rig.org.control({ certificates: [ours.certificatePem] });
    const other = new Driver('jsforce.mjs', [packageName]);
    const grant = (key: KeyPair): Record<string, string> => ({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: assertionFor(rig.org, key),
    });
    try {
      await other.call('open', { version: `${VERSION}.0`, oauth2: { loginUrl: rig.org.url } });
      const refused = await other.failure('authorize', grant(theirs));
      expect(refused).toMatchObject({ clientName: 'invalid_grant', message: 'invalid assertion' });
      const { result, calls } = await rig.measures.of('log in, JWT', () =>
        other.call<{ organizationId: string }>('authorize', grant(ours)),
      );
      expect(result.organizationId).toBe(rig.org.organizationId);
      expect(calls).toBe(0);
      const soql = 'SELECT Id, Name FROM Organization';
      expect(await other.call('query', soql)).toEqual((await rig.truth.soql(soql, {}, VERSION)).body);
    } finally {
      other.close();
    }
  });

  it('gets the first page of a query and, with the locator, the others', async () => {
    const expected = await rowsIn(rig.truth, VERSION, EVERY_USER_FIELD);
    const first = await client.call<Result>('query', EVERY_USER_FIELD);
    expect(first).toMatchObject({ totalSize: USERS, done: false });
    expect(first.records).toEqual(expected.slice(0, 2_000));
    const second = await client.call<Result>('queryMore', first.nextRecordsUrl);
    expect(second.records).toEqual(expected.slice(2_000, 4_000));
    const third = await client.call<Result>('queryMore', second.nextRecordsUrl);
    expect(third).toMatchObject({ totalSize: USERS, done: true });
    expect(third.records).toEqual(expected.slice(4_000));
  });

  it('gets all users by itself, one call per 2,000', async () => {
    const { result, calls } = await rig.measures.of(`query with autoFetch, ${USERS} users`, () =>
      client.call<Result>('query', EVERY_USER_FIELD, { autoFetch: true, maxFetch: 1e6 }),
    );
    expect(calls).toBe(3);
    expect(result.records).toEqual(await rowsIn(rig.truth, VERSION, EVERY_USER_FIELD));
  });

  it('stops where maxFetch says', async () => {
    const { records } = await client.call<Result>('query', 'SELECT Id FROM User', {
      autoFetch: true,
      maxFetch: 2_500,
    });
    expect(records).toEqual((await rowsIn(rig.truth, VERSION, 'SELECT Id FROM User')).slice(0, 2_500));
  });

  it.each([
    'SELECT COUNT() FROM LoginHistory',
    'SELECT Profile.Name profile, COUNT(Id) n, MAX(LastLoginDate) latest FROM User GROUP BY Profile.Name ORDER BY Profile.Name',
    "SELECT Id, ManagerId, Manager.Name FROM User WHERE ManagerId = null AND UserType = 'Standard' ORDER BY Id LIMIT 20",
    'SELECT Id, LastLoginDate FROM User WHERE LastLoginDate = null ORDER BY Id',
    'SELECT Id, LoginTime, SourceIp, Status FROM LoginHistory ORDER BY LoginTime DESC, Id LIMIT 50',
    'SELECT Id, Name, (SELECT Id, PermissionSet.Name FROM PermissionSetAssignments) FROM User ORDER BY Id LIMIT 60',
  ])('answers %s', async (soql) => {
    const reply = await rig.truth.soql(soql, {}, VERSION);
    expect(await client.call<Result>('query', soql)).toEqual(reply.body);
  });

  it('finds, counts and retrieves records without SOQL', async () => {
    const found = await client.call('find', 'User', { IsActive: true }, ['Id', 'Name', 'Profile.Name'], {
      sort: 'Name Id',
      limit: 25,
    });
    const soql =
      'SELECT Id, Name, Profile.Name FROM User WHERE IsActive = true ORDER BY Name ASC, Id ASC LIMIT 25';
    expect(found).toEqual(await rowsIn(rig.truth, VERSION, soql));
    expect(await client.call('count', 'User', { IsActive: false })).toBe(
      await rig.truth.count('User WHERE IsActive = false'),
    );
    const [someone] = found as [Row];
    const address = `/sobjects/User/${String(someone['Id'])}`;
    expect(await client.call('retrieve', 'User', someone['Id'])).toEqual(
      (await rig.truth.get(`/services/data/v${VERSION}.0${address}`)).body,
    );
  });

  it('describes one object and all objects', async () => {
    const user = await rig.truth.get(`/services/data/v${VERSION}.0/sobjects/User/describe`);
    const { result, calls } = await rig.measures.of('describe User', () =>
      client.call<{ fields: unknown[] }>('describe', 'User'),
    );
    expect(result).toEqual(user.body);
    expect(result.fields.length).toBeGreaterThan(40);
    expect(calls).toBe(1);
    const all = await rig.truth.get(`/services/data/v${VERSION}.0/sobjects`);
    expect(await client.call('describeGlobal')).toEqual(all.body);
  });

  it('reads the limits and knows what it has used', async () => {
    const { result, calls } = await rig.measures.of('limits', () =>
      client.call<{ DailyApiRequests: { Max: number; Remaining: number } }>('limits'),
    );
    expect(calls).toBe(1);
    const used = rig.org.stats().quota.used;
    expect(result.DailyApiRequests).toMatchObject({ Max: DAILY_LIMIT, Remaining: DAILY_LIMIT - used });
    const { limitInfo } = await client.call<{ limitInfo: unknown }>('session');
    expect(limitInfo).toEqual({ apiUsage: { used, limit: DAILY_LIMIT } });
    // The truth differs by its own call only.
    const truth = (await rig.truth.get('/limits')).body as typeof result;
    expect(result).toEqual({
      ...truth,
      DailyApiRequests: { ...truth.DailyApiRequests, Remaining: truth.DailyApiRequests.Remaining + 1 },
    });
  });

  it('knows who it is, which costs nothing', async () => {
    const before = rig.org.stats().counted;
    const identity = await client.call<Row>('identity');
    const userinfo = await client.call('request', '/services/oauth2/userinfo');
    expect(rig.org.stats().counted).toBe(before);
    expect(identity).toMatchObject({ username: rig.org.runAsUsername });
    expect(identity).toEqual((await rig.truth.get(new URL(String(identity['id'])).pathname)).body);
    expect(userinfo).toEqual((await rig.truth.get('/services/oauth2/userinfo')).body);
  });

  it('passes the org’s errors on', async () => {
    const wrongField = await client.failure('query', 'SELECT Nope FROM User');
    expect(wrongField.code).toBe('INVALID_FIELD');
    expect(wrongField.message).toContain("No such column 'Nope' on entity 'User'.");
    const wrongObject = await client.failure('query', 'SELECT Id FROM Nope__c');
    expect(wrongObject.code).toBe('INVALID_TYPE');
    const nobody = await client.failure('retrieve', 'User', '005000000000000AAA');
    expect(nobody.code).toBe('NOT_FOUND');
    expect(
      (await client.failure('queryMore', '/services/data/v67.0/query/01g000000000000AAA-2000')).code,
    ).toBe('INVALID_QUERY_LOCATOR');
  });

  it('logs out: its token is worth nothing then', async () => {
    const { accessToken } = await client.call<{ accessToken: string }>('session');
    const other = await rig.truth.request(`/services/data/v${VERSION}.0/limits`, {
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    expect(other.status).toBe(200);
    await client.call('logout');
    const after = await rig.truth.request(`/services/data/v${VERSION}.0/limits`, {
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    expect([after.status, (after.body as Row[])[0]?.['errorCode']]).toEqual([401, 'INVALID_SESSION_ID']);
  });
});

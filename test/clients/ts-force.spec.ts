import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../src/demo-org/test-client';
import { Driver } from './harness/driver';
import { versionOf } from './harness/environment';
import { assertionFor, newKeyPair } from './harness/jwt';
import { DAILY_LIMIT, LOGINS, rowsIn, startRig, stopRig, USERS, type Rig } from './harness/rig';

// ts-force shares no code with jsforce and the Salesforce CLI: a client by other people, over another HTTP library.

interface Page {
  totalSize: number;
  done: boolean;
  records: Row[];
  nextRecordsUrl?: string;
}

const VERSION = 58;

describe('ts-force', () => {
  let rig: Rig;
  let client: Driver;

  beforeAll(async () => {
    rig = await startRig(`ts-force ${versionOf('ts-force')}`);
    client = new Driver('ts-force.mjs');
  });

  afterAll(async () => {
    client?.close();
    await stopRig(rig);
  });

  /** What a program with ts-force does to read everything. */
  async function readAll(soql: string): Promise<Row[]> {
    const rows: Row[] = [];
    let page = await client.call<Page>('query', soql, false);
    rows.push(...page.records);
    while (!page.done) {
      page = await client.call<Page>('queryMore', page);
      rows.push(...page.records);
    }
    return rows;
  }

  it('gets a token with client credentials, which costs nothing', async () => {
    const { result, calls } = await rig.measures.of('log in, client credentials', () =>
      client.call<{ access_token: string; instance_url: string }>('requestAccessToken', {
        instanceUrl: rig.org.url,
        grant_type: 'client_credentials',
        client_id: rig.org.consumerKey,
        client_secret: rig.org.consumerSecret,
      }),
    );
    expect(result).toMatchObject({ instance_url: rig.org.url, token_type: 'Bearer', scope: 'api id' });
    expect(calls).toBe(0);
    await client.call('open', { ...result, version: VERSION });
  });

  it('is refused with a wrong secret', async () => {
    const error = await client.failure('requestAccessToken', {
      instanceUrl: rig.org.url,
      grant_type: 'client_credentials',
      client_id: rig.org.consumerKey,
      client_secret: 'wrong',
    });
    expect(error.code).toBe(400);
    expect(error.data).toEqual({
      error: 'invalid_client',
      error_description: 'invalid client credentials',
    });
  });

  it('gets a token with a signed assertion', async () => {
    const keys = await newKeyPair();
    rig.org.control({ certificates: [keys.certificatePem] });
    const grant = await client.call('requestAccessToken', {
      instanceUrl: rig.org.url,
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: assertionFor(rig.org, keys),
    });
    expect(grant).toMatchObject({ instance_url: rig.org.url, token_type: 'Bearer', scope: 'api id' });
  });

  it('reads all users, one call per 2,000', async () => {
    const soql =
      'SELECT Id, Username, IsActive, LastLoginDate, Manager.Name, Profile.UserLicense.Name FROM User';
    const { result, calls } = await rig.measures.of(`query, ${USERS} users`, () => readAll(soql));
    expect(calls).toBe(3);
    expect(result).toEqual(await rowsIn(rig.truth, VERSION, soql));
  });

  it('reads all logins, one call per 2,000', async () => {
    const soql =
      'SELECT Id, UserId, LoginTime, LoginType, Status, SourceIp, Application, CountryIso FROM LoginHistory';
    const { result, calls } = await rig.measures.of(`query, ${LOGINS} logins`, () => readAll(soql));
    expect(calls).toBe(5);
    expect(result).toHaveLength(LOGINS);
    expect(result).toEqual(await rowsIn(rig.truth, VERSION, soql));
  });

  it.each([
    'SELECT COUNT() FROM User WHERE IsActive = true',
    'SELECT UserType, COUNT(Id) n, MIN(CreatedDate) earliest FROM User GROUP BY UserType ORDER BY UserType',
    'SELECT Id, Name, Profile.Name FROM User WHERE LastLoginDate = null ORDER BY Name, Id LIMIT 40',
    'SELECT Id, (SELECT Id, PermissionSetId FROM PermissionSetAssignments) FROM User ORDER BY Id LIMIT 30',
  ])('answers %s', async (soql) => {
    expect(await client.call('query', soql, false)).toEqual((await rig.truth.soql(soql, {}, VERSION)).body);
  });

  it('asks for deleted rows as well', async () => {
    const page = await client.call<Page>('query', 'SELECT COUNT() FROM User', true);
    expect(page.totalSize).toBe(await rig.truth.count('User'));
  });

  it('asks for several things in one request', async () => {
    const users = 'SELECT Id, Name, Manager.Name FROM User ORDER BY Id';
    const first = (await rig.truth.soql(users, {}, VERSION)).body as Page;
    const queries = ['SELECT COUNT() FROM LoginHistory', 'SELECT Id, Name FROM Profile ORDER BY Name'];
    const { result, calls } = await rig.measures.of('composite batch of 3', () =>
      client.call<{ hasErrors: boolean; results: { statusCode: number; result: unknown }[] }>(
        'batch',
        queries,
        [first.nextRecordsUrl],
      ),
    );
    expect(calls).toBe(3); // one for each subrequest, unlike a composite
    expect(result.hasErrors).toBe(false);
    expect(result.results).toEqual([
      ...(await Promise.all(queries.map(async (soql) => (await rig.truth.soql(soql, {}, VERSION)).body))).map(
        (answer) => ({ statusCode: 200, result: answer }),
      ),
      { statusCode: 200, result: (await rig.truth.get(first.nextRecordsUrl ?? '')).body },
    ]);
  });

  it('asks for something that depends on what it asked for before', async () => {
    const base = `/services/data/v${VERSION}.0`;
    const soql = "SELECT Id, ProfileId FROM User WHERE Profile.Name = 'System Administrator' LIMIT 1";
    const { result, calls } = await rig.measures.of('composite of 2', () =>
      client.call<{ compositeResponse: { httpStatusCode: number; body: Row }[] }>('composite', [
        { method: 'GET', url: `${base}/query?q=${encodeURIComponent(soql)}`, referenceId: 'admin' },
        {
          method: 'GET',
          url: `${base}/sobjects/Profile/@{admin.records[0].ProfileId}?fields=Id,Name`,
          referenceId: 'profile',
        },
      ]),
    );
    expect(calls).toBe(1);
    expect(result.compositeResponse.map(({ httpStatusCode }) => httpStatusCode)).toEqual([200, 200]);
    expect(result.compositeResponse[1]?.body).toMatchObject({ Name: 'System Administrator' });
  });

  it('describes an object', async () => {
    const { result, calls } = await rig.measures.of('describe LoginHistory', () =>
      client.call('describe', 'LoginHistory'),
    );
    expect(calls).toBe(1);
    const truth = await rig.truth.get(`/services/data/v${VERSION}.0/sobjects/LoginHistory/describe`);
    expect(result).toEqual(truth.body);
  });

  it('reads the limits and the header that goes with every answer', async () => {
    const { result, calls } = await rig.measures.of('limits', () =>
      client.call<{ DailyApiRequests: unknown }>('limits'),
    );
    expect(calls).toBe(1);
    const used = rig.org.stats().quota.used;
    expect(result.DailyApiRequests).toMatchObject({ Max: DAILY_LIMIT, Remaining: DAILY_LIMIT - used });
    expect(await client.call('apiLimit')).toEqual({ used, limit: DAILY_LIMIT });
  });

  it('passes the org’s errors on', async () => {
    const wrongField = await client.failure('query', 'SELECT Nope FROM User', false);
    expect(wrongField.code).toBe(400);
    expect(wrongField.data).toEqual((await rig.truth.soql('SELECT Nope FROM User', {}, VERSION)).body);
    const nothing = await client.failure('describe', 'Nope__c');
    expect([nothing.code, (nothing.data as Row[])[0]?.['errorCode']]).toEqual([404, 'NOT_FOUND']);
  });

  it('sees its token end', async () => {
    rig.org.control({ expireTokens: true });
    const error = await client.failure('limits');
    expect([error.code, (error.data as Row[])[0]?.['errorCode']]).toEqual([401, 'INVALID_SESSION_ID']);
    await rig.truth.grant();
  });
});

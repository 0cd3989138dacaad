import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyPair } from '../../src/core/orgs/key-pair';
import type { Row } from '../../src/demo-org/test-client';
import { Driver } from './harness/driver';
import { pythonClients, Scratch } from './harness/environment';
import { pythonProxyEnvironment, startHttpsFront, type HttpsFront } from './harness/https-front';
import { newKeyPair } from './harness/jwt';
import { saveSkipped } from './harness/measures';
import { DAILY_LIMIT, LOGINS, rowsIn, startRig, stopRig, USERS, type Rig } from './harness/rig';
import { asBulkTable, parseCsv, sortedBy } from './harness/rows';

// simple-salesforce: what most Python programs talk to Salesforce with. Needs Python and pip; without them it is
// skipped, and the summary says why.

const CLIENT = 'simple-salesforce (Python)';
const VERSION = 60;
const here = pythonClients();
if ('missing' in here) saveSkipped(CLIENT, here.missing);

describe.skipIf('missing' in here)(CLIENT, () => {
  let rig: Rig;
  let front: HttpsFront;
  let scratch: Scratch;
  let keys: KeyPair;
  let client: Driver;

  const startDriver = (): Driver => {
    if ('missing' in here) throw new Error(here.missing);
    return new Driver('simple_salesforce_driver.py', [], {
      program: here.python,
      env: {
        PYTHONPATH: here.folder,
        PYTHONDONTWRITEBYTECODE: '1',
        ...pythonProxyEnvironment(front, scratch.path('front.pem')),
      },
    });
  };

  beforeAll(async () => {
    keys = await newKeyPair();
    rig = await startRig(CLIENT, { certificates: [keys.certificatePem] });
    front = await startHttpsFront(rig.org.url);
    scratch = new Scratch();
    client = startDriver();
  });

  afterAll(async () => {
    client?.close();
    front?.close();
    scratch?.remove();
    await stopRig(rig);
  });

  it('logs in with client credentials in a Basic header, which costs nothing', async () => {
    const { result, calls } = await rig.measures.of('log in, client credentials', () =>
      client.call<{ session: string; instance: string }>('log_in', {
        consumer_key: rig.org.consumerKey,
        consumer_secret: rig.org.consumerSecret,
        domain: 'northfield.my',
        version: `${VERSION}.0`,
      }),
    );
    expect(result).toEqual({ session: rig.truth.token, instance: new URL(rig.org.url).host });
    expect(calls).toBe(0);
  });

  it('is refused with a wrong secret', async () => {
    const stranger = startDriver();
    try {
      const error = await stranger.failure('log_in', {
        consumer_key: rig.org.consumerKey,
        consumer_secret: 'wrong',
        domain: 'northfield.my',
      });
      expect([error.clientName, error.code]).toEqual(['SalesforceAuthenticationFailed', 'invalid_client']);
      expect(error.message).toContain('invalid client credentials');
    } finally {
      stranger.close();
    }
  });

  it('logs in by JWT', async () => {
    const other = startDriver();
    try {
      const { calls } = await rig.measures.of('log in, JWT', () =>
        other.call('log_in', {
          username: rig.org.runAsUsername,
          consumer_key: rig.org.consumerKey,
          privatekey: keys.privateKeyPem,
          domain: 'login',
          version: `${VERSION}.0`,
        }),
      );
      expect(calls).toBe(0);
      const soql = 'SELECT Id, Name FROM Organization';
      expect((await other.call<{ records: Row[] }>('query', soql)).records).toEqual(
        await rowsIn(rig.truth, VERSION, soql),
      );
      const refused = await other.failure('log_in', {
        username: rig.org.runAsUsername,
        consumer_key: rig.org.consumerKey,
        privatekey: (await newKeyPair()).privateKeyPem,
        domain: 'login',
      });
      expect(refused.code).toBe('invalid_grant');
      expect(refused.message).toContain('invalid assertion');
    } finally {
      other.close();
    }
  });

  it('gets all users, one call per 2,000', async () => {
    const soql = 'SELECT Id, Name, IsActive, LastLoginDate, Manager.Name, Profile.UserLicense.Name FROM User';
    const { result, calls } = await rig.measures.of(`query_all, ${USERS} users`, () =>
      client.call<{ records: Row[]; totalSize: number; done: boolean }>('query_all', soql),
    );
    expect(result).toEqual({
      records: await rowsIn(rig.truth, VERSION, soql),
      totalSize: USERS,
      done: true,
    });
    expect(calls).toBe(3);
  });

  it('gets page after page', async () => {
    const soql = 'SELECT Id, LoginTime, Status FROM LoginHistory';
    const first = await client.call<{ records: Row[]; nextRecordsUrl: string }>('query', soql);
    const second = await client.call<{ records: Row[] }>('query_more', first.nextRecordsUrl);
    expect([...first.records, ...second.records]).toEqual(
      (await rowsIn(rig.truth, VERSION, soql)).slice(0, 4_000),
    );
  });

  it('gets all logins by bulk over five pages', async () => {
    const columns = ['Id', 'UserId', 'LoginTime', 'Status', 'SourceIp', 'Application', 'LoginGeoId'];
    const soql = `SELECT ${columns.join(', ')} FROM LoginHistory`;
    const { result, calls } = await rig.measures.of(`bulk2 query, ${LOGINS} logins, 5 pages`, () =>
      client.call<string[]>('bulk_query', 'LoginHistory', soql, 2_000),
    );
    expect(result).toHaveLength(5);
    const rows = result.flatMap((page) => parseCsv(page));
    expect(sortedBy(rows, 'Id')).toEqual(sortedBy(asBulkTable(await rig.truth.all(soql), columns), 'Id'));
    expect(calls).toBe(2 + 5);
  });

  it('describes, reads a record and the limits, and keeps what it has used', async () => {
    const base = `/services/data/v${VERSION}.0`;
    expect(await client.call('describe', 'User')).toEqual(
      (await rig.truth.get(`${base}/sobjects/User/describe`)).body,
    );
    expect(await client.call('describe_global')).toEqual((await rig.truth.get(`${base}/sobjects`)).body);
    const [someone] = await rig.truth.all('SELECT Id FROM User LIMIT 1');
    expect(await client.call('get', 'User', someone?.['Id'])).toEqual(
      (await rig.truth.get(`${base}/sobjects/User/${String(someone?.['Id'])}`)).body,
    );
    expect(await client.call('is_sandbox')).toBe(false);
    const { result, calls } = await rig.measures.of('limits', () =>
      client.call<{ DailyApiRequests: unknown }>('limits'),
    );
    const { used } = rig.org.stats().quota;
    expect(calls).toBe(1);
    expect(result.DailyApiRequests).toMatchObject({ Max: DAILY_LIMIT, Remaining: DAILY_LIMIT - used });
    expect(await client.call('api_usage')).toEqual({ 'api-usage': [used, DAILY_LIMIT] });
  });

  it('passes the org’s errors on', async () => {
    const wrongField = await client.failure('query', 'SELECT Nope FROM User');
    expect(wrongField).toMatchObject({ clientName: 'SalesforceMalformedRequest', code: 400 });
    expect(wrongField.data).toEqual((await rig.truth.soql('SELECT Nope FROM User', {}, VERSION)).body);
    const nobody = await client.failure('get', 'User', '005000000000000AAA');
    expect(nobody).toMatchObject({ clientName: 'SalesforceResourceNotFound', code: 404 });
  });

  it('logs in again by itself when the org has ended its token', async () => {
    rig.org.control({ expireTokens: true });
    const { calls } = await rig.measures.of('query after the token’s end', () =>
      client.call('query', 'SELECT Id FROM Organization'),
    );
    // A call refused for its token is nobody's and charged to nobody.
    expect(calls).toBe(1);
    await rig.truth.grant();
  });
});

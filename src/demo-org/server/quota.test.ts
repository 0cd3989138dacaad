import { afterEach, describe, expect, test } from 'vitest';
import type { DemoOrg, DemoOrgOptions } from '../index';
import { failure, NOON, startOrg, type TestClient } from '../test-client';
import { officeTraffic, Quota } from './quota';

const HOUR = 3_600_000;
let org: DemoOrg | undefined;
afterEach(() => org?.close());

async function start(options: DemoOrgOptions): Promise<TestClient> {
  const started = await startOrg(options);
  org = started.org;
  return started.client;
}

const usage = async (client: TestClient): Promise<string | null> =>
  (await client.get('/limits')).headers.get('sforce-limit-info');

describe('the rolling window', () => {
  test('calls come free one by one, 24 hours after they were made', () => {
    let now = NOON;
    const quota = new Quota(100, () => now);
    quota.charge(10);
    now += 6 * HOUR;
    quota.charge(5);
    expect(quota.used).toBe(15);
    now += 18 * HOUR - 60_000;
    expect(quota.used).toBe(15);
    now += 60_000;
    expect(quota.used).toBe(5);
    now += 6 * HOUR;
    expect(quota.used).toBe(0);
  });

  test('to the millisecond', () => {
    let now = NOON;
    const quota = new Quota(100, () => now);
    quota.charge(1);
    now += 1;
    quota.charge(1);
    now = NOON + 24 * HOUR - 1;
    expect(quota.used).toBe(2);
    now += 1;
    expect(quota.used).toBe(1);
    now += 1;
    expect(quota.used).toBe(0);
  });

  test('setUsed is exact, at once or spread over the past day', () => {
    let now = NOON;
    const quota = new Quota(1000, () => now, officeTraffic(500));
    expect(quota.used).toBe(500);
    quota.setUsed(749);
    expect(quota.used).toBe(749);
    now += 23 * HOUR;
    expect(quota.used).toBe(749);
    now += HOUR;
    expect(quota.used).toBe(0);
    quota.setUsed(720, true);
    now += 12 * HOUR;
    expect(quota.used).toBe(360);
  });

  test('other traffic flows from the moment it is set', () => {
    let now = NOON;
    const quota = new Quota(1000, () => now);
    quota.setBackground(2);
    now += 10 * 60_000;
    expect(quota.used).toBe(20);
  });
});

describe('over HTTP', () => {
  test('every counted answer carries the header, errors too; the uncounted do not', async () => {
    const client = await start({ dailyLimit: 5000 });
    expect(await usage(client)).toBe('api-usage=1/5000');
    expect((await client.soql('SELECT Nope FROM User')).headers.get('sforce-limit-info')).toBe(
      'api-usage=2/5000',
    );
    expect((await client.get('/nope')).headers.get('sforce-limit-info')).toBe('api-usage=3/5000');
    expect((await client.grant()).headers.get('sforce-limit-info')).toBeNull();
    expect((await client.get('/services/oauth2/userinfo')).headers.get('sforce-limit-info')).toBeNull();
    expect(org?.stats().counted).toBe(3);
    expect(org?.stats().requests).toMatchObject({
      'GET /services/data/v67.0/limits': 1,
      'POST /services/oauth2/token': 2,
    });
  });

  test('each page of a query is a call', async () => {
    const client = await start({ logins: 4100 });
    const before = org?.stats().counted ?? 0;
    await client.all('SELECT Id FROM LoginHistory');
    expect((org?.stats().counted ?? 0) - before).toBe(3);
  });

  test('over the limit: 403, uncharged, until calls come free', async () => {
    let now = NOON;
    const client = await start({ dailyLimit: 3, now: () => now });
    for (let i = 0; i < 3; i++) expect((await client.get('/limits')).status).toBe(200);
    for (let i = 0; i < 2; i++)
      expect(failure(await client.get('/limits'))).toEqual([
        403,
        'REQUEST_LIMIT_EXCEEDED',
        'TotalRequests Limit exceeded.',
      ]);
    expect(org?.stats().quota).toEqual({ used: 3, max: 3 });
    now += 24 * HOUR;
    await client.grant();
    expect((await client.get('/limits')).status).toBe(200);
  });

  test('/limits says the same as the header', async () => {
    const client = await start({ dailyLimit: 1000 });
    org?.control({ setUsed: 749 });
    const reply = await client.get('/limits');
    expect(reply.headers.get('sforce-limit-info')).toBe('api-usage=750/1000');
    expect(reply.body).toMatchObject({
      DailyApiRequests: { Max: 1000, Remaining: 250, 'Salesforce for iOS': { Max: 0, Remaining: 0 } },
    });
    expect(Object.keys(reply.body as object)).toContain('DailyBulkApiBatches');
    expect(Object.keys((await client.get('/services/data/v48.0/limits')).body as object)).toContain(
      'DailyBulkApiRequests',
    );
  });

  test('switches: per-app part, header without the current call, lag of /limits, negative Remaining', async () => {
    const client = await start({ dailyLimit: 100 });
    org?.control({ perAppUsage: true });
    expect(await usage(client)).toMatch(/^api-usage=1\/100; per-app-api-usage=1\/250\(appName=Seatwatch\)$/);
    org?.control({ perAppUsage: false, limitInfoExcludesCurrent: true });
    expect(await usage(client)).toBe('api-usage=1/100');
    org?.control({ limitInfoExcludesCurrent: false, limitsLag: 2 });
    expect((await client.get('/limits')).body).toMatchObject({ DailyApiRequests: { Remaining: 99 } });
    org?.control({ limitsLag: 0, setUsed: 50, setDailyLimit: 51, otherTrafficPerCall: 9 });
    expect((await client.get('/limits')).body).toMatchObject({
      DailyApiRequests: { Max: 51, Remaining: -9 },
    });
  });

  test('a paid production org runs on to its hard cap, a sandbox does not', async () => {
    const client = await start({ dailyLimit: 2 });
    org?.control({ hardCap: 4 });
    for (let i = 1; i <= 4; i++) expect(await usage(client)).toBe(`api-usage=${i}/2`);
    expect((await client.get('/limits')).status).toBe(403);
    org?.control({ hardCap: 6 });
    expect((await client.get('/limits')).body).toMatchObject({ DailyApiRequests: { Max: 2, Remaining: -3 } });
    org?.control({ sandbox: true });
    expect(failure(await client.get('/limits'))[1]).toBe('REQUEST_LIMIT_EXCEEDED');
  });

  test('too many long requests at once: the same code, another text', async () => {
    const client = await start({});
    org?.control({ concurrencyExceeded: true });
    expect(failure(await client.get('/limits'))).toEqual([
      403,
      'REQUEST_LIMIT_EXCEEDED',
      'ConcurrentPerOrgLongTxn Limit exceeded.',
    ]);
    org?.control({ concurrencyExceeded: false });
    expect((await client.get('/limits')).status).toBe(200);
  });

  test('identity requests are free, or not', async () => {
    const client = await start({ dailyLimit: 100 });
    await client.get('/services/oauth2/userinfo');
    expect(org?.stats().counted).toBe(0);
    org?.control({ identityCharged: true });
    const reply = await client.get('/services/oauth2/userinfo');
    expect(reply.headers.get('sforce-limit-info')).toBe('api-usage=1/100');
    await client.request('/services/oauth2/userinfo', { headers: { Authorization: 'Bearer nope' } });
    expect(org?.stats().counted).toBe(1);
  });

  test('the app’s own share may come first, and hangs below the limit under its label', async () => {
    const client = await start({ dailyLimit: 100 });
    org?.control({ perAppUsage: 'first' });
    expect(await usage(client)).toBe('per-app-api-usage=1/250(appName=Seatwatch), api-usage=1/100');
    expect((await client.get('/limits')).body).toMatchObject({
      DailyApiRequests: { Remaining: 98, Seatwatch: { Max: 250, Remaining: 248 } },
    });
  });

  test('others use calls while we do', async () => {
    let now = NOON;
    const client = await start({ dailyLimit: 1000, now: () => now });
    org?.control({ otherTrafficPerCall: 3 });
    await client.get('/limits');
    expect(await usage(client)).toBe('api-usage=8/1000');
    expect(org?.stats().counted).toBe(2);
    org?.control({ otherTrafficPerCall: 0, otherTrafficPerMinute: 60 });
    now += 60_000;
    expect(await usage(client)).toBe('api-usage=69/1000');
  });

  test('without a chosen limit: Enterprise formula, and some use by others', async () => {
    const client = await start({});
    const licenses = await client.all('SELECT Name, TotalLicenses FROM UserLicense');
    const per: Record<string, number> = {
      Salesforce: 1000,
      'Salesforce Platform': 1000,
      'Partner Community': 200,
      'Customer Community Login': 10,
    };
    const max = licenses.reduce(
      (sum, row) => sum + Number(row['TotalLicenses']) * (per[String(row['Name'])] ?? 0),
      100_000,
    );
    const quota = org?.stats().quota;
    expect(quota?.max).toBe(max);
    expect(quota?.used).toBeGreaterThan(max * 0.05);
    expect(quota?.used).toBeLessThan(max * 0.2);
  });
});

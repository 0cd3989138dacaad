import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemoOrg } from '../index';
import { DAY_MS } from '../options';
import { failure, NOON, startOrg, type TestClient, type Page } from '../test-client';

let org: DemoOrg;
let client: TestClient;
let now = NOON;
const LOGINS = 5_321;
beforeAll(async () => {
  ({ org, client } = await startOrg({ users: 120, logins: LOGINS, live: true, now: () => now }));
});
afterAll(() => org.close());

/** The token grant signs in the run-as user, too. */
const TOTAL = LOGINS + 1;

test.each([
  ['SELECT Id FROM LoginHistory', undefined, 2000],
  ['SELECT Id, LoginTime FROM LoginHistory ORDER BY LoginTime DESC', undefined, 2000],
  ['SELECT Id FROM LoginHistory ORDER BY UserId, LoginTime', 'batchSize=700', 700],
  ['SELECT Id FROM LoginHistory', 'batchSize=5', 200],
  ['SELECT Id FROM LoginHistory', 'batchSize=90000', 2000],
])('%s with %s comes whole, without duplicates', async (soql, option, size) => {
  const headers: Record<string, string> = option === undefined ? {} : { 'Sforce-Query-Options': option };
  const first = (await client.soql(soql, headers)).body as Page;
  expect(first.records).toHaveLength(size);
  expect(first.totalSize).toBe(TOTAL);
  expect(first.done).toBe(false);
  expect(first.nextRecordsUrl).toMatch(new RegExp(`^/services/data/v67.0/query/01g\\w{15}-${size}$`));
  const rows = await client.all(soql, headers);
  expect(rows).toHaveLength(TOTAL);
  expect(new Set(rows.map((row) => row['Id'])).size).toBe(TOTAL);
});

test('the last page is done and has no next address', async () => {
  let page = (await client.soql('SELECT Id FROM LoginHistory')).body as Page;
  while (page.nextRecordsUrl !== undefined) page = (await client.get(page.nextRecordsUrl)).body as Page;
  expect([page.done, page.records.length, 'nextRecordsUrl' in page]).toEqual([true, TOTAL % 2000, false]);
});

test('LIMIT beyond a page, and LIMIT within one', async () => {
  expect(await client.all('SELECT Id FROM LoginHistory LIMIT 2001')).toHaveLength(2001);
  expect(((await client.soql('SELECT Id FROM LoginHistory LIMIT 2000')).body as Page).done).toBe(true);
});

test('sign-ins that happen while paging move nothing', async () => {
  const ordered = 'SELECT Id FROM LoginHistory ORDER BY LoginTime DESC';
  const before = (await client.all(ordered)).map((row) => row['Id']);
  let page = (await client.soql(ordered)).body as Page;
  const seen = page.records.map((row) => row['Id']);
  while (page.nextRecordsUrl !== undefined) {
    now += 30 * 60_000;
    page = (await client.get(page.nextRecordsUrl)).body as Page;
    seen.push(...page.records.map((row) => row['Id']));
  }
  expect(seen).toEqual(before);
  expect(await client.count('LoginHistory')).toBeGreaterThan(before.length);
});

test('a cursor lives two days and on one server only', async () => {
  const { nextRecordsUrl: next = '' } = (await client.soql('SELECT Id FROM LoginHistory')).body as Page;
  const other = await startOrg({ users: 120, logins: LOGINS });
  try {
    expect(failure(await other.client.get(next))).toEqual([
      400,
      'INVALID_QUERY_LOCATOR',
      'invalid query locator',
    ]);
  } finally {
    await other.org.close();
  }
  expect(failure(await client.get(next.replace(/\d+$/, '999999')))[1]).toBe('INVALID_QUERY_LOCATOR');
  now += 2 * DAY_MS - 60_000;
  await client.grant();
  expect((await client.get(next)).status).toBe(200);
  now += 2 * 60_000;
  expect(failure(await client.get(next))[1]).toBe('INVALID_QUERY_LOCATOR');
});

test('the eleventh cursor takes the place of the first', async () => {
  const urls: string[] = [];
  for (let i = 0; i < 11; i++)
    urls.push(((await client.soql('SELECT Id FROM LoginHistory')).body as Page).nextRecordsUrl ?? '');
  expect((await client.get(urls[0] ?? '')).status).toBe(400);
  expect((await client.get(urls[1] ?? '')).status).toBe(200);
});

test('aggregates do not page: 2,000 groups pass, more are refused', async () => {
  const soql = 'SELECT Id, COUNT(LoginTime) FROM LoginHistory GROUP BY Id';
  const [status, code, message] = failure(await client.soql(soql));
  expect([status, code]).toEqual([400, 'EXCEEDED_ID_LIMIT']);
  expect(message).toContain('does not support queryMore()');
  expect(((await client.soql(`${soql} LIMIT 2000`)).body as Page).records).toHaveLength(2000);
});

test('queryAll answers like query', async () => {
  const reply = await client.get(`/queryAll?q=${encodeURIComponent('SELECT Id FROM User')}`);
  expect((reply.body as Page).totalSize).toBe(120);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoOrg } from '../index';
import { failure, startOrg, type TestClient } from '../test-client';

let org: DemoOrg;
let client: TestClient;
beforeAll(async () => {
  ({ org, client } = await startOrg({ logins: 3000 }));
});
afterAll(() => org.close());

const V = '/services/data/v67.0';
const query = (soql: string): string => `${V}/query?q=${encodeURIComponent(soql)}`;
const packed = (urls: string[], extra: object = {}): object => ({
  ...extra,
  compositeRequest: urls.map((url, i) => ({ method: 'GET', url, referenceId: `r${i}` })),
});
interface Sub {
  body: unknown;
  httpStatusCode: number;
  referenceId: string;
}
const subs = (body: unknown): Sub[] => (body as { compositeResponse: Sub[] }).compositeResponse;

async function cost(run: () => Promise<unknown>): Promise<number> {
  const before = org.stats().counted;
  await run();
  return org.stats().counted - before;
}

test('composite: one call, each subrequest with its own status', async () => {
  const urls = [
    query('SELECT COUNT() FROM User'),
    query('SELECT Nope FROM User'),
    `${V}/sobjects/User/describe`,
    query('SELECT Id FROM LoginHistory'),
    `${V}/nope`,
  ];
  let answers: Sub[] = [];
  expect(await cost(async () => (answers = subs((await client.post('/composite', packed(urls))).body)))).toBe(
    1,
  );
  expect(answers.map((a) => [a.referenceId, a.httpStatusCode])).toEqual([
    ['r0', 200],
    ['r1', 400],
    ['r2', 200],
    ['r3', 200],
    ['r4', 404],
  ]);
  expect(answers[1]?.body).toMatchObject([{ errorCode: 'INVALID_FIELD' }]);
  const { nextRecordsUrl } = answers[3]?.body as { nextRecordsUrl: string };
  expect(((await client.get(nextRecordsUrl)).body as { records: unknown[] }).records).toHaveLength(1000);
});

test('composite pages a query, too', async () => {
  const first = (await client.soql('SELECT Id FROM LoginHistory')).body as { nextRecordsUrl: string };
  const [page] = subs((await client.post('/composite', packed([first.nextRecordsUrl]))).body);
  expect(page).toMatchObject({ httpStatusCode: 200, body: { done: true, totalSize: 3000 } });
});

test('composite refuses limits, nesting, more than 25, more than 5 queries, equal names', async () => {
  const inside = subs(
    (await client.post('/composite', packed([`${V}/limits`, `${V}/composite`, 'https://elsewhere.example/'])))
      .body,
  );
  expect(inside.map((a) => a.httpStatusCode)).toEqual([400, 400, 404]);
  const describes = Array<string>(26).fill(`${V}/sobjects/User`);
  expect(failure(await client.post('/composite', packed(describes))).slice(0, 2)).toEqual([
    400,
    'LIMIT_EXCEEDED',
  ]);
  const queries = Array<string>(6).fill(query('SELECT Id FROM User'));
  expect(failure(await client.post('/composite', packed(queries))).slice(0, 2)).toEqual([
    400,
    'LIMIT_EXCEEDED',
  ]);
  const twice = {
    compositeRequest: [1, 2].map(() => ({ method: 'GET', url: `${V}/sobjects/User`, referenceId: 'same' })),
  };
  expect((await client.post('/composite', twice)).status).toBe(400);
  expect((await client.post('/composite', { nope: true })).status).toBe(400);
});

test('allOrNone: one failure stops the others', async () => {
  const urls = [query('SELECT COUNT() FROM User'), query('SELECT Nope FROM User')];
  const answers = subs((await client.post('/composite', packed(urls, { allOrNone: true }))).body);
  expect(answers.map((a) => [a.httpStatusCode, (a.body as [{ errorCode: string }])[0].errorCode])).toEqual([
    [400, 'PROCESSING_HALTED'],
    [400, 'INVALID_FIELD'],
  ]);
});

describe('references', () => {
  const two = (url: string, first = query('SELECT Id, Username FROM User LIMIT 1')): object => ({
    compositeRequest: [
      { method: 'GET', url: first, referenceId: 'first' },
      { method: 'GET', url, referenceId: 'second' },
    ],
  });

  test('a later subrequest uses values of an earlier answer', async () => {
    const url = `${V}/sobjects/User/@{first.records[0].Id}?fields=Username`;
    const [first, second] = subs((await client.post('/composite', two(url))).body);
    const [user] = (first?.body as { records: { Username: string }[] }).records;
    expect(second).toMatchObject({ httpStatusCode: 200, body: { Username: user?.Username } });
  });

  test('in a body, too', async () => {
    const body = {
      compositeRequest: [
        { method: 'GET', url: query('SELECT Id FROM User LIMIT 1'), referenceId: 'first' },
        {
          method: 'POST',
          url: `${V}/composite/sobjects/User`,
          referenceId: 'second',
          body: { ids: ['@{first.records[0].Id}'], fields: ['Username'] },
        },
      ],
    };
    const [, second] = subs((await client.post('/composite', body)).body);
    expect(second).toMatchObject({ httpStatusCode: 200, body: [{ attributes: { type: 'User' } }] });
  });

  test.each([
    ['a field that is not there', '@{first.records[0].Nope}'],
    ['a row that is not there', '@{first.records[7].Id}'],
    ['an object where a value is wanted', '@{first.records[0]}'],
    ['what no answer has', '@{first.constructor}'],
    ['itself', '@{second.Id}'],
  ])('%s halts the one that asks', async (_, reference) => {
    const answers = subs((await client.post('/composite', two(`${V}/sobjects/User/${reference}`))).body);
    expect(answers.map((a) => a.httpStatusCode)).toEqual([200, 400]);
    expect(answers[1]?.body).toMatchObject([{ errorCode: 'PROCESSING_HALTED' }]);
  });

  test('what failed has no values', async () => {
    const failed = two(`${V}/sobjects/User/@{first.records[0].Id}`, query('SELECT Nope FROM User'));
    const answers = subs((await client.post('/composite', failed)).body);
    expect(answers.map((a) => (a.body as [{ errorCode: string }])[0].errorCode)).toEqual([
      'INVALID_FIELD',
      'PROCESSING_HALTED',
    ]);
  });
});

test('collections count as queries, versions that are not served are not found', async () => {
  const collections = Array<string>(6).fill(`${V}/composite/sobjects/User?ids=x&fields=Id`);
  expect(failure(await client.post('/composite', packed(collections)))[1]).toBe('LIMIT_EXCEEDED');
  const versions = ['/services/data/v99.0/sobjects/User', '/services/data/v30.0/sobjects/User'];
  const answers = subs((await client.post('/composite', packed(versions))).body);
  expect(answers.map((a) => a.httpStatusCode)).toEqual([404, 404]);
});

test('batch: one call per subrequest, limits allowed', async () => {
  const batchRequests = [
    'v67.0/limits',
    `v67.0/query?q=${encodeURIComponent('SELECT COUNT() FROM User')}`,
    'v67.0/nope',
  ].map((url) => ({ method: 'GET', url }));
  let body: unknown;
  expect(
    await cost(async () => (body = (await client.post('/composite/batch', { batchRequests })).body)),
  ).toBe(3);
  expect(body).toMatchObject({
    hasErrors: true,
    results: [{ statusCode: 200 }, { statusCode: 200, result: { totalSize: 60 } }, { statusCode: 404 }],
  });
});

test('batch with haltOnError: the rest is 412', async () => {
  const batchRequests = ['v67.0/nope', 'v67.0/limits'].map((url) => ({ method: 'GET', url }));
  const { body } = await client.post('/composite/batch', { batchRequests, haltOnError: true });
  expect(body).toMatchObject({
    results: [{ statusCode: 404 }, { statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED' }] }],
  });
});

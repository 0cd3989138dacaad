import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOUBTFUL_STATUS } from './errors';
import { createDemoOrg, type DemoOrg } from './index';
import { NAMED_ERROR_NAMES, NAMED_ERRORS } from './server/named-errors';
import { failure, NOON, startOrg, TestClient } from './test-client';

let org: DemoOrg;
let client: TestClient;
const CONTROL = 'test-control-token';
beforeAll(async () => {
  ({ org, client } = await startOrg({ controlToken: CONTROL }));
});
afterAll(() => org.close());

test('the Date header follows the server’s own clock', async () => {
  const before = Date.parse((await client.get('/limits')).headers.get('date') ?? '');
  org.control({ advanceClock: 600_000 });
  const after = Date.parse((await client.get('/limits')).headers.get('date') ?? '');
  expect(after - before).toBeGreaterThanOrEqual(600_000);
});

describe('failing requests', () => {
  test.each([
    [500, 'UNKNOWN_EXCEPTION'],
    [503, 'SERVER_UNAVAILABLE'],
    [401, 'INVALID_SESSION_ID'],
    [403, 'REQUEST_LIMIT_EXCEEDED'],
  ])('status %i once, then all is well', async (status, code) => {
    org.control({ failNext: { status } });
    expect(failure(await client.get('/limits')).slice(0, 2)).toEqual([status, code]);
    expect((await client.get('/limits')).status).toBe(200);
  });

  test.each(NAMED_ERROR_NAMES)('%s by its name', async (error) => {
    org.control({ failNext: { error } });
    const [status, code, message] = failure(await client.get('/limits'));
    expect([status, code, message]).toEqual([NAMED_ERRORS[error][0], error, NAMED_ERRORS[error][1]]);
    if (!DOUBTFUL_STATUS.has(error)) return;
    org.control({ failNext: { error }, doubtfulStatus: 403 });
    expect(failure(await client.get('/limits')).slice(0, 2)).toEqual([403, error]);
    org.control({ doubtfulStatus: 400 });
  });

  test('errors of the token endpoint have its own shape', async () => {
    org.control({ failNext: { match: 'oauth2/token', status: 429, retryAfter: 3 } });
    const reply = await client.grant();
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '3']);
    expect(reply.body).toMatchObject({ error: expect.any(String) as unknown });
  });

  test('only what matches fails, as often as asked', async () => {
    org.control({ failNext: { match: '/query', times: 2, status: 429, retryAfter: 7, charged: false } });
    const before = org.stats().counted;
    expect((await client.get('/limits')).status).toBe(200);
    const first = await client.soql('SELECT Id FROM User');
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await client.soql('SELECT Id FROM User')).status).toBe(429);
    expect((await client.soql('SELECT Id FROM User')).status).toBe(200);
    expect(org.stats().counted - before).toBe(2);
  });

  test('HTML pages, empty bodies, bodies of one’s own', async () => {
    org.control({
      failNext: [
        { status: 503, html: '<html><body>We are down for maintenance.</body></html>' },
        { status: 502, html: '' },
        {
          status: 400,
          body: [{ errorCode: 'QUERY_TIMEOUT', message: 'Your query request was running for too long.' }],
        },
      ],
    });
    const page = await client.get('/limits');
    expect([page.status, page.headers.get('content-type'), String(page.body)]).toEqual([
      503,
      'text/html;charset=UTF-8',
      expect.stringContaining('maintenance'),
    ]);
    expect(await client.get('/limits')).toMatchObject({ status: 502, body: '' });
    expect(failure(await client.get('/limits'))[1]).toBe('QUERY_TIMEOUT');
  });

  test('the token endpoint can fail, too', async () => {
    org.control({ failNext: { match: 'oauth2/token', status: 503, html: '<html></html>' } });
    expect((await client.grant()).status).toBe(503);
    expect((await client.grant()).status).toBe(200);
  });

  test('a dropped connection is charged unless told otherwise', async () => {
    const before = org.stats().counted;
    org.control({ failNext: { dropConnection: true } });
    await expect(client.get('/limits')).rejects.toThrow('fetch failed');
    expect(org.stats().counted - before).toBe(1);
    expect((await client.get('/limits')).status).toBe(200);
  });

  test('a body cut in the middle', async () => {
    org.control({ serveTruncatedBody: true });
    await expect(client.soql('SELECT FIELDS(ALL) FROM User LIMIT 50')).rejects.toThrow();
    expect((await client.soql('SELECT FIELDS(ALL) FROM User LIMIT 50')).status).toBe(200);
  });

  test('slow answers', async () => {
    org.control({ latencyMs: 60 });
    let t = performance.now();
    await client.get('/limits');
    expect(performance.now() - t).toBeGreaterThan(50);
    org.control({ latencyMs: 0, failNext: { delayMs: 60, passThrough: true } });
    t = performance.now();
    expect((await client.get('/limits')).status).toBe(200);
    expect(performance.now() - t).toBeGreaterThan(50);
  });

  test('clearFaults forgets what waits', async () => {
    org.control({ failNext: { status: 500, times: 99 }, tokenError: 'inactive-org', latencyMs: 5000 });
    org.control({ clearFaults: true });
    expect((await client.get('/limits')).status).toBe(200);
    expect((await client.grant()).status).toBe(200);
  });
});

describe('/__control', () => {
  const post = (body: unknown, token: string | undefined): Promise<{ status: number; body: unknown }> =>
    client.request('/__control', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(token === undefined ? {} : { 'X-Control-Token': token }),
      },
      body: JSON.stringify(body),
    });

  test('turns switches for whoever knows the token', async () => {
    expect((await post({ setUsed: 4242 }, CONTROL)).status).toBe(200);
    expect(org.stats().quota.used).toBe(4242);
  });

  test('is not there for others, and refuses what it does not know', async () => {
    expect((await post({ setUsed: 1 }, 'wrong')).status).toBe(404);
    expect((await post({ setUsed: 1 }, undefined)).status).toBe(404);
    expect((await post({ nope: 1 }, CONTROL)).status).toBe(400);
    const plain = await createDemoOrg({ users: 12, logins: 0, now: () => NOON });
    const reply = await new TestClient(plain).request('/__control', { method: 'POST', body: '{}' });
    expect(reply.status).toBe(404);
    await plain.close();
  });
});

test('the clock can be moved', async () => {
  const moving = await startOrg({ users: 200, logins: 2000, live: true });
  const before = moving.org.stats().logins;
  moving.org.control({ advanceClock: 2 * 86_400_000 });
  expect(moving.org.stats().logins).toBeGreaterThan(before);
  await moving.org.close();
});

test('a sign-in moves SystemModstamp only when switched on', async () => {
  for (const on of [false, true]) {
    const moving = await startOrg({ users: 200, logins: 2000, live: true });
    moving.org.control({ loginBumpsModstamp: on, advanceClock: 2 * 86_400_000 });
    await moving.client.grant();
    const bumped = await moving.client.count('User WHERE SystemModstamp > 2026-03-18T12:00:00Z');
    expect(bumped > 0).toBe(on);
    await moving.org.close();
  }
});

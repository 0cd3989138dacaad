import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoOrg } from '../../index';
import { startOrg, type TestClient } from '../../test-client';

let org: DemoOrg;
let client: TestClient;
let now = Date.parse('2026-03-18T12:00:00Z');
beforeAll(async () => {
  ({ org, client } = await startOrg({ now: () => now }));
});
afterAll(() => org.close());

const form = (
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> =>
  client.request('/services/oauth2/token', { method: 'POST', body: new URLSearchParams(fields), headers });

describe('client credentials', () => {
  test('gives a token in the documented shape, all strings', async () => {
    const { status, body } = await client.grant();
    expect(status).toBe(200);
    const reply = body as Record<string, unknown>;
    expect(Object.values(reply).every((value) => typeof value === 'string')).toBe(true);
    expect(Object.keys(reply).sort()).toEqual([
      'access_token',
      'id',
      'instance_url',
      'issued_at',
      'scope',
      'signature',
      'token_type',
    ]);
    expect(reply['instance_url']).toBe(org.url);
    expect(reply['scope']).toContain('api');
    expect(reply['id']).toMatch(/\/id\/00D\w{15}\/005\w{15}$/);
    expect(reply['access_token']).toMatch(/^00D\w{12}!/);
  });

  test('repeated grants give the same token, and cost no call', async () => {
    const before = org.stats().counted;
    const tokens = await Promise.all([client.grant(), client.grant(), client.grant()]);
    expect(new Set(tokens.map((reply) => (reply.body as { access_token: string }).access_token)).size).toBe(
      1,
    );
    expect(org.stats().counted).toBe(before);
  });

  test('takes the id and secret from a Basic header', async () => {
    const basic = Buffer.from(`${org.consumerKey}:${org.consumerSecret}`).toString('base64');
    const reply = await form({ grant_type: 'client_credentials' }, { Authorization: `Basic ${basic}` });
    expect(reply.status).toBe(200);
  });

  test.each([
    ['xml', /<OAuth><access_token>00D/],
    ['urlencoded', /^access_token=00D/],
  ])('answers in %s on request', async (format, shape) => {
    const reply = await client.grant({ format });
    expect(String(reply.body)).toMatch(shape);
  });

  test.each([
    ['application/xml', /<OAuth><access_token>00D/],
    ['application/x-www-form-urlencoded', /^access_token=00D/],
    ['application/json, application/xml', /^\{"access_token":"00D/],
  ])('Accept: %s does the same, refusals too', async (Accept, shape) => {
    const good = await client.grant({}, { headers: { Accept } });
    const text = typeof good.body === 'string' ? good.body : JSON.stringify(good.body);
    expect(text).toMatch(shape);
    const refused = await client.grant({ client_secret: 'x' }, { headers: { Accept } });
    expect([refused.status, refused.headers.get('content-type')?.split(';')[0]]).toEqual([
      400,
      good.headers.get('content-type')?.split(';')[0],
    ]);
  });

  test('issued_at is the time in milliseconds, as text', async () => {
    expect((await client.grant()).body).toMatchObject({ issued_at: String(now) });
  });
});

describe('sessions', () => {
  test('a token that was never given, expired or revoked: 401 INVALID_SESSION_ID', async () => {
    const path = '/services/data/v67.0/limits';
    const expired = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];
    expect((await client.request(path)).body).toEqual(expired);
    expect((await client.request(path, { headers: { Authorization: 'Bearer 00Dnope' } })).status).toBe(401);
    expect((await client.request(path, { headers: { Authorization: 'Bearer' } })).body).toMatchObject([
      { errorCode: 'INVALID_AUTH_HEADER' },
    ]);

    await client.grant();
    const old = client.token;
    org.control({ expireTokens: true });
    expect((await client.get('/limits')).body).toEqual(expired);
    await client.grant();
    expect(client.token).not.toBe(old);
    expect((await client.get('/limits')).status).toBe(200);

    const revoke = (token: string): Promise<{ status: number; body: unknown }> =>
      client.request('/services/oauth2/revoke', { method: 'POST', body: new URLSearchParams({ token }) });
    expect((await revoke(client.token)).status).toBe(200);
    expect((await revoke(client.token)).body).toMatchObject({ error: 'invalid_token' });
    expect((await client.get('/limits')).status).toBe(401);
    await client.grant();
  });

  test('two idle hours end a session, use keeps it alive', async () => {
    await client.grant();
    for (let i = 0; i < 3; i++) {
      now += 119 * 60_000;
      expect((await client.get('/limits')).status).toBe(200);
    }
    now += 121 * 60_000;
    expect((await client.get('/limits')).status).toBe(401);
    await client.grant();
  });

  test('a 401 is not charged', async () => {
    const before = org.stats().counted;
    await client.request('/services/data/v67.0/limits');
    expect(org.stats().counted).toBe(before);
  });

  test('userinfo and identity show the run-as user; a bad token gets plain text', async () => {
    const info = (await client.get('/services/oauth2/userinfo')).body as Record<string, unknown>;
    expect(info['preferred_username']).toBe(org.runAsUsername);
    const path = `/id/${String(info['organization_id'])}/${String(info['user_id'])}`;
    const identity = (await client.get(`${path}?version=latest`)).body as Record<string, unknown>;
    expect(identity).toMatchObject({ username: org.runAsUsername, user_type: 'STANDARD', active: true });
    expect(JSON.stringify((await client.get(path)).body)).toContain('v{version}');
    for (const url of [path, '/services/oauth2/userinfo']) {
      const bad = await client.request(url, { headers: { Authorization: 'Bearer x' } });
      expect([bad.status, bad.body]).toEqual([403, 'Bad_OAuth_Token']);
    }
  });

  test('userinfo and identity have every member that is documented or recorded', async () => {
    const info = (await client.get('/services/oauth2/userinfo')).body as Record<string, unknown>;
    const ofUserinfo =
      'sub user_id organization_id preferred_username nickname name email email_verified given_name family_name zoneinfo photos profile picture address urls active user_type language locale utcOffset updated_at';
    expect(Object.keys(info)).toEqual(expect.arrayContaining(ofUserinfo.split(' ')));
    const path = `/id/${String(info['organization_id'])}/${String(info['user_id'])}`;
    const ofIdentity =
      'id asserted_user user_id organization_id username nick_name display_name email email_verified first_name last_name timezone photos addr_street addr_city addr_state addr_country addr_zip mobile_phone mobile_phone_verified status urls active user_type language locale utcOffset last_modified_date is_app_installed';
    expect(Object.keys((await client.get(path)).body as object)).toEqual(
      expect.arrayContaining(ofIdentity.split(' ')),
    );
  });
});

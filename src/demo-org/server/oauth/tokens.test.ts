import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoOrg } from '../../index';
import { NOON, startOrg, type Reply, type TestClient } from '../../test-client';

let org: DemoOrg;
let client: TestClient;
let now = NOON;
beforeAll(async () => {
  ({ org, client } = await startOrg({ now: () => now }));
});
afterAll(() => org.close());

const post = (path: string, fields: Record<string, string>, headers = {}): Promise<Reply> =>
  client.request(`/services/oauth2/${path}`, { method: 'POST', body: new URLSearchParams(fields), headers });

const app = (): Record<string, string> => ({ client_id: org.consumerKey, client_secret: org.consumerSecret });

describe('introspect', () => {
  test('tells the app about a living token, in seconds', async () => {
    await client.grant();
    const { status, body } = await post('introspect', { ...app(), token: client.token });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      active: true,
      scope: 'api id',
      client_id: org.consumerKey,
      username: org.runAsUsername,
      token_type: 'access_token',
      iat: now / 1000,
      nbf: now / 1000,
      exp: now / 1000 + 7200,
    });
    expect((body as { sub: string }).sub).toMatch(/\/id\/00D\w{15}\/005\w{15}$/);
  });

  test('takes a Basic header or an access token instead of id and secret', async () => {
    const basic = Buffer.from(`${org.consumerKey}:${org.consumerSecret}`).toString('base64');
    const headers = [{ Authorization: `Basic ${basic}` }, { Authorization: `Bearer ${client.token}` }];
    for (const header of headers)
      expect((await post('introspect', { token: client.token }, header)).body).toMatchObject({
        active: true,
      });
  });

  test('says nothing about dead tokens, and nothing to strangers', async () => {
    expect((await post('introspect', { ...app(), token: 'nope' })).body).toEqual({ active: false });
    const stranger = { ...app(), client_secret: 'x', token: client.token };
    expect(await post('introspect', stranger)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect((await post('introspect', { token: client.token })).body).toMatchObject({
      error: 'invalid_client_id',
    });
  });

  test('looking does not keep a session alive', async () => {
    await client.grant();
    now += 119 * 60_000;
    expect((await post('introspect', { ...app(), token: client.token })).body).toMatchObject({
      active: true,
    });
    now += 2 * 60_000;
    expect((await post('introspect', { ...app(), token: client.token })).body).toEqual({ active: false });
    await client.grant();
  });
});

describe('revoke', () => {
  test('by POST and by GET; once', async () => {
    await client.grant();
    expect(await post('revoke', { token: client.token })).toMatchObject({ status: 200, body: '' });
    expect(await post('revoke', { token: client.token })).toMatchObject({
      status: 400,
      body: { error: 'invalid_token' },
    });
    await client.grant();
    const token = encodeURIComponent(client.token);
    expect((await client.request(`/services/oauth2/revoke?token=${token}`)).status).toBe(200);
    expect((await client.get('/limits')).status).toBe(401);
    await client.grant();
  });

  test('other kinds of token are not supported', async () => {
    const reply = await post('revoke', { token: client.token, token_type_hint: 'id_token' });
    expect(reply).toMatchObject({ status: 400, body: { error: 'unsupported_token_type' } });
    expect((await client.get('/limits')).status).toBe(200);
  });

  test('with a callback the answer is a script', async () => {
    const reply = await client.request('/services/oauth2/revoke?token=nope&callback=done');
    expect([reply.status, reply.body]).toEqual([
      400,
      'done({"error":"invalid_token","error_description":"invalid token"});',
    ]);
  });
});

describe('sessions', () => {
  test('a grant while a token lives gives it again; switched off, each its own', async () => {
    await client.grant();
    const first = client.token;
    await client.grant();
    expect(client.token).toBe(first);
    org.control({ shareToken: false });
    await client.grant();
    expect(client.token).not.toBe(first);
    // Both live: one is not the end of the other.
    for (const token of [first, client.token])
      expect((await client.get('/limits', { Authorization: `Bearer ${token}` })).status).toBe(200);
    org.control({ shareToken: true });
  });

  test('the idle time can be set', async () => {
    org.control({ sessionMinutes: 15 });
    await client.grant();
    now += 15 * 60_000;
    expect((await client.get('/limits')).status).toBe(200);
    now += 15 * 60_000 + 1;
    expect((await client.get('/limits')).status).toBe(401);
    org.control({ sessionMinutes: 120 });
    await client.grant();
  });

  test('deactivating the user ends it', async () => {
    org.control({ users: { [org.runAsUsername]: { active: false } } });
    expect((await client.get('/limits')).status).toBe(401);
    org.control({ users: { [org.runAsUsername]: { active: true } } });
    expect((await client.get('/limits')).status).toBe(200);
  });

  test('switching an unknown user is refused', () => {
    expect(() => org.control({ users: { 'nobody@example.com': { active: false } } })).toThrow(RangeError);
  });

  test('identity of another user or org is not given', async () => {
    const info = (await client.get('/services/oauth2/userinfo')).body as Record<string, string>;
    const [orgId = '', userId = ''] = [info['organization_id'], info['user_id']];
    expect((await client.get(`/id/${orgId.slice(0, 15)}/${userId.slice(0, 15)}`)).status).toBe(200);
    expect((await client.get(`/id/${orgId}/005000000000001AAA`)).status).toBe(403);
    expect(await client.get(`/id/00D000000000001AAA/${userId}`)).toMatchObject({
      status: 403,
      body: 'Wrong_Org',
    });
  });
});

describe('flows with a browser or a password', () => {
  test('end on the error page: this app has no callback address', async () => {
    const known = await client.request(
      `/services/oauth2/authorize?response_type=code&client_id=${org.consumerKey}&redirect_uri=http://localhost/x`,
    );
    expect([known.status, String(known.body)]).toEqual([
      400,
      expect.stringContaining('redirect_uri_mismatch'),
    ]);
    const unknown = await client.request('/services/oauth2/authorize?response_type=code&client_id=x');
    expect(String(unknown.body)).toContain('invalid_client_id');
  });

  test('SOAP login() is refused with its own fault', async () => {
    const reply = await client.request('/services/Soap/u/59.0', { method: 'POST', body: '<login/>' });
    expect(reply.status).toBe(500);
    expect(reply.headers.get('content-type')).toContain('text/xml');
    expect(String(reply.body)).toContain('<sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode>');
  });
});

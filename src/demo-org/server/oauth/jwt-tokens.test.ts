import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemoOrg } from '../../index';
import { NOON, startOrg, type TestClient } from '../../test-client';

let org: DemoOrg;
let client: TestClient;
let now = NOON;
beforeAll(async () => {
  ({ org, client } = await startOrg({ now: () => now }));
  org.control({ jwtTokens: true, jwtTokenMinutes: 10 });
});
afterAll(() => org.close());

const read = (part = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

test('the grant says that the token is a JWT', async () => {
  expect((await client.grant()).body).toMatchObject({
    token_format: 'jwt',
    api_instance_url: 'https://api.salesforce.com',
  });
  org.control({ jwtTokens: false });
  expect((await client.grant()).body).not.toHaveProperty('token_format');
  expect(client.token).toMatch(/^00D\w{12}!/);
  org.control({ jwtTokens: true });
});

test('it verifies against the keys at /id/keys and carries the claims', async () => {
  await client.grant();
  const [head = '', payload = '', signature = ''] = client.token.split('.');
  const { keys } = (await client.request('/id/keys')).body as { keys: { kid: string }[] };
  const jwk = keys.find((key) => key.kid === read(head)['kid']) ?? { kid: '' };
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  const input = Buffer.from(`${head}.${payload}`);
  expect(verify('RSA-SHA256', input, key, Buffer.from(signature, 'base64url'))).toBe(true);
  expect(read(payload)).toMatchObject({
    client_id: org.consumerKey,
    scp: 'api id',
    iss: org.url,
    iat: NOON / 1000,
    exp: NOON / 1000 + 600,
  });
});

test('it lives a fixed time, however much it is used', async () => {
  org.control({ expireTokens: true });
  await client.grant();
  for (let minute = 1; minute < 10; minute++) {
    now += 60_000;
    expect((await client.get('/limits')).status).toBe(200);
  }
  now += 60_000;
  expect((await client.get('/limits')).status).toBe(401);
  await client.grant();
  expect((await client.get('/limits')).status).toBe(200);
});

import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ControlCommand, DemoOrg, TokenErrorName } from '../../index';
import { NOON, startOrg, type Reply, type TestClient } from '../../test-client';
import { encoded, pair, signed, switched, type Pair } from './test-jwt';
import { TOKEN_ERROR_NAMES, TOKEN_ERRORS } from './token-errors';

let org: DemoOrg;
let client: TestClient;
let keys: Pair;
beforeAll(async () => {
  keys = await pair();
  ({ org, client } = await startOrg({ live: true, certificates: [keys.certificate] }));
});
afterAll(() => org.close());

const form = (fields: Record<string, string>): Promise<Reply> =>
  client.request('/services/oauth2/token', { method: 'POST', body: new URLSearchParams(fields) });

const credentials = (): Record<string, string> => ({
  grant_type: 'client_credentials',
  client_id: org.consumerKey,
  client_secret: org.consumerSecret,
});

const assertion = (extra: Record<string, unknown> = {}): Promise<Reply> =>
  client.assert(
    signed(
      {
        iss: org.consumerKey,
        sub: org.runAsUsername,
        aud: 'https://login.salesforce.com',
        exp: NOON / 1000 + 60,
        ...extra,
      },
      keys.privateKey,
    ),
  );

/** The token endpoint addressed by another host name, as through a wrong login URL. */
function atHost(host: string): Promise<Reply> {
  const body = new URLSearchParams(credentials()).toString();
  return new Promise((resolve, reject) => {
    const sent = request(
      `${org.url}/services/oauth2/token`,
      { method: 'POST', headers: { host, 'content-type': 'application/x-www-form-urlencoded' } },
      (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: new Headers(),
            body: JSON.parse(text) as unknown,
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const under = (on: ControlCommand, off: ControlCommand, ask: () => Promise<Reply>): Promise<Reply> =>
  switched(org, on, off, ask);

const granted = (): Promise<Reply> => form(credentials());

/** How each refusal comes about on its own, without the switch that asks for it. */
const NATURALLY: Record<TokenErrorName, () => Promise<Reply>> = {
  'invalid-client-id': () => form({ ...credentials(), client_id: '3MVG9nope' }),
  'invalid-client': () => form({ ...credentials(), client_secret: 'nope' }),
  'app-not-installed': () => under({ appState: 'uninstalled' }, { appState: 'ready' }, granted),
  'app-not-found': () => under({ appState: 'missing' }, { appState: 'ready' }, granted),
  'app-blocked': () => under({ appState: 'blocked' }, { appState: 'ready' }, granted),
  'no-run-as-user': () => under({ runAsUser: false }, { runAsUser: true }, granted),
  'wrong-domain': () => atHost('login.salesforce.com'),
  'no-valid-scopes': () => under({ appScopes: ['full'] }, { appScopes: ['api', 'id'] }, granted),
  'authentication-failure': () =>
    under(
      { users: { [org.runAsUsername]: { frozen: true } } },
      { users: { [org.runAsUsername]: { frozen: false } } },
      granted,
    ),
  'ip-restricted': () => under({ ipRestricted: true }, { ipRestricted: false }, granted),
  'not-approved': () => assertion({ sub: 'nobody@northfield.example' }),
  'invalid-assertion': () => client.assert(`${encoded({ alg: 'none' })}.${encoded({})}.x`),
  'audience-invalid': () => assertion({ aud: 'https://test.salesforce.com' }),
  'audience-validation-failed': () =>
    under({ audienceError: 'audience-validation-failed' }, { audienceError: 'audience-invalid' }, () =>
      assertion({ aud: 'https://test.salesforce.com' }),
    ),
  'assertion-expired': () => assertion({ exp: NOON / 1000 - 60 }),
  'not-admin-approved': () => under({ preauthorized: false }, { preauthorized: true }, assertion),
  'grant-type-not-supported': () => form({ ...credentials(), grant_type: 'password' }),
  'inactive-user': () =>
    under(
      { users: { [org.runAsUsername]: { active: false } } },
      { users: { [org.runAsUsername]: { active: true } } },
      granted,
    ),
  'inactive-user-grant': () =>
    under(
      { users: { [org.runAsUsername]: { active: false } }, inactiveUserError: 'inactive-user-grant' },
      { users: { [org.runAsUsername]: { active: true } }, inactiveUserError: 'inactive-user' },
      granted,
    ),
  'inactive-org': () => under({ orgLocked: true }, { orgLocked: false }, granted),
  'rate-limit-exceeded': () => under({ loginsPerHour: 0 }, { loginsPerHour: 3600 }, granted),
  'login-rate-exceeded': () =>
    under(
      { loginsPerHour: 0, rateLimitError: 'login-rate-exceeded' },
      { loginsPerHour: 3600, rateLimitError: 'rate-limit-exceeded' },
      granted,
    ),
  'invalid-request': () => form({ grant_type: 'client_credentials', client_id: org.consumerKey }),
  'invalid-scope': () =>
    under({ scopeError: 'invalid-scope' }, { scopeError: 'scope-refused' }, () =>
      form({ ...credentials(), scope: 'api' }),
    ),
  'scope-refused': () => form({ ...credentials(), scope: 'api' }),
  'must-post': () => client.request('/services/oauth2/token'),
  'invalid-code': () => form({ ...credentials(), grant_type: 'authorization_code', code: 'aPrx' }),
  'invalid-refresh-token': () =>
    form({ ...credentials(), grant_type: 'refresh_token', refresh_token: '5Aep' }),
};

describe.each(TOKEN_ERROR_NAMES)('%s', (name) => {
  const [error, error_description] = TOKEN_ERRORS[name];

  test('by itself', async () => {
    expect(await NATURALLY[name]()).toMatchObject({ status: 400, body: { error, error_description } });
    expect((await granted()).status).toBe(200);
  });

  test('by the switch, only for those with the right secret', async () => {
    const reply = await under({ tokenError: name }, { tokenError: null }, granted);
    expect(reply).toMatchObject({ status: 400, body: { error, error_description } });
    const stranger = await under({ tokenError: name }, { tokenError: null }, NATURALLY['invalid-client']);
    expect(stranger.body).toMatchObject({ error: 'invalid_client' });
  });
});

describe('other wrong hosts', () => {
  test.each(['test.salesforce.com', 'northfield.lightning.force.com', 'northfield.my.salesforce-setup.com'])(
    '%s',
    async (host) => {
      expect((await atHost(host)).body).toMatchObject({
        error_description: 'request not supported on this domain',
      });
    },
  );
  test('the My Domain host is the right one', async () => {
    expect((await atHost('northfield.my.salesforce.com')).status).toBe(200);
  });
});

describe('what nothing public settles', () => {
  test('401 for wrong credentials', async () => {
    const reply = await under(
      { clientErrorStatus: 401 },
      { clientErrorStatus: 400 },
      NATURALLY['invalid-client'],
    );
    expect(reply).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  test('429 and Retry-After for too many sign-ins', async () => {
    const reply = await under(
      { loginsPerHour: 0, rateLimitStatus: 429 },
      { loginsPerHour: 3600, rateLimitStatus: 400 },
      granted,
    );
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '900']);
  });

  test('a flow off in the settings only', async () => {
    const off = { clientCredentialsFlow: false };
    const on = { clientCredentialsFlow: true, flowOffError: 'grant-type-not-supported' } as const;
    expect((await under(off, on, granted)).body).toMatchObject({ error: 'unsupported_grant_type' });
    expect((await under({ ...off, flowOffError: 'no-run-as-user' }, on, granted)).body).toMatchObject({
      error_description: 'no client credentials user enabled',
    });
  });
});

test('too many sign-ins are over after an hour', async () => {
  let now = NOON;
  const own = await startOrg({ now: () => now });
  own.org.control({ loginsPerHour: 3 });
  for (let i = 0; i < 2; i++) expect((await own.client.grant()).status).toBe(200);
  expect((await own.client.grant()).body).toMatchObject({ error: 'rate_limit_exceeded' });
  now += 3_600_000;
  expect((await own.client.grant()).status).toBe(200);
  await own.org.close();
});

test('a username nobody has leaves no trace in the login history', async () => {
  await client.grant();
  const before = await client.count('LoginHistory');
  expect((await NATURALLY['not-approved']()).status).toBe(400);
  expect(await client.count('LoginHistory')).toBe(before);
});

test('sign-ins refused to a known user are in the login history', async () => {
  const status = async (): Promise<unknown[]> =>
    (
      await client.all(
        "SELECT Status FROM LoginHistory WHERE LoginSubType = 'OauthClientCredentials' AND LoginTime >= 2026-03-18T12:00:00Z",
      )
    ).map((row) => row['Status']);
  await client.grant();
  const before = (await status()).length;
  await NATURALLY['ip-restricted']();
  await NATURALLY['inactive-user']();
  await client.grant();
  expect((await status()).slice(before).sort()).toEqual(['Restricted IP', 'Success', 'User is Inactive']);
});

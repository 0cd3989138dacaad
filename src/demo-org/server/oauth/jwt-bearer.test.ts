import { createHmac, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDemoOrg, type ControlCommand, type DemoOrg } from '../../index';
import { failure, NOON, startOrg, type TestClient, type Reply, type Row } from '../../test-client';
import { encoded, pair, signed as sign, switched, type Pair } from './test-jwt';
import { TOKEN_ERRORS, type TokenErrorName } from './token-errors';

const LOGIN = 'https://login.salesforce.com';
const DAY_MS = 86_400_000;

let ours: Pair;
let theirs: Pair;
let org: DemoOrg;
let client: TestClient;
let now = NOON;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([pair(), pair()]);
  ({ org, client } = await startOrg({ now: () => now, live: true, certificates: [ours.certificate] }));
});
afterAll(() => org.close());
beforeEach(() => {
  now = NOON;
  org.control({ certificates: [ours.certificate] });
});

const claims = (extra: Record<string, unknown> = {}): Record<string, unknown> => ({
  iss: org.consumerKey,
  sub: org.runAsUsername,
  aud: LOGIN,
  exp: Math.floor(now / 1000) + 120,
  ...extra,
});

const signed = (payload: unknown, key = ours.privateKey, header?: unknown): string =>
  sign(payload, key, header);

const refusal = (name: TokenErrorName): Partial<Reply> => {
  const [error, error_description] = TOKEN_ERRORS[name];
  return { status: 400, body: { error, error_description } };
};

const under = (on: ControlCommand, off: ControlCommand, check: () => Promise<void>): Promise<void> =>
  switched(org, on, off, check);

const someone = async (where = 'IsActive = true'): Promise<Row> => {
  await client.grant();
  const rows = await client.all(
    `SELECT Id, Username, Name FROM User WHERE ${where} AND UserType = 'Standard' AND Profile.Name LIKE 'Northfield%' LIMIT 1`,
  );
  return rows[0] ?? {};
};

describe('a good assertion', () => {
  test('gives a token of the documented shape, at no call', async () => {
    const before = org.stats().counted;
    const { status, body } = await client.assert(signed(claims()));
    expect(status).toBe(200);
    expect(Object.values(body as object).every((value) => typeof value === 'string')).toBe(true);
    expect(body).toMatchObject({ token_type: 'Bearer', instance_url: org.url, scope: 'api id' });
    expect(body).toHaveProperty('signature');
    expect(org.stats().counted).toBe(before);
    expect((await client.get('/limits')).status).toBe(200);
  });

  test.each([
    ['prn instead of sub', () => ({ sub: undefined, prn: org.runAsUsername })],
    ['the username in other case', () => ({ sub: org.runAsUsername.toUpperCase() })],
    ['the site address as audience', () => ({ aud: org.url })],
    ['exp as text', () => ({ exp: String(Math.floor(now / 1000) + 60) })],
    // The platform's own command line does that.
    ['exp in milliseconds', () => ({ exp: now + 300 })],
  ])('%s will do', async (_, extra) => {
    expect((await client.assert(signed(claims(extra())))).status).toBe(200);
  });

  test('a bare public key serves like a certificate', async () => {
    const key = new X509Certificate(ours.certificate).publicKey.export({ format: 'pem', type: 'spki' });
    org.control({ certificates: [String(key)] });
    expect((await client.assert(signed(claims()))).status).toBe(200);
  });

  test('the token belongs to the user named: identity, rows, permissions', async () => {
    const user = await someone('IsActive = true AND Profile.PermissionsApiEnabled = true');
    expect((await client.assert(signed(claims({ sub: user['Username'] })))).status).toBe(200);
    const info = (await client.get('/services/oauth2/userinfo')).body as Record<string, string>;
    expect(info).toMatchObject({
      preferred_username: user['Username'],
      user_id: user['Id'],
      name: user['Name'],
    });
    const identity = await client.get(`/id/${info['organization_id'] ?? ''}/${info['user_id'] ?? ''}`);
    expect(identity.body).toMatchObject({ username: user['Username'], user_id: user['Id'] });
    const rows = await client.all('SELECT UserId FROM LoginHistory');
    expect(new Set(rows.map((row) => row['UserId']))).toEqual(new Set([user['Id']]));
    expect(failure(await client.get('/limits')).slice(0, 2)).toEqual([403, 'API_DISABLED_FOR_ORG']);
    expect(failure(await client.soql('SELECT Id FROM UserLicense'))[1]).toBe('INVALID_TYPE');
  });

  test('a user without API Enabled signs in and can call nothing', async () => {
    const user = await someone('IsActive = true AND Profile.PermissionsApiEnabled = false');
    expect((await client.assert(signed(claims({ sub: user['Username'] })))).status).toBe(200);
    expect(failure(await client.get('/limits'))[1]).toBe('API_CURRENTLY_DISABLED');
  });

  test('each grant is a row of the login history, without a subtype', async () => {
    await client.grant();
    const rows = (): Promise<Row[]> =>
      client.all(
        `SELECT Application, LoginType, LoginSubType, Status FROM LoginHistory WHERE UserId IN (SELECT Id FROM User WHERE Username = '${org.runAsUsername}') AND LoginTime >= 2026-03-18T12:00:00Z`,
      );
    const before = (await rows()).length;
    await client.assert(signed(claims()));
    const after = await rows();
    expect(after).toHaveLength(before + 1);
    expect(after.filter((row) => row['LoginSubType'] === null)).toContainEqual(
      expect.objectContaining({
        Application: 'Seatwatch',
        LoginType: 'Remote Access 2.0',
        Status: 'Success',
      }),
    );
  });
});

describe('certificates', () => {
  test('with none, every assertion is refused', async () => {
    org.control({ certificates: [] });
    expect(await client.assert(signed(claims()))).toMatchObject(refusal('invalid-assertion'));
  });

  test('rotation: the new one beside the old, then alone', async () => {
    expect(await client.assert(signed(claims(), theirs.privateKey))).toMatchObject(
      refusal('invalid-assertion'),
    );
    org.control({ certificates: [ours.certificate, theirs.certificate] });
    for (const { privateKey } of [ours, theirs])
      expect((await client.assert(signed(claims(), privateKey))).status).toBe(200);
    org.control({ certificates: [theirs.certificate] });
    expect(await client.assert(signed(claims()))).toMatchObject(refusal('invalid-assertion'));
  });

  test('an expired one counts for nothing, unless switched', async () => {
    const old = await pair(NOON - DAY_MS);
    org.control({ certificates: [old.certificate] });
    expect(await client.assert(signed(claims(), old.privateKey))).toMatchObject(refusal('invalid-assertion'));
    await under({ acceptExpiredCertificates: true }, { acceptExpiredCertificates: false }, async () => {
      expect((await client.assert(signed(claims(), old.privateKey))).status).toBe(200);
    });
  });

  test.each([
    ['rubbish', () => 'rubbish'],
    ['a private key', () => ours.privateKey],
    [
      'a key of another kind',
      () =>
        generateKeyPairSync('ec', { namedCurve: 'P-256' })
          .publicKey.export({ format: 'pem', type: 'spki' })
          .toString(),
    ],
  ])('%s is no certificate', async (_, text) => {
    expect(() => org.control({ certificates: [text()] })).toThrow(RangeError);
    await expect(createDemoOrg({ users: 12, logins: 0, certificates: [text()] })).rejects.toThrow(RangeError);
  });
});

describe('refusals', () => {
  const unsigned = (header: unknown): string => `${encoded(header)}.${encoded(claims())}.`;

  test.each<[string, () => string | undefined, TokenErrorName]>([
    ['no assertion', () => undefined, 'invalid-request'],
    ['not a JWT', () => 'abc', 'invalid-assertion'],
    ['not JSON inside', () => 'a.b.c', 'invalid-assertion'],
    ['no audience', () => signed(claims({ aud: undefined })), 'invalid-assertion'],
    ['alg none', () => unsigned({ alg: 'none' }), 'invalid-assertion'],
    ['alg none with a stray signature', () => `${unsigned({ alg: 'none' })}x`, 'invalid-assertion'],
    [
      'HS256 keyed with the public certificate',
      () => {
        const input = `${encoded({ alg: 'HS256' })}.${encoded(claims())}`;
        return `${input}.${createHmac('sha256', ours.certificate).update(input).digest('base64url')}`;
      },
      'invalid-assertion',
    ],
    [
      'RS256 in a header that says RS512',
      () => signed(claims(), undefined, { alg: 'RS512' }),
      'invalid-assertion',
    ],
    [
      'claims changed after signing',
      () => {
        const [head, , signature] = signed(claims()).split('.');
        return `${head ?? ''}.${encoded(claims({ sub: 'admin@northfield.example' }))}.${signature ?? ''}`;
      },
      'invalid-assertion',
    ],
    ['another app', () => signed(claims({ iss: '3MVG9other' })), 'invalid-client-id'],
    [
      'audience of a sandbox',
      () => signed(claims({ aud: 'https://test.salesforce.com' })),
      'audience-invalid',
    ],
    ['audience elsewhere', () => signed(claims({ aud: 'https://elsewhere.example' })), 'audience-invalid'],
    ['expired', () => signed(claims({ exp: Math.floor(now / 1000) - 1 })), 'assertion-expired'],
    ['a user nobody knows', () => signed(claims({ sub: 'nobody@northfield.example' })), 'not-approved'],
    ['no user', () => signed(claims({ sub: undefined })), 'not-approved'],
    ['the guest user', () => signed(claims({ sub: 'guest1@northfield.example' })), 'not-approved'],
  ])('%s', async (_, assertion, name) => {
    expect(await client.assert(assertion())).toMatchObject(refusal(name));
  });

  test('a deactivated user, in either wording; and it is in the login history', async () => {
    const { Username: username, Id: id } = await someone();
    org.control({ users: { [String(username)]: { active: false } } });
    const assertion = signed(claims({ sub: username }));
    expect(await client.assert(assertion)).toMatchObject(refusal('inactive-user'));
    await under(
      { inactiveUserError: 'inactive-user-grant' },
      { inactiveUserError: 'inactive-user' },
      async () => {
        expect(await client.assert(assertion)).toMatchObject(refusal('inactive-user-grant'));
      },
    );
    const rows = await client.all(`SELECT Status FROM LoginHistory WHERE UserId = '${String(id)}'`);
    expect(rows.filter((row) => row['Status'] === 'User is Inactive')).toHaveLength(2);
    org.control({ users: { [String(username)]: { active: true } } });
    expect((await client.assert(assertion)).status).toBe(200);
  });

  test('a frozen user', async () => {
    const { Username: username } = await someone();
    org.control({ users: { [String(username)]: { frozen: true } } });
    expect(await client.assert(signed(claims({ sub: username })))).toMatchObject(
      refusal('authentication-failure'),
    );
    org.control({ users: { [String(username)]: { frozen: false } } });
  });

  test('users not admin-approved: none, or all but a few', async () => {
    const { Username: username } = await someone();
    await under({ preauthorized: false }, { preauthorized: true }, async () => {
      expect(await client.assert(signed(claims()))).toMatchObject(refusal('not-admin-approved'));
    });
    await under({ preauthorized: [org.runAsUsername] }, { preauthorized: true }, async () => {
      expect((await client.assert(signed(claims()))).status).toBe(200);
      expect(await client.assert(signed(claims({ sub: username })))).toMatchObject(
        refusal('not-admin-approved'),
      );
    });
  });

  test('the flow switched off, the app away, IP ranges, the org locked, scopes without api', async () => {
    const good = signed(claims());
    const cases: [ControlCommand, ControlCommand, TokenErrorName][] = [
      [{ jwtBearerFlow: false }, { jwtBearerFlow: true }, 'grant-type-not-supported'],
      [{ appState: 'missing' }, { appState: 'ready' }, 'app-not-found'],
      [{ ipRestricted: true }, { ipRestricted: false }, 'ip-restricted'],
      [{ orgLocked: true }, { orgLocked: false }, 'inactive-org'],
      [{ appScopes: ['full'] }, { appScopes: ['api', 'id'] }, 'no-valid-scopes'],
      [{ tokenError: 'app-blocked' }, { tokenError: null }, 'app-blocked'],
    ];
    for (const [on, off, name] of cases)
      await under(on, off, async () => {
        expect(await client.assert(good)).toMatchObject(refusal(name));
      });
    expect((await client.assert(good)).status).toBe(200);
  });
});

describe('what the documentation leaves open', () => {
  test('exp far ahead: accepted, or an invalid assertion', async () => {
    const far = signed(claims({ exp: Math.floor(now / 1000) + 181 }));
    expect((await client.assert(far)).status).toBe(200);
    await under({ jwtMaxExpiry: true }, { jwtMaxExpiry: false }, async () => {
      expect(await client.assert(far)).toMatchObject(refusal('invalid-assertion'));
      expect((await client.assert(signed(claims({ exp: Math.floor(now / 1000) + 180 })))).status).toBe(200);
    });
  });

  test('the other text for a wrong audience', () =>
    under(
      { audienceError: 'audience-validation-failed' },
      { audienceError: 'audience-invalid' },
      async () => {
        expect(await client.assert(signed(claims({ aud: 'https://x.example' })))).toMatchObject(
          refusal('audience-validation-failed'),
        );
      },
    ));

  test('an answer without signature', () =>
    under({ jwtBearerSignature: false }, { jwtBearerSignature: true }, async () => {
      expect((await client.assert(signed(claims()))).body).not.toHaveProperty('signature');
    }));
});

describe('a sandbox', () => {
  test('is addressed through test.salesforce.com and says so', async () => {
    const sandbox = await startOrg({ sandbox: true, certificates: [ours.certificate] });
    const at = (aud: string): Promise<Reply> =>
      sandbox.client.assert(signed(claims({ iss: sandbox.org.consumerKey, aud })));
    expect(await at(LOGIN)).toMatchObject(refusal('audience-invalid'));
    expect((await at('https://test.salesforce.com')).status).toBe(200);
    expect((await at(sandbox.org.url)).status).toBe(200);
    expect(await sandbox.client.all('SELECT IsSandbox FROM Organization')).toMatchObject([
      { IsSandbox: true },
    ]);
    await sandbox.org.close();
  });
});

import { generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fakeClock, memoryLog } from '../testing/fakes';
import {
  INSTANCE,
  json,
  scriptedFetch,
  tokenReply,
  type Reply,
  type SeenRequest,
} from '../testing/scripted-fetch';
import { audiencesFor } from './jwt';
import type { JwtLogin } from './jwt-grant';
import { createTokenSource, type TokenSourceDeps } from './token';

const keyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const [current, next] = [keyPair(), keyPair()];
const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const signing = (pair: typeof current, expiresAt: string | null = null) => ({
  privateKeyPem: pemOf(pair.privateKey),
  expiresAt,
});
const login: JwtLogin = {
  auth: 'jwt-bearer',
  url: INSTANCE,
  consumerKey: '3MVG9.key',
  username: 'bot@acme.example',
  keys: [signing(current)],
};
const both: JwtLogin = { ...login, keys: [signing(current), signing(next)] };

function source(
  answer: (request: SeenRequest, n: number) => Reply,
  who: JwtLogin = login,
  more: Partial<TokenSourceDeps> = {},
) {
  const script = scriptedFetch(answer);
  const log = memoryLog();
  const clock = fakeClock();
  const tokens = createTokenSource({ fetch: script.fetch, clock, log, login: who, random: () => 1, ...more });
  return { script, log, clock, tokens };
}

function assertionOf(request: SeenRequest | undefined) {
  const assertion = new URLSearchParams(request?.body).get('assertion') ?? '';
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const signedBy = (key: KeyObject) =>
    verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
  return { signedBy, header: read(header), payload: read(payload) };
}

const refused = (error: string, text: string, date?: number) =>
  json(
    { error, error_description: text },
    { status: 400, headers: date === undefined ? {} : { Date: new Date(date).toUTCString() } },
  );
const invalidAssertion = () => refused('invalid_grant', 'invalid assertion');
/** What the org does that has this certificate. */
const having =
  (pair: () => typeof current, otherwise = invalidAssertion) =>
  (request: SeenRequest, n: number): Reply =>
    assertionOf(request).signedBy(pair().publicKey) ? tokenReply(`token-${String(n)}`) : otherwise();

describe('the assertion', () => {
  it('is signed with RS256, for at most three minutes, in seconds', async () => {
    const { tokens, script, clock } = source(() => tokenReply());
    const now = clock.now() / 1000;
    await tokens.session();
    const { signedBy, header, payload } = assertionOf(script.seen[0]);
    expect(signedBy(current.publicKey)).toBe(true);
    expect(header).toEqual({ alg: 'RS256' });
    expect(payload).toMatchObject({
      iss: '3MVG9.key',
      sub: 'bot@acme.example',
      aud: 'https://login.salesforce.com',
    });
    expect(payload['exp']).toBeGreaterThan(now);
    expect(payload['exp']).toBeLessThanOrEqual(now + 180);
  });

  it.each([
    ['https://acme.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://acme-dev-ed.develop.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://acme.trailblaze.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://acme--uat.sandbox.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://nosuffix.sandbox.my.salesforce.com', 'https://test.salesforce.com'],
    // Sandboxes and scratch orgs without and with enhanced domains.
    ['https://acme--uat.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://acme-scratch-1.scratch.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://acme.my.salesforce.mil', 'https://login.salesforce.com'],
    ['https://acme--uat.sandbox.my.salesforce.mil', 'https://test.salesforce.com'],
    ['https://acme.my.sfcrmproducts.cn', 'https://login.sfcrmproducts.cn'],
    ['http://127.0.0.1:43110', 'https://login.salesforce.com'],
    ['http://localhost:43110', 'https://login.salesforce.com'],
  ])('of %s is for %s, else for the org itself', (url, audience) => {
    expect(audiencesFor(url)).toEqual([audience, url]);
  });

  it('is tried for the org’s own address when the audience is refused, and from then on first', async () => {
    for (const text of ['audience is invalid', 'Audience validation failed']) {
      const { tokens, script } = source((_, n) =>
        n === 1 ? refused('invalid_grant', text) : tokenReply(`token-${String(n)}`),
      );
      const session = await tokens.session();
      expect(assertionOf(script.seen[1]).payload['aud']).toBe(INSTANCE);
      await tokens.renew(session);
      expect(script.seen).toHaveLength(3);
      expect(assertionOf(script.seen[2]).payload['aud']).toBe(INSTANCE);
    }
    const hopeless = source(() => refused('invalid_grant', 'audience is invalid'), both);
    await expect(hopeless.tokens.session()).rejects.toMatchObject({ subStep: 'app.my-domain' });
    // Another key would not help.
    expect(hopeless.script.seen).toHaveLength(2);
  });

  it('explains a key that cannot sign, without showing it', async () => {
    const keys = [{ privateKeyPem: 'rubbish', expiresAt: null }];
    const { tokens, log } = source(() => tokenReply(), { ...login, keys });
    const error = await tokens.session().catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ code: 'PRIVATE_KEY_UNUSABLE', subStep: 'app.certificate' });
    expect(JSON.stringify([error, String((error as Error).cause), log.lines])).not.toContain('rubbish');
  });
});

describe('while a certificate is being replaced', () => {
  it('the old one goes on working, with one request per grant', async () => {
    const { tokens, script } = source(
      having(() => current),
      both,
    );
    const session = await tokens.session();
    await tokens.renew(session);
    expect(script.seen).toHaveLength(2);
    expect(tokens.login).toEqual(both);
  });

  it('the new one is found and handed on, and the old one forgotten', async () => {
    const accepted: string[] = [];
    const { tokens, script } = source(
      having(() => next),
      both,
      { onNextKeyAccepted: async (key) => void accepted.push(key.privateKeyPem) },
    );
    const session = await tokens.session();
    expect(accepted).toEqual([pemOf(next.privateKey)]);
    expect(tokens.login).toEqual({ ...both, keys: [both.keys[1]] });
    expect(script.seen.map((request) => assertionOf(request).signedBy(next.publicKey))).toEqual([
      false,
      true,
    ]);
    await tokens.renew(session);
    expect(script.seen).toHaveLength(3);
    expect(accepted).toHaveLength(1);
  });

  it('is switched over between two grants, in both directions', async () => {
    let inSalesforce = current;
    const { tokens, script, log } = source(
      having(() => inSalesforce),
      both,
      {
        // As long as it cannot be stored, both stay in use.
        onNextKeyAccepted: () => Promise.reject(new Error('vault locked')),
      },
    );
    let session = await tokens.session();
    inSalesforce = next;
    session = await tokens.renew(session);
    expect(script.seen).toHaveLength(3);
    // What worked is tried first.
    session = await tokens.renew(session);
    expect(script.seen).toHaveLength(4);
    inSalesforce = current;
    session = await tokens.renew(session);
    expect(script.seen).toHaveLength(6);
    await tokens.renew(session);
    expect(script.seen).toHaveLength(7);
    expect(log.lines.join()).toContain('vault locked');
    expect(log.lines.join()).not.toContain('PRIVATE KEY');
  });

  it('tells what stands in the way when the new one fits', async () => {
    const { tokens } = source(
      having(() => next, invalidAssertion),
      both,
    );
    await expect(tokens.session()).resolves.toBeDefined();
    const blocked = source(
      (request) =>
        assertionOf(request).signedBy(next.publicKey)
          ? refused('invalid_app_access', 'user is not admin approved to access this app')
          : invalidAssertion(),
      both,
    );
    await expect(blocked.tokens.session()).rejects.toMatchObject({
      code: 'invalid_app_access',
      subStep: 'app.pre-authorize',
    });
  });

  it('tells that neither fits', async () => {
    const stranger = keyPair();
    for (const otherwise of [
      invalidAssertion,
      () => refused('invalid_client', 'invalid client credentials'),
    ]) {
      const { tokens, script } = source(
        having(() => stranger, otherwise),
        both,
      );
      await expect(tokens.session()).rejects.toMatchObject({
        message: /neither|nor the new one/,
        subStep: 'app.jwt-bearer',
      });
      expect(script.seen).toHaveLength(2);
    }
  });

  it('a key that cannot sign gives way to the other', async () => {
    const keys = [{ privateKeyPem: 'rubbish', expiresAt: null }, signing(next)];
    const { tokens } = source(
      having(() => next),
      { ...both, keys },
    );
    await expect(tokens.session()).resolves.toBeDefined();
  });

  it.each([
    ['invalid_grant', "user hasn't approved this consumer"],
    ['invalid_client', 'app must be installed into org'],
    ['inactive_user', 'user is inactive'],
  ])('%s: %s is not taken for a wrong key', async (code, text) => {
    const { tokens, script } = source(() => refused(code, text), both);
    await expect(tokens.session()).rejects.toMatchObject({ code });
    expect(script.seen).toHaveLength(1);
  });
});

describe('a certificate that has ended', () => {
  const ended = '2026-01-10T00:00:00.000Z';

  it('is named first when Salesforce refuses it', async () => {
    const { tokens } = source(invalidAssertion, { ...login, keys: [signing(current, ended)] });
    await expect(tokens.session()).rejects.toMatchObject({
      code: 'invalid_grant',
      message: /^The certificate expired on 2026-01-10; replace it in Salesforce\..*invalid assertion/,
      fix: /rotate-key/,
      subStep: 'app.certificate',
    });
    const replacing = source(invalidAssertion, { ...both, keys: [signing(current, ended), signing(next)] });
    await expect(replacing.tokens.session()).rejects.toMatchObject({ fix: /^Upload the new certificate/ });
  });

  it('is none of our business when Salesforce takes it', async () => {
    const { tokens } = source(() => tokenReply(), { ...login, keys: [signing(current, ended)] });
    await expect(tokens.session()).resolves.toBeDefined();
  });
});

describe('a clock that is wrong', () => {
  const MINUTE = 60_000;

  it.each([
    [-7 * MINUTE, 'expired authorization code', /7 minutes behind Salesforce’s \(2026-01-15T12:07:00Z\)/],
    [5 * MINUTE, 'invalid assertion', /5 minutes ahead of Salesforce’s/],
    [-60 * 24 * 3 * MINUTE, 'expired authorization code', /3 days behind/],
    [2 * 60 * MINUTE, 'expired authorization code', /2 hours ahead/],
  ])('by %i ms is named when %s', async (offset, text, words) => {
    const noon = fakeClock().now();
    const { tokens } = source(() => refused('invalid_grant', text, noon - offset));
    await expect(tokens.session()).rejects.toMatchObject({
      code: 'invalid_grant',
      message: words,
      fix: /clock to automatic/,
      subStep: null,
    });
  });

  it('is not blamed when it agrees, nor claimed to be known when the answer has no date', async () => {
    const noon = fakeClock().now();
    const late = source(() => refused('invalid_grant', 'expired authorization code', noon - 2000));
    await expect(late.tokens.session()).rejects.toMatchObject({ message: /too old.*agrees/, fix: /proxy/ });
    const undated = source(() => refused('invalid_grant', 'expired authorization code'));
    await expect(undated.tokens.session()).rejects.toMatchObject({
      message: /probably wrong/,
      retryable: true,
    });
    const other = source(() => refused('invalid_grant', 'invalid assertion', noon - 2000));
    await expect(other.tokens.session()).rejects.toMatchObject({ subStep: 'app.jwt-bearer' });
  });
});

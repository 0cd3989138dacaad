import { describe, expect, it } from 'vitest';
import { fakeClock, memoryLog } from '../testing/fakes';
import {
  chromiumFailure,
  INSTANCE,
  json,
  nodeFailure,
  scriptedFetch,
  tokenReply,
  type Reply,
  type SeenRequest,
} from '../testing/scripted-fetch';
import { createTokenSource, type Login } from './token';

const SECRET = 'TOP-SECRET-VALUE';
const login: Login = {
  auth: 'client-credentials',
  url: INSTANCE,
  consumerKey: '3MVG9.key',
  consumerSecret: SECRET,
};

function source(answer: (request: SeenRequest, n: number) => Reply, who: Login = login) {
  const script = scriptedFetch(answer);
  const log = memoryLog();
  const clock = fakeClock();
  const tokens = createTokenSource({ fetch: script.fetch, clock, log, login: who, random: () => 1 });
  return { script, log, clock, tokens };
}

describe('client credentials', () => {
  it('asks once for all who ask at the same time, and keeps the token', async () => {
    const { tokens, script } = source(() => tokenReply());
    const [a, b] = await Promise.all([tokens.session(), tokens.session()]);
    expect(a).toBe(b);
    await tokens.session();
    expect(script.seen).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(script.seen[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: '3MVG9.key',
      client_secret: SECRET,
    });
    expect(a).toMatchObject({
      userId: '005000000000001AAA',
      organizationId: '00D000000000001AAA',
      scopes: ['api'],
    });
  });

  it('renews once, however many noticed the old one had ended', async () => {
    const { tokens, script } = source((_, n) => tokenReply(`token-${String(n)}`));
    const old = await tokens.session();
    const [a, b] = await Promise.all([tokens.renew(old), tokens.renew(old)]);
    expect(a.accessToken).toBe('token-2');
    expect(b.accessToken).toBe('token-2');
    expect((await tokens.renew(old)).accessToken).toBe('token-2');
    expect(script.seen).toHaveLength(2);
  });

  it('tries again after a refusal, and never logs the secret', async () => {
    const { tokens, log } = source((_, n) =>
      n === 1
        ? json({ error: 'invalid_client', error_description: 'invalid client credentials' }, { status: 400 })
        : tokenReply(),
    );
    await expect(tokens.session()).rejects.toMatchObject({ code: 'invalid_client', kind: 'credentials' });
    await expect(tokens.session()).resolves.toMatchObject({ accessToken: 'token-1' });
    expect(log.lines.join()).not.toContain(SECRET);
    expect(log.lines.join()).not.toContain('token-1');
  });

  it('does not hand a token to a host outside Salesforce', async () => {
    const { tokens } = source(() => tokenReply('t', 'https://evil.example'));
    await expect(tokens.session()).rejects.toMatchObject({ code: 'UNTRUSTED_INSTANCE' });
  });

  it('says at once that the line is dead, in either dialect', async () => {
    for (const failure of [
      nodeFailure('ENOTFOUND'),
      nodeFailure('ECONNREFUSED'),
      chromiumFailure('ERR_NAME_NOT_RESOLVED'),
    ]) {
      const { tokens, script, clock } = source(() => {
        throw failure;
      });
      await expect(tokens.session()).rejects.toMatchObject({
        code: 'NETWORK_UNREACHABLE',
        kind: 'unreachable',
      });
      expect(script.seen).toHaveLength(1);
      expect(clock.sleeps).toEqual([]);
    }
  });

  it('waits out a passing server error and respects Retry-After', async () => {
    const { tokens, clock } = source((_, n) =>
      n === 1
        ? new Response('<html>busy</html>', { status: 503, headers: { 'Retry-After': '7' } })
        : tokenReply(),
    );
    await tokens.session();
    expect(clock.sleeps).toEqual([7_000]);
  });

  it('does not follow a redirect', async () => {
    const { tokens, script } = source(
      () => new Response(null, { status: 302, headers: { Location: 'https://evil.example/' } }),
    );
    await expect(tokens.session()).rejects.toMatchObject({ code: 'UNEXPECTED_REDIRECT' });
    expect(script.seen).toHaveLength(1);
  });

  it('notices that a web page is no token', async () => {
    const { tokens } = source(() => new Response('<html>Welcome to HotelWifi</html>', { status: 200 }));
    await expect(tokens.session()).rejects.toMatchObject({ code: 'NOT_SALESFORCE' });
  });

  it('gives up waiting when told to, without spoiling it for the others', async () => {
    const abort = new AbortController();
    let answer: (reply: Response) => void = () => undefined;
    const { tokens } = source(() => () => new Promise<Response>((resolve) => (answer = resolve)));
    const impatient = tokens.session(abort.signal);
    const patient = tokens.session();
    abort.abort();
    await expect(impatient).rejects.toMatchObject({ kind: 'canceled' });
    answer(tokenReply());
    await expect(patient).resolves.toMatchObject({ accessToken: 'token-1' });
  });
});

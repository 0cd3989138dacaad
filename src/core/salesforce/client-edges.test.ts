import { afterEach, describe, expect, it, vi } from 'vitest';
import { queryPage, scriptedClient } from '../testing/scripted-client';
import { apiError, json, tokenReply, usage, type SeenRequest } from '../testing/scripted-fetch';

/** Details of the API that general client libraries have learned the hard way. */

type Rig = ReturnType<typeof scriptedClient>;

const OTHER_INSTANCE = 'https://acme--new.my.salesforce.com';

describe('answers that are no answers', () => {
  it.each([
    ['300 Multiple Choices', () => json(['/a', '/b'], { status: 300 }), 'UNEXPECTED_ANSWER'],
    ['304 Not Modified', () => new Response(null, { status: 304 }), 'UNEXPECTED_ANSWER'],
    ['204 No Content', () => new Response(null, { status: 204 }), 'UNEXPECTED_ANSWER'],
    ['a JSON null', () => json(null), 'TRUNCATED_ANSWER'],
    ['JSON of another shape', () => json({ hello: 'world' }), 'UNEXPECTED_ANSWER'],
    ['an expired trial', () => new Response('', { status: 420 }), 'ORG_NOT_ANSWERING'],
    [
      'an HTML error page',
      () =>
        new Response('<html><b>Down for maintenance</b></html>', {
          status: 503,
          headers: { 'Content-Type': 'text/html' },
        }),
      'SERVER_UNAVAILABLE',
    ],
    [
      'an HTML page of a refusal',
      () => new Response('<html>no</html>', { status: 403, headers: { 'Content-Type': 'text/html' } }),
      'FORBIDDEN',
    ],
    [
      'an error that is no array',
      () => json({ errorCode: 'INVALID_TYPE', message: 'x' }, { status: 400 }),
      'INVALID_TYPE',
    ],
    ['an empty error', () => new Response('', { status: 400 }), 'HTTP_400'],
    ['an empty array of errors', () => json([], { status: 400 }), 'HTTP_400'],
  ])('%s is a typed error with a fix', async (_, answer, code) => {
    const { client } = scriptedClient(answer);
    await expect(client.firstPage('q')).rejects.toMatchObject({
      name: expect.stringMatching(/^(App|Answer)Error$/) as string,
      code,
      fix: expect.stringMatching(/\w{3}/) as string,
    });
  });
});

describe('sessions', () => {
  it.each([
    ['INVALID_SESSION_ID', 'Session expired or invalid', 2],
    ['INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE', 2],
    ['', '', 2],
    // Good for something, but not for the API: a new one would be no better.
    ['INVALID_SESSION_ID', 'This session is not valid for use with the REST API', 1],
  ])('401 %s “%s”: %i tokens', async (code, message, tokens) => {
    const { client, script } = scriptedClient(() => apiError(401, code, message));
    await expect(client.firstPage('q')).rejects.toMatchObject({ kind: 'credentials' });
    expect(script.to('/token')).toHaveLength(tokens);
    expect(script.to('/query')).toHaveLength(tokens);
  });

  it('goes to the instance that the new token names', async () => {
    const { client, script } = scriptedClient(
      (_, n) => (n === 1 ? apiError(401, 'INVALID_SESSION_ID', 'Session expired') : queryPage(['a'])),
      { token: (n) => (n === 1 ? tokenReply('old') : tokenReply('new', OTHER_INSTANCE)) },
    );
    await client.firstPage('q');
    await client.firstPage('q');
    const [first, second, third] = script.to('/query');
    expect(first?.url.origin).not.toBe(OTHER_INSTANCE);
    expect(second?.url.origin).toBe(OTHER_INSTANCE);
    expect(second?.headers.get('authorization')).toBe('Bearer new');
    expect(third?.url.origin).toBe(OTHER_INSTANCE);
  });

  it('hands the token to nobody else', async () => {
    const { client, script } = scriptedClient(() => queryPage(['a']), {
      token: () => tokenReply('t', 'https://acme.my.salesforce.com.evil.example'),
    });
    await expect(client.firstPage('q')).rejects.toMatchObject({ code: 'UNTRUSTED_INSTANCE' });
    expect(script.to('/query')).toHaveLength(0);
  });
});

it('an answer in a deprecated version is an answer, and the log says so', async () => {
  const { client, log } = scriptedClient(() => {
    const page = queryPage(['a']);
    page.headers.set('Warning', '299 - "This API version is deprecated"');
    return page;
  });
  await expect(client.firstPage('q')).resolves.toMatchObject({ records: [{ Id: 'a' }] });
  expect(log.lines.filter((line) => line.includes('deprecated'))).toHaveLength(1);
});

describe('parts of a composite', () => {
  const composite = (...parts: { status: number; body: unknown }[]) =>
    json(
      {
        compositeResponse: parts.map(({ status, body }, i) => ({
          referenceId: `q${String(i)}`,
          httpStatusCode: status,
          httpHeaders: {},
          body,
        })),
      },
      { headers: usage(1, 1_000) },
    );
  const rows = { status: 200, body: { totalSize: 0, done: true, records: [] } };
  const refused = (status: number, errorCode: string, message = '') => ({
    status,
    body: [{ errorCode, message }],
  });

  it('keeps a server fault to the part that has it, and calls it passing', async () => {
    const { client } = scriptedClient(() =>
      composite(rows, refused(500, 'UNKNOWN_EXCEPTION'), { status: 503, body: '<html>' }, rows),
    );
    const outcomes = await client.queryMany(['a', 'b', 'c', 'd']);
    expect(outcomes.map((one) => (one.ok ? 'rows' : [one.error.code, one.error.retryable]))).toEqual([
      'rows',
      ['UNKNOWN_EXCEPTION', true],
      ['SERVER_UNAVAILABLE', true],
      'rows',
    ]);
  });

  it('pauses when a part says that the quota is used up, but not for too many long requests', async () => {
    const full = scriptedClient(() =>
      composite(rows, refused(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')),
    );
    await expect(full.client.queryMany(['a', 'b'])).rejects.toMatchObject({ reason: 'exhausted' });
    await expect(full.client.queryMany(['a'])).rejects.toMatchObject({ reason: 'exhausted' });
    expect(full.script.to('/composite')).toHaveLength(1);
    const busy = scriptedClient(() =>
      composite(refused(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.')),
    );
    const [outcome] = await busy.client.queryMany(['a']);
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'unreachable', retryable: true } });
  });

  it('renews a token that ends between the request and its parts, once', async () => {
    const { client, script } = scriptedClient((_, n) =>
      composite(n === 1 ? refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid') : rows),
    );
    expect(await client.queryMany(['a'])).toMatchObject([{ ok: true }]);
    expect(script.to('/token')).toHaveLength(2);
    const hopeless = scriptedClient(() => composite(refused(401, 'INVALID_SESSION_ID', 'Session expired')));
    expect(await hopeless.client.queryMany(['a'])).toMatchObject([
      { ok: false, error: { kind: 'credentials' } },
    ]);
    expect(hopeless.script.to('/composite')).toHaveLength(2);
  });

  it('misses no part', async () => {
    const { client } = scriptedClient(() => composite(rows));
    const [, missing] = await client.queryMany(['a', 'b']);
    expect(missing).toMatchObject({ ok: false, error: { code: 'UNEXPECTED_ANSWER' } });
  });
});

describe('a line that stays silent', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ['the list of versions', 20, (rig: Rig) => rig.client.version()],
    ['the state of a job', 20, (rig: Rig) => rig.client.bulk.wait({ id: '750', version: '68.0' }, 9)],
    ['a query', 130, (rig: Rig) => rig.client.firstPage('q')],
  ])('is given up after two attempts at %s, of %i seconds each', async (what, seconds, ask) => {
    const silent = ({ signal }: SeenRequest) =>
      new Promise<Response>((_, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new DOMException('aborted', 'AbortError'));
        });
      });
    const rig = scriptedClient(() => silent, {
      answerMs: null,
      ...(what === 'the list of versions' ? { versions: () => silent } : {}),
    });
    // What comes before is answered, and takes turns of the real loop.
    if (what !== 'the list of versions') await rig.client.version();
    vi.useFakeTimers();
    let failure: unknown;
    ask(rig).catch((error: unknown) => {
      failure = error;
    });
    await vi.advanceTimersByTimeAsync(2 * seconds * 1_000 - 100);
    expect(failure).toBeUndefined();
    await vi.advanceTimersByTimeAsync(200);
    expect(failure).toMatchObject({ code: 'NETWORK_TIMEOUT', retryable: true });
    expect(rig.guard.state().made).toBe(what === 'the list of versions' ? 0 : 2);
  });
});

describe('canceling', () => {
  it('is told as such, before and during a request, and counts what was sent', async () => {
    const abort = new AbortController();
    const { client, guard } = scriptedClient(() => {
      abort.abort();
      throw new DOMException('aborted', 'AbortError');
    });
    await expect(client.firstPage('q', abort.signal)).rejects.toMatchObject({ kind: 'canceled' });
    await expect(client.firstPage('q', abort.signal)).rejects.toMatchObject({ kind: 'canceled' });
    expect(guard.state()).toMatchObject({ made: 1, inFlight: 0 });
  });
});

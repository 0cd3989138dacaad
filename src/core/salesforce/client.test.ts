import { describe, expect, it } from 'vitest';
import { createQuotaGuard } from '../quota/guard';
import { fakeClock, silentLog } from '../testing/fakes';
import { queryPage as page, scriptedClient as setup } from '../testing/scripted-client';
import {
  apiError,
  chromiumFailure,
  INSTANCE,
  json,
  nodeFailure,
  scriptedFetch,
  tokenReply,
  usage,
} from '../testing/scripted-fetch';
import { createSalesforceClient } from './client';
import { createHttp } from './http';
import { createTokenSource } from './token';

const NEXT = '/services/data/v68.0/query/01gxx-2000';

describe('every request', () => {
  it('uses the newest version both know, names us, and is counted', async () => {
    const { client, script, guard } = setup(() => page(['a']));
    await client.firstPage('SELECT Id FROM User');
    const [request] = script.to('/query');
    expect(request?.url.pathname).toBe('/services/data/v68.0/query');
    expect(request?.url.searchParams.get('q')).toBe('SELECT Id FROM User');
    expect(request?.headers.get('sforce-call-options')).toBe('client=Seatwatch');
    expect(request?.headers.get('authorization')).toBe('Bearer token-1');
    expect(script.to('/services/data')[0]?.headers.get('authorization')).toBeNull();
    expect(guard.state()).toMatchObject({ made: 1, used: 10, max: 1_000 });
  });

  it('renews an ended token once and replays once', async () => {
    const { client, script, guard } = setup((_, n) =>
      n === 1 ? apiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid') : page(['a']),
    );
    await client.firstPage('q');
    expect(script.to('/token')).toHaveLength(2);
    expect(script.to('/query')[1]?.headers.get('authorization')).toBe('Bearer token-2');
    expect(guard.state().made).toBe(2);
    const hopeless = setup(() => apiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid'));
    await expect(hopeless.client.firstPage('q')).rejects.toMatchObject({ code: 'INVALID_SESSION_ID' });
    expect(hopeless.script.to('/query')).toHaveLength(2);
  });

  it('renews for the plain-text answer of identity endpoints too', async () => {
    const { client, script } = setup((_, n) =>
      n === 1 ? new Response('Bad_OAuth_Token', { status: 403 }) : page(['a']),
    );
    await client.firstPage('q');
    expect(script.to('/token')).toHaveLength(2);
  });

  it('does not renew a token that is not meant for the API', async () => {
    const { client, script } = setup(() =>
      apiError(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API'),
    );
    await expect(client.firstPage('q')).rejects.toMatchObject({ subStep: 'app.oauth' });
    expect(script.to('/token')).toHaveLength(1);
  });

  it.each([
    ['503', () => new Response('<html>', { status: 503 })],
    ['420', () => new Response('', { status: 420 })],
    ['500', () => apiError(500, 'UNKNOWN_EXCEPTION', 'x')],
    ['a truncated body', () => new Response('{"totalSize":1,"do', { status: 200 })],
    ['an empty body', () => new Response('', { status: 200 })],
    ['a web page', () => new Response('<!doctype html>', { status: 200 })],
    [
      'too many long requests',
      () => apiError(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.'),
    ],
    [
      'a broken connection',
      () => {
        throw nodeFailure('ECONNRESET');
      },
    ],
    [
      'a broken connection (Chromium)',
      () => {
        throw chromiumFailure('ERR_CONNECTION_RESET');
      },
    ],
  ])('tries again after %s, with growing pauses, each counted', async (_, fault) => {
    const { client, clock, guard } = setup((_request, n) => (n < 3 ? fault() : page(['a'])));
    await client.firstPage('q');
    expect(clock.sleeps).toEqual([250, 500]);
    expect(guard.state().made).toBe(3);
    const hopeless = setup(fault);
    await expect(hopeless.client.firstPage('q')).rejects.toMatchObject({ kind: 'unreachable' });
    expect(hopeless.guard.state().made).toBe(4);
  });

  it('respects Retry-After, and does not sleep for hours', async () => {
    const busy = (seconds: number) =>
      new Response('', { status: 429, headers: { 'Retry-After': String(seconds) } });
    const short = setup((_, n) => (n === 1 ? busy(3) : page(['a'])));
    await short.client.firstPage('q');
    expect(short.clock.sleeps).toEqual([3_000]);
    const long = setup(() => busy(7_200));
    await expect(long.client.firstPage('q')).rejects.toMatchObject({ kind: 'unreachable' });
    expect(long.clock.sleeps).toEqual([]);
  });

  it('asks the guard before each repetition', async () => {
    const { client, guard } = setup(() => new Response('', { status: 503 }), { maxCalls: 2 });
    await expect(client.firstPage('q')).rejects.toMatchObject({ reason: 'budget' });
    expect(guard.state().made).toBe(2);
  });

  it('takes "limit exceeded" for a pause', async () => {
    const { client, script } = setup(() =>
      apiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
    );
    await expect(client.firstPage('q')).rejects.toMatchObject({ reason: 'exhausted' });
    await expect(client.firstPage('q')).rejects.toMatchObject({ reason: 'exhausted' });
    expect(script.to('/query')).toHaveLength(1);
  });

  it('does not send when the quota says no, and not charge what never left', async () => {
    const full = setup(() => json({ totalSize: 0, done: true, records: [] }, { headers: usage(75, 100) }));
    await full.client.firstPage('q');
    await expect(full.client.firstPage('q')).rejects.toMatchObject({ reason: 'threshold' });
    expect(full.script.to('/query')).toHaveLength(1);
    const dead = setup(() => {
      throw nodeFailure('ECONNREFUSED');
    });
    await expect(dead.client.firstPage('q')).rejects.toMatchObject({ code: 'NETWORK_UNREACHABLE' });
    expect(dead.guard.state()).toMatchObject({ made: 0, inFlight: 0 });
    expect(dead.clock.sleeps).toEqual([]);
  });

  it('gives up on a server that does not answer', async () => {
    const silent = () => () => new Promise<Response>(() => undefined);
    const script = scriptedFetch(silent);
    const tokens = createTokenSource({
      fetch: (url, init) => Promise.race([script.fetch(url, init), aborted(init?.signal)]),
      clock: fakeClock(),
      log: silentLog,
      login: { auth: 'client-credentials', url: INSTANCE, consumerKey: 'k', consumerSecret: 's' },
      timeouts: { answerMs: 20, idleMs: 20 },
    });
    await expect(tokens.session()).rejects.toMatchObject({ code: 'NETWORK_TIMEOUT' });
  });

  it('never follows a redirect', async () => {
    const { client, script } = setup(
      () => new Response(null, { status: 301, headers: { Location: 'https://evil.example/' } }),
    );
    await expect(client.firstPage('q')).rejects.toMatchObject({ code: 'UNEXPECTED_REDIRECT' });
    expect(script.seen.every(({ url }) => url.origin === INSTANCE)).toBe(true);
    const electron = setup(() => {
      throw new Error('Redirect was cancelled');
    });
    await expect(electron.client.firstPage('q')).rejects.toMatchObject({ code: 'UNEXPECTED_REDIRECT' });
  });

  it('asks for another version when the one in use is retired, and explains when none is left', async () => {
    const { client, script } = setup((request) =>
      request.url.pathname.includes('v68') ? apiError(410, 'UNSUPPORTED_API_VERSION', 'gone') : page(['a']),
    );
    await expect(client.firstPage('q')).resolves.toMatchObject({ records: [{ Id: 'a' }] });
    expect(await client.version()).toBe('67.0');
    expect(script.to('/query').map(({ url }) => url.pathname)).toEqual([
      '/services/data/v68.0/query',
      '/services/data/v67.0/query',
    ]);
    const all = setup(() => apiError(410, 'UNSUPPORTED_API_VERSION', 'gone'));
    await expect(all.client.firstPage('q')).rejects.toMatchObject({ fix: 'Update Seatwatch.' });
  });
});

describe('queries', () => {
  it('follows pages, and stops when they go round', async () => {
    const { client } = setup((_, n) => (n === 1 ? page(['a'], NEXT, 2) : page(['b'])));
    const ids: unknown[] = [];
    for await (const { records } of client.pages('q')) ids.push(...records.map(({ Id }) => Id));
    expect(ids).toEqual(['a', 'b']);
    const round = setup(() => page(['a'], NEXT, 9));
    const all = async () => {
      for await (const one of round.client.pages('q')) expect(one.records).toHaveLength(1);
    };
    await expect(all()).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
  });

  it('refuses a page that ends in the middle, and a cursor that leads elsewhere', async () => {
    const cut = setup(() => json({ totalSize: 9, done: false, records: [] }));
    await expect(cut.client.firstPage('q')).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
    for (const cursor of ['/services/apexrest/x', '//evil.example/services/data/v1.0/q', '../x']) {
      await expect(cut.client.nextPage(cursor)).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
    }
  });

  it('packs five queries into one request and keeps refusals apart', async () => {
    const { client, script, guard } = setup((request) => {
      const { compositeRequest } = JSON.parse(request.body) as {
        compositeRequest: { url: string; referenceId: string }[];
      };
      const compositeResponse = compositeRequest.map(({ url, referenceId }) =>
        url.includes('Bad')
          ? {
              referenceId,
              httpStatusCode: 400,
              httpHeaders: {},
              body: [{ errorCode: 'INVALID_TYPE', message: 'no' }],
            }
          : {
              referenceId,
              httpStatusCode: 200,
              httpHeaders: {},
              body: { totalSize: 1, done: true, records: [{ Id: url.slice(-1) }] },
            },
      );
      return json({ compositeResponse: compositeResponse.reverse() }, { headers: usage(1, 1_000) });
    });
    const outcomes = await client.queryMany(['1', '2', 'Bad', '4', '5', '6', '7']);
    expect(outcomes.map((o) => (o.ok ? o.page.records[0]?.['Id'] : o.error.code))).toEqual([
      '1',
      '2',
      'INVALID_TYPE',
      '4',
      '5',
      '6',
      '7',
    ]);
    expect(script.to('/composite')).toHaveLength(2);
    expect(guard.state().made).toBe(2);
  });

  it('reads limits with children, odd shapes and negative rests', async () => {
    const { client, guard } = setup(() =>
      json({
        DailyApiRequests: {
          Max: 100,
          Remaining: -5,
          'My App': { Max: 50, Remaining: 20 },
          Workbench: { Max: 0, Remaining: 0 },
        },
        PermissionSets: { Max: 1500, Remaining: 1499, CreateCustom: { Max: 1000, Remaining: 999 } },
        Strange: 'text',
      }),
    );
    const limits = await client.limits();
    expect(limits).toContainEqual({ name: 'DailyApiRequests', max: 100, remaining: -5 });
    expect(limits).toContainEqual({ name: 'DailyApiRequests / My App', max: 50, remaining: 20 });
    expect(limits.map(({ name }) => name)).not.toContain('DailyApiRequests / Workbench');
    expect(guard.state()).toMatchObject({ used: 105, max: 100 });
  });

  it('reports an org without a version we know', async () => {
    const { client } = setup(() => page([]));
    await expect(client.version()).resolves.toBe('68.0');
    const script = scriptedFetch(({ url }) =>
      url.pathname.endsWith('token') ? tokenReply() : json([{ version: '99.0' }]),
    );
    const clock = fakeClock();
    const guard = createQuotaGuard({ thresholdPercent: 75, maxCalls: null });
    const shared = { fetch: script.fetch, clock, log: silentLog };
    const tokens = createTokenSource({
      ...shared,
      login: { auth: 'client-credentials', url: INSTANCE, consumerKey: 'k', consumerSecret: 's' },
    });
    const http = createHttp({ ...shared, tokens, guard, loginUrl: INSTANCE });
    await expect(createSalesforceClient({ http, tokens, guard, clock }).version()).rejects.toMatchObject({
      code: 'API_VERSION_UNSUPPORTED',
    });
  });
});

function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new DOMException('aborted', 'AbortError'));
    });
  });
}

import { describe, expect, it } from 'vitest';
import { scriptedClient, type ScriptedClientOptions } from '../testing/scripted-client';
import { apiError, json, nodeFailure, usage, type Reply, type SeenRequest } from '../testing/scripted-fetch';
import { createCsvLines } from '../collect/ingest/csv-lines';
import { pollDelayMs, type BulkJob, type PageSink } from './bulk';
import { unreadable } from './http';

const JOB: BulkJob = { id: '750000000000001AAA', version: '67.0' };

/** A result page; `of` is what the header promises. */
function resultPage(ids: readonly string[], next: string | null = null, of: number = ids.length): Response {
  return new Response(['"Id","Name"', ...ids.map((id) => `"${id}",""`), ''].join('\n'), {
    headers: {
      'Content-Type': 'text/csv',
      'Sforce-Locator': next ?? 'null',
      'Sforce-NumberOfRecords': String(of),
      ...usage(10, 1_000),
    },
  });
}

const state = (name: string, more: object = {}) => json({ id: JOB.id, state: name, ...more });
const ids = (count: number) => Array.from({ length: count }, (_, i) => `r${String(i)}`);

function setup(answer: (request: SeenRequest, n: number) => Reply, options: ScriptedClientOptions = {}) {
  const rig = scriptedClient(answer, options);
  return { ...rig, bulk: rig.client.bulk };
}

/** Takes a page as the database does: what is handed over anew replaces what was. */
function basket() {
  let taken: string[] = [];
  const promises: (number | null)[] = [];
  const events: string[] = [];
  const begin = (): Promise<PageSink> => {
    taken = [];
    const lines = createCsvLines(() => ([id = '']) => {
      taken.push(id);
    });
    return Promise.resolve({
      feed(bytes) {
        lines.push(bytes);
        return Promise.resolve();
      },
      received(next) {
        events.push(`${next} follows`);
      },
      close(promised) {
        events.push('stored');
        promises.push(promised);
        lines.end();
        if (promised !== null && promised !== taken.length) throw unreadable('cut');
        return Promise.resolve();
      },
    });
  };
  return { begin, rows: () => taken, promises, events };
}

describe('making a job', () => {
  it('costs one request, in the version that stays with the job', async () => {
    const { bulk, script, guard } = setup(() => json({ id: JOB.id, state: 'UploadComplete' }));
    expect(await bulk.create('SELECT Id FROM User')).toEqual({ id: JOB.id, version: '68.0' });
    const [request] = script.to('/jobs/query');
    expect(request?.url.pathname).toBe('/services/data/v68.0/jobs/query');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      operation: 'query',
      query: 'SELECT Id FROM User',
      contentType: 'CSV',
      columnDelimiter: 'COMMA',
      lineEnding: 'LF',
    });
    expect(guard.state().made).toBe(1);
  });

  it.each([
    [400, 'INVALIDENTITY', "Entity 'X' is not supported by the Bulk API.", 'unsupported'],
    [400, 'API_ERROR', "Entity 'X' is not supported by the Bulk API.", 'unsupported'],
    [400, 'FUNCTIONALITY_NOT_ENABLED', 'Selecting compound data not supported', 'unsupported'],
    [400, 'FEATURE_NOT_ENABLED', '', 'not-enabled'],
    [400, 'FEATURENOTENABLED', '', 'not-enabled'],
    [404, 'NOT_FOUND', '', 'not-enabled'],
    [405, 'METHOD_NOT_ALLOWED', '', 'not-enabled'],
    [403, 'INSUFFICIENT_ACCESS', '', 'forbidden'],
    [403, '', '', 'forbidden'],
    [400, 'LIMIT_EXCEEDED', 'Max bulk v2 query jobs (10000) per 24 hrs has been reached', 'job-limit'],
    [400, 'EXCEEDEDQUOTA', '', 'job-limit'],
    [500, 'UNKNOWN_EXCEPTION', '', 'refused'],
    [400, 'NEVER_SEEN', '', 'refused'],
    [410, 'GONE', '', 'version'],
  ])('%i %s %s: %s, for REST to take over', async (status, code, message, reason) => {
    const { bulk } = setup(() => apiError(status, code, message));
    const error: unknown = await bulk.create('q').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'BulkUnavailable', reason });
    expect(error).toHaveProperty('message', expect.stringContaining(message));
  });

  it.each([
    ['a used-up quota', () => apiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests'), { kind: 'paused' }],
    ['no API at all', () => apiError(403, 'API_CURRENTLY_DISABLED', ''), { code: 'API_CURRENTLY_DISABLED' }],
    [
      'a dead line',
      () => {
        throw nodeFailure('ENOTFOUND');
      },
      { code: 'NETWORK_UNREACHABLE' },
    ],
  ])('%s stays what it is', async (_, answer, expected) => {
    const { bulk } = setup(answer);
    const error: unknown = await bulk.create('q').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(expected);
    expect(error).not.toHaveProperty('name', 'BulkUnavailable');
  });

  it('takes an answer without a job for a refusal', async () => {
    const { bulk } = setup(() => json({ id: '../../query' }));
    await expect(bulk.create('q')).rejects.toMatchObject({ reason: 'refused' });
  });
});

describe('waiting for a job', () => {
  it('looks less and less often, one request each', async () => {
    const { bulk, clock, guard } = setup((_, n) =>
      n < 4
        ? state(n === 1 ? 'UploadComplete' : 'InProgress')
        : state('JobComplete', { numberRecordsProcessed: 7 }),
    );
    expect(await bulk.wait(JOB, 10)).toBe(7);
    expect(clock.sleeps).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(guard.state().made).toBe(4);
    expect(pollDelayMs(50, () => 1)).toBe(60_000);
  });

  it.each([
    ['Failed', 'failed', 'InvalidBatch : Failed to process query'],
    ['Aborted', 'aborted', ''],
  ])('%s: %s', async (name, reason, errorMessage) => {
    const { bulk } = setup(() => state(name, { errorMessage }));
    const error: unknown = await bulk.wait(JOB, 10).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason });
    expect(error).toHaveProperty('message', expect.stringContaining(errorMessage));
  });

  it('gives up after the looks it may pay for, and says so', async () => {
    const { bulk, guard } = setup(() => state('InProgress'));
    await expect(bulk.wait(JOB, 3)).rejects.toMatchObject({ reason: 'too-slow' });
    expect(guard.state().made).toBe(3);
  });

  it('stops at the budget and survives passing faults', async () => {
    const tight = setup(() => state('InProgress'), { maxCalls: 2 });
    await expect(tight.bulk.wait(JOB, 10)).rejects.toMatchObject({ reason: 'budget' });
    expect(tight.guard.state().made).toBe(2);
    const shaky = setup((_, n) => (n < 3 ? new Response('', { status: 503 }) : state('JobComplete')));
    expect(await shaky.bulk.wait(JOB, 10)).toBeNull();
    const down = setup(() => new Response('', { status: 503 }));
    await expect(down.bulk.wait(JOB, 10)).rejects.toMatchObject({ code: 'SERVER_UNAVAILABLE' });
  });

  it.each([
    [404, 'NOT_FOUND', 'gone'],
    [400, 'INVALIDJOB', 'gone'],
    [410, 'X', 'version'],
  ])('%i %s: %s', async (status, code, reason) => {
    const { bulk } = setup(() => apiError(status, code, ''));
    await expect(bulk.wait(JOB, 10)).rejects.toMatchObject({ reason });
  });
});

describe('result pages', () => {
  it('are asked for by size and locator in the job’s own version, until the text “null”', async () => {
    const { bulk, script, guard } = setup(
      (request) =>
        request.url.searchParams.get('locator') === 'L2' ? resultPage(['c']) : resultPage(['a', 'b'], 'L2'),
      { bulkPageSize: 2 },
    );
    const { begin, rows } = basket();
    expect(await bulk.page(JOB, null, begin)).toBe('L2');
    expect(rows()).toEqual(['a', 'b']);
    expect(await bulk.page(JOB, 'L2', begin)).toBeNull();
    expect(rows()).toEqual(['c']);
    expect(script.to('/results').map(({ url }) => url.pathname + url.search)).toEqual([
      `/services/data/v67.0/jobs/query/${JOB.id}/results?maxRecords=2`,
      `/services/data/v67.0/jobs/query/${JOB.id}/results?maxRecords=2&locator=L2`,
    ]);
    expect(guard.state()).toMatchObject({ made: 2, used: 10 });
  });

  it('come with the number of rows promised, null where Salesforce did not say', async () => {
    const silent = new Response('"Id","Name"\n', { headers: { 'Sforce-Locator': 'null' } });
    const { bulk } = setup((_, n) => (n === 1 ? resultPage(ids(7)) : silent));
    const full = basket();
    await bulk.page(JOB, null, full.begin);
    await bulk.page(JOB, null, full.begin);
    expect(full.promises).toEqual([7, null]);
    expect(full.rows()).toEqual([]);
  });

  it('are read no faster than they are taken', async () => {
    const PIECES = 1_000;
    let sent = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          sent += 1;
          const lines = `${ids(100).join('\n')}\n`;
          controller.enqueue(new TextEncoder().encode(sent === 1 ? `Id\n${lines}` : lines));
          if (sent === PIECES) controller.close();
        },
      },
      { highWaterMark: 1 },
    );
    const { bulk } = setup(() => new Response(body, { headers: { 'Sforce-Locator': 'null' } }));
    let taken = 0;
    await bulk.page(JOB, null, () =>
      Promise.resolve({
        async feed() {
          await new Promise((resolve) => setImmediate(resolve));
          taken += 1;
          // At most the piece being taken, and what lies in the pipe.
          expect(sent).toBeLessThanOrEqual(taken + 4);
        },
        received: () => undefined,
        close: () => Promise.resolve(),
      }),
    );
    expect(taken).toBe(PIECES);
  });

  it('tell what follows before their rows are stored, so that it can be asked for', async () => {
    const { begin, events } = basket();
    for (const [asked, told] of [
      [null, 'L1'],
      ['L1', 'L1'],
      ['L1', 'null'],
    ] as const) {
      const { bulk } = setup(() => resultPage(['a'], told));
      await bulk.page(JOB, asked, begin).catch(() => undefined);
    }
    expect(events).toEqual(['L1 follows', 'stored', 'stored', 'stored']);
  });

  const brokenBody = (text: string) =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(text));
        },
        pull(controller) {
          controller.error(nodeFailure('ECONNRESET'));
        },
      }),
      { headers: { 'Sforce-Locator': 'L9', 'Sforce-NumberOfRecords': '3' } },
    );

  it.each([
    ['a connection that breaks', () => brokenBody('"Id","Name"\n"a",""\n')],
    ['rows that are missing at the end', () => resultPage(['a', 'b'], 'L9', 3)],
    ['a web page', () => new Response('<html>', { headers: { 'Sforce-Locator': 'L9' } })],
    ['an empty body', () => new Response('', { headers: { 'Sforce-Locator': 'L9' } })],
    ['a server fault', () => new Response('', { status: 503 })],
  ])('are asked for again after %s, and counted again', async (_, broken) => {
    const { bulk, guard } = setup((__, n) => (n < 3 ? broken() : resultPage(['a', 'b', 'c'], 'L9')));
    const { begin, rows } = basket();
    expect(await bulk.page(JOB, 'L1', begin)).toBe('L9');
    expect(rows()).toEqual(['a', 'b', 'c']);
    expect(guard.state().made).toBe(3);
    const hopeless = setup(broken);
    await expect(hopeless.bulk.page(JOB, 'L1', begin)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(hopeless.guard.state().made).toBe(4);
  });

  it('pass on what went wrong while storing, without asking again', async () => {
    const { bulk, guard } = setup(() => resultPage(['a']));
    const full = new Error('disk full');
    const sink = {
      feed: () => Promise.reject(full),
      received: () => undefined,
      close: () => Promise.resolve(),
    };
    await expect(bulk.page(JOB, null, () => Promise.resolve(sink))).rejects.toBe(full);
    await expect(bulk.page(JOB, null, () => Promise.reject(full))).rejects.toBe(full);
    expect(guard.state().made).toBe(2);
  });

  it.each([
    [404, 'NOT_FOUND', 'gone'],
    [400, 'INVALID_QUERY_LOCATOR', 'gone'],
    [400, 'INVALIDJOBSTATE', 'gone'],
    [409, 'API_ERROR', 'version'],
    [409, '', 'version'],
    [403, 'INSUFFICIENT_ACCESS', 'forbidden'],
  ])('%i %s: %s', async (status, code, reason) => {
    const { bulk } = setup(() => apiError(status, code, ''));
    await expect(bulk.page(JOB, 'L', basket().begin)).rejects.toMatchObject({ reason });
  });

  it('without a locator header, or pointing to itself, are not trusted', async () => {
    const { bulk } = setup((_, n) => (n === 1 ? new Response('"Id","Name"\n') : resultPage(['a'], 'L1')));
    await expect(bulk.page(JOB, null, basket().begin)).rejects.toMatchObject({ reason: 'refused' });
    await expect(bulk.page(JOB, 'L1', basket().begin)).rejects.toMatchObject({ reason: 'refused' });
  });

  it('can be canceled in the middle', async () => {
    const abort = new AbortController();
    const { bulk } = setup(() => resultPage(ids(3)));
    const sink = {
      feed() {
        abort.abort();
        abort.signal.throwIfAborted();
        return Promise.resolve();
      },
      received: () => undefined,
      close: () => Promise.resolve(),
    };
    await expect(bulk.page(JOB, null, () => Promise.resolve(sink), abort.signal)).rejects.toThrow();
  });
});

describe('aborting a job', () => {
  it('is one request, and no more when it fails', async () => {
    const { bulk, script, guard } = setup((_, n) =>
      n === 1 ? state('Aborted') : apiError(400, 'INVALIDJOBSTATE', 'done already'),
    );
    expect(await bulk.abort(JOB)).toBe(true);
    expect(await bulk.abort(JOB)).toBe(false);
    expect(script.to('/jobs/query').map(({ method, body }) => [method, body])).toEqual([
      ['PATCH', '{"state":"Aborted"}'],
      ['PATCH', '{"state":"Aborted"}'],
    ]);
    expect(guard.state().made).toBe(2);
  });

  it('is left alone when the quota forbids it', async () => {
    const { bulk, guard } = setup(() => state('Aborted'), { maxCalls: 0 });
    expect(await bulk.abort(JOB)).toBe(false);
    expect(guard.state().made).toBe(0);
  });
});

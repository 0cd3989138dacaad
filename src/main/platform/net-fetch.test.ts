import { EventEmitter } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import type { ClientRequest, ClientRequestConstructorOptions, Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { createNetFetch } from './net-fetch';

class FakeRequest extends EventEmitter {
  headers: Record<string, string> = {};
  body: Buffer | undefined;
  aborted = false;
  constructor(
    readonly options: ClientRequestConstructorOptions,
    private readonly answer: (request: FakeRequest) => void,
  ) {
    super();
  }
  setHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  end(body?: Buffer): void {
    this.body = body;
    setImmediate(() => this.answer(this));
  }
  abort(): void {
    this.aborted = true;
  }
  respond(statusCode: number, body: Readable, headers: Record<string, string | string[]> = {}): void {
    this.emit('response', Object.assign(body, { statusCode, statusMessage: 'x', headers }));
  }
}

function fetchWith(answer: (request: FakeRequest) => void) {
  const requests: FakeRequest[] = [];
  const session = {} as Session;
  const fetch = createNetFetch({
    session,
    request: (options) => {
      const request = new FakeRequest(options, answer);
      requests.push(request);
      return request as unknown as ClientRequest;
    },
  });
  return { fetch, requests, session };
}

const body = (...chunks: string[]): PassThrough => {
  const stream = new PassThrough();
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return stream;
};

describe('net-fetch', () => {
  it('sends method, headers and body through the session, without cookies', async () => {
    const { fetch, requests, session } = fetchWith((request) =>
      request.respond(200, body('{"a":', '1}'), {
        'sforce-limit-info': 'api-usage=1/2',
        'set-cookie': ['a=1', 'b=2'],
      }),
    );
    const response = await fetch('https://x.my.salesforce.com/services/oauth2/token', {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      headers: { accept: 'application/json' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('Sforce-Limit-Info')).toBe('api-usage=1/2');
    expect(await response.json()).toEqual({ a: 1 });
    const [request] = requests;
    expect(request?.options).toMatchObject({
      method: 'POST',
      redirect: 'manual',
      credentials: 'omit',
      session,
    });
    expect(request?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': expect.stringContaining('urlencoded') as string,
    });
    expect(request?.body?.toString()).toBe('grant_type=client_credentials');
  });

  it('returns a redirect instead of following it', async () => {
    const { fetch, requests } = fetchWith((request) =>
      request.emit('redirect', 302, 'GET', 'https://evil.example/', { 'x-a': ['b'] }),
    );
    const response = await fetch('https://x.my.salesforce.com/');
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('https://evil.example/');
    expect(requests[0]?.aborted).toBe(true);
  });

  it('rejects on a network error, with its words', async () => {
    const { fetch } = fetchWith((request) => request.emit('error', new Error('net::ERR_NAME_NOT_RESOLVED')));
    await expect(fetch('https://nowhere.invalid/')).rejects.toThrow(/net::ERR_NAME_NOT_RESOLVED/);
  });

  it('gives no body where there is none', async () => {
    const { fetch } = fetchWith((request) => request.respond(204, body()));
    expect((await fetch('https://x/')).body).toBeNull();
  });

  it('hands a body on in slices, between which the event loop has its turn', async () => {
    const sent = Buffer.alloc(1024 * 1024, 'x');
    const { fetch } = fetchWith((request) => {
      const stream = new PassThrough({ highWaterMark: sent.length });
      request.respond(200, stream);
      stream.end(sent);
    });
    const response = await fetch('https://x/');
    let turns = 0;
    let going = true;
    const turn = () => {
      turns += 1;
      if (going) setImmediate(turn);
    };
    setImmediate(turn);
    const sizes: number[] = [];
    const busyTurns = new Set<number>();
    for await (const slice of response.body as unknown as AsyncIterable<Uint8Array>) {
      sizes.push(slice.byteLength);
      busyTurns.add(turns);
      // As parsing it would.
      for (const end = performance.now() + 10; performance.now() < end;);
    }
    going = false;
    expect(sizes).toEqual(Array.from({ length: 16 }, () => 64 * 1024));
    // No two slices that each take longer than a turn may are worked on in the same one.
    expect(busyTurns.size).toBe(sizes.length);
  });

  it('ends what sends a body that is not wanted, and survives the failure of one that is not read', async () => {
    const streams: PassThrough[] = [];
    const { fetch } = fetchWith((request) => {
      const stream = new PassThrough();
      streams.push(stream);
      request.respond(200, stream);
    });
    await (await fetch('https://x/')).body?.cancel();
    expect(streams[0]?.destroyed).toBe(true);

    const abort = new AbortController();
    await fetch('https://x/', { signal: abort.signal });
    abort.abort(new Error('enough'));
    await new Promise((done) => streams[1]?.once('close', done));
    expect(streams[1]?.errored?.message).toBe('enough');
  });

  it('stops before, during and after the head of the answer', async () => {
    const reason = new Error('enough');
    const silent = fetchWith(() => undefined);
    await expect(silent.fetch('https://x/', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(silent.requests).toHaveLength(0);

    const waiting = new AbortController();
    setTimeout(() => waiting.abort(reason), 5);
    await expect(silent.fetch('https://x/', { signal: waiting.signal })).rejects.toBe(reason);
    expect(silent.requests[0]?.aborted).toBe(true);

    const reading = new AbortController();
    const endless = fetchWith((request) => request.respond(200, new PassThrough()));
    const response = await endless.fetch('https://x/', { signal: reading.signal });
    setTimeout(() => reading.abort(reason), 5);
    await expect(response.text()).rejects.toThrow();
    expect(endless.requests[0]?.aborted).toBe(true);
  });
});

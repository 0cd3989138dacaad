import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { generate } from 'selfsigned';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTokenSource } from '../src/core/salesforce/token';
import { open, send, textOf, type WireRequest } from '../src/core/salesforce/transport';
import { fakeClock, silentLog } from '../src/core/testing/fakes';
import { collectRig } from './builders/collect-rig';

/** Real sockets, for what a scripted fetch cannot show. */

/** Companies are made and collected several times. */
vi.setConfig({ testTimeout: 60_000 });

const servers: Server[] = [];

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const serve = (handler: RequestListener): Promise<number> => listen(createServer(handler));

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

const request = (port: number, more: Partial<WireRequest> = {}): WireRequest => ({
  url: `http://127.0.0.1:${String(port)}/x`,
  method: 'GET',
  headers: {},
  timeouts: { answerMs: 10_000, idleMs: 10_000 },
  signal: undefined,
  ...more,
});

const failure = (code: string) => ({ failure: { error: { code } } });

describe('certificates', () => {
  it('are verified always: nothing is sent to a server that cannot prove who it is', async () => {
    let requests = 0;
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
    const port = await listen(
      createSecureServer({ key, cert }, (_, response) => {
        requests += 1;
        response.end('{}');
      }),
    );
    const tokens = createTokenSource({
      fetch: (url, init) => fetch(url, init),
      clock: fakeClock(),
      log: silentLog,
      login: {
        auth: 'client-credentials',
        url: `https://localhost:${String(port)}`,
        consumerKey: 'k',
        consumerSecret: 's',
      },
    });
    await expect(tokens.session()).rejects.toMatchObject({ code: 'TLS_FAILED', kind: 'unreachable' });
    expect(requests).toBe(0);
  });
});

describe('a line that', () => {
  it('stays silent is given up, before the answer and in its middle', async () => {
    const port = await serve((incoming, response) => {
      if (incoming.url !== '/body') return;
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('half');
    });
    const timeouts = { answerMs: 50, idleMs: 50 };
    await expect(send(fetch, request(port, { timeouts }))).rejects.toMatchObject(failure('NETWORK_TIMEOUT'));
    const url = `http://127.0.0.1:${String(port)}/body`;
    const slow = { url, timeouts: { answerMs: 10_000, idleMs: 50 } };
    await expect(send(fetch, request(port, slow))).rejects.toMatchObject(failure('NETWORK_TIMEOUT'));
  });

  it('is cut in the middle of an answer is told from a whole answer', async () => {
    const port = await serve((_, response) => {
      response.writeHead(200, { 'Transfer-Encoding': 'chunked' });
      response.write('{"half":', () => response.destroy());
    });
    await expect(send(fetch, request(port))).rejects.toMatchObject(failure('CONNECTION_LOST'));
  });

  it('nobody reads from any more is let go', async () => {
    let closed: () => void;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const port = await serve((_, response) => {
      response.on('close', () => {
        closed();
      });
      response.write('x'.repeat(100_000));
    });
    const { chunks } = await open(fetch, request(port));
    for await (const chunk of chunks()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await gone;
  });

  it('is canceled rejects as canceled, wherever it stands', async () => {
    const port = await serve((_, response) => {
      response.write('x');
    });
    const abort = new AbortController();
    const { chunks } = await open(fetch, request(port, { signal: abort.signal }));
    const reading = textOf(chunks());
    abort.abort();
    await expect(reading).rejects.toMatchObject({ kind: 'canceled' });
    await expect(open(fetch, request(port, { signal: abort.signal }))).rejects.toMatchObject({
      kind: 'canceled',
    });
  });

  it('leads elsewhere is not followed, and 300 and 304 are answers', async () => {
    let elsewhere = 0;
    const other = await serve((_, response) => {
      elsewhere += 1;
      response.end();
    });
    const port = await serve((incoming, response) => {
      const status = Number(incoming.url?.slice(1));
      const headers = status < 304 && status > 300 ? { Location: `http://127.0.0.1:${String(other)}/` } : {};
      response.writeHead(status, headers).end();
    });
    const to = (path: string) => request(port, { url: `http://127.0.0.1:${String(port)}/${path}` });
    for (const status of ['301', '302', '303'])
      await expect(send(fetch, to(status))).rejects.toMatchObject(failure('UNEXPECTED_REDIRECT'));
    for (const status of ['300', '304']) expect((await send(fetch, to(status))).status).toBe(Number(status));
    expect(elsewhere).toBe(0);
  });
});

it('compressed answers are understood, whole and streamed', async () => {
  for (const gzip of ['honored', 'never', 'sometimes'] as const) {
    const rig = await collectRig({ users: 20, logins: 3_000 }, { bulk: 'always', bulkPageSize: 400 });
    try {
      rig.demo.control({ gzip });
      const encodings: string[] = [];
      const run = await rig
        .restart(async (url, init) => {
          const response = await fetch(url, init);
          if (/\/v\d/.test(url)) encodings.push(response.headers.get('content-encoding') ?? 'none');
          return response;
        })
        .collect(rig.orgId);
      expect(run).toMatchObject({ state: 'complete', rows: { loginHistory: 3_000 } });
      expect(encodings.includes('gzip')).toBe(gzip !== 'never');
      expect(encodings.includes('none')).toBe(gzip !== 'honored');
    } finally {
      await rig.dispose();
    }
  }
});

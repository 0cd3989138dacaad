import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { METRICS_CONTENT_TYPE, type Metrics } from '../../core/diagnostics/metrics';

/** Loopback of both kinds; never an address that another computer could reach. */
const ADDRESSES = ['127.0.0.1', '::1'] as const;
const MAX_CONNECTIONS = 16;
const TIMEOUT_MS = 10_000;

export interface MetricsServer {
  /** For people: `http://127.0.0.1:9464/metrics`. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface MetricsServerDeps {
  /** 0: any free one, for tests. */
  port: number;
  metrics: Metrics;
  onError: (error: unknown) => void;
}

/**
 * Serves `/metrics` and `/healthz` to programs on this computer. Pages in a browser get nothing: a name that
 * resolves to loopback (DNS rebinding) is told by its Host header, a page of another origin by its Origin. Rejects
 * with the system's error (EADDRINUSE …) when 127.0.0.1 cannot be listened on; without IPv6 it goes without ::1.
 */
export async function startMetricsServer({
  port,
  metrics,
  onError,
}: MetricsServerDeps): Promise<MetricsServer> {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    respond(request, response, metrics).catch((error: unknown) => {
      onError(error);
      send(response, 503, 'The metrics cannot be collected now. The log says why.\n');
    });
  };
  const first = await listen(answer, ADDRESSES[0], port);
  const actual = (first.address() as AddressInfo).port;
  const servers = [first];
  try {
    servers.push(await listen(answer, ADDRESSES[1], actual));
  } catch (error) {
    // No IPv6 here. If somebody else has the port there, a scrape of "localhost" would reach them: that is told.
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      await close(first);
      throw error;
    }
  }
  return {
    url: `http://${ADDRESSES[0]}:${actual}/metrics`,
    port: actual,
    stop: async () => {
      await Promise.all(servers.map(close));
    },
  };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

function listen(answer: Answer, host: string, port: number): Promise<Server> {
  const server = createServer(
    { requestTimeout: TIMEOUT_MS, headersTimeout: TIMEOUT_MS, keepAliveTimeout: 5_000, maxHeaderSize: 8_192 },
    answer,
  );
  server.maxConnections = MAX_CONNECTIONS;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true, ipv6Only: true }, () => {
      server.off('error', reject);
      server.on('error', () => undefined);
      resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

async function respond(request: IncomingMessage, response: ServerResponse, metrics: Metrics): Promise<void> {
  const port = request.socket.localPort ?? 0;
  if (!isOurHost(request.headers.host, port)) {
    send(response, 421, 'This address is not served here.\n');
    return;
  }
  if (request.headers.origin !== undefined || isFromOtherPage(request)) {
    send(response, 403, 'Pages in a browser may not read this.\n');
    return;
  }
  const [path] = (request.url ?? '').split('?', 1);
  if (path !== '/metrics' && path !== '/healthz') {
    send(response, 404, 'There are /metrics and /healthz.\n');
    return;
  }
  if (request.method !== 'GET') {
    send(response, 405, 'Only GET.\n', { allow: 'GET' });
    return;
  }
  if (path === '/healthz') send(response, 200, 'ok\n');
  else send(response, 200, await metrics.text(), { 'content-type': METRICS_CONTENT_TYPE.openmetrics });
}

/** Browsers say where a request comes from; "none" is the address bar. */
function isFromOtherPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'none';
}

function isOurHost(host: string | undefined, port: number): boolean {
  return [...['127.0.0.1', '[::1]', 'localhost'].map((name) => `${name}:${port}`)].includes(
    (host ?? '').toLowerCase(),
  );
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

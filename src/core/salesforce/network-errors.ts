import { AppError } from '../../shared/model/errors';

/** How a request failed before there was an answer. */
export interface NetworkFailure {
  error: AppError;
  /** True when Salesforce certainly never saw the request, so that it cost nothing. */
  neverSent: boolean;
  /** Another try may help: the connection broke, rather than could not be made. */
  worthRetrying: boolean;
}

interface Cause {
  /** Node and undici say `ENOTFOUND`, Chromium (Electron's net.fetch) `net::ERR_NAME_NOT_RESOLVED`. */
  match: RegExp;
  code: string;
  message: (host: string) => string;
  fix: string;
  neverSent: boolean;
  worthRetrying: boolean;
}

const CAUSES: readonly Cause[] = [
  {
    match: /ENOTFOUND|EAI_AGAIN|EAI_NODATA|ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ERR_DNS/,
    code: 'NETWORK_UNREACHABLE',
    message: (host) => `The name ${host} could not be resolved.`,
    fix: 'Check the URL for typing errors, then the network, VPN and DNS of this computer.',
    neverSent: true,
    worthRetrying: false,
  },
  {
    match:
      /ERR_INTERNET_DISCONNECTED|ENETUNREACH|ENETDOWN|EHOSTUNREACH|EADDRNOTAVAIL|ERR_ADDRESS_UNREACHABLE|ERR_NETWORK_ACCESS_DENIED/,
    code: 'NETWORK_UNREACHABLE',
    message: (host) => `This computer has no network connection to ${host}.`,
    fix: 'Connect to the network or VPN and try again. Everything collected so far can be reviewed offline.',
    neverSent: true,
    worthRetrying: false,
  },
  {
    match: /ERR_PROXY|ERR_TUNNEL_CONNECTION_FAILED|PROXY_AUTH|ERR_MANDATORY_PROXY|ERR_PAC|ERR_SOCKS|\b407\b/,
    code: 'PROXY_FAILED',
    message: (host) => `The network’s proxy would not connect to ${host}.`,
    fix: 'Check the proxy settings of this computer, or ask IT to allow this host.',
    neverSent: true,
    worthRetrying: false,
  },
  {
    match:
      /ERR_CERT|ERR_SSL|ERR_BAD_SSL|CERT_|UNABLE_TO_(?:VERIFY|GET)|SELF_SIGNED|DEPTH_ZERO|ERR_TLS|EPROTO|ERR_OSSL|certificate|SSL routines/i,
    code: 'TLS_FAILED',
    message: (host) => `The certificate of ${host} could not be verified, so nothing was sent.`,
    fix: 'A proxy that inspects traffic may be in between: have its root certificate installed in this computer’s trust store. Check the clock too.',
    neverSent: true,
    worthRetrying: false,
  },
  {
    match: /ECONNREFUSED|ERR_CONNECTION_REFUSED/,
    code: 'NETWORK_UNREACHABLE',
    message: (host) => `${host} does not take connections (connection refused).`,
    fix: 'Check the URL, and whether a firewall blocks the connection.',
    neverSent: true,
    worthRetrying: false,
  },
  {
    match: /UND_ERR_CONNECT_TIMEOUT|ERR_CONNECTION_TIMED_OUT|ETIMEDOUT/,
    code: 'NETWORK_TIMEOUT',
    message: (host) => `${host} did not answer in time.`,
    fix: 'Check the network and firewall, then try again.',
    neverSent: true,
    worthRetrying: true,
  },
  {
    match: /ERR_NETWORK_CHANGED|ERR_NETWORK_IO_SUSPENDED/,
    code: 'NETWORK_UNREACHABLE',
    message: (host) => `The network changed while ${host} was being asked.`,
    fix: 'Try again when the network is stable.',
    neverSent: false,
    worthRetrying: true,
  },
  {
    match:
      /ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_|ERR_CONNECTION_|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|ERR_HTTP2|ERR_CONTENT_LENGTH|ERR_QUIC|socket hang up|other side closed|terminated|ERR_TIMED_OUT|premature close/i,
    code: 'CONNECTION_LOST',
    message: (host) => `The connection to ${host} broke off.`,
    fix: 'Try again; if it keeps happening, look at the network, VPN or proxy.',
    neverSent: false,
    worthRetrying: true,
  },
];

/** Turns whatever `fetch` threw into one explained failure. Both dialects: Node's and Chromium's. */
export function networkFailure(thrown: unknown, host: string): NetworkFailure {
  // Refused before it was sent (a host that the computer's policy does not allow).
  if (thrown instanceof AppError) return { error: thrown, neverSent: true, worthRetrying: false };
  const words = describe(thrown);
  const cause = CAUSES.find(({ match }) => match.test(words));
  const detail = /net::[A-Z0-9_]+|\b(?:E[A-Z]{4,}|UND_ERR_[A-Z_]+|[A-Z]+(?:_[A-Z]+){2,})\b/.exec(words)?.[0];
  const suffix = detail === undefined ? '' : ` (${detail})`;
  return {
    error: new AppError({
      code: cause?.code ?? 'NETWORK_UNREACHABLE',
      kind: 'unreachable',
      message: `${cause?.message(host) ?? `${host} could not be reached.`}${suffix}`,
      fix: cause?.fix ?? 'Check the network, VPN and proxy of this computer, then try again.',
      retryable: true,
      cause: thrown,
    }),
    neverSent: cause?.neverSent ?? false,
    worthRetrying: cause?.worthRetrying ?? true,
  };
}

export function timeoutFailure(host: string, seconds: number): NetworkFailure {
  return {
    error: new AppError({
      code: 'NETWORK_TIMEOUT',
      kind: 'unreachable',
      message: `${host} did not answer within ${String(seconds)} seconds.`,
      fix: 'Check the network, VPN and proxy of this computer, then try again.',
      retryable: true,
    }),
    // It may have arrived and be worked on: assume it was charged.
    neverSent: false,
    worthRetrying: true,
  };
}

/** Code and message of an error and of what caused it; undici hides the reason in `cause`. */
function describe(thrown: unknown, depth = 0): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { code } = thrown as { code?: unknown };
  const own = `${typeof code === 'string' ? code : ''} ${thrown.name} ${thrown.message}`;
  const inner =
    thrown instanceof AggregateError
      ? thrown.errors.map((error) => describe(error, depth + 1)).join(' ')
      : '';
  const cause = thrown.cause === undefined || depth > 4 ? '' : describe(thrown.cause, depth + 1);
  return `${own} ${inner} ${cause}`;
}

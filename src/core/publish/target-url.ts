import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { AppError } from '../../shared/model/errors';

/** Where to publish to; nothing secret in it. */
export interface Target {
  /** A name, an address, or the folder of a socket (begins with "/"). */
  host: string;
  port: number;
  database: string;
  user: string;
  /** False: without TLS. */
  tls: false | ConnectionOptions;
  /** "postgres://host:port/database", for people. */
  shown: string;
  /** For the log and for people: TLS that does not check whom it talks to. */
  isUnverified: boolean;
  /** This computer itself: what is sent there can be read on no wire. */
  isNear: boolean;
}

const DEFAULT_PORT = 5432;
const MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
type Mode = (typeof MODES)[number];
const PARAMETERS = ['host', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

/**
 * Reads `--to`. `user` stands in where the URL names none. Throws usage errors; none repeats what may be a password.
 */
export function parseTarget(text: string, user: string): Target {
  const url = parse(text);
  if (url.password !== '') throw passwordInUrl();
  const parameters = url.searchParams;
  const unknown = [...parameters.keys()].filter((name) => !PARAMETERS.includes(name));
  if (unknown.includes('password')) throw passwordInUrl();
  if (unknown.length > 0)
    throw usage(
      'UNKNOWN_PARAMETER',
      `--to knows no parameter ${unknown.map((name) => `"${name}"`).join(', ')}.`,
      `It knows ${PARAMETERS.join(', ')}.`,
    );
  const host = decode(parameters.get('host') ?? url.hostname.replace(/^\[|\]$/g, ''));
  const database = decode(url.pathname.replace(/^\//, ''));
  if (database === '' || database.includes('/'))
    throw usage(
      'NO_DATABASE',
      '--to names no database.',
      'Put its name at the end: postgres://user@host/database.',
    );
  const named = host === '' ? 'localhost' : host;
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
  const mode = modeOf(parameters.get('sslmode'), isNear(named));
  return {
    host: named,
    port,
    database,
    user: url.username === '' ? user : decode(url.username),
    tls: tlsOf(mode, named, parameters),
    shown: shown(named, port, database),
    isUnverified: mode === 'require',
    isNear: isNear(named),
  };
}

function parse(text: string): URL {
  if (!/^postgres(ql)?:\/\//i.test(text))
    throw usage('BAD_TARGET', '--to must be the URL of a PostgreSQL database.', EXAMPLE);
  // The host may be missing (a socket), which this scheme's URLs allow only with a path alone.
  try {
    return new URL(text);
  } catch {
    throw usage('BAD_TARGET', '--to is no usable URL.', `${EXAMPLE} Special characters are written as %XX.`);
  }
}

const EXAMPLE = 'For example: --to postgres://seatwatch@db.example.com/bi';

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw usage('BAD_TARGET', '--to is no usable URL.', `${EXAMPLE} A percent sign is written as %25.`);
  }
}

function shown(host: string, port: number, database: string): string {
  const place = host.startsWith('/') ? `[${host}]` : isIP(host) === 6 ? `[${host}]` : host;
  return `postgres://${place}:${String(port)}/${encodeURIComponent(database)}`;
}

function isNear(host: string): boolean {
  return (
    host.startsWith('/') || /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host) || /\.localhost$/i.test(host)
  );
}

function modeOf(given: string | null, near: boolean): Mode {
  if (given === null) return near ? 'disable' : 'verify-full';
  const mode = MODES.find((one) => one === given);
  if (mode !== undefined) return mode;
  throw usage(
    'BAD_SSLMODE',
    `sslmode is one of ${MODES.join(', ')}.`,
    'Leave it out: servers other than this computer are then asked for a certificate that fits (verify-full). A mode that falls back to no TLS does not exist here.',
  );
}

function tlsOf(mode: Mode, host: string, parameters: URLSearchParams): Target['tls'] {
  if (mode === 'disable') return false;
  const file = (name: string): Pick<ConnectionOptions, 'ca'>['ca'] | undefined => {
    const path = parameters.get(name);
    return path === null ? undefined : readTls(name, path);
  };
  const [ca, cert, key] = [file('sslrootcert'), file('sslcert'), file('sslkey')];
  const certificates = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key: key as Buffer }),
  };
  switch (mode) {
    case 'require':
      return { ...certificates, rejectUnauthorized: false };
    case 'verify-ca':
      return { ...certificates, rejectUnauthorized: true, checkServerIdentity: () => undefined };
    case 'verify-full':
      return { ...certificates, rejectUnauthorized: true, ...(isIP(host) === 0 ? { servername: host } : {}) };
  }
}

function readTls(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw usage('NO_SUCH_FILE', `The file of ${name} cannot be read: ${path}.`, 'Correct its path.');
  }
}

function passwordInUrl(): AppError {
  return usage(
    'PASSWORD_IN_URL',
    'The URL holds a password, and others can read the command line of a running program.',
    'Leave it out of the URL (and change it, if somebody else uses this computer). Give it with PGPASSWORD, ~/.pgpass, --password-env VAR or --password-stdin.',
  );
}

function usage(code: string, message: string, fix: string): AppError {
  return new AppError({ code, kind: 'usage', message, fix });
}

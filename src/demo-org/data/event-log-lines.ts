import { mixSeed } from '../random';
import type { HourlyCalls } from './api-traffic';
import { CLIENTS, STATUSES, SUCCESS, type Client, type LoginStatus } from './clients';
import { appOfClient, OAUTH_APPS } from './oauth-apps';
import { ipOf, IPS } from './places';
import type { LoginRow } from './sessions';

/** Columns of each event type in the order files have them (Object Reference, EventLogFile; recorded files). */
export const COLUMNS = {
  Login: [
    ['EVENT_TYPE', 'String'],
    ['TIMESTAMP', 'String'],
    ['REQUEST_ID', 'String'],
    ['ORGANIZATION_ID', 'Id'],
    ['USER_ID', 'Id'],
    ['RUN_TIME', 'Number'],
    ['CPU_TIME', 'Number'],
    ['URI', 'String'],
    ['SESSION_KEY', 'String'],
    ['LOGIN_KEY', 'String'],
    ['USER_TYPE', 'String'],
    ['REQUEST_STATUS', 'String'],
    ['DB_TOTAL_TIME', 'Number'],
    ['LOGIN_TYPE', 'String'],
    ['BROWSER_TYPE', 'String'],
    ['API_TYPE', 'String'],
    ['API_VERSION', 'String'],
    ['USER_NAME', 'String'],
    ['TLS_PROTOCOL', 'String'],
    ['CIPHER_SUITE', 'String'],
    ['AUTHENTICATION_METHOD_REFERENCE', 'String'],
    ['LOGIN_SUB_TYPE', 'String'],
    ['TIMESTAMP_DERIVED', 'DateTime'],
    ['USER_ID_DERIVED', 'Id'],
    ['CLIENT_IP', 'String'],
    ['URI_ID_DERIVED', 'Id'],
    ['LOGIN_STATUS', 'String'],
    ['SOURCE_IP', 'String'],
  ],
  Logout: [
    ['EVENT_TYPE', 'String'],
    ['TIMESTAMP', 'String'],
    ['REQUEST_ID', 'String'],
    ['ORGANIZATION_ID', 'Id'],
    ['USER_ID', 'Id'],
    ['USER_TYPE', 'String'],
    ['SESSION_TYPE', 'String'],
    ['SESSION_LEVEL', 'String'],
    ['BROWSER_TYPE', 'String'],
    ['PLATFORM_TYPE', 'Number'],
    ['RESOLUTION_TYPE', 'Number'],
    ['APP_TYPE', 'Number'],
    ['CLIENT_VERSION', 'Number'],
    ['API_TYPE', 'String'],
    ['API_VERSION', 'String'],
    ['USER_INITIATED_LOGOUT', 'Boolean'],
    ['SESSION_KEY', 'String'],
    ['LOGIN_KEY', 'String'],
    ['TIMESTAMP_DERIVED', 'DateTime'],
    ['USER_ID_DERIVED', 'Id'],
    ['CLIENT_IP', 'String'],
  ],
  ApiTotalUsage: [
    ['EVENT_TYPE', 'String'],
    ['TIMESTAMP', 'String'],
    ['REQUEST_ID', 'String'],
    ['ORGANIZATION_ID', 'Id'],
    ['USER_ID', 'Id'],
    ['API_FAMILY', 'String'],
    ['API_VERSION', 'Number'],
    ['API_RESOURCE', 'String'],
    ['CLIENT_NAME', 'String'],
    ['HTTP_METHOD', 'String'],
    ['CLIENT_IP', 'String'],
    ['COUNTS_AGAINST_API_LIMIT', 'Boolean'],
    ['CONNECTED_APP_ID', 'String'],
    ['ENTITY_NAME', 'Set'],
    ['STATUS_CODE', 'Number'],
    ['CONNECTED_APP_NAME', 'String'],
    ['USER_NAME', 'String'],
    ['API_CLIENT_CATEGORY', 'String'],
    ['TIMESTAMP_DERIVED', 'DateTime'],
  ],
} as const satisfies Record<string, readonly (readonly [string, string])[]>;

/** LOGIN_STATUS codes of the texts LoginHistory shows (Login event type). */
const STATUS_CODES: Readonly<Record<LoginStatus, string>> = {
  Success: 'LOGIN_NO_ERROR',
  'Invalid Password': 'LOGIN_ERROR_INVALID_PASSWORD',
  'User is Inactive': 'LOGIN_ERROR_USER_INACTIVE',
  'User is Frozen': 'LOGIN_ERROR_USER_FROZEN',
  'Password Lockout': 'LOGIN_ERROR_PASSWORD_LOCKOUT',
  'Restricted IP': 'LOGIN_ERROR_RESTRICTED_DOMAIN',
  'Restricted Time': 'LOGIN_ERROR_RESTRICTED_TIME',
  'Failed: Computer activation required': 'LOGIN_CHALLENGE_ISSUED',
  'Failed: API security token required': 'LOGIN_ERROR_MUST_USE_API_TOKEN',
  'Failed: API-only user': 'LOGIN_ERROR_USER_API_ONLY',
  // The list of codes is older than this status.
  'Failed: API Version Removed': 'LOGIN_ERROR_UNKNOWN_ERROR',
  'Login rate exceeded': 'LOGIN_ERROR_RATE_EXCEEDED',
  'Multi-factor required': 'LOGIN_TWOFACTOR_REQ',
  'Failed: SAML Assertion Expired': 'LOGIN_SAML_INVALID_TIMESTAMP',
};

const LOGIN_TYPE_CODES: Readonly<Record<string, string>> = {
  Application: 'A',
  'Remote Access 2.0': 'i',
  'Other Apex API': 'I',
  'Partner Product': 'R',
  'SAML Sfdc Initiated SSO': '8',
};

const API_TYPE_CODES: Readonly<Record<string, string>> = { 'SOAP Partner': 'P', 'SOAP Enterprise': 'E' };

/** Codes of PLATFORM_TYPE (Logout event type). */
const PLATFORM_CODES: Readonly<Record<string, string>> = {
  'Windows 10': '1015',
  'Mac OSX': '2003',
  Android: '5005',
  iPhone: '5006',
};

/** What lines need to know about the org and the user. */
export interface LineContext {
  /** 15 characters. */
  organizationId: string;
  /** 18 characters each. */
  userId: (n: number) => string;
  appId: (app: number) => string;
}

/** A sign-in with what the user table adds. */
export interface LoginWithUser extends LoginRow {
  username: string;
  userType: string;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** `length` characters that follow from the numbers. */
function token(length: number, ...parts: readonly number[]): string {
  let out = '';
  for (let i = 0; out.length < length; i++) {
    let bits = mixSeed(i, ...parts) >>> 2;
    for (let k = 0; k < 5 && out.length < length; k++, bits >>>= 6) out += ALPHABET.charAt(bits & 63);
  }
  return out;
}

/** `2015-07-27T11:32:59.555Z` → `20150727113259.555` */
const compact = (iso: string): string =>
  iso.slice(0, 4) +
  iso.slice(5, 7) +
  iso.slice(8, 10) +
  iso.slice(11, 13) +
  iso.slice(14, 16) +
  iso.slice(17, 23);

const compactTime = (ms: number): string => compact(new Date(ms).toISOString());

const line = (cells: readonly string[]): string => `"${cells.join('","')}"\n`;

export const headerLine = (type: keyof typeof COLUMNS): string => line(COLUMNS[type].map(([name]) => name));

/** Ties a sign-in to the end of its session. */
const loginKey = (login: LoginRow): string => token(16, login.n, login.user);

/** The user agent a browser of that name sends. */
function userAgent(client: Client): string {
  const system = client.platform.startsWith('Windows')
    ? 'Windows NT 10.0; Win64; x64'
    : 'Macintosh; Intel Mac OS X 10_15_7';
  return client.browser === 'Unknown'
    ? 'Java/17.0.9'
    : `Mozilla/5.0 (${system}) ${client.browser.replace(' ', '/')}`;
}

/** The case-sensitive form of an id. */
const id15 = (id18: string): string => id18.slice(0, 15);

export function loginLine(login: LoginWithUser, context: LineContext): string {
  const client = CLIENTS[login.client - 1];
  const status = STATUSES[login.status - 1];
  if (!client || !status) throw new RangeError(`sign-in ${login.n} names an unknown client or status`);
  const userId = context.userId(login.user);
  const work = mixSeed(login.n, 3) >>> 0;
  const oauth = client.loginType === 'Remote Access 2.0';
  return line([
    'Login',
    compactTime(login.t),
    token(22, login.n, 1),
    context.organizationId,
    id15(userId),
    String(40 + (work % 1200)),
    String(10 + (work % 130)),
    oauth ? '/services/oauth2/token' : client.apiType.startsWith('SOAP') ? 'Api' : '/index.jsp',
    '',
    loginKey(login),
    login.userType,
    '',
    String(30_000_000 + (work % 900_000_000)),
    LOGIN_TYPE_CODES[client.loginType] ?? 'A',
    userAgent(client),
    API_TYPE_CODES[client.apiType] ?? '',
    client.apiVersion === 'N/A' ? '9998.0' : client.apiVersion,
    login.username,
    client.tls.replace('TLS ', 'TLSv'),
    client.cipher,
    client.authMethod ?? '',
    client.loginSubType ?? '',
    new Date(login.t).toISOString(),
    userId,
    ipOf(login.ip),
    '',
    STATUS_CODES[status],
    ipOf(login.ip),
  ]);
}

/** Longest time from a sign-in to the end of its session in the log. */
export const LONGEST_SESSION_MS = 2 * 3_600_000;

/** When and how the session of a sign-in ended; undefined for sessions nobody recorded the end of. */
export function logoutOf(login: LoginRow): { t: number; byUser: boolean } | undefined {
  if (login.status !== SUCCESS || CLIENTS[login.client - 1]?.application !== 'Browser') return undefined;
  const luck = mixSeed(login.n, 7) >>> 0;
  // Most people close the window and let the session run out; that shows as a logout of the platform's.
  const kind = luck % 10;
  if (kind < 3) return { t: login.t + (300 + ((luck >>> 4) % 6000)) * 1000 + (luck % 1000), byUser: true };
  return kind < 9 ? { t: login.t + LONGEST_SESSION_MS - 1 - (luck % 60_000), byUser: false } : undefined;
}

export function logoutLine(
  login: LoginWithUser,
  end: { t: number; byUser: boolean },
  context: LineContext,
): string {
  const client = CLIENTS[login.client - 1];
  if (!client) throw new RangeError(`sign-in ${login.n} names an unknown client`);
  const userId = context.userId(login.user);
  return line([
    'Logout',
    compactTime(end.t),
    token(22, login.n, 2),
    context.organizationId,
    id15(userId),
    login.userType,
    'UI',
    login.verification > 0 ? 'HIGH_ASSURANCE' : 'STANDARD',
    end.byUser ? userAgent(client) : '',
    end.byUser ? (PLATFORM_CODES[client.platform] ?? '') : '',
    end.byUser ? '9999' : '',
    '1000',
    '9998',
    'f',
    '9998.0',
    end.byUser ? '1' : '0',
    '',
    loginKey(login),
    new Date(end.t).toISOString(),
    userId,
    ipOf(login.ip),
  ]);
}

/**
 * Makes the lines of one kind of calls: given the time and a serial number. They are all equally long, and there
 * are tens of thousands a day, so what they share is put together once.
 */
export function callLines(
  calls: HourlyCalls & { username: string },
  context: LineContext,
): (t: number, serial: number) => string {
  const { shape } = calls;
  const app = appOfClient(calls.client);
  const shared = [
    context.organizationId,
    id15(context.userId(calls.user)),
    shape.family,
    shape.version,
    shape.resource,
    // Sforce-Call-Options: only some programs introduce themselves.
    CLIENTS[calls.client - 1]?.key === 'seatwatch' ? 'Seatwatch' : '',
    shape.method,
    ipOf(IPS.server(calls.user)),
    shape.counted ? '1' : '0',
    app === 0 ? '' : context.appId(app),
    shape.entity,
    shape.status,
    app === 0 ? '' : (OAUTH_APPS[app - 1]?.label ?? ''),
    calls.username,
    'EXTERNAL_APPLICATION',
  ].join('","');
  return (t, serial) => {
    const iso = new Date(t).toISOString();
    return line(['ApiTotalUsage', compact(iso), token(22, t, serial), shared, iso]);
  };
}

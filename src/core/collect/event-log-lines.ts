import type { ApiUsageRow, LoginEventRow, PendingEventLog } from '../ports';
import { parseDateTime } from '../salesforce/datetime';
import { toId18 } from '../salesforce/salesforce-id';

/** What the lines of one event log file come to. Columns: Object Reference, EventLogFile, by event type. */
export interface EventLogContent {
  /** One line: its values in the order of the columns, '' for none. */
  add(values: readonly string[]): void;
  /** Rows that are ready to be stored, and forgotten here; with `last`, all that are left. */
  take(last: boolean): { apiUsage: ApiUsageRow[]; loginEvents: LoginEventRow[] };
  /** Lines so far. */
  lines(): number;
}

/** Rows of login events in one commit; one of them is some 300 bytes. */
const ROWS_PER_COMMIT = 5_000;
const DAY_MS = 86_400_000;

/** Throws RangeError for an event type nobody can read. */
export function createEventLogContent(
  { eventType, logDate }: Pick<PendingEventLog, 'eventType' | 'logDate'>,
  columns: readonly string[],
): EventLogContent {
  if (eventType === 'Login') return loginEvents(columns, logDate);
  if (eventType === 'ApiTotalUsage') return apiUsage(columns, logDate);
  throw new RangeError(`no reader for the event type ${eventType}`);
}

type Read = (values: readonly string[]) => string;

/** The value of a column; '' where the file has no such column. */
function column(columns: readonly string[], name: string): Read {
  const at = columns.indexOf(name);
  return (values) => values[at] ?? '';
}

function loginEvents(columns: readonly string[], logDate: number): EventLogContent {
  const read = (name: string): ((values: readonly string[]) => string | null) => {
    const value = column(columns, name);
    return (values) => orNull(value(values));
  };
  const username = read('USER_NAME');
  const sourceIp = read('SOURCE_IP');
  const clientIp = read('CLIENT_IP');
  const loginStatus = read('LOGIN_STATUS');
  const loginType = read('LOGIN_TYPE');
  const loginKey = read('LOGIN_KEY');
  const sessionKey = read('SESSION_KEY');
  const browser = read('BROWSER_TYPE');
  const platform = read('PLATFORM_TYPE');
  const application = read('APPLICATION_TYPE');
  const apiType = read('API_TYPE');
  const apiVersion = read('API_VERSION');
  const tlsProtocol = read('TLS_PROTOCOL');
  const cipherSuite = read('CIPHER_SUITE');
  const authenticationMethodReference = read('AUTHENTICATION_METHOD_REFERENCE');
  const userOf = userReader(columns);
  const timeOf = timeReader(columns, logDate);
  let rows: LoginEventRow[] = [];
  let line = 0;
  return {
    add(values) {
      line += 1;
      rows.push({
        line,
        at: timeOf(values),
        userId: orNull(userOf(values)),
        username: username(values),
        sourceIp: sourceIp(values) ?? clientIp(values),
        loginStatus: loginStatus(values),
        loginType: loginType(values),
        loginKey: loginKey(values),
        sessionKey: sessionKey(values),
        browser: browser(values),
        platform: platform(values),
        application: application(values),
        apiType: apiType(values),
        apiVersion: apiVersion(values),
        tlsProtocol: tlsProtocol(values),
        cipherSuite: cipherSuite(values),
        authenticationMethodReference: authenticationMethodReference(values),
      });
    },
    take(last) {
      if (!last && rows.length < ROWS_PER_COMMIT) return { apiUsage: [], loginEvents: [] };
      const ready = rows;
      rows = [];
      return { apiUsage: [], loginEvents: ready };
    },
    lines: () => line,
  };
}

/** A line per API call, of which there may be millions: they are counted by day, user and client. */
function apiUsage(columns: readonly string[], logDate: number): EventLogContent {
  const clientName = column(columns, 'CLIENT_NAME');
  const connectedAppId = column(columns, 'CONNECTED_APP_ID');
  const connectedAppName = column(columns, 'CONNECTED_APP_NAME');
  const apiFamily = column(columns, 'API_FAMILY');
  const apiVersion = column(columns, 'API_VERSION');
  const countsAgainstLimit = column(columns, 'COUNTS_AGAINST_API_LIMIT');
  const userOf = userReader(columns);
  const timeOf = timeReader(columns, logDate);
  const counts = new Map<string, ApiUsageRow>();
  let lines = 0;
  return {
    add(values) {
      lines += 1;
      const subject = {
        day: Math.floor(timeOf(values) / DAY_MS),
        userId: userOf(values),
        clientName: clientName(values),
        connectedAppId: connectedAppId(values),
        connectedAppName: connectedAppName(values),
        apiFamily: apiFamily(values),
        apiVersion: apiVersion(values),
      };
      const key = Object.values(subject).join('\0');
      let row = counts.get(key);
      if (row === undefined) counts.set(key, (row = { ...subject, requests: 0, counted: 0 }));
      row.requests += 1;
      if (/^(?:1|true)$/i.test(countsAgainstLimit(values))) row.counted += 1;
    },
    take: (last) => ({ apiUsage: last ? [...counts.values()] : [], loginEvents: [] }),
    lines: () => lines,
  };
}

const orNull = (value: string): string | null => (value === '' ? null : value);

/** USER_ID has 15 characters; the derived column, where there is one, 18. '' for nobody. */
function userReader(columns: readonly string[]): Read {
  const derived = column(columns, 'USER_ID_DERIVED');
  const plain = column(columns, 'USER_ID');
  /** Few users make many lines. */
  const known = new Map<string, string>();
  return (values) => {
    const written = derived(values) || plain(values);
    let id = known.get(written);
    if (id === undefined) known.set(written, (id = toId18(written) ?? toId18(plain(values)) ?? ''));
    return id;
  };
}

const COMPACT = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\.\d{1,3})?$/;

/**
 * TIMESTAMP_DERIVED is ISO 8601, TIMESTAMP the same time as `20150727113259.555`; both are UTC. A line without
 * either happened when the file says.
 */
function timeReader(columns: readonly string[], logDate: number): (values: readonly string[]) => number {
  const derived = column(columns, 'TIMESTAMP_DERIVED');
  const compact = column(columns, 'TIMESTAMP');
  return (values) =>
    parseDateTime(derived(values)) ??
    parseDateTime(compact(values).replace(COMPACT, '$1-$2-$3T$4:$5:$6$7Z')) ??
    logDate;
}

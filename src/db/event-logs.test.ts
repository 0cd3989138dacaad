import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, newOrg, testDatabase, type TestDatabase } from '../../test/builders/db';
import type { ApiUsageRow, EventLogCommit, LoginEventRow } from '../core/ports';

const TYPES = ['ApiTotalUsage', 'Login'];
const ORG = 'org-1';
let test: TestDatabase;

beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
});

afterEach(() => {
  test.dispose();
});

function rows<Row>(sql: string): Row[] {
  const sqlite = new Sqlite(test.file, { readonly: true });
  try {
    return sqlite.prepare(sql).all() as Row[];
  } finally {
    sqlite.close();
  }
}

interface File {
  id: string;
  eventType?: string;
  logDate?: number;
  sequence?: number | null;
}

async function list(...files: File[]): Promise<void> {
  const runId = await test.db.startRun(ORG, AS_OF, 75, 'manual');
  await test.db.commitPage({
    orgId: ORG,
    runId,
    stream: 'eventLogFiles',
    rows: files.map(({ id, eventType = 'Login', logDate = AS_OF - DAY, sequence = 0 }) => ({
      id,
      eventType,
      logDate,
      interval: 'Daily',
      sequence,
      length: 100,
      createdAt: AS_OF,
    })),
    checkpoint: { watermark: AS_OF, cursor: null, pass: AS_OF, complete: true, updatedAt: AS_OF },
    endOfPass: true,
    at: AS_OF,
  });
}

const login = (line: number): LoginEventRow => ({
  line,
  at: AS_OF,
  userId: null,
  username: 'ada@example.com',
  sourceIp: '192.0.2.1',
  loginStatus: 'LOGIN_NO_ERROR',
  loginType: 'A',
  loginKey: null,
  sessionKey: null,
  browser: null,
  platform: null,
  application: null,
  apiType: null,
  apiVersion: null,
  tlsProtocol: null,
  cipherSuite: null,
  authenticationMethodReference: null,
});

const usage = (clientName: string, requests: number): ApiUsageRow => ({
  day: Math.floor(AS_OF / DAY),
  userId: '',
  clientName,
  connectedAppId: '',
  connectedAppName: '',
  apiFamily: 'REST',
  apiVersion: '67.0',
  requests,
  counted: requests,
});

const commit = (fileId: string, part: Partial<EventLogCommit>) =>
  test.db.commitEventLog({
    orgId: ORG,
    fileId,
    first: true,
    apiUsage: [],
    loginEvents: [],
    rows: null,
    at: AS_OF,
    ...part,
  });

const pending = async () => (await test.db.pendingEventLogs(ORG, TYPES, 10)).map(({ id }) => id);

describe('event log files', () => {
  it('are to be read oldest first, of the types asked for, until read or given up', async () => {
    await list(
      { id: 'c', logDate: AS_OF - DAY },
      { id: 'a', logDate: AS_OF - 3 * DAY, eventType: 'ApiTotalUsage' },
      { id: 'b', logDate: AS_OF - 2 * DAY },
      { id: 'x', logDate: AS_OF - 2 * DAY, eventType: 'Logout' },
    );
    expect(await pending()).toEqual(['a', 'b', 'c']);
    expect(await test.db.pendingEventLogs(ORG, TYPES, 1)).toEqual([
      { id: 'a', eventType: 'ApiTotalUsage', logDate: AS_OF - 3 * DAY, length: 100 },
    ]);
    await commit('a', { rows: 0 });
    await test.db.failEventLog(ORG, 'b', 'gone', AS_OF);
    expect(await pending()).toEqual(['c']);
  });

  it('stay read when they are listed again', async () => {
    await list({ id: 'a' });
    await commit('a', { loginEvents: [login(1)], rows: 1 });
    await list({ id: 'a' });
    expect(await pending()).toEqual([]);
    expect(rows('SELECT rows, problem FROM event_log_file')).toEqual([{ rows: 1, problem: null }]);
  });

  it('are not read as long as the last part is missing, and begin anew without a trace of before', async () => {
    await list({ id: 'a' });
    await commit('a', { loginEvents: [login(1), login(2)] });
    await commit('a', { first: false, loginEvents: [login(3)] });
    expect(await pending()).toEqual(['a']);
    await commit('a', { loginEvents: [login(1)] });
    await commit('a', { first: false, loginEvents: [login(2)], rows: 2 });
    expect(rows('SELECT line FROM login_event ORDER BY line')).toEqual([{ line: 1 }, { line: 2 }]);
    expect(await pending()).toEqual([]);
  });

  it('leave nothing behind when they are given up half-way', async () => {
    await list({ id: 'a', eventType: 'ApiTotalUsage' });
    await commit('a', { apiUsage: [usage('x', 5)] });
    await test.db.failEventLog(ORG, 'a', 'The answer broke off.', AS_OF);
    expect(rows('SELECT 1 FROM api_usage')).toEqual([]);
    expect(rows('SELECT rows, problem FROM event_log_file')).toEqual([
      { rows: null, problem: 'The answer broke off.' },
    ]);
  });

  it('that take the place of another of the same day are not counted beside it', async () => {
    await list({ id: 'old', eventType: 'ApiTotalUsage' });
    await commit('old', { apiUsage: [usage('x', 5)], rows: 5 });
    await list(
      { id: 'new', eventType: 'ApiTotalUsage' },
      { id: 'part2', eventType: 'ApiTotalUsage', sequence: 1 },
    );
    await commit('new', { apiUsage: [usage('x', 6)], rows: 6 });
    await commit('part2', { apiUsage: [usage('x', 1)], rows: 1 });
    expect(rows('SELECT file_id AS id, requests FROM api_usage ORDER BY 1')).toEqual([
      { id: 'new', requests: 6 },
      { id: 'part2', requests: 1 },
    ]);
  });
});

describe('descriptions of objects', () => {
  const user = { object: 'User', apiVersion: '67.0', at: AS_OF, names: ['Id', 'Email'] };

  it('are kept until replaced or forgotten', async () => {
    await test.db.saveDescriptions(ORG, [user, { ...user, object: 'TwoFactorMethodsInfo', names: null }]);
    const later = { ...user, apiVersion: '68.0', names: ['Id'] };
    await test.db.saveDescriptions(ORG, [later]);
    const known = await test.db.descriptions(ORG);
    expect(known.find(({ object }) => object === 'User')).toEqual(later);
    expect(known.find(({ object }) => object === 'TwoFactorMethodsInfo')?.names).toBeNull();
    await test.db.forgetDescriptions(ORG);
    expect(await test.db.descriptions(ORG)).toEqual([]);
  });

  it('make refusals of before void, but only where something was described', async () => {
    await test.db.saveDroppedFields(ORG, 'User', ['Country']);
    await test.db.saveDroppedFields(ORG, 'LoginHistory', ['NetworkId']);
    await test.db.saveDescriptions(ORG, [user, { ...user, object: 'LoginHistory', names: null }]);
    expect(await test.db.droppedFields(ORG)).toEqual({ LoginHistory: ['NetworkId'] });
  });
});

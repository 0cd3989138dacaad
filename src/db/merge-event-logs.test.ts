import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, type TestDatabase } from '../../test/builders/db';
import { expectMergedAlready, mergeInto, read, twoWorkstations } from '../../test/builders/two-workstations';
import type { ApiUsageRow, LoginEventRow } from '../core/ports';

let a: TestDatabase;
let b: TestDatabase;
let dispose: () => void;
beforeEach(async () => {
  ({ a, b, dispose } = await twoWorkstations());
});
afterEach(() => dispose());

const orgIdOf = (of: TestDatabase): string => (of === a ? 'uid-a' : 'uid-b');

/** Files of sign-ins; the same `day` and `sequence` under two ids is one file made anew by Salesforce. */
async function list(
  of: TestDatabase,
  ...files: { id: string; day?: number; sequence?: number }[]
): Promise<void> {
  await of.db.commitPage({
    ...{ orgId: orgIdOf(of), runId: 1, stream: 'eventLogFiles', endOfPass: true, at: AS_OF },
    rows: files.map(({ id, day = 1, sequence = 0 }) => ({
      ...{ id, eventType: 'Login', logDate: AS_OF - day * DAY, interval: 'Daily', sequence },
      ...{ length: 100, createdAt: AS_OF },
    })),
    checkpoint: { watermark: AS_OF, cursor: null, pass: 1, complete: true, updatedAt: AS_OF },
  });
}

const login = (line: number, username: string): LoginEventRow => ({
  ...{ line, at: AS_OF, userId: null, username, sourceIp: '192.0.2.1', loginStatus: 'LOGIN_NO_ERROR' },
  ...{ loginType: 'A', loginKey: null, sessionKey: null, browser: null, platform: null, application: null },
  ...{ apiType: null, apiVersion: null, tlsProtocol: null, cipherSuite: null },
  authenticationMethodReference: null,
});
const usage = (userId: string): ApiUsageRow => ({
  ...{ day: 20_000, userId, clientName: 'c', connectedAppId: '', connectedAppName: '' },
  ...{ apiFamily: 'REST', apiVersion: '60.0', requests: 3, counted: 3 },
});

/** `names`: of the people in it, a line each. `whole`: false: the attempt broke off. */
const readFile = (
  of: TestDatabase,
  fileId: string,
  names: string[],
  at = AS_OF,
  whole = true,
): Promise<void> =>
  of.db.commitEventLog({
    ...{ orgId: orgIdOf(of), fileId, first: true, rows: whole ? names.length : null, at },
    apiUsage: [],
    loginEvents: names.map((name, i) => login(i + 1, name)),
  });

const events = (of: TestDatabase) =>
  read(of, 'SELECT file_id, username FROM login_event ORDER BY file_id, line');
const files = (of: TestDatabase) =>
  read(of, 'SELECT id, read_at IS NOT NULL, rows, problem FROM event_log_file ORDER BY id');
const pending = async (of: TestDatabase): Promise<string[]> =>
  (await of.db.pendingEventLogs(orgIdOf(of), ['Login'], 10)).map(({ id }) => id);

describe('merging event log files', () => {
  it('takes the content of those that were not read here, and leaves what nobody has read to be read', async () => {
    await list(
      a,
      { id: 'both', day: 1 },
      { id: 'listed', day: 2 },
      { id: 'failed', day: 3 },
      { id: 'mine', day: 4 },
    );
    await list(
      b,
      { id: 'both', day: 1 },
      { id: 'listed', day: 2 },
      { id: 'failed', day: 3 },
      { id: 'theirs', day: 5 },
    );
    await list(b, { id: 'unread', day: 6 }, { id: 'failed there', day: 7 });
    await readFile(a, 'both', ['a1']);
    await readFile(b, 'both', ['a1']);
    await readFile(b, 'listed', ['b1', 'b2']);
    await a.db.failEventLog('uid-a', 'failed', 'Too large', AS_OF);
    await readFile(b, 'failed', ['b3']);
    await readFile(a, 'mine', ['a2']);
    await readFile(b, 'theirs', ['b4']);
    await b.db.failEventLog('uid-b', 'failed there', 'No permission', AS_OF);
    const { orgs } = await mergeInto(a, b);
    expect(orgs[0]?.added).toEqual({ eventLogFiles: 3, loginEvents: 4 });
    expect(events(a)).toEqual([
      ['both', 'a1'],
      ['failed', 'b3'],
      ['listed', 'b1'],
      ['listed', 'b2'],
      ['mine', 'a2'],
      ['theirs', 'b4'],
    ]);
    expect(files(a)).toContainEqual(['failed', 1, 1, null]);
    expect((await pending(a)).sort()).toEqual(['failed there', 'unread']);
    await expectMergedAlready(a, b);
    await mergeInto(b, a);
    expect(events(b)).toEqual(events(a));
  });

  it('counts no stretch of events twice, whatever id Salesforce gave the file', async () => {
    // Read here under another id; made anew there and read again; here an attempt that broke off.
    await list(a, { id: 'a-old', day: 1 }, { id: 'a-part', day: 3 });
    await readFile(a, 'a-old', ['one']);
    await readFile(a, 'a-part', ['three'], AS_OF, false);
    await list(
      b,
      { id: 'b-new', day: 1 },
      { id: 'b-1', day: 2 },
      { id: 'b-2', day: 2 },
      { id: 'b-part', day: 3 },
    );
    await readFile(b, 'b-new', ['one']);
    await readFile(b, 'b-1', ['two'], AS_OF);
    await readFile(b, 'b-2', ['two', 'two b'], AS_OF + 1);
    await readFile(b, 'b-part', ['three', 'three b']);
    await mergeInto(a, b);
    expect(events(a)).toEqual([
      ['a-old', 'one'],
      ['b-2', 'two'],
      ['b-2', 'two b'],
      ['b-part', 'three'],
      ['b-part', 'three b'],
    ]);
    await expectMergedAlready(a, b);
    // What broke off is read to its end, in place of theirs.
    await readFile(a, 'a-part', ['three', 'three b']);
    expect(events(a).filter(([file]) => String(file).endsWith('part'))).toEqual([
      ['a-part', 'three'],
      ['a-part', 'three b'],
    ]);
    await expectMergedAlready(a, b);
  });

  it('takes API usage along, without whom this side ignores', async () => {
    await list(b, { id: 'f', day: 1 });
    const commit = {
      orgId: 'uid-b',
      fileId: 'f',
      first: true,
      rows: 2,
      at: AS_OF,
      loginEvents: [login(1, 'x')],
    };
    await b.db.commitEventLog({ ...commit, apiUsage: [usage('005A'), usage('005B')] });
    await mergeInto(a, b);
    expect(read(a, 'SELECT user_id FROM api_usage ORDER BY 1')).toEqual([['005A'], ['005B']]);
    await a.db.forgetPerson('uid-a', '005A', true, AS_OF);
    await mergeInto(a, b);
    expect(read(a, 'SELECT user_id FROM api_usage')).toEqual([['005B']]);
  });
});

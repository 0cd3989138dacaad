import { type ChildProcess, fork } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../../test/builders/bundle';
import {
  AS_OF,
  DAY,
  HOUR,
  MIGRATIONS_FOLDER,
  newOrg,
  store,
  tempFolder,
  testDatabase,
} from '../../../test/builders/db';
import { startChild } from '../../../test/builders/db-process';
import * as rows from '../../../test/builders/db-records';
import { expectExactRollUps } from '../../../test/builders/roll-ups';
import type { TransferChildOptions } from '../../../test/builders/transfer-child';
import type { TransferTasks } from '../../core/ports-transfer';
import { UsersQuery } from '../../shared/model/users';
import { connectDatabase, type DatabaseProcess } from '../client';
import { openPlain } from '../open';
import { openSession, type Session } from '../session';
import { workBeside } from './beside';

const ADA = '005000000000001AAA';
const BOB = '005000000000002AAA';
let programs: string;
let { folder, remove }: ReturnType<typeof tempFolder> = { folder: '', remove: () => undefined };
/** A database, and a backup of another workstation's. */
let here: string;
let other: string;

beforeAll(async () => {
  ({ folder, remove } = tempFolder());
  programs = await bundle('transfer-child', { child: 'transfer-child.ts', host: 'db-child.ts' });
  here = await filled('here.db', 'uid-a', 'Ada', 30, 0);
  other = await filled('other.db', 'uid-b', 'Ada King', 40, DAY);
}, 60_000);
afterAll(() => {
  rmSync(programs, { recursive: true, force: true });
  remove();
});

/** Processes that a test which failed has left. */
const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

async function filled(
  name: string,
  orgId: string,
  ada: string,
  logins: number,
  later: number,
): Promise<string> {
  const { db, dispose } = await testDatabase();
  await db.insertOrg(newOrg({ id: orgId }));
  const run = await db.startRun(orgId, AS_OF + later - HOUR, 75, 'manual');
  await store(db, 'users', [rows.user(ADA, { name: ada, username: 'ada@acme.test' }), rows.user(BOB)], {
    orgId,
    at: AS_OF + later,
  });
  await store(
    db,
    'loginHistory',
    Array.from({ length: logins }, (_, i) =>
      rows.login(`0Ya${String(i).padStart(4, '0')}`, i % 3 === 0 ? ADA : BOB, AS_OF - i * 3 * HOUR),
    ),
    { orgId, at: AS_OF + later },
  );
  await db.setLeave(orgId, [BOB], { reason: name, until: null, by: 'admin', at: AS_OF + later });
  const ended = { resumeAt: null, callsMade: 3, orgUsedBefore: null, orgUsedAfter: null, orgMax: null };
  await db.finishRun(run, { ...ended, state: 'complete', endedAt: AS_OF + later, error: null });
  const file = join(folder, name);
  await db.backupTo(file);
  dispose();
  return file;
}

function newDataDir(name: string): string {
  const dataDir = join(folder, name);
  mkdirSync(dataDir);
  copyFileSync(here, join(dataDir, 'seatwatch.db'));
  return dataDir;
}

function startTransfer(options: Omit<TransferChildOptions, 'migrationsFolder'>): ChildProcess {
  const child = fork(
    join(programs, 'child.mjs'),
    [JSON.stringify({ ...options, migrationsFolder: MIGRATIONS_FOLDER })],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  children.add(child);
  return child;
}

const ended = (child: ChildProcess): Promise<NodeJS.Signals | null> =>
  new Promise((done) => child.once('exit', (_, signal) => done(signal)));

function asked<T>(dataDir: string, question: (db: ReturnType<typeof openPlain>) => T): T {
  const db = openPlain(join(dataDir, 'seatwatch.db'), undefined, { readonly: true });
  try {
    return question(db);
  } finally {
    db.close();
  }
}

/** Every row of every table. */
const dump = (dataDir: string): unknown =>
  asked(dataDir, (db) => {
    const tables = db
      .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      .all();
    return tables.map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).raw().all()]);
  });

const open = (dataDir: string): Promise<Session> =>
  openSession({
    ...{ dataDir, migrationsFolder: MIGRATIONS_FOLDER, nativeBinding: null },
    ...{ mode: 'write', command: 'test', waitMs: 5_000 },
  });

const leftovers = (dataDir: string): string[] =>
  readdirSync(dataDir).filter((name) => /^(merging|erasing)/.test(name));

/** The database process, and a process beside it for each piece of work, which rests where it is told to. */
async function working(dataDir: string) {
  let resting: () => void = () => undefined;
  let restBefore: TransferChildOptions['restBefore'];
  const run = (work: TransferChildOptions['work']): Promise<never> =>
    new Promise((done, failed) => {
      const child = startTransfer({
        ...{ dataDir, work, killAfter: null },
        ...(restBefore === undefined ? {} : { restBefore }),
      });
      child.once('exit', (code) => failed(new Error(`The process ended with ${String(code)}.`)));
      child.on('message', (message: 'resting' | { value: never } | { code: string }) => {
        if (message === 'resting') resting();
        else if ('value' in message) child.prependListener('exit', () => done(message.value));
        else child.prependListener('exit', () => failed(Object.assign(new Error(message.code), message)));
      });
    });
  const notAsked = () => Promise.reject(new Error('Nobody asks for this.'));
  const tasks: TransferTasks = {
    ...{ checkMerge: notAsked, previewMerge: notAsked, previewForget: notAsked },
    mergeFrom: (_, file) => run({ task: 'merge', file }),
    forgetPerson: (_, orgId, userId, _ignore, at) => run({ task: 'forget', orgId, userId, at }),
  };
  const child = startChild(join(programs, 'host.mjs'), 'host', dataDir);
  children.add(child);
  const link: DatabaseProcess = {
    postMessage: (message) => child.connected && child.send(message, () => undefined),
    on: (event: 'message' | 'exit', listener: (value: never) => void) =>
      child.on(event, listener as (value: unknown) => void),
    kill: () => child.kill('SIGKILL'),
  };
  const request = { dataDir, migrationsFolder: MIGRATIONS_FOLDER, nativeBinding: null };
  const session = await connectDatabase(link, { ...request, mode: 'write', command: 'window', waitMs: 0 });
  const { db, settled } = workBeside(session, tasks, dataDir);
  return {
    db,
    settled,
    close: () => session.close(),
    /** The next piece of work rests before the step until `goOn`; resolves when it does. */
    restsBefore(step: string) {
      const until = join(folder, `go-on-${String(Math.random())}`);
      restBefore = { step, until };
      const rests = new Promise<void>((done) => (resting = done));
      return { rests, goOn: () => writeFileSync(until, '') };
    },
  };
}

const usersOf = (at: number | null) =>
  UsersQuery.parse({
    ...{ orgId: 'uid-a', inactiveDays: 90 },
    ...(at === null ? {} : { asOf: new Date(at).toISOString() }),
  });

describe('while another process writes', () => {
  it('questions are answered as of before, what writes waits, and nothing is out of date afterwards', async () => {
    const dataDir = newDataDir('reads');
    const { db, restsBefore, settled, close } = await working(dataDir);
    const events: string[] = [];
    const names = async (at: number | null = null) =>
      (await db.users(usersOf(at))).rows.map(({ name }) => name).sort();
    expect(await names()).toEqual(['Ada', `User ${BOB}`]);
    const { rests, goOn } = restsBefore('commit');
    const merging = db.mergeFrom(other).then((report) => {
      events.push('merged');
      return report;
    });
    await rests;
    // All is written and nothing committed: nobody else could write now.
    const writer = openPlain(join(dataDir, 'seatwatch.db'), undefined, { timeout: 0 });
    expect(() => writer.exec('BEGIN IMMEDIATE')).toThrow('locked');
    writer.close();

    const noted = db
      .setLeave('uid-a', [ADA], { reason: 'New', until: null, by: 'admin', at: AS_OF + 2 * DAY })
      .then(() => events.push('noted'));
    const began = db.startRun('uid-a', AS_OF + 2 * DAY, 75, 'manual').then((run) => {
      events.push('began to collect');
      return run;
    });
    // Also what is made anew out of the tables.
    expect(await names()).toEqual(['Ada', `User ${BOB}`]);
    expect(await db.listOrgs()).toHaveLength(1);
    expect(await db.rowCounts('uid-a')).toMatchObject({ loginHistory: 30 });
    expect((await db.leave('uid-a')).map(({ reason }) => reason)).toEqual(['here.db']);
    expect((await db.storage()).orgs).toMatchObject([{ logins: 30, users: 2 }]);
    expect(await db.listRuns('uid-a', 5)).toHaveLength(1);
    events.push('answered');
    goOn();
    expect((await merging).orgs).toMatchObject([{ outcome: 'merged', added: { loginHistory: 10 } }]);
    await noted;
    const run = await began;
    expect(events).toEqual(['answered', 'merged', 'noted', 'began to collect']);
    expect(await names()).toEqual(['Ada King', `User ${BOB}`]);
    expect(await names(AS_OF + HOUR)).toEqual(['Ada', `User ${BOB}`]);
    expect(await db.rowCounts('uid-a')).toMatchObject({ loginHistory: 40 });

    // That collection goes on.
    await expect(db.mergeFrom(other)).rejects.toMatchObject({ code: 'ALREADY_COLLECTING' });
    await db.finishRun(run, {
      ...{ state: 'complete', endedAt: AS_OF + 2 * DAY, resumeAt: null, callsMade: 1, error: null },
      ...{ orgUsedBefore: null, orgUsedAfter: null, orgMax: null },
    });
    const [one, two] = await Promise.all([db.mergeFrom(other), db.mergeFrom(other)]);
    expect([one, two].map(({ orgs }) => orgs[0]?.added)).toEqual([{}, {}]);
    await settled();
    await close();
    expect(leftovers(dataDir)).toEqual([]);
  }, 30_000);

  it('somebody who is forgotten there is forgotten here, in memory too', async () => {
    const dataDir = newDataDir('forgets');
    const { db, restsBefore, close } = await working(dataDir);
    const login = (id: string, user: string, at: number) =>
      db.commitPage({
        ...{ orgId: 'uid-a', runId: 1, stream: 'loginHistory', rows: [rows.login(id, user, at)], at },
        checkpoint: { watermark: at, cursor: null, pass: 2, complete: true, updatedAt: at },
        endOfPass: true,
      });
    // The numbers that stand for people are known now, and Bob's is not the newest.
    await login('0Yb1', ADA, AS_OF + DAY);
    await login('0Yb2', '005000000000003AAA', AS_OF + DAY);
    await login('0Yb3', BOB, AS_OF + DAY);
    await login('0Yb4', ADA, AS_OF + DAY + 1);
    const { rests, goOn } = restsBefore('rewrite');
    const forgetting = db.forgetPerson('uid-a', BOB, false, AS_OF + DAY);
    await rests;
    expect((await db.users(usersOf(null))).rows.map(({ id }) => id)).toEqual([ADA]);
    goOn();
    expect((await forgetting).rows).toMatchObject({ login: 21, sf_user: 1 });
    await login('0Yb5', BOB, AS_OF + DAY + 2);
    await close();
    asked(dataDir, (file) => {
      expectExactRollUps(file);
      expect(file.pragma('foreign_key_check')).toEqual([]);
      expect(file.prepare('SELECT count(*) FROM login_history WHERE user_id = ?').pluck().get(BOB)).toBe(1);
    });
    expect(leftovers(dataDir)).toEqual([]);
  }, 30_000);
});

describe('killed with -9', () => {
  it('a merge has changed nothing, or everything; what it left is swept, and merging again completes it', async () => {
    const merge = { task: 'merge', file: other } as const;
    const whole = newDataDir('whole');
    const before = dump(whole);
    const session = await open(whole);
    await session.database.mergeFrom(other);
    session.close();
    const after = dump(whole);
    expect(after).not.toEqual(before);
    const folders: boolean[] = [];
    for (let killAfter = 0; ; killAfter += 1) {
      const dataDir = newDataDir(`merge-${String(killAfter)}`);
      const signal = await ended(startTransfer({ dataDir, work: merge, killAfter }));
      if (signal === null) break;
      const isCommitted = asked(dataDir, (db) => db.prepare('SELECT count(*) FROM run').pluck().get()) === 2;
      expect(dump(dataDir)).toEqual(isCommitted ? after : before);
      folders.push(leftovers(dataDir).length > 0);
      // Now and then, to its end: opening takes a while.
      if (killAfter % 3 !== 0) continue;
      const again = await open(dataDir);
      expect(leftovers(dataDir)).toEqual([]);
      await again.database.mergeFrom(other);
      expect((await again.database.health()).problems).toEqual([]);
      again.close();
      expect(dump(dataDir)).toEqual(after);
    }
    // There was something to sweep whenever it was killed.
    expect(folders.length).toBeGreaterThan(6);
    expect(folders).not.toContain(false);
  }, 60_000);

  it('somebody is forgotten or not, and what is removed leaves the file at the next opening', async () => {
    const work = { task: 'forget', orgId: 'uid-a', userId: BOB, at: AS_OF } as const;
    const states: string[] = [];
    const bytesName = (dataDir: string): boolean =>
      ['seatwatch.db', 'seatwatch.db-wal']
        .map((name) => join(dataDir, name))
        .some((file) => existsSync(file) && readFileSync(file).includes(BOB));
    for (let killAfter = 0; ; killAfter += 1) {
      const dataDir = newDataDir(`forget-${String(killAfter)}`);
      const signal = await ended(startTransfer({ dataDir, work, killAfter }));
      if (signal === null) {
        expect(bytesName(dataDir)).toBe(false);
        break;
      }
      const session = await open(dataDir);
      const isStored = (await session.database.findPerson('uid-a', BOB)).length > 0;
      expect(isStored || !bytesName(dataDir)).toBe(true);
      expect(leftovers(dataDir)).toEqual([]);
      session.close();
      states.push(isStored ? 'there' : 'gone');
    }
    expect(states).toEqual(['there', 'there', 'gone', 'gone']);
  }, 60_000);
});

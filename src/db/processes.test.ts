import { existsSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS_FOLDER, newOrg, tempFolder } from '../../test/builders/db';
import { buildChild, kill, messageFrom, startChild } from '../../test/builders/db-process';
import { type DatabaseProcess, type RemoteSession, connectDatabase } from './client';
import { acquire, readHolder, tryAcquire } from './lock';
import type { OpenRequest } from './messages';
import { openPlain } from './open';
import { openSession } from './session';

const PAGE_ROWS = 200; // of test/builders/db-child.ts

let script: string;
beforeAll(async () => {
  script = await buildChild();
}, 60_000);
afterAll(() => rm(dirname(script), { recursive: true, force: true }));

let folder: string;
let remove: () => void;
beforeEach(() => ({ folder, remove } = tempFolder()));
afterEach(() => remove());

const request = (changes: Partial<OpenRequest> = {}): OpenRequest => ({
  dataDir: folder,
  migrationsFolder: MIGRATIONS_FOLDER,
  nativeBinding: null,
  mode: 'write',
  command: 'test',
  waitMs: 0,
  ...changes,
});

describe('kill -9 in the middle of collecting', () => {
  it('never leaves half a page, nor a checkpoint that disagrees with the rows', async () => {
    for (let round = 0; round < 8; round++) {
      const child = startChild(script, 'collect', folder);
      let acknowledged = 0;
      child.on('message', (page) => (acknowledged = Number(page)));
      await messageFrom(child);
      await delay(20 + round * 23);
      await kill(child);

      const db = openPlain(join(folder, 'seatwatch.db'), undefined, { readonly: true });
      expect(db.pragma('quick_check', { simple: true })).toBe('ok');
      const { rows, newest } = db
        .prepare<[], { rows: number; newest: number }>(
          'SELECT count(*) AS rows, max(login_time) AS newest FROM login_history',
        )
        .get() ?? { rows: 0, newest: 0 };
      const checkpoint = db
        .prepare<[], { pass: number; watermark: number }>('SELECT pass, watermark FROM stream_checkpoint')
        .get() ?? { pass: 0, watermark: 0 };
      const { asOf } = db.prepare<[], { asOf: number }>('SELECT data_as_of AS asOf FROM org').get() ?? {
        asOf: 0,
      };
      db.close();
      expect(rows).toBe(checkpoint.pass * PAGE_ROWS);
      expect(newest).toBe(checkpoint.watermark);
      expect(asOf % 1000).toBe(checkpoint.pass % 1000);
      expect(checkpoint.pass).toBeGreaterThanOrEqual(acknowledged);
    }
    // A reader that comes by afterwards sees that those runs were interrupted.
    const reader = await openSession(request({ mode: 'read' }));
    expect((await reader.database.listRuns('org-1', 20)).map((run) => run.state)).toEqual(
      Array(8).fill('interrupted'),
    );
    expect((await reader.database.rowCounts('org-1'))['loginHistory']).toBeGreaterThan(0);
    reader.close();
  }, 60_000);
});

describe('the directory lock', () => {
  it('names its holder to others and is free again after kill -9', async () => {
    const child = startChild(script, 'hold', folder);
    await messageFrom(child);
    expect(tryAcquire({ dataDir: folder, command: 'x' })).toBeNull();
    await expect(acquire({ dataDir: folder, command: 'x', waitMs: 150 })).rejects.toMatchObject({
      code: 'DATA_DIR_IN_USE',
      kind: 'busy',
      message: expect.stringMatching(new RegExp(`collect Acme, process ${child.pid}, since 20`)) as string,
    });
    await expect(openSession(request())).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE' });

    const waiting = acquire({ dataDir: folder, command: 'next in line', waitMs: 10_000 });
    await kill(child);
    const lock = await waiting;
    expect(readHolder(folder)).toMatchObject({ pid: process.pid, command: 'next in line' });
    lock.release();
    lock.release();
    expect(readHolder(folder)).toBeNull();
  }, 30_000);

  it('holds within one process too, and files are for the owner only', async () => {
    const lock = await acquire({ dataDir: folder, command: 'a', waitMs: 0 });
    expect(tryAcquire({ dataDir: folder, command: 'b' })).toBeNull();
    // The failed try must not have dropped the lock.
    expect(tryAcquire({ dataDir: folder, command: 'b' })).toBeNull();
    if (process.platform !== 'win32') {
      for (const name of ['seatwatch.lock', 'seatwatch.lock.json']) {
        expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
      }
    }
    lock.release();
    const again = tryAcquire({ dataDir: folder, command: 'b' });
    expect(again).not.toBeNull();
    again?.release();
  });

  it('explains a data directory that cannot be one', async () => {
    const file = join(folder, 'seatwatch.db');
    const first = await openSession(request());
    first.close();
    await expect(openSession(request({ dataDir: file }))).rejects.toMatchObject({ kind: 'data' });
  });
});

describe('sessions', () => {
  it('a reader creates what is missing, then looks on while another writes', async () => {
    const reader = await openSession(request({ mode: 'read' }));
    expect(await reader.database.listOrgs()).toEqual([]);
    const writer = await openSession(request());
    await writer.database.insertOrg(newOrg());
    expect(await reader.database.listOrgs()).toHaveLength(1);
    await expect(reader.database.updateOrg('org-1', { paused: true })).rejects.toMatchObject({
      code: 'DATABASE_READ_ONLY',
    });
    reader.close();
    writer.close();
    if (process.platform !== 'win32') expect(statSync(join(folder, 'seatwatch.db')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(folder, 'seatwatch.db-wal'))).toBe(false);
  });

  it('a run that goes on in another process is not called interrupted', async () => {
    const writer = await openSession(request());
    await writer.database.insertOrg(newOrg());
    await writer.database.startRun('org-1', 1, 75, 'manual');
    const reader = await openSession(request({ mode: 'read' }));
    expect(await reader.database.lastRun('org-1')).toBeNull();
    reader.close();
    writer.close();
  });
});

describe('the database process', () => {
  const start = () => {
    const child = startChild(script, 'host', folder);
    const link: DatabaseProcess = {
      postMessage: (message) => child.connected && child.send(message, () => undefined),
      on: (event: 'message' | 'exit', listener: (value: never) => void) =>
        child.on(event, listener as (value: unknown) => void),
      kill: () => child.kill('SIGKILL'),
    };
    return { child, link };
  };

  it('serves every call, with errors as they were', async () => {
    const { child, link } = start();
    const db = await connectDatabase(link, request());
    const exited = new Promise((done) => child.once('exit', done));
    await db.insertOrg(newOrg());
    expect(await db.listOrgs()).toMatchObject([{ id: 'org-1', name: 'Acme' }]);
    await expect(db.insertOrg(newOrg({ id: 'org-2' }))).rejects.toMatchObject({
      name: 'AppError',
      code: 'NAME_TAKEN',
      kind: 'usage',
      fix: 'Choose another name.',
    });
    await expect(db.setSubStep('org-1', 'app.wait', null as never, 1)).rejects.toMatchObject({
      code: 'UNEXPECTED',
    });
    expect((await db.health()).problems).toEqual([]);
    expect(await db.backupTo(join(folder, 'copy.db'))).toBeGreaterThan(4096);

    const pending = db.listOrgs();
    await db.close();
    expect(await pending).toHaveLength(1);
    await db.close();
    expect(await exited).toBe(0);
    await expect(db.listOrgs()).rejects.toMatchObject({ code: 'DATABASE_CLOSED' });
    expect(readHolder(folder)).toBeNull();
  }, 30_000);

  it('hands on why it could not open, and ends', async () => {
    const lock = await acquire({ dataDir: folder, command: 'the Seatwatch window', waitMs: 0 });
    const { child, link } = start();
    const exited = new Promise((done) => child.once('exit', done));
    await expect(connectDatabase(link, request())).rejects.toMatchObject({
      code: 'DATA_DIR_IN_USE',
      kind: 'busy',
    });
    await exited;
    lock.release();
  }, 30_000);

  it('rejects what is pending when it dies, and says so', async () => {
    const { child, link } = start();
    const db: RemoteSession = await connectDatabase(link, request());
    const crashed = new Promise((done) => db.onCrash(done));
    const calls = [db.listOrgs(), db.health(), db.listOrgs()];
    await kill(child);
    await crashed;
    for (const outcome of await Promise.allSettled(calls)) {
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ code: 'DATABASE_PROCESS_GONE' });
    }
    await expect(db.listOrgs()).rejects.toMatchObject({ code: 'DATABASE_PROCESS_GONE', retryable: true });
    await db.close();
    // The next process finds everything in order, lock included.
    const next = start();
    const again = await connectDatabase(next.link, request());
    expect((await again.health()).problems).toEqual([]);
    await again.close();
  }, 30_000);

  it('is bundled without Electron', () => {
    expect(readFileSync(script, 'utf8')).not.toMatch(/from ["']electron["']/);
  });
});

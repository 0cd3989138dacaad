import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { app, utilityProcess } from 'electron';
import type { Database } from '../src/core/ports';
import { createDatabase } from '../src/db/api';
import { type DatabaseProcess, connectDatabase } from '../src/db/client';
import type { OpenRequest } from '../src/db/messages';
import { UsersQuery } from '../src/shared/model/users';

// Runs in Electron's main process, started by bench/db-stall.ts, and prints one line of JSON.

interface Gaps {
  /** How late a 5 ms timer of this process fired, in ms. */
  median: number;
  p99: number;
  max: number;
  /** Wall time of the questions asked meanwhile, in ms. */
  asked: number;
}

const TICK_MS = 5;

/** Asks `work` while a timer of this process ticks; what the window would feel is how late it ticks. */
async function measure(work: () => Promise<unknown>): Promise<Gaps> {
  const late: number[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    late.push(Math.max(0, now - last - TICK_MS));
    last = now;
  }, TICK_MS);
  const start = performance.now();
  await work();
  const asked = performance.now() - start;
  // A last tick, so that a stall up to the very end counts.
  await new Promise((done) => setTimeout(done, TICK_MS * 4));
  clearInterval(timer);
  late.sort((a, b) => a - b);
  const at = (share: number) => Math.round((late[Math.floor((late.length - 1) * share)] ?? 0) * 10) / 10;
  return { median: at(0.5), p99: at(0.99), max: at(1), asked: Math.round(asked) };
}

async function heavy(db: Database): Promise<void> {
  const query = UsersQuery.parse({ orgId: 'org-1', inactiveDays: 90, sort: 'logins30d', descending: true });
  for (let i = 0; i < 10; i++) {
    await db.users(query);
    await new Promise((done) => setImmediate(done));
  }
}

void app.whenReady().then(async () => {
  const [dataDir = '', migrationsFolder = '', addon = ''] = process.argv.slice(-3);
  const nativeBinding = addon === '-' ? null : addon;
  const request: OpenRequest = {
    dataDir,
    migrationsFolder,
    nativeBinding,
    mode: 'read',
    command: 'bench',
    waitMs: 0,
  };
  const result: Record<string, Gaps> = {};

  result['idle'] = await measure(() => new Promise((done) => setTimeout(done, 1_000)));

  const inMain = await createDatabase({
    file: join(dataDir, 'seatwatch.db'),
    migrationsFolder,
    readOnly: true,
    nativeBinding: nativeBinding ?? undefined,
  });
  await heavy(inMain);
  result['main process'] = await measure(() => heavy(inMain));
  inMain.close();

  const worker = new Worker(join(__dirname, 'worker.cjs'));
  const thread: DatabaseProcess = {
    postMessage: (message) => worker.postMessage(message),
    on: (event: 'message' | 'exit', listener: (value: never) => void) =>
      worker.on(event, listener as () => void),
    kill: () => worker.terminate(),
  };
  const inThread = await connectDatabase(thread, request);
  await heavy(inThread);
  result['worker thread'] = await measure(() => heavy(inThread));
  await inThread.close();

  const child = utilityProcess.fork(join(__dirname, 'host.cjs'), [], { serviceName: 'database' });
  const inProcess = await connectDatabase(child, request);
  await heavy(inProcess);
  result['utility process'] = await measure(() => heavy(inProcess));
  await inProcess.close();

  process.stdout.write(`\n${JSON.stringify(result)}\n`);
  app.exit(0);
});

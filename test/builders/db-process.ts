import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';
import { bundle } from './bundle';
import { MIGRATIONS_FOLDER } from './db';

/** Bundles `db-child.ts` for plain Node and returns its path. */
export const buildChild = async (): Promise<string> =>
  resolve(await bundle('db-child', { child: 'db-child.ts' }), 'child.mjs');

/** Starts the child in one of its roles (see `db-child.ts`). */
export function startChild(script: string, role: 'hold' | 'collect' | 'host', dataDir: string): ChildProcess {
  return fork(script, [role, dataDir, MIGRATIONS_FOLDER], {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
}

export const messageFrom = (child: ChildProcess): Promise<unknown> =>
  new Promise((done, failed) => {
    child.once('message', done);
    child.once('exit', (code) => failed(new Error(`The child ended with ${code} before it said anything.`)));
  });

/** kill -9, and wait until the kernel has cleaned up. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await gone;
}

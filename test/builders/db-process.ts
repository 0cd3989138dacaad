import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';
import { build } from 'vite';
import { MIGRATIONS_FOLDER } from './db';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Bundles `db-child.ts` for plain Node and returns its path. Inside the checkout, so that the packages are
 * found; per process, so that test files do not overwrite each other's.
 */
export async function buildChild(): Promise<string> {
  const outDir = resolve(ROOT, '.cache', `db-child-${process.pid}`);
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve(import.meta.dirname, 'db-child.ts'),
      outDir,
      target: 'node20.18',
      rolldownOptions: { output: { entryFileNames: 'child.mjs', format: 'es' } },
    },
  });
  return resolve(outDir, 'child.mjs');
}

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

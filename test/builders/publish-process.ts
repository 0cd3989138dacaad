import { type ChildProcess, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { bundle } from './bundle';
import { MIGRATIONS_FOLDER } from './db';
import type { PublishChildOptions, PublishChildResult } from './publish-child';

/** Bundles the program that publishes; plain Node runs it. */
export async function buildPublisher(): Promise<{ program: string; remove: () => void }> {
  const outDir = await bundle('publish-child', { publish: 'publish-child.ts' });
  return {
    program: resolve(outDir, 'publish.mjs'),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}

export interface Publication {
  child: ChildProcess;
  /** The first rows have been looked at. */
  begun: Promise<void>;
  /** What it said at its end; null: it was killed before. */
  result: Promise<PublishChildResult | null>;
}

export function startPublication(
  program: string,
  options: Omit<PublishChildOptions, 'migrationsFolder' | 'orgId'> & { orgId?: string },
): Publication {
  const all: PublishChildOptions = { orgId: 'org-1', ...options, migrationsFolder: MIGRATIONS_FOLDER };
  const child = fork(program, [JSON.stringify(all)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let said: PublishChildResult | null = null;
  const begun = new Promise<void>((done) => {
    child.on('message', (message) => {
      if (message === 'begun') done();
      else said = message as PublishChildResult;
    });
    child.once('exit', () => done());
  });
  const result = new Promise<PublishChildResult | null>((done) => child.once('exit', () => done(said)));
  return { child, begun, result };
}

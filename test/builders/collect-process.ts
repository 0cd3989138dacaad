import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ControlCommand, DemoOrgStats } from '../../src/demo-org';
import { bundle } from './bundle';
import type { CollectChildOptions, CollectChildResult } from './collect-child';
import { MIGRATIONS_FOLDER } from './db';
import type { OrgAnswer, OrgChildOptions, OrgQuestion, OrgReady } from './org-child';

/** The bundles of the programs that tests start and kill; plain Node runs them. */
export interface Programs {
  org: string;
  collect: string;
  host: string;
  remove(): void;
}

export async function buildPrograms(): Promise<Programs> {
  const outDir = await bundle('collect-child', {
    org: 'org-child.ts',
    collect: 'collect-child.ts',
    host: 'db-child.ts',
  });
  const program = (name: string): string => resolve(outDir, `${name}.mjs`);
  return {
    org: program('org'),
    collect: program('collect'),
    host: program('host'),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}

/** A demo org in a process of its own. */
export interface OrgProcess extends OrgReady {
  readonly pid: number;
  stats(): Promise<DemoOrgStats>;
  control(command: ControlCommand): Promise<void>;
  /** Moves its clock. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function startOrg(programs: Programs, options: OrgChildOptions): Promise<OrgProcess> {
  const child = fork(programs.org, [JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (stats: DemoOrgStats) => void>();
  const ready = await new Promise<OrgReady>((done, failed) => {
    child.once('message', (message) => done(message as OrgReady));
    child.once('exit', (code) =>
      failed(new Error(`The demo org ended with ${String(code)} before it was ready.`)),
    );
  });
  child.on('message', ({ id, stats }: OrgAnswer) => {
    waiting.get(id)?.(stats);
    waiting.delete(id);
  });
  let serial = 0;
  const ask = (question: OrgQuestion): Promise<DemoOrgStats> =>
    new Promise((done) => {
      serial += 1;
      waiting.set(serial, done);
      child.send({ id: serial, question });
    });
  return {
    ...ready,
    pid: child.pid ?? -1,
    stats: () => ask({ ask: 'stats' }),
    control: async (command) => void (await ask({ ask: 'control', command })),
    advance: async (ms) => void (await ask({ ask: 'advance', ms })),
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

export type CollectOptions = Omit<CollectChildOptions, 'migrationsFolder' | 'hostScript' | 'org'>;

/** Starts one collection into a data directory; it ends with exit code 0 when it was complete. */
export function startCollection(programs: Programs, org: OrgReady, options: CollectOptions): ChildProcess {
  const { url, consumerKey, consumerSecret } = org;
  const all: CollectChildOptions = {
    ...options,
    migrationsFolder: MIGRATIONS_FOLDER,
    hostScript: programs.host,
    org: { url, consumerKey, consumerSecret },
  };
  return fork(programs.collect, [JSON.stringify(all)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/** Resolves when the process has opened its database and begins to collect; never when it ends before. */
export const begun = (child: ChildProcess): Promise<void> =>
  new Promise((done) => child.once('message', (message) => message === 'collecting' && done()));

/** What a collection said at its end, and how long it took since it began. Rejects when it said nothing. */
export function resultOf(child: ChildProcess): Promise<CollectChildResult & { ms: number }> {
  return new Promise((done, failed) => {
    let since = performance.now();
    child.on('message', (message) => {
      if (message === 'collecting') since = performance.now();
      else done({ ...(message as CollectChildResult), ms: performance.now() - since });
    });
    child.once('exit', (code) => failed(new Error(`The collection ended with ${String(code)}.`)));
  });
}

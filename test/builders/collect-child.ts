import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createCollector } from '../../src/core/collect/collector';
import { chooseTransfer } from '../../src/core/collect/transfer';
import { createOrgService } from '../../src/core/orgs/org-service';
import type { Clock } from '../../src/core/ports';
import { createClientFactory } from '../../src/core/salesforce/client-factory';
import { silentLog } from '../../src/core/testing/fakes';
import { type DatabaseProcess, connectDatabase } from '../../src/db/client';
import type { OrgReady } from './org-child';

// One collection as the app makes it, in plain Node: this process is main, and the database has one of its
// own. To be killed at any moment; started by `collect-process.ts` with its options as the only argument.

export interface CollectChildOptions {
  dataDir: string;
  migrationsFolder: string;
  /** The bundle of db-child.ts. */
  hostScript: string;
  org: OrgReady;
  /** Added to the system's clock, ms. */
  clockOffset: number;
  /** Real milliseconds slept per millisecond asked for: waiting for a bulk job is not what is tested. */
  sleepScale: number;
  bulk: 'planned' | 'always' | 'never';
  bulkPageSize: number | null;
  waitMs: number;
}

export interface CollectChildResult {
  state: string;
  code: string | null;
  message: string | null;
  calls: number;
}

const options = JSON.parse(process.argv[2] ?? '{}') as CollectChildOptions;
const clock: Clock = {
  now: () => Date.now() + options.clockOffset,
  sleep: async (ms, signal) => {
    await delay(ms * options.sleepScale, undefined, signal === undefined ? {} : { signal });
  },
};
const host = fork(options.hostScript, ['host', options.dataDir], {
  serialization: 'advanced',
  // Its complaints would be about the death of its parent; all else comes back as an error.
  stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
});
const link: DatabaseProcess = {
  // Whom the message no longer reaches is gone, which "exit" tells; without a callback it would be thrown, too.
  postMessage: (message) => host.connected && host.send(message, () => undefined),
  on: (event: 'message' | 'exit', listener: (value: never) => void) =>
    host.on(event, listener as (value: unknown) => void),
  kill: () => host.kill('SIGKILL'),
};

// Says "collecting" when it begins, and its result at the end.
let result: CollectChildResult;
try {
  result = await collect();
} catch (error) {
  const { code, message } = error as { code?: string; message?: string };
  result = { state: 'rejected', code: code ?? 'UNEXPECTED', message: message ?? String(error), calls: 0 };
}
process.send?.(result, () => process.exit(result.state === 'complete' ? 0 : 1));

async function collect(): Promise<CollectChildResult> {
  const db = await connectDatabase(link, {
    dataDir: options.dataDir,
    migrationsFolder: options.migrationsFolder,
    nativeBinding: null,
    mode: 'write',
    command: 'collect Acme',
    waitMs: options.waitMs,
  });
  // As `main/compose.ts` does before anything else.
  await db.closeDanglingRuns(clock.now());
  // A vault that knows the secret of whatever org is asked for: its keeping is not what is tested.
  const secrets = {
    getPassword: () => Promise.resolve(options.org.consumerSecret),
    setPassword: () => Promise.resolve(),
    deletePassword: () => Promise.resolve(true),
    findCredentials: () => Promise.resolve([]),
  };
  const orgs = createOrgService({
    db,
    secrets,
    clock,
    log: silentLog,
    newId: randomUUID,
    settings: () => ({ thresholdPercent: 75, inactiveDays: 90 }),
    activity: () => ({ isCollecting: () => false, nextRunAt: () => null }),
  });
  const known = await db.findOrgByName('Acme');
  const { id } =
    known ??
    (await orgs.add({
      name: 'Acme',
      url: options.org.url,
      consumerKey: options.org.consumerKey,
      credentials: { auth: 'client-credentials', consumerSecret: options.org.consumerSecret },
    }));
  const collector = createCollector({
    db,
    clock,
    log: silentLog,
    clientFor: createClientFactory({
      fetch: (url, init) => fetch(url, init),
      clock,
      log: silentLog,
      secrets,
      random: () => 0.5,
      ...(options.bulkPageSize === null ? {} : { bulkPageSize: options.bulkPageSize }),
    }),
    transfer: (input) => {
      const planned = chooseTransfer(input);
      if (options.bulk === 'planned') return planned;
      return { ...planned, via: options.bulk === 'always' ? 'bulk' : 'rest' };
    },
  });
  process.send?.('collecting');
  const run = await collector.collect(id);
  await db.close();
  return {
    state: run.state,
    code: run.error?.code ?? null,
    message: run.error?.message ?? null,
    calls: run.apiCalls.made,
  };
}

import Sqlite from 'better-sqlite3';
import type { DemoOrg, DemoOrgOptions } from '../../src/demo-org';
import { createDemoOrg } from '../../src/demo-org';
import { createCollector } from '../../src/core/collect/collector';
import { chooseTransfer } from '../../src/core/collect/transfer';
import { createConnectivityService } from '../../src/core/connectivity/test-connectivity';
import { createOrgService } from '../../src/core/orgs/org-service';
import { createPolicyRules, governCollector, governDatabase, governFetch } from '../../src/core/policy';
import type { Clock, HttpFetch } from '../../src/core/ports';
import { createClientFactory } from '../../src/core/salesforce/client-factory';
import type { Collector, ConnectivityService, OrgService } from '../../src/core/services';
import { memoryLog, memorySecrets } from '../../src/core/testing/fakes';
import type { Policy } from '../../src/shared/model/policy';
import { testDatabase, type TestDatabase } from './db';

/** Noon of a fixed day: the demo org's clock and ours, moved together. */
export const NOON = Date.UTC(2026, 5, 30, 12);

/** Event log files with some lines of every program, in place of tens of thousands. */
export const FEW_PROGRAM_CALLS = 3_000;

/** Several pages of sign-ins. */
const SMALL = { users: 120, logins: 7_000, programCalls: FEW_PROGRAM_CALLS };

export interface CollectRig {
  demo: DemoOrg;
  database: TestDatabase;
  collector: Collector;
  connectivity: ConnectivityService;
  orgs: OrgService;
  orgId: string;
  log: ReturnType<typeof memoryLog>;
  /** By the org's clock. */
  now(): number;
  /** Moves both clocks. */
  advance(ms: number): void;
  /** Moves this computer's clock alone. */
  setClockWrongBy(ms: number): void;
  /** Requests charged since the last question. */
  charged(): number;
  /** All rows of a table, as the demo org's own answers would be after mapping. */
  dump(table: string): unknown[];
  /** Services anew on the same database and vault, as after a restart. */
  restart(fetch?: HttpFetch): Collector;
  dispose(): Promise<void>;
}

export interface RigOptions {
  /** Whether the Bulk API is used: as planned (default), or for every page after the first, or never. */
  bulk?: 'planned' | 'always' | 'never';
  /** Rows per result page of the Bulk API. */
  bulkPageSize?: number;
  /** The demo org as it comes, where the options say nothing else, instead of a small one. */
  asItComes?: boolean;
  /** What the administrator of the computer decided; missing: nothing. */
  policy?: Policy;
}

export async function collectRig(
  options: DemoOrgOptions = {},
  { bulk = 'planned', bulkPageSize, asItComes = false, policy }: RigOptions = {},
): Promise<CollectRig> {
  let skew = 0;
  let wrongBy = 0;
  const now = () => NOON + skew;
  const demo = await createDemoOrg({ ...(asItComes ? {} : SMALL), live: false, now, ...options });
  // Half of what a small collection costs; that answers come compressed is for transport.integration.test.ts.
  demo.control({ gzip: 'never' });
  const database = await testDatabase();
  const rules = policy && createPolicyRules({ file: '/etc/seatwatch/policy.json', policy });
  const db = rules === undefined ? database.db : governDatabase(database.db, rules);
  const log = memoryLog();
  const secrets = memorySecrets();
  const clock: Clock = {
    now: () => now() + wrongBy,
    sleep(ms, signal) {
      if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
      skew += ms;
      return Promise.resolve();
    },
  };
  const transfer: typeof chooseTransfer = (input) => {
    const planned = chooseTransfer(input);
    // Tables of two pages whatever the org's size would only blur what tests count.
    const always = /Metrics$/.test(input.stream) ? 'rest' : 'bulk';
    const via = bulk === 'planned' ? planned.via : bulk === 'always' ? always : 'rest';
    return { ...planned, via };
  };
  const make = (fetch: HttpFetch) => {
    const clientFor = createClientFactory({
      fetch: rules === undefined ? fetch : governFetch(fetch, rules),
      clock,
      log,
      secrets,
      random: () => 0,
      ...(bulkPageSize === undefined ? {} : { bulkPageSize }),
    });
    const collector = createCollector({ db, clientFor, clock, log, transfer });
    return {
      collector: rules === undefined ? collector : governCollector(collector, rules),
      connectivity: createConnectivityService({ db, clientFor, clock, log }),
    };
  };
  const services = make((url, init) => fetch(url, init));
  let serial = 0;
  const orgs = createOrgService({
    db,
    secrets,
    clock,
    log,
    newId: () => `org-${String((serial += 1))}`,
    settings: () => ({ thresholdPercent: 75, inactiveDays: 90 }),
    activity: () => ({ isCollecting: (id) => services.collector.isCollecting(id), nextRunAt: () => null }),
  });
  const { id: orgId } = await orgs.add({
    name: 'Acme',
    url: demo.url,
    consumerKey: demo.consumerKey,
    credentials: { auth: 'client-credentials', consumerSecret: demo.consumerSecret },
    isDemo: true,
  });
  let counted = 0;
  return {
    demo,
    database,
    ...services,
    orgs,
    orgId,
    log,
    now,
    advance(ms) {
      skew += ms;
    },
    setClockWrongBy(ms) {
      wrongBy = ms;
    },
    charged() {
      const total = demo.stats().counted;
      const since = total - counted;
      counted = total;
      return since;
    },
    dump: (table) => dumpTable(database.file, table),
    restart: (fetcher) => make(fetcher ?? ((url, init) => fetch(url, init))).collector,
    async dispose() {
      await demo.close();
      database.dispose();
    },
  };
}

function dumpTable(file: string, table: string): unknown[] {
  const sqlite = new Sqlite(file, { readonly: true });
  try {
    const columns = (sqlite.pragma(`table_info(${table})`) as { name: string }[])
      .map(({ name }) => name)
      // Which run wrote a row differs between an interrupted and an undisturbed collection.
      .filter((name) => name !== 'pass' && name !== 'org_id');
    return sqlite.prepare(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY id`).all();
  } finally {
    sqlite.close();
  }
}

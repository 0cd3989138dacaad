import { createCollector } from '../../src/core/collect/collector';
import { createConnectivityService } from '../../src/core/connectivity/test-connectivity';
import { createOrgService } from '../../src/core/orgs/org-service';
import type { Clock, HttpFetch } from '../../src/core/ports';
import { createClientFactory } from '../../src/core/salesforce/client-factory';
import type { Collector, ConnectivityService, OrgService } from '../../src/core/services';
import { memoryLog, memorySecrets } from '../../src/core/testing/fakes';
import { createDemoOrg, type DemoOrg, type DemoOrgOptions } from '../../src/demo-org';
import { FEW_PROGRAM_CALLS, NOON } from './collect-rig';
import { testDatabase, type TestDatabase } from './db';

export interface JwtRig {
  demo: DemoOrg;
  database: TestDatabase;
  secrets: ReturnType<typeof memorySecrets>;
  log: ReturnType<typeof memoryLog>;
  orgs: OrgService;
  collector: Collector;
  connectivity: ConnectivityService;
  /** Not in Salesforce yet: its certificate has to be uploaded. */
  orgId: string;
  /** What an admin does: from now on the app has this certificate alone. */
  upload(which?: 'current' | 'next'): Promise<void>;
  now(): number;
  /** Moves both clocks. */
  advance(ms: number): void;
  /** Moves this computer's clock alone. */
  setClockWrongBy(ms: number): void;
  /** Called before every request, with its path. */
  onRequest: (path: string) => void;
  /** A new process on the same database and vault. */
  restart(): void;
  dispose(): Promise<void>;
}

/** An org that signs in with a certificate, over the real demo org, wired as in the app. */
export async function jwtRig(options: DemoOrgOptions = {}): Promise<JwtRig> {
  let skew = 0;
  let wrongBy = 0;
  const serverNow = () => NOON + skew;
  const small = { users: 60, logins: 600, programCalls: FEW_PROGRAM_CALLS };
  const demo = await createDemoOrg({ ...small, live: false, now: serverNow, ...options });
  demo.control({ gzip: 'never' });
  const database = await testDatabase();
  const { db } = database;
  const log = memoryLog();
  const secrets = memorySecrets();
  const clock: Clock = { now: () => serverNow() + wrongBy, sleep: () => Promise.resolve() };
  const wire: HttpFetch = (url, init) => {
    rig.onRequest(new URL(url).pathname);
    return fetch(url, init);
  };
  const make = () => {
    const orgs = createOrgService({
      db,
      secrets,
      clock,
      log,
      newId: () => 'org-1',
      settings: () => ({ thresholdPercent: 75, inactiveDays: 90 }),
      activity: () => ({ isCollecting: () => false, nextRunAt: () => null }),
    });
    const clientFor = createClientFactory({
      fetch: wire,
      clock,
      log,
      secrets,
      random: () => 0,
      prepareOrg: (org) => orgs.settleKeys(org),
      onNextKeyAccepted: (orgId, pem) => orgs.promoteNextKey(orgId, pem),
    });
    return {
      orgs,
      collector: createCollector({ db, clientFor, clock, log }),
      connectivity: createConnectivityService({ db, clientFor, clock, log }),
    };
  };
  const rig: JwtRig = {
    demo,
    database,
    secrets,
    log,
    ...make(),
    orgId: '',
    upload: async (which = 'current') => {
      demo.control({ certificates: [await rig.orgs.certificate(rig.orgId, which)] });
    },
    now: () => clock.now(),
    advance(ms) {
      skew += ms;
    },
    setClockWrongBy(ms) {
      wrongBy = ms;
    },
    onRequest: () => undefined,
    restart() {
      Object.assign(rig, make());
    },
    async dispose() {
      await demo.close();
      database.dispose();
    },
  };
  const { id } = await rig.orgs.add({
    name: 'Acme',
    url: demo.url,
    consumerKey: demo.consumerKey,
    credentials: { auth: 'jwt-bearer', username: demo.runAsUsername, key: { from: 'generate' } },
    isDemo: true,
  });
  rig.orgId = id;
  return rig;
}

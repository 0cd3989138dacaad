import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { PREFIXES } from './catalog/prefixes';
import { STREAM } from './data/people';
import { enterpriseDailyLimit } from './data/setup';
import { createStore, PROGRAMS_SHARE } from './data/store';
import { RUN_AS, RUN_AS_USERNAME } from './data/system-users';
import { DemoOrgStartError } from './errors';
import { Faults, type ControlCommand } from './faults';
import { encodeId } from './ids';
import { planData, type DemoOrgOptions } from './options';
import { Rand } from './random';
import { createApp } from './server/app';
import { BulkJobs } from './server/bulk/jobs';
import { applySwitches, controlEndpoint, createControl, showPermissions } from './server/control';
import { Certificates } from './server/oauth/certificates';
import { LoginRate } from './server/oauth/login-rate';
import type { TokenErrorName } from './server/oauth/token-errors';
import { TokenSigner } from './server/oauth/token-signer';
import { Stats, type Org } from './server/org';
import { officeTraffic, Quota, type QuotaState } from './server/quota';
import { Sessions } from './server/sessions';
import { Users } from './server/users';
import { Cursors } from './soql/cursors';

export { DemoOrgStartError } from './errors';
export type { ControlCommand, FailRule } from './faults';
export type { DemoOrgOptions, GenerationProgress } from './options';
export type { PermissionName } from './permissions';
export type { TokenErrorName };

/** Newest API version served: Winter '27. */
const MAX_VERSION = 68;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A running demo org. */
export interface DemoOrg {
  /** `http://127.0.0.1:port`, what a My Domain address would be. */
  url: string;
  consumerKey: string;
  consumerSecret: string;
  runAsUsername: string;
  organizationId: string;
  /** Turns the switches of faults.ts. */
  control(command: ControlCommand): void;
  stats(): DemoOrgStats;
  close(): Promise<void>;
}

export interface DemoOrgStats {
  /** Calls charged to the quota by requests to this server (not those of pretended others). */
  counted: number;
  /** Requests by `METHOD /path`, charged or not; query locators show as `*`. */
  requests: Record<string, number>;
  quota: QuotaState;
  /** Rows in LoginHistory. */
  logins: number;
}

/** Makes the company and serves it on loopback. Rejects with DemoOrgStartError when the port is taken. */
export async function createDemoOrg(options: DemoOrgOptions = {}): Promise<DemoOrg> {
  let skew = 0;
  const clock = options.now ?? Date.now;
  const now = (): number => clock() + skew;
  const plan = planData(options, now());
  const store = await createStore({
    plan,
    now: now(),
    nativeBinding: options.nativeBinding,
    onProgress: options.onProgress,
    signal: options.signal,
  });
  try {
    const keys = new Rand(plan.seed, STREAM.org, 2);
    const max = options.dailyLimit ?? enterpriseDailyLimit(store.db);
    // Others use some of the allowance, unless the caller has chosen what it is.
    const background =
      options.dailyLimit === undefined ? officeTraffic(plan.programCalls ?? max * PROGRAMS_SHARE) : undefined;
    const organizationId = encodeId(PREFIXES.Organization, store.instance, 1);
    const consumerKey = `3MVG9${keys.text(80, ALPHABET)}`;
    const consumerSecret = keys.text(64, 'ABCDEF0123456789');
    const signer = new TokenSigner(organizationId, consumerKey, () => org.url);
    const faults = new Faults(options.permissions);
    faults.switches.sandbox = options.sandbox ?? false;
    faults.switches.preauthorized = options.preauthorized ?? true;
    const org: Org = {
      store,
      cursors: new Cursors(store.db),
      bulk: new BulkJobs(store.instance, now),
      quota: new Quota(max, now, background),
      sessions: new Sessions(organizationId, consumerSecret, now, signer.sign),
      users: new Users(store.db, store.instance),
      certificates: new Certificates(options.certificates),
      loginRate: new LoginRate(now),
      signer,
      faults,
      stats: new Stats(),
      url: '',
      consumerKey,
      consumerSecret,
      organizationId,
      runAs: RUN_AS,
      runAsId: encodeId(PREFIXES.User, store.instance, RUN_AS),
      maxVersion: MAX_VERSION,
      now,
    };
    showPermissions(org, org.faults.permissions);
    applySwitches(org);
    const control = createControl(org, (ms) => {
      skew += ms;
      store.feed.advance(now());
    });
    const endpoint =
      options.controlToken === undefined ? undefined : controlEndpoint(control, options.controlToken);
    const server = await listen(org, endpoint, options.port ?? 0);
    return {
      url: org.url,
      consumerKey,
      consumerSecret,
      runAsUsername: RUN_AS_USERNAME,
      organizationId,
      control,
      stats: () => ({
        counted: org.stats.counted,
        requests: { ...org.stats.requests },
        quota: org.quota.state,
        logins: store.db.prepare('SELECT COUNT(*) FROM login').pluck().get() as number,
      }),
      close: () => close(server, () => store.close()),
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

async function listen(org: Org, control: Parameters<typeof createApp>[1], port: number): Promise<Server> {
  const app = createApp(org, control);
  const server = createAdaptorServer({
    // A client that appends to a host with a trailing slash sends `//services`.
    fetch: (request, env) => app.fetch(collapseSlashes(request), env),
    // Electron's and a caller's own Request and Response stay what they are.
    overrideGlobalObjects: false,
    serverOptions: { maxHeaderSize: 256 * 1024 },
  }) as Server;
  // Clients end idle connections. Were it us, a client that is slow to notice would lose its next request.
  server.keepAliveTimeout = 0;
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
    if (code === 'EADDRINUSE')
      throw new DemoOrgStartError('PORT_IN_USE', `Port ${port} is in use by another program.`);
    throw new DemoOrgStartError(code, error instanceof Error ? error.message : String(error));
  }
  const address = server.address() as AddressInfo;
  org.url = `http://127.0.0.1:${address.port}`;
  return server;
}

function collapseSlashes(request: Request): Request {
  const url = new URL(request.url);
  if (!url.pathname.includes('//')) return request;
  url.pathname = url.pathname.replace(/\/{2,}/g, '/');
  return new Request(url, request);
}

async function close(server: Server, done: () => void): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  done();
}

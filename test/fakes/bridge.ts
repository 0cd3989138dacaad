import { contract, type ContractType, type Reply } from '../../src/shared/contract';
import type { Bridge } from '../../src/shared/contract/channels';
import type { Handlers, Method } from '../../src/shared/contract/define';
import { AppError, toErrorShape } from '../../src/shared/model/errors';
import type { OrgSummary } from '../../src/shared/model/org';
import { Settings, type VaultStatus } from '../../src/shared/model/settings';
import { createFakeCare, type FakeCareOptions } from './bridge-care';
import { createFakeCertificates, withCertificate, type FakeCertificateOptions } from './bridge-certificates';
import { createFakeCollector } from './bridge-collect';
import { createFakeLicensing } from './bridge-licensing/index';
import { createWorld } from './bridge-licensing/world';
import { makeOrg, makeOrgs, makeReport, type ConnectivityOutcome } from './bridge-orgs';
import { makeUsers } from './bridge-people';
import { createFakeReview } from './bridge-review';
import { makeRunDetail, makeRuns } from './bridge-runs';
import { createFakeSecurity } from './bridge-security/index';
import { createFakeSetups } from './bridge-setup';
import { createFakeStorage } from './bridge-storage';
import { createFakeSystem, type FakeSystemOptions } from './bridge-system';

/**
 * A Bridge without a main process: believable data in memory, parsed at the border like the real one.
 * For the harness and for tests of stores.
 */
export const SCENARIOS = [
  'demo',
  'many',
  'empty',
  'fresh',
  'loading',
  'error',
  'collecting',
  // More to read than the quota allows.
  'tight',
  'quota',
  'budget',
  // Collected once: no change can be known yet.
  'untracked',
  'unchanged',
  'locked',
  // The checks were never evaluated; they found nothing.
  'unevaluated',
  'clean',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** Services that do not answer, or fail, in the scenarios of that name. */
const FAILING: ReadonlySet<string> = new Set(['review', 'licenses', 'security', 'data', 'system']);

export interface FakeBridgeOptions extends FakeCertificateOptions, FakeCareOptions, FakeSystemOptions {
  scenario?: Scenario;
  styleNonce?: string;
  users?: number;
  licenses?: number;
  findings?: number;
  now?: number;
  outcome?: ConnectivityOutcome;
  settings?: Partial<Settings>;
  /** How long a collection takes, and each answer. */
  collectMs?: number;
  latencyMs?: number;
}

export interface FakeBridge extends Bridge {
  emit(event: string, payload: unknown): void;
  /** Every call made, oldest first. */
  readonly calls: { method: string; input: unknown }[];
  readonly orgs: OrgSummary[];
}

export function createFakeBridge(options: FakeBridgeOptions = {}): FakeBridge {
  const {
    scenario = 'demo',
    now = Date.now(),
    outcome = 'connected',
    collectMs = 6000,
    latencyMs = 60,
  } = options;
  const listeners = new Set<(event: string, payload: unknown) => void>();
  const emit = (event: string, payload: unknown) => listeners.forEach((listener) => listener(event, payload));
  const later = (event: string, payload: unknown) => void setTimeout(() => emit(event, payload), 0);
  const calls: FakeBridge['calls'] = [];

  const orgs = makeOrgs(scenario, now).map((org, i) => (i === 0 ? withCertificate(org, now, options) : org));
  const users = makeUsers(options.users ?? 1243, now);
  let settings = Settings.parse(options.settings ?? {});
  let vault: VaultStatus = {
    protection: scenario === 'locked' ? 'passphrase' : 'os-keychain',
    backend: scenario === 'locked' ? 'basic_text' : 'gnome_libsecret',
    locked: scenario === 'locked',
    needsNewPassphrase: scenario === 'locked',
  };
  const reports = new Map(
    orgs.filter((org) => org.dataAsOf).map((org) => [org.id, makeReport(org.name, outcome, now - 7_900_000)]),
  );

  const find = (orgId: string): OrgSummary => {
    const org = orgs.find((o) => o.id === orgId);
    if (org) return org;
    throw new AppError({
      code: 'UNKNOWN_ORG',
      kind: 'usage',
      message: 'There is no such org.',
      fix: 'Pick one of the list.',
    });
  };
  const change = (orgId: string, patch: Partial<OrgSummary>): OrgSummary => {
    const next = { ...find(orgId), ...patch };
    orgs[orgs.findIndex((o) => o.id === orgId)] = next;
    later('orgs.changed', {});
    return next;
  };
  const requireVault = () => {
    if (!vault.locked) return;
    throw new AppError({
      code: 'VAULT_LOCKED',
      kind: 'vault-locked',
      message: 'The vault is locked.',
      fix: 'Enter the passphrase.',
    });
  };
  const world = createWorld({
    now,
    org: find,
    orgs: () => orgs,
    users: (orgId) => (find(orgId).dataAsOf ? users : []),
    licenses: options.licenses,
  });
  const setups = createFakeSetups((orgId) => find(orgId).dataAsOf !== null, now);
  const certificates = createFakeCertificates({
    ...options,
    find,
    change,
    draft: setups.draftCertificate,
    requireVault,
  });
  const collector = createFakeCollector({
    find,
    change,
    emit,
    collectMs,
    tight: scenario === 'tight',
    onComplete: (orgId) => void setups.tick(orgId, ['integration.collect'], 'app'),
  });

  const services: { [S in keyof ContractType]: Handlers<ContractType[S]> } = {
    app: {
      info: () => ({
        version: '0.1.0',
        platform: 'linux',
        dataDir: '/home/kim/.config/Seatwatch',
        logFile: '/home/kim/.config/Seatwatch/logs/main.log',
        vault,
      }),
      settings: () => settings,
      updateSettings: (wanted) => {
        settings = Settings.parse({ ...settings, ...wanted });
        later('settings.changed', {});
        return settings;
      },
      openHelp: () => undefined,
      openTechnique: () => undefined,
      showLogFile: () => undefined,
      copyText: () => undefined,
      unlockVault: ({ passphrase }) => {
        if (passphrase === 'wrong-passphrase') {
          throw new AppError({
            code: 'WRONG_PASSPHRASE',
            kind: 'credentials',
            message: 'That is not the passphrase of this vault.',
            fix: 'Try again.',
          });
        }
        vault = { ...vault, locked: false, needsNewPassphrase: false };
        return vault;
      },
    },
    orgs: {
      list: () => [...orgs],
      get: ({ orgId }) => find(orgId),
      add: ({ name, url, consumerKey, credentials }) => {
        requireVault();
        const host = /salesforce\.com/.test(url) && /login\.|lightning/.test(url);
        if (host) {
          throw new AppError({
            code: 'WRONG_HOST',
            kind: 'usage',
            message: 'This is not a My Domain address.',
            fix: 'Use the address under Setup > Company Settings > My Domain.',
            subStep: 'app.my-domain',
          });
        }
        const org = {
          ...makeOrg(`org-${orgs.length + 1}`, name, now, { collected: false, state: 'idle' }),
          url,
          consumerKey,
          ...(credentials.auth === 'jwt-bearer'
            ? {
                auth: credentials.auth,
                jwtUsername: credentials.username,
                certificates: certificates.adopt(),
              }
            : {}),
        };
        orgs.push(org);
        setups.adopt(org.id);
        later('orgs.changed', {});
        return org;
      },
      update: ({ orgId, consumerSecret, ...patch }) => {
        if (consumerSecret) requireVault();
        const given = Object.entries(patch).filter(([, value]) => value !== undefined);
        return change(orgId, Object.fromEntries(given));
      },
      remove: ({ orgId }) => {
        orgs.splice(orgs.indexOf(find(orgId)), 1);
        later('orgs.changed', {});
      },
      testConnectivity: async ({ orgId }) => {
        requireVault();
        await new Promise((resolve) => setTimeout(resolve, latencyMs * 10));
        const report = makeReport(find(orgId).name, outcome, Date.now());
        reports.set(orgId, report);
        if (report.connected) certificates.tested(orgId);
        setups.learn(orgId, report);
        return report;
      },
      lastConnectivity: ({ orgId }) => reports.get(orgId) ?? null,
      addDemo: async () => {
        requireVault();
        await new Promise((resolve) => setTimeout(resolve, latencyMs * 20));
        const org = makeOrg('demo', 'Demo org', now, { isDemo: true, collected: false, state: 'idle' });
        orgs.push(org);
        collector.start(org.id);
        return find(org.id);
      },
      setup: ({ orgId }) => setups.get(orgId),
      tickSubStep: ({ orgId, id, done }) => setups.tick(orgId, [id], done ? 'user' : null),
      saveDraft: (draft) => setups.saveDraft(draft),
      ...certificates.handlers,
    },
    collect: {
      start: ({ orgId }) => {
        requireVault();
        collector.start(orgId);
        return { runId: 42 };
      },
      cancel: ({ orgId }) => collector.cancel(orgId),
      progress: ({ orgId }) => collector.progress(orgId),
      runs: ({ orgId, limit }) => makeRuns(find(orgId), now).slice(0, limit),
      run: ({ orgId, runId }) => makeRunDetail(find(orgId), runId, now),
    },
    licenses: createFakeLicensing(world, (orgId, inactiveDays) => void change(orgId, { inactiveDays })),
    review: createFakeReview({
      world,
      org: find,
      users: (orgId) => (find(orgId).dataAsOf ? users : []),
      now,
      mode: scenario === 'untracked' || scenario === 'unchanged' ? scenario : 'usual',
    }),
    security: createFakeSecurity({
      now,
      users: (orgId) => (find(orgId).dataAsOf ? users : []),
      findings: options.findings ?? 300,
      mode: scenario === 'unevaluated' || scenario === 'clean' ? scenario : 'usual',
      emit,
      latencyMs,
    }),
    data: {
      ...createFakeStorage({ orgs: () => orgs, find, now, latencyMs }),
      ...createFakeCare({
        ...options,
        orgs: () => orgs,
        user: (userId) => users.find((user) => user.id === userId),
        settings: () => settings,
        now,
        latencyMs,
      }),
    },
    system: createFakeSystem({ ...options, settings: () => settings, now, latencyMs }),
  };

  if (scenario === 'collecting' || scenario === 'tight') setTimeout(() => collector.start('acme'), 0);

  return {
    styleNonce: options.styleNonce ?? 'fake-nonce',
    calls,
    orgs,
    emit,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    call: async (name, input) => {
      calls.push({ method: name, input });
      const [service = '', key = ''] = name.split('.');
      const quiet = service === 'app';
      if (scenario === 'loading' && FAILING.has(service)) return new Promise<Reply>(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, quiet ? 0 : latencyMs));
      return answer(async () => {
        if (scenario === 'error' && (FAILING.has(service) || key === 'runs' || key === 'run')) {
          throw new AppError({
            code: 'DATABASE_UNREACHABLE',
            kind: 'data',
            message: 'The database did not answer.',
            fix: 'Try again. If it happens again, restart Seatwatch.',
            retryable: true,
          });
        }
        const method = lookUp<Method>(contract, service, key);
        const handler = lookUp<(input: unknown) => unknown>(services, service, key);
        return method.output.parse(await handler(method.input.parse(input)));
      });
    },
  };
}

function lookUp<T>(
  tree: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  service: string,
  key: string,
): T {
  const found = tree[service]?.[key];
  if (found === undefined) throw new Error(`No such method: ${service}.${key}`);
  return found as T;
}

async function answer(work: () => Promise<unknown>): Promise<Reply> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const shape = toErrorShape(error);
    // Unlike the real one, the fake says what its own fault was.
    return { ok: false, error: error instanceof AppError ? shape : { ...shape, message: String(error) } };
  }
}

import type { ConnectivityCheck, ConnectivityReport } from '../../src/shared/model/connectivity';
import type { OrgSummary } from '../../src/shared/model/org';
import type { RunState, RunSummary } from '../../src/shared/model/run';
import { DAY, iso } from './bridge-people';

/** Made-up orgs, runs and connectivity reports for the fake bridge. */

const HOUR = 3_600_000;

export function makeRun(org: string, runId: number, state: RunState, startedAt: number): RunSummary {
  const full = state === 'complete';
  return {
    org,
    state,
    runId,
    startedAt: iso(startedAt),
    endedAt: iso(startedAt + (full ? 74_000 : 21_000)),
    resumeAt: state === 'paused-quota' ? iso(startedAt + 14 * HOUR) : null,
    apiCalls: {
      made: full ? 63 : 14,
      orgUsedBefore: state === 'paused-quota' ? 79_427 : 38_410,
      orgUsedAfter: state === 'paused-quota' ? 79_441 : 38_473,
      orgMax: 106_000,
      thresholdPercent: 75,
    },
    rows: full
      ? {
          users: 1243,
          profiles: 31,
          userLicenses: 12,
          permissionSetLicenses: 24,
          packageLicenses: 6,
          loginHistory: 184_220,
        }
      : { users: 1243, profiles: 31 },
    error:
      state === 'failed'
        ? {
            code: 'invalid_client',
            message: 'Salesforce rejected the consumer secret.',
            fix: 'Copy the secret again from the External Client App and save it under Details.',
          }
        : null,
  };
}

export interface OrgOptions {
  state?: OrgSummary['state'];
  paused?: boolean;
  isDemo?: boolean;
  sandbox?: boolean;
  used?: number;
  collected?: boolean;
  edition?: string;
}

export function makeOrg(id: string, name: string, now: number, options: OrgOptions = {}): OrgSummary {
  const { state = 'complete', paused = false, isDemo = false, sandbox = false, collected = true } = options;
  const host = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const ended = now - 2.2 * HOUR;
  const lastRun =
    !collected || state === 'idle' || state === 'collecting'
      ? null
      : makeRun(name, 41, state, ended - 74_000);
  return {
    id,
    name,
    url: isDemo
      ? 'http://127.0.0.1:43110'
      : `https://${host}${sandbox ? '--uat.sandbox' : ''}.my.salesforce.com`,
    auth: 'client-credentials',
    consumerKey: '3MVG9demoKEYdemoKEYdemoKEY.x7Qm2',
    jwtUsername: null,
    certificates: null,
    paused,
    isDemo,
    thresholdPercent: 75,
    runBudget: null,
    dailyBudget: null,
    keepLoginsDays: null,
    inactiveDays: 90,
    addedAt: iso(now - 64 * DAY),
    dataAsOf: collected ? iso(ended) : null,
    identity: {
      salesforceOrgId: collected ? '00DFk000000AbCdMAK' : null,
      organizationName: collected ? name : null,
      edition: collected ? (options.edition ?? 'Enterprise Edition') : null,
      isSandbox: collected ? sandbox : null,
      instanceName: collected ? 'USA628' : null,
      apiVersion: collected ? '67.0' : null,
    },
    state,
    lastRun,
    resumeAt: state === 'paused-quota' ? iso(now + 11.6 * HOUR) : null,
    nextRunAt: paused ? null : iso(now + 21.8 * HOUR),
    quota: collected
      ? { used: options.used ?? 38_473, max: 106_000, at: iso(ended), thresholdPercent: 75, ownCalls24h: 126 }
      : null,
    historySince: collected ? iso(now - 180 * DAY) : null,
    historyUntil: collected ? iso(ended) : null,
  };
}

const CHECKS: readonly Omit<ConnectivityCheck, 'status' | 'fix' | 'code'>[] = [
  { id: 'url', summary: 'The Salesforce URL is a My Domain address and answers.', subStep: 'app.my-domain' },
  { id: 'token', summary: 'Salesforce granted an access token.', subStep: 'app.client-credentials' },
  { id: 'api-enabled', summary: 'The run-as user may use the API.', subStep: 'user.api-only' },
  { id: 'api-version', summary: 'API version 67.0 is used.', subStep: null },
  { id: 'edition', summary: 'Enterprise Edition supports the API.', subStep: 'user.edition' },
  {
    id: 'api-only-user',
    summary: 'The run-as user cannot sign in through the browser.',
    subStep: 'user.api-only',
  },
  { id: 'run-as-license', summary: 'The run-as user has a Salesforce license.', subStep: 'user.license' },
  { id: 'view-setup', summary: 'View Setup and Configuration is granted.', subStep: 'user.view-setup' },
  { id: 'limits', summary: 'The limits can be read.', subStep: 'user.view-setup' },
  { id: 'quota', summary: '36% of the daily API requests are used; Seatwatch stops at 75%.', subStep: null },
  { id: 'manage-users', summary: 'User logins and frozen users can be read.', subStep: 'user.manage-users' },
  {
    id: 'login-history',
    summary: 'The login history of all users can be read.',
    subStep: 'user.manage-users',
  },
];

export type ConnectivityOutcome = 'connected' | 'warnings' | 'wrong-secret' | 'unknown-certificate';

export function makeReport(org: string, outcome: ConnectivityOutcome, now: number): ConnectivityReport {
  const connected = outcome !== 'wrong-secret' && outcome !== 'unknown-certificate';
  const checks = CHECKS.map((check, index): ConnectivityCheck => {
    const pass: ConnectivityCheck = { ...check, status: 'pass', fix: '', code: null };
    if (outcome === 'wrong-secret' && check.id === 'token') {
      return {
        ...check,
        status: 'fail',
        summary: 'Salesforce rejected the consumer secret.',
        fix: 'Copy the consumer secret again from the Settings tab of the External Client App and save it here.',
        code: 'invalid_client',
        subStep: 'app.key-secret',
      };
    }
    if (outcome === 'unknown-certificate' && check.id === 'token') {
      return {
        ...check,
        status: 'fail',
        summary: 'Salesforce cannot verify the signature: the app has another certificate, or none.',
        fix: 'Upload server.crt in the app’s settings under “Enable JWT Bearer Flow”, and wait up to 10 minutes.',
        code: 'invalid_grant',
        subStep: 'app.jwt-bearer',
      };
    }
    if (!connected && index > 1) {
      return {
        ...check,
        status: 'unknown',
        summary: 'Not checked: there is no access token.',
        fix: '',
        code: null,
      };
    }
    if (outcome === 'warnings' && check.id === 'login-history') {
      return {
        ...check,
        status: 'fail',
        summary: 'Only the run-as user’s own logins came back, although other users signed in recently.',
        fix: 'Grant Manage Users or Monitor Login History to the run-as user.',
        code: null,
      };
    }
    if (outcome === 'warnings' && check.id === 'api-only-user') {
      return {
        ...check,
        status: 'warn',
        summary: 'The run-as user can also sign in through the browser.',
        fix: 'Turn on API Only User in the profile or permission set.',
        code: null,
      };
    }
    return pass;
  });
  return {
    org,
    connected,
    checks,
    at: iso(now),
    callsMade: connected ? 8 : 0,
  };
}

export function makeOrgs(scenario: string, now: number): OrgSummary[] {
  if (scenario === 'empty' || scenario === 'locked') return [];
  if (scenario === 'fresh')
    return [makeOrg('acme', 'Acme Field Services', now, { collected: false, state: 'idle' })];
  const acme = {
    ...makeOrg('acme', 'Acme Field Services', now, {
      ...(scenario === 'quota' ? { state: 'paused-quota', used: 81_200 } : {}),
      ...(scenario === 'budget' ? { state: 'paused-budget' } : {}),
    }),
    ...(scenario === 'budget' ? { runBudget: 50, dailyBudget: 200 } : {}),
  };
  const usual = [
    acme,
    { ...makeOrg('acme-uat', 'Acme UAT', now, { sandbox: true, used: 4100 }), keepLoginsDays: 730 },
    makeOrg('northern', 'Northern Clinics', now, {
      state: 'paused-quota',
      used: 80_120,
      edition: 'Unlimited Edition',
    }),
    makeOrg('harbor', 'Harbor Logistics', now, { state: 'failed' }),
    makeOrg('orchard', 'Orchard Retail', now, { paused: true, edition: 'Professional Edition' }),
    makeOrg('meadow', 'Meadow Energy', now, { collected: false, state: 'idle' }),
  ];
  if (scenario !== 'many') return usual;
  const more = Array.from({ length: 24 }, (_, i) =>
    makeOrg(`unit-${i}`, `Acme business unit ${String(i + 1).padStart(2, '0')}`, now, { used: 3000 * i }),
  );
  return [...usual, ...more];
}

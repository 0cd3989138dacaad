import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vaultAccount, VAULT_SERVICE } from '../src/core/orgs/credentials';
import { createQuotaGuard, type QuotaGuardOptions } from '../src/core/quota/guard';
import { QuotaPause } from '../src/core/quota/pause';
import type { SalesforceClient } from '../src/core/salesforce/client';
import { createClientFactory } from '../src/core/salesforce/client-factory';
import { fakeClock, memorySecrets, silentLog } from '../src/core/testing/fakes';
import { createDemoOrg, type ControlCommand, type DemoOrg } from '../src/demo-org';
import type { Org } from '../src/shared/model/org';
import { AppError } from '../src/shared/model/errors';

// The guard against an org that counts for itself. What it promises in every order of events is in
// src/core/quota/guard.property.test.ts; here it is whether client and guard together keep it over HTTP.

const NOON = Date.UTC(2026, 5, 30, 12);
const MAX = 1_000;
const LINE = 750;
const ORG: Org = {
  id: 'org-1',
  name: 'Acme',
  url: '',
  auth: 'client-credentials',
  consumerKey: '',
  jwtUsername: null,
  certificates: null,
  paused: false,
  isDemo: true,
  thresholdPercent: 75,
  runBudget: null,
  dailyBudget: null,
  keepLoginsDays: null,
  inactiveDays: 90,
  addedAt: '2026-01-01T00:00:00.000Z',
  dataAsOf: null,
  identity: {
    salesforceOrgId: null,
    organizationName: null,
    edition: null,
    isSandbox: null,
    instanceName: null,
    apiVersion: null,
  },
};

/** Switches and actions that undo what a test before has set. */
const CALM: ControlCommand = {
  clearFaults: true,
  otherTrafficPerCall: 0,
  limitsLag: 0,
  limitInfoExcludesCurrent: false,
  perAppUsage: false,
};

let demo: DemoOrg;
let counted = 0;

const serve = () => createDemoOrg({ users: 12, logins: 10, live: false, now: () => NOON, dailyLimit: MAX });
/** Requests of the test that the org charged. */
const charged = () => demo.stats().counted - counted;

beforeAll(async () => {
  demo = await serve();
});
afterAll(() => demo.close());

async function guarded(
  command: ControlCommand,
  options: Partial<QuotaGuardOptions> = {},
): Promise<SalesforceClient> {
  demo.control({ ...CALM, ...command });
  counted = demo.stats().counted;
  const secrets = memorySecrets();
  await secrets.setPassword(VAULT_SERVICE, vaultAccount('org-1', 'consumer-secret'), demo.consumerSecret);
  const clientFor = createClientFactory({
    fetch: (url, init) => fetch(url, init),
    clock: fakeClock(NOON),
    log: silentLog,
    secrets,
  });
  const guard = createQuotaGuard({ thresholdPercent: 75, maxCalls: null, ...options });
  return clientFor({ ...ORG, url: demo.url, consumerKey: demo.consumerKey }, guard);
}

/** Asks side by side until the guard says no to all; resolves with the reasons. */
async function askUntilPaused(client: SalesforceClient, side: number): Promise<QuotaPause[]> {
  await client.limits();
  const ask = async (): Promise<QuotaPause> => {
    for (;;) {
      try {
        await client.firstPage('SELECT Id FROM Profile LIMIT 1');
      } catch (error) {
        if (error instanceof QuotaPause) return error;
        // Given up after several tries: the next question.
        if (!(error instanceof AppError) || !error.retryable) throw error;
      }
    }
  };
  return Promise.all(Array.from({ length: side }, ask));
}

const BEHAVIORS: [string, ControlCommand][] = [
  ['as usual', {}],
  ['the header does not count its own request', { limitInfoExcludesCurrent: true }],
  ['limits that are minutes old', { limitsLag: 25 }],
  ['answers that take a while', { latencyMs: 3 }],
];

describe('the org’s own count at the end', () => {
  it.each(BEHAVIORS.flatMap(([name, command]) => [1, 5].map((side) => [name, side, command] as const)))(
    'is at the line or a few requests below it: %s, %i at a time',
    async (_name, side, command) => {
      const client = await guarded({ setUsed: 700, ...command });
      const pauses = await askUntilPaused(client, side);
      const { used } = demo.stats().quota;
      expect(used).toBeLessThanOrEqual(LINE);
      // One for the doubt about the header, one for each request that the last sighting may lack.
      expect(used).toBeGreaterThanOrEqual(LINE - 1 - side);
      for (const pause of pauses)
        expect(pause).toMatchObject({ reason: 'threshold', numbers: { max: MAX, line: LINE } });
      // Each charged request has been through the door, and nothing else was charged. Who is refused first
      // does not know yet what becomes of the others' requests; who is refused last knows them all.
      expect(Math.max(...pauses.map(({ numbers }) => numbers.made))).toBe(charged());
      expect(client.guard.state()).toMatchObject({ made: charged(), inFlight: 0 });
      expect(used).toBe(700 + charged());
    },
  );

  it.each([
    [1, 3],
    [1, 20],
    [4, 3],
    [4, 12],
  ])(
    'is not past the line either while others use it, too: %i at a time, %i of theirs to each of ours',
    async (side, others) => {
      for (const command of [{}, { limitInfoExcludesCurrent: true, limitsLag: 9 }, { latencyMs: 2 }]) {
        const client = await guarded({ setUsed: 400, otherTrafficPerCall: others, ...command });
        const pauses = await askUntilPaused(client, side);
        expect(demo.stats().quota.used).toBeLessThanOrEqual(LINE);
        expect(demo.stats().quota.used).toBeGreaterThan(LINE - (side + 2) * (others + 1) * 2);
        expect(pauses.every(({ reason }) => reason === 'threshold')).toBe(true);
      }
    },
  );

  it.each([1, 4])('obeys our app’s own limit, %i at a time', async (side) => {
    await demo.close();
    demo = await serve();
    const client = await guarded({ setUsed: 10, perAppUsage: true }, { thresholdPercent: 20 });
    const [pause] = await askUntilPaused(client, side);
    // 20% of the 250 requests of the app.
    expect(charged()).toBeLessThanOrEqual(50);
    expect(charged()).toBeGreaterThanOrEqual(50 - 1 - side);
    expect(pause).toMatchObject({ reason: 'app-threshold', numbers: { max: 250, line: 50 } });
  });

  it('counts requests that were repeated, refused or broken off', async () => {
    const client = await guarded({ setUsed: 700 });
    demo.control({
      failNext: [
        { match: '/query', status: 503, times: 7 },
        { match: '/query', dropConnection: true, times: 2 },
        { match: '/query', error: 'UNABLE_TO_LOCK_ROW', times: 2 },
      ],
    });
    await askUntilPaused(client, 1);
    expect(demo.stats().quota.used).toBeLessThanOrEqual(LINE);
    expect(client.guard.state().made).toBe(charged());
  });

  it('stays within the budgets, requests side by side included', async () => {
    const client = await guarded({ setUsed: 10 }, { maxCalls: 17, daily: { budget: 100, used: 85 } });
    const reasons = (await askUntilPaused(client, 4)).map(({ reason }) => reason);
    expect(charged()).toBe(15);
    expect(new Set(reasons)).toEqual(new Set(['day-budget']));
  });

  it('is left alone when it is past the line from the start: one request finds out', async () => {
    const client = await guarded({ setUsed: 900 });
    const [pause] = await askUntilPaused(client, 3);
    expect(charged()).toBe(1);
    expect(pause?.message).toContain('901 of 1,000');
  });
});

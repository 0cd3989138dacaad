import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { HttpFetch } from '../src/core/ports';
import { parseJson } from '../src/core/salesforce/token';
import { collectRig, NOON, type CollectRig } from './builders/collect-rig';

const HOUR = 3_600_000;
const TABLES = [
  'sf_user',
  'user_login',
  'user_license',
  'permission_set_license',
  'package_license',
  'profile',
];
const ALL_TABLES = [...TABLES, 'permission_set_license_assignment', 'user_package_license', 'login_history'];

/** Whole companies are made and collected, some of them many times. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let rig: CollectRig;

async function start(options: Parameters<typeof collectRig>[0] = {}): Promise<CollectRig> {
  rig = await collectRig(options);
  return rig;
}

afterEach(async () => {
  await rig.dispose();
});

let want: Record<string, unknown[]>;

/** What an undisturbed collection of the same org stores. */
beforeAll(async () => {
  const other = await collectRig();
  try {
    await other.collector.collect(other.orgId);
    want = Object.fromEntries(ALL_TABLES.map((table) => [table, other.dump(table)]));
  } finally {
    await other.dispose();
  }
});

const stored = () => Object.fromEntries(ALL_TABLES.map((table) => [table, rig.dump(table)]));

const GHOST = {
  id: '005000000000999AAA',
  username: 'ghost@acme.example',
  name: 'Ghost',
  email: null,
  isActive: true,
  userType: 'Standard',
  profileId: null,
  userRoleId: null,
  managerId: null,
  department: null,
  country: null,
  federationId: null,
  createdAt: NOON,
  lastLoginAt: null,
  lastModifiedAt: null,
  features: [],
  lastPasswordChangeAt: null,
  passwordExpiresAt: null,
  failedLogins: null,
};

describe('collecting from the demo org', () => {
  it('reads everything, counts every call, and keeps the secret to itself', async () => {
    await start();
    const progress: number[] = [];
    const run = await rig.collector.collect(rig.orgId, {
      onProgress: ({ rowsExpected, rowsDone }) => progress.push(rowsDone / (rowsExpected ?? Infinity)),
    });
    expect(run.state).toBe('complete');
    expect(run.error).toBeNull();
    expect(run.rows).toMatchObject({ users: 120, userLogins: 120, organization: 1, loginHistory: 7_000 });
    expect(run.apiCalls.made).toBe(rig.charged());
    // limits + 6 composites of first pages + the other 2 pages of logins, 1 of metrics, 1 query for tokens,
    // 2 event log files, 1 to the Tooling API for trusted IP ranges, which SOQL was refused
    expect(run.apiCalls.made).toBe(14);
    expect((run.apiCalls.orgUsedAfter ?? 0) - (run.apiCalls.orgUsedBefore ?? 0)).toBe(14);
    expect(progress.at(-1)).toBe(1);
    const org = await rig.orgs.get(rig.orgId);
    expect(org.identity.edition).toBe('Enterprise Edition');
    const ownId = org.identity.runAsUserId ?? '';
    expect((await rig.database.db.user(rig.orgId, ownId, 90))?.user.username).toBe(rig.demo.runAsUsername);
    expect(org.quota?.ownCalls24h).toBe(14);
    expect(rig.log.lines.join('\n')).not.toContain(rig.demo.consumerSecret);
  });

  it('adds nothing and costs at most 6 calls when nothing is new', async () => {
    await start();
    await rig.collector.collect(rig.orgId);
    const before = stored();
    const run = await rig.collector.collect(rig.orgId);
    expect(run.state).toBe('complete');
    expect(run.apiCalls.made).toBeLessThanOrEqual(6);
    expect(stored()).toEqual(before);
  });

  it('picks up what happened since', async () => {
    await start({ live: true });
    const first = await rig.collector.collect(rig.orgId);
    rig.advance(26 * HOUR);
    const second = await rig.collector.collect(rig.orgId);
    expect(second.rows['loginHistory']).toBeGreaterThan(first.rows['loginHistory'] ?? 0);
    expect(second.rows['loginHistory']).toBe(rig.demo.stats().logins);
    // A day later there is something new everywhere: two event log files and a query for tokens come on top of
    // limits and the first pages of all tables.
    expect(second.apiCalls.made).toBeLessThanOrEqual(9);
  });

  it('stops before the threshold and goes on the next day where it stopped', async () => {
    await start({ dailyLimit: 1_000 });
    rig.demo.control({ setUsed: 745 });
    const paused = await rig.collector.collect(rig.orgId);
    expect(paused.state).toBe('paused-quota');
    expect(paused.error).toBeNull();
    expect(rig.demo.stats().quota.used).toBeLessThanOrEqual(750);
    expect(paused.resumeAt).toBe('2026-07-01T00:00:00.000Z');
    rig.charged();

    const early = await rig.collector.collect(rig.orgId);
    expect(early.state).toBe('paused-quota');
    expect(early.resumeAt).toBe(paused.resumeAt);
    expect(rig.charged()).toBeLessThanOrEqual(1);

    rig.advance(25 * HOUR);
    const resumed = await rig.restart().collect(rig.orgId);
    expect(resumed.state).toBe('complete');
    expect(resumed.resumeAt).toBeNull();
    expect(stored()).toEqual(want);
  });

  it('never passes the line while other programs use the org too, whatever the header counts', async () => {
    for (const limitInfoExcludesCurrent of [false, true]) {
      await start({ dailyLimit: 1_000 });
      rig.demo.control({ setUsed: 730, otherTrafficPerCall: 4, limitInfoExcludesCurrent, limitsLag: 3 });
      const run = await rig.collector.collect(rig.orgId);
      expect(run.state).toBe('paused-quota');
      // The others' calls may pass it; ours was allowed on the last number shown.
      expect(rig.demo.stats().quota.used).toBeLessThanOrEqual(755);
      if (!limitInfoExcludesCurrent) await rig.dispose();
    }
  });

  it('obeys the limit of our own app when that is the tighter one', async () => {
    await start({ dailyLimit: 100_000 });
    // Ours is 250 a day: 2 percent of it are 5, of the org's 100,000 they are 2,000.
    rig.demo.control({ setUsed: 10, perAppUsage: true });
    const run = await rig.collector.collect(rig.orgId, { thresholdPercent: 2 });
    expect(run).toMatchObject({ state: 'paused-quota', error: { code: 'QUOTA_THRESHOLD' } });
    expect(run.apiCalls.made).toBeLessThanOrEqual(5);
  });

  it.each([1, 2, 3, 4, 7])(
    'spends exactly its budget of %i, run after run and restart after restart, and ends with the same rows',
    async (maxCalls) => {
      await start();
      const states: string[] = [];
      for (let i = 0; i < 30 && states.at(-1) !== 'complete'; i += 1) {
        const run = await rig.restart().collect(rig.orgId, { maxCalls });
        expect(run.apiCalls.made).toBeLessThanOrEqual(maxCalls);
        states.push(run.state);
      }
      // Nothing is asked for twice; a continued pass of sign-ins looks once more for what came meanwhile.
      expect(states.length).toBeLessThanOrEqual(Math.ceil(15 / maxCalls) + 1);
      expect(states.slice(0, -1).every((state) => state === 'paused-budget')).toBe(true);
      expect(states.at(-1)).toBe('complete');
      expect(stored()).toEqual(want);
      expect(Object.keys(rig.demo.stats().requests).join()).not.toContain('composite/batch');
    },
  );

  it('keeps what it has when canceled, and goes on from there', async () => {
    await start();
    const abort = new AbortController();
    let pages = 0;
    const fetcher: HttpFetch = (url, init) => {
      if (url.includes('/query/') && (pages += 1) === 2) abort.abort();
      return fetch(url, init);
    };
    const run = await rig.restart(fetcher).collect(rig.orgId, { signal: abort.signal });
    expect(run.state).toBe('interrupted');
    expect(run.rows['loginHistory']).toBeGreaterThan(0);
    expect(run.rows['loginHistory']).toBeLessThan(7_000);
    expect((await rig.collector.collect(rig.orgId)).state).toBe('complete');
    expect(stored()).toEqual(want);
  });

  it('renews a token that expires in mid-run, once', async () => {
    await start();
    let pages = 0;
    const fetcher: HttpFetch = (url, init) => {
      if (url.includes('/query/') && (pages += 1) === 2) rig.demo.control({ expireTokens: true });
      return fetch(url, init);
    };
    const run = await rig.restart(fetcher).collect(rig.orgId);
    expect(run.state).toBe('complete');
    expect(rig.demo.stats().requests['POST /services/oauth2/token']).toBe(2);
    expect(run.rows['loginHistory']).toBe(7_000);
    // Others may have been given the same token: ending it would sign them out.
    expect(Object.keys(rig.demo.stats().requests).join()).not.toContain('revoke');
  });

  it('finishes although every fifth call fails, and counts the repetitions', async () => {
    await start();
    let calls = 0;
    const faults = [
      {},
      { serveTruncatedBody: true as const },
      { html: '<html>maintenance</html>' },
      { dropConnection: true },
    ];
    const fetcher: HttpFetch = (url, init) => {
      if (url.includes('/v') && (calls += 1) % 5 === 0) {
        const fault = faults[(calls / 5) % faults.length] ?? {};
        rig.demo.control('serveTruncatedBody' in fault ? fault : { failNext: { match: '/v', ...fault } });
      }
      return fetch(url, init);
    };
    rig.charged();
    const run = await rig.restart(fetcher).collect(rig.orgId);
    expect(run.state).toBe('complete');
    expect(run.apiCalls.made).toBe(rig.charged());
    expect(stored()).toEqual(want);
  });

  it('goes on from the last row when a cursor has expired', async () => {
    await start();
    await rig.collector.collect(rig.orgId, { maxCalls: 8 });
    rig.demo.control({
      failNext: {
        match: '/query/',
        status: 400,
        body: [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }],
      },
    });
    const run = await rig.restart().collect(rig.orgId);
    expect(run.state).toBe('complete');
    expect(stored()).toEqual(want);
  });

  it('does not trust a cursor of two days ago', async () => {
    await start();
    await rig.collector.collect(rig.orgId, { maxCalls: 8 });
    rig.advance(40 * HOUR);
    const before = rig.demo.stats().requests['GET /services/data/v68.0/query/*'] ?? 0;
    const run = await rig.restart().collect(rig.orgId);
    expect(run.state).toBe('complete');
    expect(before).toBeGreaterThan(0);
    expect(stored()).toEqual(want);
  });

  it('says what it may not read and collects the rest', async () => {
    await start();
    rig.demo.control({ permissions: { viewSetup: false, assignPermissionSets: false } });
    const run = await rig.collector.collect(rig.orgId);
    expect(run.state).toBe('complete');
    expect(run.rows['loginHistory']).toBe(7_000);
    expect(run.rows['userLicenses']).toBe(0);
    expect(run.error?.message).toMatch(/user licenses.* could not be read/);
    expect(run.error?.fix).toContain('View Setup and Configuration');
    const { steps } = await rig.database.db.getSetup(rig.orgId);
    expect(steps.find(({ id }) => id === 'user.view-setup')?.problem).not.toBeNull();
  });

  it('notices a login history that is silently cut to its own user', async () => {
    await start();
    rig.demo.control({ permissions: { manageUsers: false, monitorLoginHistory: false } });
    const run = await rig.collector.collect(rig.orgId);
    expect(run.state).toBe('complete');
    expect(run.error?.message).toContain('only its own sign-ins');
    const dropped = await rig.database.db.droppedFields(rig.orgId);
    expect(dropped['LoginHistory']).toContain('LoginGeo.City');

    // The next run knows what to leave out.
    rig.demo.control({ permissions: { manageUsers: false, monitorLoginHistory: true } });
    const next = await rig.collector.collect(rig.orgId);
    expect(next.error?.message ?? '').not.toContain('own sign-ins');
    expect(next.rows['loginHistory']).toBeGreaterThan(0);
  });

  it('reports wrong credentials and a dead line as failed runs that cost nothing', async () => {
    await start();
    await rig.orgs.update({ orgId: rig.orgId, consumerSecret: 'not the secret' });
    const wrong = await rig.collector.collect(rig.orgId);
    expect(wrong).toMatchObject({
      state: 'failed',
      error: { code: 'invalid_client' },
      apiCalls: { made: 0 },
    });
    const dead = await rig
      .restart(() => Promise.reject(new Error('net::ERR_INTERNET_DISCONNECTED')))
      .collect(rig.orgId);
    expect(dead).toMatchObject({
      state: 'failed',
      error: { code: 'NETWORK_UNREACHABLE' },
      apiCalls: { made: 0 },
    });
  });

  it('refuses a second collection of the same org, and one of a paused org', async () => {
    await start();
    const first = rig.collector.collect(rig.orgId);
    await expect(rig.collector.collect(rig.orgId)).rejects.toMatchObject({ code: 'ALREADY_COLLECTING' });
    await first;
    await rig.orgs.update({ orgId: rig.orgId, paused: true });
    await expect(rig.collector.collect(rig.orgId)).rejects.toMatchObject({ code: 'ORG_PAUSED' });
  });

  it('removes rows that vanished from the org', async () => {
    await start();
    await rig.collector.collect(rig.orgId);
    const gone = JSON.stringify(rig.dump('user_package_license')[0]);
    const fetcher: HttpFetch = async (url, init) => {
      const response = await fetch(url, init);
      if (!url.endsWith('/composite')) return response;
      const body = parseJson(await response.text()) as {
        compositeResponse: { body: { records: { attributes: { type: string } }[] } }[];
      };
      for (const part of body.compositeResponse) {
        if (part.body.records[0]?.attributes.type === 'UserPackageLicense') part.body.records.shift();
      }
      return Response.json(body, { headers: response.headers });
    };
    const before = rig.dump('user_package_license').length;
    const run = await rig.restart(fetcher).collect(rig.orgId);
    expect(run.rows['userPackageLicenses']).toBe(before - 1);
    expect(rig.dump('user_package_license').map((row) => JSON.stringify(row))).not.toContain(gone);
  });

  it('asks big tables only for what changed, and looks again when rows vanished', async () => {
    await start({ users: 2_600, logins: 2_500 });
    const first = await rig.collector.collect(rig.orgId);
    expect(first.rows['users']).toBe(2_600);
    rig.charged();
    const repeat = await rig.collector.collect(rig.orgId);
    expect(repeat).toMatchObject({ state: 'complete', rows: { users: 2_600 } });
    expect(rig.charged()).toBeLessThanOrEqual(6);

    // A row Salesforce knows nothing of: it counts fewer than we hold.
    const { db } = rig.database;
    const checkpoint = (await db.checkpoints(rig.orgId)).users;
    if (checkpoint === undefined) throw new Error('no checkpoint');
    await db.commitPage({
      orgId: rig.orgId,
      runId: repeat.runId,
      stream: 'users',
      rows: [{ ...GHOST }],
      checkpoint,
      endOfPass: false,
      at: NOON,
    });
    expect((await db.rowCounts(rig.orgId))['users']).toBe(2_601);
    const cleaned = await rig.collector.collect(rig.orgId);
    expect(cleaned).toMatchObject({ state: 'complete', rows: { users: 2_600 } });
  });
});

describe('Test Connectivity against the demo org', () => {
  it('passes everything in three calls', async () => {
    await start();
    const report = await rig.connectivity.test(rig.orgId);
    expect(report.checks.filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(report.connected).toBe(true);
    expect(report.callsMade).toBe(3);
    expect(rig.charged()).toBe(3);
    expect(await rig.database.db.lastConnectivity(rig.orgId)).toEqual(report);
  });

  it.each([
    ['viewSetup', 'view-setup', 'fail'],
    ['apiUserOnly', 'api-only-user', 'warn'],
    ['apiEnabled', 'api-enabled', 'fail'],
  ] as const)('sees that %s is missing', async (permission, check, status) => {
    await start();
    rig.demo.control({ permissions: { [permission]: false } });
    const report = await rig.connectivity.test(rig.orgId);
    const found = report.checks.find(({ id }) => id === check);
    expect(found).toMatchObject({ status });
    expect(found?.fix).not.toBe('');
    expect(report.connected).toBe(status === 'warn');
    const { steps } = await rig.database.db.getSetup(rig.orgId);
    expect(steps.find(({ id }) => id === found?.subStep)?.problem).not.toBeNull();
  });

  it('tells a restricted login history from a whole one', async () => {
    await start();
    rig.demo.control({ permissions: { manageUsers: false } });
    let report = await rig.connectivity.test(rig.orgId);
    expect(status(report, 'login-history')).toBe('pass');
    expect(status(report, 'manage-users')).toBe('warn');
    rig.demo.control({ permissions: { manageUsers: false, monitorLoginHistory: false } });
    report = await rig.connectivity.test(rig.orgId);
    expect(status(report, 'login-history')).toBe('fail');
    expect(status(report, 'manage-users')).toBe('fail');
    expect(report.connected).toBe(false);
  });

  it('warns of the integration license', async () => {
    await start({ runAsLicense: 'Salesforce Integration' });
    const report = await rig.connectivity.test(rig.orgId);
    expect(report.checks.find(({ id }) => id === 'run-as-license')).toMatchObject({
      status: 'warn',
      subStep: 'user.license',
    });
  });

  it('stops asking after a refused token and says so', async () => {
    await start();
    await rig.orgs.update({ orgId: rig.orgId, consumerSecret: 'not the secret' });
    const report = await rig.connectivity.test(rig.orgId);
    expect(report.connected).toBe(false);
    expect(status(report, 'url')).toBe('pass');
    expect(report.checks.find(({ id }) => id === 'token')).toMatchObject({
      status: 'fail',
      code: 'invalid_client',
      subStep: 'app.key-secret',
    });
    expect(report.checks.slice(2).every((check) => check.status === 'unknown')).toBe(true);
    expect(report.callsMade).toBe(0);
  });

  it('respects the quota', async () => {
    await start({ dailyLimit: 1_000 });
    rig.demo.control({ setUsed: 800 });
    const report = await rig.connectivity.test(rig.orgId);
    expect(rig.charged()).toBe(1);
    expect(status(report, 'quota')).toBe('warn');
  });
});

function status(report: { checks: { id: string; status: string }[] }, id: string): string | undefined {
  return report.checks.find((check) => check.id === id)?.status;
}

import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HttpFetch } from '../src/core/ports';
import { parseJson } from '../src/core/salesforce/token';
import { CollectPlan, StreamRun } from '../src/shared/model/run';
import { collectRig, NOON, type CollectRig, type RigOptions } from './builders/collect-rig';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Where the last month begins, with the hour that every query looks back. */
const FROM = NOON - 30 * DAY - HOUR;

/** Companies are made and collected several times. */
vi.setConfig({ testTimeout: 120_000 });

let rig: CollectRig;

async function start(
  options: Parameters<typeof collectRig>[0] = {},
  rigOptions: RigOptions = {},
): Promise<CollectRig> {
  rig = await collectRig(options, rigOptions);
  return rig;
}

afterEach(async () => {
  await rig.dispose();
});

const detail = async (runId: number) => {
  const found = await rig.database.db.runDetail(rig.orgId, runId);
  if (found === null) throw new Error('no such run');
  return found;
};

/** Changes answers of composite requests on their way: records by the name of their object. */
function rewriting(change: (type: string, records: Record<string, unknown>[]) => void): HttpFetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    if (!url.endsWith('/composite')) return response;
    const body = parseJson(await response.text()) as {
      compositeResponse: { body: { records?: Record<string, unknown>[] } }[];
    };
    const asked = parseJson(typeof init?.body === 'string' ? init.body : '') as {
      compositeRequest: { url: string }[];
    };
    for (const [i, part] of body.compositeResponse.entries()) {
      const type = /FROM (\w+)/.exec(decodeURIComponent(asked.compositeRequest[i]?.url ?? ''))?.[1];
      if (type !== undefined && part.body.records !== undefined) change(type, part.body.records);
    }
    return Response.json(body, { headers: response.headers });
  };
}

describe('a run with nothing new', () => {
  it.each([
    ['a small org', { users: 120, logins: 7_000 }],
    ['an org whose tables all have several pages', { users: 5_000, logins: 30_000 }],
  ])('costs at most 6 calls: %s', async (_, org) => {
    await start(org);
    const first = await rig.collector.collect(rig.orgId);
    expect(first).toMatchObject({ state: 'complete', error: null });
    rig.charged();
    for (let times = 1; times <= 2; times += 1) {
      const repeat = await rig.restart().collect(rig.orgId);
      expect(repeat).toMatchObject({ state: 'complete', error: null, rows: first.rows });
      expect(repeat.apiCalls.made).toBeLessThanOrEqual(6);
      expect(rig.charged()).toBe(repeat.apiCalls.made);
    }
    // Within the day, but hours later, the same.
    rig.advance(5 * HOUR);
    expect((await rig.restart().collect(rig.orgId)).apiCalls.made).toBeLessThanOrEqual(6);
    const { streams } = await detail(4);
    const skipped = streams.filter(({ via }) => via === 'skipped').map(({ stream }) => stream);
    expect(skipped).toEqual(expect.arrayContaining(['profiles', 'permissionSets', 'profileMetrics']));
  });

  it('still notices a deactivated, a frozen user and a vanished assignment', async () => {
    for (const users of [120, 2_500]) {
      await start({ users, logins: 2_500 });
      const first = await rig.collector.collect(rig.orgId);
      const people = rig.dump('sf_user') as { id: string; username: string; is_active: number }[];
      // Not the first ones: the run-as user is among them.
      const [gone, frozen] = people.filter(({ is_active: active }) => active === 1).slice(-2);
      if (gone === undefined || frozen === undefined) throw new Error('nobody is active');
      rig.advance(2 * HOUR);
      rig.demo.control({
        users: { [gone.username]: { active: false }, [frozen.username]: { frozen: true } },
      });
      let vanished = '';
      const fetcher = rewriting((type, records) => {
        if (type !== 'UserPackageLicense' || vanished !== '') return;
        vanished = String(records.shift()?.['Id']);
      });
      const run = await rig.restart(fetcher).collect(rig.orgId);
      expect(run.state).toBe('complete');
      const now = rig.dump('sf_user') as typeof people;
      expect(now.find(({ id }) => id === gone.id)?.is_active).toBe(0);
      const logins = rig.dump('user_login') as { user_id: string; is_frozen: number }[];
      expect(logins.find(({ user_id: id }) => id === frozen.id)?.is_frozen).toBe(1);
      expect(run.rows['userPackageLicenses']).toBe((first.rows['userPackageLicenses'] ?? 0) - 1);
      if (users === 120) await rig.dispose();
    }
  });

  it('reads what only Setup changes again when the audit trail has something new, and once a week', async () => {
    await start();
    await rig.collector.collect(rig.orgId);
    // The organization is asked for before anything is known of the audit trail; from now on it is not.
    await rig.collector.collect(rig.orgId);
    const profiles = () => (rig.dump('profile') as { name: string }[]).map(({ name }) => name);
    const rename = (type: string, records: Record<string, unknown>[]): void => {
      if (type === 'Profile' && records[0] !== undefined) records[0]['Name'] = 'Renamed';
    };
    // Nothing in the audit trail: not looked at, whatever it may be called.
    await rig.restart(rewriting(rename)).collect(rig.orgId);
    expect(profiles()).not.toContain('Renamed');
    rig.advance(3 * HOUR);
    const entry = { Id: '0Ym000000000999AAA', Action: 'changedProfileName', CreatedDate: '' };
    const changed = rewriting((type, records) => {
      rename(type, records);
      if (type !== 'SetupAuditTrail') return;
      records.push({ ...entry, CreatedDate: new Date(NOON + 2 * HOUR).toISOString() });
    });
    const run = await rig.restart(changed).collect(rig.orgId);
    expect(run.state).toBe('complete');
    expect(profiles()).toContain('Renamed');
    // And a week later without any entry.
    await rig.restart().collect(rig.orgId);
    expect(profiles()).toContain('Renamed');
    rig.advance(7 * DAY);
    await rig.restart().collect(rig.orgId);
    expect(profiles()).not.toContain('Renamed');
  });
});

describe('the plan of a collection', () => {
  it('is shown before the bulk of the work, stored, and close to what it came to', async () => {
    await start({ users: 2_500, logins: 12_000 });
    const plans: CollectPlan[] = [];
    let callsThen = 0;
    const run = await rig.collector.collect(rig.orgId, {
      onProgress({ plan, callsMade }) {
        if (plan === null || plans.length > 0) return;
        plans.push(plan);
        callsThen = callsMade;
      },
    });
    const [plan] = plans;
    if (plan === undefined) throw new Error('no plan');
    expect(callsThen).toBeLessThan(run.apiCalls.made);
    expect(plan.edition).toBe('Enterprise Edition');
    expect(plan.percentOfQuota).toBeCloseTo((plan.calls / (run.apiCalls.orgMax ?? 0)) * 100);
    // What nobody can know: how many further queries tokens take, and what new event log files there are.
    expect(Math.abs(plan.calls - run.apiCalls.made)).toBeLessThanOrEqual(4);
    expect((await detail(run.runId)).plan).toEqual(CollectPlan.parse(plan));
    // The second time it knows how fast this org is, and that there is little to do.
    const again = await rig.restart().collect(rig.orgId);
    const { plan: second } = await detail(again.runId);
    expect(second?.calls).toBe(again.apiCalls.made);
    expect(second?.streams.find(({ stream }) => stream === 'profiles')).toMatchObject({
      via: 'skipped',
      calls: 0,
    });
  });

  it('costs no more requests than there are pages', async () => {
    await start({ users: 2_500, logins: 12_000 });
    const run = await rig.collector.collect(rig.orgId);
    const { eventLogFiles = 0, ...rows } = run.rows;
    const pages = Object.values(rows).reduce((sum, count) => sum + Math.ceil(count / 2_000), 0);
    expect(run.apiCalls.made).toBeLessThanOrEqual(1 + pages + eventLogFiles);
  });

  it('begins when the requests will not do for all, the most valuable first, and says so', async () => {
    await start({ users: 120, logins: 12_000, dailyLimit: 1_000 }, { bulk: 'never' });
    rig.demo.control({ setUsed: 740 });
    const run = await rig.collector.collect(rig.orgId);
    expect(run.state).toBe('paused-quota');
    expect(run.rows).toMatchObject({ users: 120, userLicenses: 12, organization: 1 });
    const { plan } = await detail(run.runId);
    expect(plan?.calls).toBeGreaterThan(plan?.callsLeft ?? Infinity);
  });
});

describe('sign-ins', () => {
  const times = () => (rig.dump('login_history') as { login_time: number }[]).map((row) => row.login_time);

  it('come newest month first and then backwards, without a gap wherever it stops', async () => {
    await start({ users: 120, logins: 14_000 }, { bulk: 'never' });
    const stops: { recent: number[]; older: number[] }[] = [];
    const sorted = () => {
      const all = times().sort((a, b) => a - b);
      return {
        recent: all.filter((time) => time >= FROM),
        older: all.filter((time) => time < FROM).reverse(),
      };
    };
    for (let i = 0, state = ''; i < 40 && state !== 'complete'; i += 1) {
      state = (await rig.restart().collect(rig.orgId, { maxCalls: 2 })).state;
      stops.push(sorted());
    }
    const all = sorted();
    expect(all.recent.length + all.older.length).toBe(14_000);
    // Several pages each, so that something can be half done.
    expect(all.recent.length).toBeGreaterThan(2_000);
    expect(all.older.length).toBeGreaterThan(8_000);
    for (const { recent, older } of stops) {
      expect(recent).toEqual(all.recent.slice(0, recent.length));
      expect(older).toEqual(all.older.slice(0, older.length));
      // But for its first page, which shares a request with the other one, history waits.
      if (older.length > 2_000) expect(recent).toHaveLength(all.recent.length);
    }
    expect(new Set(stops.map(({ older }) => older.length)).size).toBeGreaterThan(3);
  });

  it('that are new come before the history that is still unread', async () => {
    await start({ users: 120, logins: 14_000, live: true }, { bulk: 'never' });
    const first = await rig.collector.collect(rig.orgId, { maxCalls: 9 });
    expect(first.state).toBe('paused-budget');
    expect(first.rows['loginHistory']).toBeLessThan(rig.demo.stats().logins);
    const newest = Math.max(...times());
    for (const days of [1, 2]) {
      rig.advance(DAY);
      const run = await rig.restart().collect(rig.orgId, { maxCalls: 6 });
      expect([days, run.state]).toEqual([days, 'paused-budget']);
      expect(Math.max(...times())).toBeGreaterThan(newest + days * DAY - 12 * HOUR);
    }
    rig.advance(3 * DAY);
    const last = await rig.restart().collect(rig.orgId);
    expect(last).toMatchObject({ state: 'complete', error: null });
    expect(last.rows['loginHistory']).toBe(rig.demo.stats().logins);
  });
});

describe('the log of a run', () => {
  it('accounts for every request, row and byte by stream, however the run ends', async () => {
    await start({ users: 120, logins: 24_000 }, { bulkPageSize: 5_000 });
    const states: string[] = [];
    for (const maxCalls of [4, 9, 12, 60]) {
      const run = await rig.restart().collect(rig.orgId, { maxCalls });
      states.push(run.state);
      const { streams, trigger } = await detail(run.runId);
      expect(streams.map((one) => StreamRun.parse(one))).toEqual(streams);
      expect(streams.reduce((sum, { calls }) => sum + calls, 0)).toBe(run.apiCalls.made);
      for (const { calls, bytes, error } of streams) {
        expect(calls > 0).toBe(bytes > 0);
        expect(error).toBeNull();
      }
      expect(trigger).toBe('manual');
    }
    expect(states.at(-1)).toBe('complete');
    const { streams } = await detail(4);
    expect(streams.filter(({ via, complete }) => via !== 'skipped' && !complete)).toEqual([]);
  });
});

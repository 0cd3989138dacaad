import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { initialSwitches, SWITCHES, SWITCH_NAMES } from '../src/demo-org/switches';
import { collectRig, type CollectRig } from './builders/collect-rig';

const ORG = { users: 120, logins: 4_500 };
const TABLES = [
  'sf_user',
  'user_login',
  'user_license',
  'permission_set_license',
  'package_license',
  'profile',
  'permission_set_license_assignment',
  'user_package_license',
  'login_history',
  'trusted_ip_range',
];

/** Companies are made and collected several times. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let rig: CollectRig;

afterEach(async () => {
  await rig.dispose();
});

const stored = (of: CollectRig = rig) => Object.fromEntries(TABLES.map((table) => [table, of.dump(table)]));

let want: Record<string, unknown[]>;

beforeAll(async () => {
  const other = await collectRig(ORG);
  try {
    await other.collector.collect(other.orgId);
    want = stored(other);
  } finally {
    await other.dispose();
  }
});

/** What Salesforce does is not documented, or documented both ways: the collection must not depend on it. */
describe('undocumented behavior', () => {
  const doubts = SWITCH_NAMES.flatMap((name) => {
    const { unconfirmed }: { unconfirmed?: { other: unknown } } = SWITCHES[name];
    return unconfirmed === undefined ? [] : [[name, unconfirmed.other] as const];
  });

  it('makes no difference to what is stored, one by one', async () => {
    rig = await collectRig(ORG);
    expect(doubts.length).toBeGreaterThan(10);
    const initial = initialSwitches();
    for (const [name, other] of doubts) {
      rig.demo.control({ [name]: other });
      const run = await rig.restart().collect(rig.orgId);
      expect([name, run.state, run.error]).toEqual([name, 'complete', null]);
      rig.demo.control({ [name]: initial[name] });
    }
    expect(stored()).toEqual(want);
  });

  it('makes none when all of it is otherwise, through the Bulk API too', async () => {
    rig = await collectRig(ORG, { bulk: 'always', bulkPageSize: 500 });
    // Thirty days of event logs are 200 MB, of which three prove as much.
    rig.demo.control({ ...Object.fromEntries(doubts), eventLogDays: 3 });
    const run = await rig.collector.collect(rig.orgId);
    expect(run).toMatchObject({ state: 'complete', error: null });
    expect(stored()).toEqual(want);
  });
});

describe('what Salesforce hides without a word', () => {
  it('users: said out loud, and no longer when the permission is there', async () => {
    rig = await collectRig(ORG);
    rig.demo.control({ permissions: { viewAllUsers: false, manageUsers: false } });
    const run = await rig.collector.collect(rig.orgId);
    expect(run.state).toBe('complete');
    expect(run.rows['users']).toBeLessThan(120);
    expect(run.error?.message).toMatch(/Salesforce counts \d+ users but shows the run-as user only \d+/);
    expect(run.error?.fix).toContain('View All Users');
    const { steps } = await rig.database.db.getSetup(rig.orgId);
    expect(steps.find(({ id }) => id === 'user.manage-users')?.problem).not.toBeNull();
    rig.demo.control({ permissions: { viewAllUsers: true, manageUsers: true } });
    expect(await rig.restart().collect(rig.orgId)).toMatchObject({ error: null, rows: { users: 120 } });
  });

  it('frozen and locked users: whether the object is refused or just empty', async () => {
    for (const userLoginWithoutPermission of ['invalid-type', 'no-rows'] as const) {
      rig = await collectRig(ORG);
      rig.demo.control({ userLoginWithoutPermission, permissions: { manageUsers: false } });
      const run = await rig.collector.collect(rig.orgId);
      expect(run.state).toBe('complete');
      expect(run.error?.message).toMatch(/Frozen and locked users.* could not be read/);
      if (userLoginWithoutPermission === 'invalid-type') await rig.dispose();
    }
  });

  it('objects behind a permission, in either form of refusal', async () => {
    for (const missingSetupPermission of ['INVALID_TYPE', 'INSUFFICIENT_ACCESS'] as const) {
      rig = await collectRig(ORG);
      rig.demo.control({
        missingSetupPermission,
        permissions: { viewSetup: false, assignPermissionSets: false },
      });
      const run = await rig.collector.collect(rig.orgId);
      expect(run.state).toBe('complete');
      expect(run.error?.message).toMatch(/user licenses.* could not be read/i);
      expect(run.rows).toMatchObject({ users: 120, loginHistory: 4_500, userLicenses: 0 });
      if (missingSetupPermission === 'INVALID_TYPE') await rig.dispose();
    }
  });
});

describe('the version', () => {
  it('is the newest both know in any order, and another one when it is retired in mid-run', async () => {
    rig = await collectRig(ORG);
    rig.demo.control({ versionsUnsorted: true });
    let retired = false;
    const run = await rig
      .restart(async (url, init) => {
        if (/\/v68\.0\/query\//.test(url)) retired = true;
        if (!retired || !url.includes('/v68.0/')) return fetch(url, init);
        return Response.json([{ errorCode: 'UNSUPPORTED_API_VERSION', message: 'retired' }], { status: 410 });
      })
      .collect(rig.orgId);
    expect(run).toMatchObject({ state: 'complete', error: null });
    // What was left is asked for anew, and fits into one page.
    expect(rig.demo.stats().requests['POST /services/data/v67.0/composite']).toBeGreaterThan(0);
    expect(stored()).toEqual(want);
  });
});

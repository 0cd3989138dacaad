import { afterEach, describe, expect, it } from 'vitest';
import { createCare } from '../src/core/care/care';
import { createPolicyRules, governDatabase } from '../src/core/policy';
import type { Policy } from '../src/shared/model/policy';
import { collectRig, type CollectRig } from './builders/collect-rig';
import { AS_OF, DAY, newOrg, store, testDatabase, type TestDatabase } from './builders/db';
import { fakeClock, silentLog } from '../src/core/testing/fakes';
import * as rows from './builders/db-records';

/** What an administrator decided, in real collections of a real (demo) org with a real database. */
let rig: CollectRig | null = null;
let database: TestDatabase | null = null;
afterEach(async () => {
  await rig?.dispose();
  database?.dispose();
  rig = database = null;
});

describe('a collection', () => {
  it('stops at the policy’s threshold, whatever the org’s own is', async () => {
    rig = await collectRig({ dailyLimit: 100 }, { policy: { maxThresholdPercent: 10 } });
    const run = await rig.collector.collect(rig.orgId);
    expect(run).toMatchObject({ state: 'paused-quota', apiCalls: { thresholdPercent: 10 } });
    expect(run.apiCalls.orgUsedAfter).toBeLessThanOrEqual(10);
    expect((await rig.orgs.get(rig.orgId)).thresholdPercent).toBe(10);
    expect((await rig.orgs.get(rig.orgId)).quota?.thresholdPercent).toBe(10);
  });

  it('is refused with a higher threshold of its own, and makes no request', async () => {
    rig = await collectRig({}, { policy: { maxThresholdPercent: 50 } });
    await expect(rig.collector.collect(rig.orgId, { thresholdPercent: 51 })).rejects.toMatchObject({
      code: 'THRESHOLD_ABOVE_POLICY',
      kind: 'usage',
    });
    expect(rig.charged()).toBe(0);
    expect(await rig.collector.collect(rig.orgId, { thresholdPercent: 50 })).toMatchObject({
      state: 'complete',
    });
  });

  it('spends no more in a day than the policy allows, over several runs', async () => {
    rig = await collectRig({}, { policy: { maxDailyCalls: 12 } });
    let charged = 0;
    for (let i = 0; i < 3; i += 1) {
      const run = await rig.collector.collect(rig.orgId);
      expect(run).toMatchObject({ state: 'paused-budget', error: { code: 'DAILY_BUDGET' } });
      charged += rig.charged();
    }
    expect(charged).toBeLessThanOrEqual(12);
  });

  it('asks nothing of a host that is not allowed, not even for a token', async () => {
    rig = await collectRig({}, { policy: { allowedHosts: ['*.my.salesforce.com'] } });
    const run = await rig.collector.collect(rig.orgId);
    expect(run).toMatchObject({
      state: 'failed',
      error: { code: 'HOST_NOT_ALLOWED' },
      apiCalls: { made: 0 },
    });
    expect(rig.charged()).toBe(0);
    expect(await rig.connectivity.test(rig.orgId)).toMatchObject({ connected: false });
    expect(rig.demo.stats().requests).toEqual({});
  });
});

describe('an org', () => {
  const governed = async (policy: Policy) => {
    database = await testDatabase();
    const rules = createPolicyRules({ file: '/etc/seatwatch/policy.json', policy });
    return { db: governDatabase(database.db, rules), plain: database.db };
  };

  it('is stored and shown no looser than the policy', async () => {
    const { db, plain } = await governed({
      maxThresholdPercent: 60,
      maxDailyCalls: 900,
      keepLoginsDays: 365,
    });
    const strict = { thresholdPercent: 60, dailyBudget: 900, keepLoginsDays: 365 };
    const org = await db.insertOrg(newOrg({ thresholdPercent: 75 }));
    expect(org).toMatchObject(strict);
    expect(await plain.getOrg(org.id)).toMatchObject({ thresholdPercent: 60, dailyBudget: null });
    for (const seen of [await db.getOrg(org.id), await db.findOrgByName('acme'), (await db.listOrgs())[0]])
      expect(seen).toMatchObject(strict);
    await expect(db.updateOrg(org.id, { thresholdPercent: 61 })).rejects.toMatchObject({
      code: 'THRESHOLD_ABOVE_POLICY',
    });
    await expect(db.updateOrg(org.id, { keepLoginsDays: 1000 })).rejects.toMatchObject({
      code: 'KEEPING_ABOVE_POLICY',
    });
    expect(await db.updateOrg(org.id, { thresholdPercent: 20, dailyBudget: null })).toMatchObject({
      thresholdPercent: 20,
      dailyBudget: 900,
    });
    expect(await db.getOrg('nobody')).toBeNull();
  });

  it('of a host that is not allowed is not taken, nor moved there', async () => {
    const { db } = await governed({ allowedHosts: ['acme.my.salesforce.com'] });
    await expect(db.insertOrg(newOrg({ url: 'https://other.my.salesforce.com' }))).rejects.toMatchObject({
      code: 'HOST_NOT_ALLOWED',
    });
    expect(await db.listOrgs()).toEqual([]);
    const org = await db.insertOrg(newOrg({ url: 'https://acme.my.salesforce.com' }));
    await expect(db.updateOrg(org.id, { url: 'https://other.my.salesforce.com' })).rejects.toMatchObject({
      code: 'HOST_NOT_ALLOWED',
    });
    // The built-in demo org gets another port at each start; it is a feature, not a host.
    const demo = await db.insertOrg(
      newOrg({ id: 'demo', name: 'Demo', url: 'http://127.0.0.1:4000', isDemo: true }),
    );
    expect(await db.updateOrg(demo.id, { url: 'http://127.0.0.1:4001' })).toMatchObject({
      url: 'http://127.0.0.1:4001',
    });
  });

  it('loses sign-ins that are older than the policy lets anybody keep', async () => {
    const { db, plain } = await governed({ keepLoginsDays: 200 });
    const { id } = await db.insertOrg(newOrg());
    const logins = Array.from({ length: 100 }, (_, i) =>
      rows.login(`l${String(i)}`, 'u1', AS_OF - i * 10 * DAY),
    );
    await store(plain, 'loginHistory', logins, { orgId: id });
    const care = createCare({ db, clock: fakeClock(AS_OF), log: silentLog, isCollecting: () => false });
    await care.tick();
    expect((await db.rowCounts(id))['loginHistory']).toBe(21);
  });
});

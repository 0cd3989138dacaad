import { afterEach, describe, expect, it } from 'vitest';
import { collectRig, type CollectRig } from './builders/collect-rig';

const HOUR = 3_600_000;
let rig: CollectRig;
afterEach(() => rig.dispose());

describe('an org’s own budgets', () => {
  it('end a run at the tighter one of the org’s and the command’s', async () => {
    rig = await collectRig();
    await rig.orgs.update({ orgId: rig.orgId, runBudget: 6 });
    const byOrg = await rig.collector.collect(rig.orgId, { maxCalls: 50 });
    expect(byOrg).toMatchObject({ state: 'paused-budget', resumeAt: null, apiCalls: { made: 6 } });
    const byCommand = await rig.collector.collect(rig.orgId, { maxCalls: 2 });
    expect(byCommand).toMatchObject({ state: 'paused-budget', apiCalls: { made: 2 } });
    expect(rig.charged()).toBe(8);
  });

  it('of a day hold for any 24 hours, cost nothing when spent, and free themselves', async () => {
    rig = await collectRig();
    const { db } = rig.database;
    const budget = 12;
    await rig.orgs.update({ orgId: rig.orgId, dailyBudget: budget });
    /** [epoch ms, calls] of each run. */
    const made: [number, number][] = [];
    let run = await rig.collector.collect(rig.orgId);
    for (let i = 0; i < 12 && run.state !== 'complete'; i += 1) {
      made.push([Date.parse(run.endedAt ?? ''), rig.charged()]);
      expect(run).toMatchObject({ state: 'paused-budget', error: { code: 'DAILY_BUDGET' } });
      expect(run.error?.message).toContain('daily budget is 12');
      const resumeAt = Date.parse(run.resumeAt ?? '');
      const clock = Date.parse(run.endedAt ?? '');
      expect(resumeAt).toBeGreaterThan(clock);
      expect(resumeAt).toBeLessThanOrEqual(clock + 25 * HOUR);
      // Asked for by hand before that: no request, the same moment to go on at.
      const early = await rig.collector.collect(rig.orgId);
      expect(early).toMatchObject({ state: 'paused-budget', resumeAt: run.resumeAt, apiCalls: { made: 0 } });
      expect(rig.charged()).toBe(0);
      rig.advance(resumeAt - clock);
      run = await rig.collector.collect(rig.orgId);
    }
    made.push([Date.parse(run.endedAt ?? ''), rig.charged()]);
    expect(run.state).toBe('complete');
    expect(made.length).toBeGreaterThan(1);
    for (const [end] of made) {
      const day = made.filter(([at]) => at <= end && at > end - 24 * HOUR);
      expect(day.reduce((sum, [, calls]) => sum + calls, 0)).toBeLessThanOrEqual(budget);
    }
    expect(await db.ownCalls(rig.orgId, Date.parse(run.endedAt ?? ''))).toBeLessThanOrEqual(budget);
  });

  it('hold for Test Connectivity, too', async () => {
    rig = await collectRig();
    await rig.orgs.update({ orgId: rig.orgId, dailyBudget: 5 });
    await rig.database.db.addOwnCalls(rig.orgId, Date.parse('2026-06-30T12:00:00Z'), 4);
    const report = await rig.connectivity.test(rig.orgId);
    expect(report.callsMade).toBe(1);
    expect(rig.charged()).toBe(1);
    expect(JSON.stringify(report.checks)).toContain('daily budget is 5');
  });
});

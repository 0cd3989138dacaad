import { describe, expect, it } from 'vitest';
import { AS_OF, HOUR, newOrg, testDatabase } from '../../../test/builders/db';
import { budgetFreeAt, dailyBudgetOf, tightest } from './day-budget';

describe('the daily budget', () => {
  it('counts what Seatwatch made in 24 hours, and is half free again when that has aged', async () => {
    const { db, dispose } = await testDatabase();
    try {
      const org = await db.insertOrg(newOrg());
      expect(await dailyBudgetOf(db, org, AS_OF)).toBeNull();
      expect(await budgetFreeAt(db, org, AS_OF)).toBeNull();
      const limited = await db.updateOrg(org.id, { dailyBudget: 100 });
      await db.addOwnCalls(org.id, AS_OF - 20 * HOUR, 40);
      await db.addOwnCalls(org.id, AS_OF - 10 * HOUR, 30);
      await db.addOwnCalls(org.id, AS_OF, 30);
      expect(await dailyBudgetOf(db, limited, AS_OF)).toEqual({ budget: 100, used: 100 });
      // The 40 are gone when the whole hour they were made in is a day old; then 60 are left, more than half.
      const free = (await budgetFreeAt(db, limited, AS_OF)) ?? 0;
      expect(free - AS_OF).toBe(15 * HOUR);
      expect(await db.ownCalls(org.id, free)).toBe(30);
      expect(await db.ownCalls(org.id, free - HOUR)).toBe(60);
    } finally {
      dispose();
    }
  });

  it('waits for all of a small budget', async () => {
    const ownCalls = (_orgId: string, at: number): Promise<number> =>
      Promise.resolve(at < AS_OF + 9 * HOUR ? 10 : at < AS_OF + 12 * HOUR ? 1 : 0);
    const at = await budgetFreeAt({ ownCalls }, { id: 'a', dailyBudget: 10 }, AS_OF);
    expect(at).toBe(AS_OF + 12 * HOUR);
  });

  it('frees itself within 25 hours, whatever was spent', async () => {
    const ownCalls = (): Promise<number> => Promise.resolve(1_000);
    const at = await budgetFreeAt({ ownCalls }, { id: 'a', dailyBudget: 5 }, AS_OF);
    expect(at).toBe(AS_OF + 25 * HOUR);
  });

  it('stands beside the run’s: the tighter one counts', () => {
    expect(tightest(null, undefined)).toBeNull();
    expect(tightest(10, null)).toBe(10);
    expect(tightest(10, 7)).toBe(7);
  });
});

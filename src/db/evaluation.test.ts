import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, newOrg, store, testDatabase, type TestDatabase } from '../../test/builders/db';
import { login, user } from '../../test/builders/db-records';

interface Stored {
  key: string;
  status: string;
  reason: string | null;
  first: number;
  last: number | null;
  severity: string;
}

describe('evaluating the checks', () => {
  let test: TestDatabase;

  beforeEach(async () => {
    test = await testDatabase();
    await test.db.insertOrg(newOrg());
    await store(test.db, 'users', [
      user('ada', { lastLoginAt: AS_OF - DAY }),
      user('bob', { lastLoginAt: AS_OF - 200 * DAY }),
    ]);
    await store(test.db, 'loginHistory', [
      login('1', 'ada', AS_OF - 100 * DAY),
      login('2', 'ada', AS_OF - 2 * DAY),
      login('3', 'ada', AS_OF - DAY),
    ]);
  });

  afterEach(() => {
    test.dispose();
  });

  function findings(check: string): Stored[] {
    const db = new Sqlite(test.file, { readonly: true });
    try {
      return db
        .prepare<[string], Stored>(
          `SELECT key, CASE WHEN resolved_at IS NULL THEN 'open' ELSE 'resolved' END AS status, resolved_reason AS reason,
             first_seen_at AS first, last_seen_at AS last, severity FROM finding WHERE check_id = ? ORDER BY key`,
        )
        .all(check);
    } finally {
      db.close();
    }
  }

  const evaluate = (at = AS_OF, all = false) => test.db.evaluateChecks('org-1', at, all);

  it('finds states and events, and the same when done again', async () => {
    expect(await test.db.isEvaluationDue('org-1')).toBe(true);
    expect(await evaluate()).toMatchObject({ scope: 'all-history', logins: 3 });
    expect(await test.db.isEvaluationDue('org-1')).toBe(false);
    const first = [...findings('inactive-users'), ...findings('access-from-dormant-account')];
    expect(first).toMatchObject([
      { key: 'bob', status: 'open', severity: 'medium', first: AS_OF - 110 * DAY, last: null },
      { key: 'ada:2026-06-28', status: 'open', last: AS_OF - 2 * DAY },
    ]);
    const again = await evaluate(AS_OF + HOUR);
    expect(again).toMatchObject({ scope: 'new-data', logins: 1, found: 0, resolved: 0 });
    expect([...findings('inactive-users'), ...findings('access-from-dormant-account')]).toEqual(first);
    await evaluate(AS_OF + 2 * HOUR, true);
    expect([...findings('inactive-users'), ...findings('access-from-dormant-account')]).toEqual(first);
  });

  it('resolves what is no longer true, keeps it, and opens it again', async () => {
    await evaluate();
    await store(test.db, 'users', [user('bob', { lastLoginAt: AS_OF })], { pass: 2, endOfPass: false });
    await evaluate(AS_OF + HOUR);
    expect(findings('inactive-users')).toMatchObject([
      { key: 'bob', status: 'resolved', reason: 'no-longer-true', last: AS_OF },
    ]);
    await store(test.db, 'users', [user('bob', { lastLoginAt: AS_OF })], {
      pass: 2,
      endOfPass: false,
      at: AS_OF + 95 * DAY,
    });
    await evaluate(AS_OF + 95 * DAY);
    expect(findings('inactive-users')).toMatchObject([
      { key: 'ada' },
      { key: 'bob', status: 'open', last: null },
    ]);
  });

  it('lets events resolve by themselves once nothing was seen for a while', async () => {
    await evaluate();
    await store(test.db, 'loginHistory', [login('9', 'ada', AS_OF + 28 * DAY)], { at: AS_OF + 28 * DAY });
    await evaluate(AS_OF + 28 * DAY);
    expect(findings('access-from-dormant-account')).toMatchObject([{ status: 'resolved', reason: 'quiet' }]);
  });

  it('looks at everything again when older logins arrive, and takes back what they refute', async () => {
    await evaluate();
    await store(test.db, 'loginHistory', [login('0', 'ada', AS_OF - 20 * DAY)]);
    const summary = await evaluate(AS_OF + HOUR);
    expect(summary.scope).toBe('all-history');
    expect(findings('access-from-dormant-account').map(({ key, status }) => [key, status])).toEqual([
      ['ada:2026-06-10', 'open'],
      ['ada:2026-06-28', 'resolved'],
    ]);
  });

  it('takes settings at their word, and refuses those out of range', async () => {
    const signed = { by: 'Ada', at: AS_OF };
    await test.db.setCheck('org-1', 'inactive-users', true, { days: 365 }, signed);
    await evaluate();
    expect(findings('inactive-users')).toEqual([]);
    await test.db.setCheck('org-1', 'inactive-users', true, null, { ...signed, at: AS_OF + 1 });
    expect(await test.db.isEvaluationDue('org-1')).toBe(true);
    await evaluate(AS_OF + HOUR);
    expect(findings('inactive-users')).toHaveLength(1);
    await test.db.setCheck('org-1', 'inactive-users', false, null, { ...signed, at: AS_OF + 2 * HOUR });
    await evaluate(AS_OF + 2 * HOUR);
    expect(findings('inactive-users')).toMatchObject([{ status: 'resolved', reason: 'check-off' }]);
    await expect(
      test.db.setCheck('org-1', 'inactive-users', true, { days: 0 }, signed),
    ).rejects.toMatchObject({
      code: 'INVALID_PARAMETER',
    });
    await expect(test.db.setCheck('org-1', 'inactive-user', true, null, signed)).rejects.toMatchObject({
      code: 'UNKNOWN_CHECK',
    });
  });

  it('says what other settings would do, and keeps nothing of it', async () => {
    await evaluate();
    expect(await test.db.previewCheck('org-1', 'inactive-users', { days: 365 })).toMatchObject({
      status: 'evaluated',
      now: { medium: 1 },
      would: { medium: 0 },
      gone: 1,
      added: 0,
      examples: [{ change: 'gone', severity: 'medium' }],
    });
    expect(
      await test.db.previewCheck('org-1', 'access-from-dormant-account', { quietDays: 99 }),
    ).toMatchObject({
      gone: 1,
      would: { medium: 0 },
    });
    expect(findings('inactive-users')).toHaveLength(1);
  });

  it('says why a check was not evaluated', async () => {
    const other = await testDatabase();
    try {
      await other.db.insertOrg(newOrg());
      await store(other.db, 'users', [user('ada')]);
      await other.db.evaluateChecks('org-1', AS_OF);
      const checks = await other.db.checks('org-1', AS_OF);
      const dormant = checks.find(({ info }) => info.id === 'access-from-dormant-account');
      expect(dormant?.result).toMatchObject({
        status: 'not-evaluated',
        reason: '“Login history” has not been collected yet.',
      });
    } finally {
      other.dispose();
    }
  });

  it('has a score with all its parts', async () => {
    await evaluate();
    const { score, parts, leftOut, trend } = await test.db.postureScore('org-1', AS_OF);
    const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
    const passing = parts.reduce((sum, { weight, passing: share }) => sum + weight * share, 0);
    expect(score).toBeCloseTo((100 * passing) / weights, 10);
    expect(parts.find(({ check }) => check === 'inactive-users')).toMatchObject({
      population: 2,
      affected: 1,
    });
    expect(leftOut.every(({ reason }) => reason !== '')).toBe(true);
    expect(trend).toHaveLength(1);
  });
});

import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AS_OF, DAY, newOrg, store, type TestDatabase, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { ADA, addFinding, session, setup, verification } from '../../test/builders/timeline-rows';
import type { TimelineEntry } from '../shared/model/sign-in-map';
import { rounds } from '../../test/builders/rounds';

const MINUTE = 60_000;

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
});
afterEach(() => test.dispose());

const page = ({ orgId, before = null, limit }: { orgId: string; before?: string | null; limit: number }) =>
  test.db.timeline(orgId, ADA, before, limit);

it('a timeline loses nothing and repeats nothing over pages of any size, whatever shares a moment', async () => {
  let orgs = 0;
  const slot = fc.nat(6);
  const events = fc.record({
    logins: fc.array(fc.record({ slot, city: fc.constantFrom('A', 'B'), day: fc.nat(2) }), {
      maxLength: 14,
    }),
    verifications: fc.array(slot, { maxLength: 4 }),
    sessions: fc.array(slot, { maxLength: 4 }),
    tokens: fc.array(slot, { maxLength: 4 }),
    setups: fc.array(slot, { maxLength: 4 }),
    findings: fc.array(slot, { maxLength: 12 }),
    changes: fc.nat(3),
  });
  await fc.assert(
    fc.asyncProperty(events, fc.integer({ min: 1, max: 5 }), async (plan, limit) => {
      const orgId = `p${String(++orgs)}`;
      await test.db.insertOrg(newOrg({ id: orgId, name: orgId, url: `https://${orgId}.my.salesforce.com` }));
      const to = { orgId };
      const at = (n: number) => AS_OF + n * MINUTE;
      // An id with a space, and ids that are longer numbers than others, as findings have.
      await store(
        test.db,
        'loginHistory',
        plan.logins.map(({ slot: n, city, day }, i) => rows.login(`l${i}`, ADA, at(n) - day * DAY, { city })),
        to,
      );
      await store(
        test.db,
        'verificationHistory',
        plan.verifications.map((n, i) => verification(`v${i}`, at(n))),
        to,
      );
      await store(
        test.db,
        'authSessions',
        plan.sessions.map((n, i) => session(`s${i}`, at(n))),
        to,
      );
      await store(
        test.db,
        'oauthTokens',
        plan.tokens.map((n, i) => rows.oauthToken(ADA, { id: `an app ${i}`, createdAt: at(n) })),
        to,
      );
      await store(
        test.db,
        'setupAuditTrail',
        plan.setups.map((n, i) => setup(`a${i}`, at(n), { createdById: ADA })),
        to,
      );
      plan.findings.forEach((n, i) =>
        addFinding(test.file, orgId, { key: `k${i}`, at: at(0), last: n % 2 === 0 ? at(n) : null }),
      );
      for (let pass = 0; pass <= plan.changes; pass++)
        await store(test.db, 'users', [rows.user(ADA, { name: `Ada ${pass}`, department: `${pass}` })], {
          ...to,
          pass: pass + 1,
          at: at(3),
        });

      const whole = await page({ orgId, limit: 500 });
      expect(whole.next).toBeNull();
      const { entries } = whole;
      expect([...entries].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))).toEqual(entries);
      const counted = (kind: TimelineEntry['kind']) => entries.filter((each) => each.kind === kind);
      expect(counted('login').reduce((n, { count }) => n + count, 0)).toBe(plan.logins.length);
      expect(counted('finding')).toHaveLength(plan.findings.length);
      expect(entries.length - counted('login').length).toBe(
        plan.verifications.length +
          plan.sessions.length +
          plan.tokens.length +
          plan.setups.length +
          plan.findings.length +
          plan.changes,
      );

      const paged: TimelineEntry[] = [];
      let before: string | null = null;
      do {
        const { entries: some, next } = await page({ orgId, limit, before });
        expect(some.length).toBeLessThanOrEqual(limit);
        expect(some.length).toBeGreaterThan(next === null ? -1 : 0);
        paged.push(...some);
        before = next;
      } while (before !== null);
      expect(paged).toEqual(entries);
    }),
    { numRuns: rounds(40) },
  );
});

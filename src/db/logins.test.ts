import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import type { LoginRow } from '../shared/model/users';
import { rounds } from '../../test/builders/rounds';

// One person's logins are found through the days the roll-up knows, so they are compared here with what was
// stored: in pages of any size, in both directions, and after the oldest were removed in the middle of a day.

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.dispose());

const START = Math.floor(AS_OF / DAY) * DAY - 20 * DAY;

/** Few days and few seconds, at their ends as often as between. */
const login = fc.record({
  user: fc.constantFrom('u1', 'u2'),
  day: fc.nat({ max: 4 }),
  second: fc.constantFrom(0, 0, 1, 40_000, 86_399),
  ms: fc.constantFrom(0, 0, 1, 999),
  success: fc.boolean(),
});

const question = fc.record({
  user: fc.constantFrom('u1', 'u2', null),
  since: fc.option(fc.integer({ min: 0, max: 5 * DAY })),
  until: fc.option(fc.integer({ min: 0, max: 5 * DAY })),
  limit: fc.integer({ min: 1, max: 5 }),
});

let orgs = 0;

it('finds every login of a person once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(login, { maxLength: 14 }),
      fc.array(question, { minLength: 1, maxLength: 4 }),
      fc.option(
        fc.record({ before: fc.integer({ min: 0, max: 5 * DAY }), limit: fc.integer({ min: 1, max: 6 }) }),
      ),
      async (made, questions, purge) => {
        const orgId = `org-${++orgs}`;
        await test.db.insertOrg(newOrg({ id: orgId, name: orgId, url: `https://${orgId}` }));
        await store(test.db, 'users', [rows.user('u1'), rows.user('u2')], { orgId });
        let stored = made
          .map(({ user, day, second, ms, success }, i) =>
            rows.login(`l${String(i).padStart(2, '0')}`, user, START + day * DAY + second * 1000 + ms, {
              status: success ? 'Success' : 'Invalid Password',
            }),
          )
          .sort((a, b) => a.loginTime - b.loginTime || (a.id < b.id ? -1 : 1));
        // In two commits, each in no order.
        const halves = [stored.filter((_, i) => i % 2 === 0), stored.filter((_, i) => i % 2 === 1)];
        for (const half of halves) await store(test.db, 'loginHistory', half.reverse(), { orgId });
        if (purge !== null) {
          const before = START + purge.before;
          await test.db.purgeLogins(orgId, before, purge.limit);
          const gone = new Set(stored.filter((row) => row.loginTime < before).slice(0, purge.limit));
          stored = stored.filter((row) => !gone.has(row));
        }

        for (const { user, limit, ...range } of questions) {
          const since = range.since === null ? null : START + range.since;
          const until = range.until === null ? null : START + range.until;
          const username = user === null ? null : `${user}@acme.test`;
          const found: string[] = [];
          for (let after: { loginTime: string; id: string } | null = null; ;) {
            const page: LoginRow[] = await test.db.logins({ orgId, since, until, username, after, limit });
            found.push(...page.map((row) => row.id));
            const last = page.at(-1);
            if (last === undefined) break;
            after = { loginTime: last.loginTime, id: last.id };
          }
          const expected = stored.filter(
            (row) =>
              (user === null || row.userId === user) &&
              (since === null || row.loginTime >= since) &&
              (until === null || row.loginTime < until),
          );
          expect(found).toEqual(expected.map((row) => row.id));
        }
        for (const id of ['u1', 'u2']) {
          const recent = (await test.db.user(orgId, id, 90))?.recentLogins.map((row) => row.id);
          expect(recent).toEqual(
            stored
              .filter((row) => row.userId === id)
              .reverse()
              .map((row) => row.id),
          );
        }
      },
    ),
    { numRuns: rounds(150) },
  );
}, 120_000);

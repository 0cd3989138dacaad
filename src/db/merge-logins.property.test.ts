import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AS_OF, DAY, HOUR, newOrg, store, type TestDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { backupOf, expectExact, read, twoWorkstations } from '../../test/builders/two-workstations';
import { streamTables } from './stream-tables';
import { rounds } from '../../test/builders/rounds';

type LoginRecord = ReturnType<typeof rows.login>;

let a: TestDatabase;
let b: TestDatabase;
let dispose: () => void;
beforeEach(async () => {
  ({ a, b, dispose } = await twoWorkstations());
});
afterEach(() => dispose());

const LOGINS = `SELECT ${streamTables.loginHistory.fields
  .map((field) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
  .join(', ')}, success FROM login_history ORDER BY login_time, id`;
it('merging any two histories has the logins of both, counted right, whoever merges whom', async () => {
  const aLogin = fc.record({
    n: fc.nat(30),
    status: fc.constantFrom('Success', 'Invalid Password', null),
    city: fc.constantFrom('Bern', null),
    browser: fc.constantFrom('Edge', 'Chrome', null),
    sourceIp: fc.constantFrom('192.0.2.1', '2001:db8::1', null),
  });
  const record = ({ n, ...rest }: { n: number } & Partial<LoginRecord>): LoginRecord =>
    // One login has one time and one person, whoever reads it.
    rows.login(`0Ya${String(n)}`, `005${String(n % 4)}`, AS_OF - (n % 7) * 9 * HOUR, rest);
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(aLogin, { maxLength: 25 }),
      fc.array(aLogin, { maxLength: 25 }),
      fc.integer({ min: -1, max: 1 }),
      async (here, there, later) => {
        const orgId = `p${String(count++)}`;
        const url = `https://${orgId}.my.salesforce.com`;
        for (const [of, list, at] of [
          [a, here, AS_OF],
          [b, there, AS_OF + later * HOUR],
        ] as const) {
          await of.db.insertOrg(newOrg({ id: orgId, name: orgId, url }));
          await store(
            of.db,
            'users',
            [0, 1, 2, 3].map((n) => rows.user(`005${String(n)}`)),
            { orgId, at },
          );
          const once = [...new Map(list.map((login) => [login.n, login])).values()];
          await store(of.db, 'loginHistory', once.map(record), { orgId, at });
        }
        const [fromA, fromB] = [await backupOf(a), await backupOf(b)];
        await a.db.mergeFrom(fromB);
        await b.db.mergeFrom(fromA);
        const of = (side: TestDatabase) =>
          read(side, LOGINS.replace('FROM', ', (SELECT uid FROM org WHERE id = org_id) AS uid FROM')).filter(
            (row) => row.at(-1) === orgId,
          );
        const ids = (list: { n: number }[]) => list.map(({ n }) => `0Ya${String(n)}`);
        const union = new Set([...ids(here), ...ids(there)]);
        expect(new Set(of(a).map(([id]) => id))).toEqual(union);
        expect(of(a)).toHaveLength(union.size);
        expect(of(b)).toEqual(of(a));
        expectExact(a);
        expectExact(b);
        for (const side of [a, b])
          expect(
            read(
              side,
              `SELECT s.id FROM sf_user s LEFT JOIN login_user u ON u.org_id = s.org_id AND u.user_id = s.id
                 WHERE s.last_seen_at IS NOT u.last_success_at`,
            ),
          ).toEqual([]);
        await a.db.mergeFrom(fromB);
        await store(a.db, 'loginHistory', [rows.login('0YaNext', '0051', AS_OF + DAY)], { orgId });
        expectExact(a);
      },
    ),
    { numRuns: rounds(8) },
  );
});

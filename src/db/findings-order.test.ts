import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import {
  type FindingRow,
  findingRow,
  findingsQuery,
  insertFindings,
  raw,
} from '../../test/builders/finding-rows';
import { SEVERITIES } from '../shared/model/checks';
import { FINDING_SORTS, type FindingsQuery, type FindingsPage } from '../shared/model/findings';
import { rounds } from '../../test/builders/rounds';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
  await store(test.db, 'users', [
    rows.user('ada', { name: 'Ada Lovelace', username: 'ada@acme.test' }),
    rows.user('oe', { name: 'Øyvind ÆRLIG', username: 'oe@acme.test' }),
  ]);
});
afterEach(() => test.dispose());

const insert = (...found: FindingRow[]): number[] => insertFindings(test, found);
const page = (changes: Partial<FindingsQuery> = {}, now = AS_OF): Promise<FindingsPage> =>
  test.db.findings(findingsQuery(changes), now);
const ids = async (changes: Partial<FindingsQuery> = {}, now = AS_OF): Promise<number[]> =>
  (await page(changes, now)).rows.map(({ id }) => id);

describe('the order', () => {
  it('is worst first, then newest, then found last', async () => {
    const [a = 0, b = 0, c = 0, d = 0] = insert(
      findingRow({ severity: 'low', lastSeenAt: AS_OF }),
      findingRow({ severity: 'high', lastSeenAt: AS_OF - 2 }),
      findingRow({ severity: 'high', lastSeenAt: AS_OF - 1 }),
      findingRow({ severity: 'high', lastSeenAt: AS_OF - 2 }),
    );
    expect(await ids()).toEqual([c, d, b, a]);
    expect(await ids({ descending: true })).toEqual([a, c, d, b]);
    expect(await ids({ sort: 'lastSeenAt' })).toEqual([d, b, c, a]);
    expect(await ids({ sort: 'lastSeenAt', descending: true })).toEqual([a, c, d, b]);
  });

  it('by person is by name as it is now, with findings about nobody last', async () => {
    const [a = 0, b = 0, c = 0] = insert(
      findingRow({ userId: 'oe' }),
      findingRow(),
      findingRow({ userId: 'ada' }),
    );
    expect(await ids({ sort: 'user' })).toEqual([c, a, b]);
    await store(test.db, 'users', [rows.user('oe', { name: 'Aaron' })], { pass: 2, endOfPass: false });
    expect(await ids({ sort: 'user' })).toEqual([a, c, b]);
  });

  const some = <T>(...values: T[]) => fc.constantFrom(...values);
  const anyFinding = fc.record({
    check: some('inactive-users', 'access-from-dormant-account', 'gone'),
    severity: some(...SEVERITIES),
    userId: some(null, 'ada', 'oe', 'gone'),
    ip: some(null, '192.0.2.1', '192.0.2.2'),
    lastSeenAt: some(AS_OF - 2, AS_OF - 1, AS_OF),
    firstSeenAt: some(AS_OF - 9, AS_OF - 8),
    resolvedAt: some(null, AS_OF),
    acknowledgedAt: some(null, AS_OF - 5),
    acknowledgedUntil: some(null, AS_OF, AS_OF + 1),
  });
  const anyQuery = fc.record({
    severities: fc.subarray([...SEVERITIES]),
    checks: fc.subarray(['inactive-users', 'gone']),
    statuses: fc.subarray(['open', 'acknowledged', 'resolved'] as const),
    userId: some(null, 'ada'),
    ip: some(null, '192.0.2.2'),
    sort: some(...FINDING_SORTS),
    descending: fc.boolean(),
    muted: some('with' as const, 'without' as const, 'only' as const),
  });

  it('and the filters agree with the rows themselves, page by page, for findings of any kind', async () => {
    await test.db.mute('org-1', {
      check: 'inactive-users',
      target: 'user',
      value: 'ada',
      reason: 'r',
      until: null,
      by: 'Kim',
      at: AS_OF,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyFinding, { maxLength: 25 }), anyQuery, async (found, query) => {
        raw(test, (sqlite) => sqlite.exec('DELETE FROM finding'));
        insertFindings(
          test,
          found.map((changes) => findingRow(changes)),
        );
        const all = (await page({ statuses: [], muted: 'with' })).rows;
        const kept = all.filter(
          (row) =>
            (query.severities.length === 0 || query.severities.includes(row.severity)) &&
            (query.checks.length === 0 || query.checks.includes(row.check)) &&
            (query.statuses.length === 0 || query.statuses.includes(row.status as never)) &&
            (query.userId === null || row.userId === query.userId) &&
            (query.ip === null || row.ip === query.ip) &&
            (query.muted === 'with' || row.muted === (query.muted === 'only')),
        );
        const whole = await page(query);
        expect(all).toHaveLength(found.length);
        expect(whole.total).toBe(kept.length);
        expect(whole.rows.map(({ id }) => id).sort()).toEqual(kept.map(({ id }) => id).sort());
        const pages = [];
        for (let offset = 0; offset <= kept.length; offset += 4)
          pages.push(...(await page({ ...query, offset, limit: 4 })).rows);
        expect(pages).toEqual(whole.rows);
        for (const severity of SEVERITIES)
          expect(whole.counts[severity]).toBe(kept.filter((row) => row.severity === severity).length);
      }),
      { numRuns: rounds(60) },
    );
  });
});

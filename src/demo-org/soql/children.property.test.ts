import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemoOrg } from '../index';
import { startOrg, type Page, type Row, type TestClient } from '../test-client';
import { arbitraryCondition, ORACLE_FIELDS } from '../../../test/soql/oracle';
import { rounds } from '../../../test/builders/rounds';

/** Child sub-queries against the same children read flat and put under their parents by hand. */

let org: DemoOrg;
let client: TestClient;
let users: Row[];
let assignments: Row[];

beforeAll(async () => {
  ({ org, client } = await startOrg({ users: 140, logins: 700 }));
  users = await client.all(`SELECT ${ORACLE_FIELDS.join(', ')} FROM User`);
  assignments = await client.all('SELECT Id, AssigneeId, PermissionSet.Label FROM PermissionSetAssignment');
});
afterAll(() => org.close());

/** A record's children, however many pages they take; checks what each page says of itself. */
async function childrenOf(value: unknown): Promise<Row[]> {
  if (value === null) return [];
  let page = value as Page;
  const { totalSize } = page;
  const all = [...page.records];
  while (page.nextRecordsUrl !== undefined) {
    expect(page.done).toBe(false);
    page = (await client.get(page.nextRecordsUrl)).body as Page;
    expect(page.totalSize).toBe(totalSize);
    all.push(...page.records);
  }
  expect([page.done, all.length]).toEqual([true, totalSize]);
  expect(totalSize).toBeGreaterThan(0);
  return all;
}

const label = (row: Row): string => String((row['PermissionSet'] as Row)['Label']).toLowerCase();
const ids = (rows: readonly Row[]): unknown[] => rows.map((row) => row['Id']);
const condition = arbitraryCondition(() => users);
const byText = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);

test('children stand under their parents, filtered, sorted and cut for each of them', async () => {
  const query = fc.record({
    where: fc.option(condition, { nil: undefined }),
    like: fc.constantFrom('', 'a', 'sales', 'zzz'),
    descending: fc.boolean(),
    limit: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    offset: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
    batchSize: fc.constantFrom(200, 333, 2000),
  });
  await fc.assert(
    fc.asyncProperty(query, async ({ where, like, descending, limit, offset, batchSize }) => {
      const soql = `SELECT Id, (SELECT Id FROM PermissionSetAssignments${like === '' ? '' : ` WHERE PermissionSet.Label LIKE '%${like}%'`} ORDER BY PermissionSet.Label${descending ? ' DESC' : ''}, Id${limit === undefined ? '' : ` LIMIT ${limit}`}${offset === undefined ? '' : ` OFFSET ${offset}`}) FROM User${where ? ` WHERE ${where.soql}` : ''}`;
      const parents = await client.all(soql, { 'Sforce-Query-Options': `batchSize=${batchSize}` });
      const expected = users
        .filter((user) => where?.test(user) ?? true)
        .map((user) => {
          const mine = assignments
            .filter((row) => row['AssigneeId'] === user['Id'] && label(row).includes(like))
            .sort(
              (x, y) =>
                byText(label(x), label(y)) * (descending ? -1 : 1) ||
                byText(String(x['Id']), String(y['Id'])),
            );
          const from = offset ?? 0;
          return [user['Id'], ids(mine.slice(from, limit === undefined ? undefined : from + limit))];
        });
      const found: unknown[] = [];
      for (const parent of parents)
        found.push([parent['Id'], ids(await childrenOf(parent['PermissionSetAssignments']))]);
      expect({ soql, found }).toEqual({ soql, found: expected });
    }),
    { numRuns: rounds(60) },
  );
}, 60_000);

test('a page holds no more rows than its batch, children counted', async () => {
  const headers = { 'Sforce-Query-Options': 'batchSize=200' };
  let page = (await client.soql('SELECT Id, (SELECT Id FROM PermissionSetAssignments) FROM User', headers))
    .body as Page;
  const seen = new Set<unknown>();
  for (;;) {
    const children = page.records.map(
      (row) => (row['PermissionSetAssignments'] as Page | null)?.records ?? [],
    );
    expect(page.records.length + children.flat().length).toBeLessThanOrEqual(200);
    expect(page.totalSize).toBe(users.length);
    for (const row of page.records) seen.add(row['Id']);
    if (page.nextRecordsUrl === undefined) break;
    page = (await client.get(page.nextRecordsUrl, headers)).body as Page;
  }
  expect(seen.size).toBe(users.length);
});

test('children that alone exceed the batch have an address of their own', async () => {
  const soql =
    'SELECT Name, (SELECT Id FROM Assignments) FROM PermissionSet WHERE Id IN (SELECT PermissionSetId FROM PermissionSetAssignment)';
  const many = await startOrg({ users: 700, logins: 10 });
  try {
    const headers = { 'Sforce-Query-Options': 'batchSize=200' };
    const sets = await many.client.all(soql, headers);
    const split = sets.filter((row) => (row['Assignments'] as Page).done === false);
    expect(split.length).toBeGreaterThan(0);
    const flat = await many.client.all('SELECT Id FROM PermissionSetAssignment');
    let total = 0;
    for (const set of sets) {
      let page = set['Assignments'] as Page;
      expect(page.records.length).toBeGreaterThan(0);
      total += page.records.length;
      while (page.nextRecordsUrl !== undefined) {
        page = (await many.client.get(page.nextRecordsUrl, headers)).body as Page;
        total += page.records.length;
      }
    }
    expect(total).toBe(flat.length);
  } finally {
    await many.org.close();
  }
}, 30_000);

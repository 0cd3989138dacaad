import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemoOrg } from '../index';
import { startOrg, type Page, type Row, type TestClient } from '../test-client';
import { arbitraryCondition, fold, ORACLE_FIELDS, valueOf, type Value } from '../../../test/soql/oracle';
import { rounds } from '../../../test/builders/rounds';

let org: DemoOrg;
let client: TestClient;
let rows: Row[];

beforeAll(async () => {
  ({ org, client } = await startOrg({ users: 90, logins: 700 }));
  rows = await client.all(`SELECT ${ORACLE_FIELDS.join(', ')} FROM User`);
});
afterAll(() => org.close());

const condition = arbitraryCondition(() => rows);

test('filters find the rows the oracle finds, by query and by composite alike', async () => {
  await fc.assert(
    fc.asyncProperty(condition, async ({ soql: where, test: holds }) => {
      const soql = `SELECT Id FROM User WHERE ${where} ORDER BY Id`;
      const expected = rows.filter((row) => holds(row)).map((row) => row['Id']);
      const reply = await client.soql(soql);
      const page = reply.body as Page;
      expect({ soql, status: reply.status, ids: page.records?.map((row) => row['Id']) }).toEqual({
        soql,
        status: 200,
        ids: expected.sort(),
      });
      const packed = await client.post('/composite', {
        compositeRequest: [
          {
            method: 'GET',
            url: `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`,
            referenceId: 'q',
          },
        ],
      });
      expect((packed.body as { compositeResponse: { body: unknown }[] }).compositeResponse[0]?.body).toEqual(
        page,
      );
    }),
    { numRuns: rounds(120) },
  );
}, 60_000);

test('ORDER BY, LIMIT and OFFSET cut the same slice the oracle cuts', async () => {
  const keys = fc.constantFrom(
    'Username',
    'Department',
    'LastLoginDate',
    'IsActive',
    'ManagerId',
    'Profile.Name',
  );
  await fc.assert(
    fc.asyncProperty(
      keys,
      fc.boolean(),
      fc.constantFrom('FIRST', 'LAST', ''),
      fc.integer({ min: 1, max: 100 }),
      fc.nat(100),
      async (key, down, nulls, limit, offset) => {
        const soql = `SELECT Id FROM User ORDER BY ${key} ${down ? 'DESC' : 'ASC'} ${nulls === '' ? '' : `NULLS ${nulls}`}, Id LIMIT ${limit} OFFSET ${offset}`;
        const sorted = [...rows].sort((a, b) => {
          const [x, y] = [fold(valueOf(a, key), key), fold(valueOf(b, key), key)];
          const tie = String(a['Id']) < String(b['Id']) ? -1 : 1;
          if (x === y) return tie;
          // Empty values come first unless the query says otherwise, whatever the direction.
          if (x === null || y === null) return (x === null) === (nulls !== 'LAST') ? -1 : 1;
          return x < y !== down ? -1 : 1;
        });
        const expected = sorted.slice(offset, offset + limit).map((row) => row['Id']);
        const page = (await client.soql(soql)).body as Page;
        expect([page.totalSize, page.records.map((row) => row['Id'])]).toEqual([expected.length, expected]);
      },
    ),
    { numRuns: rounds(120) },
  );
}, 60_000);

test('counting agrees with reading', async () => {
  await fc.assert(
    fc.asyncProperty(condition, async ({ soql: where, test: holds }) => {
      expect(await client.count(`User WHERE ${where}`)).toBe(rows.filter((row) => holds(row)).length);
    }),
    { numRuns: rounds(60) },
  );
}, 60_000);

test('GROUP BY adds up to the rows', async () => {
  const expected = new Map<Value, number>();
  for (const row of rows)
    expected.set(valueOf(row, 'Department'), (expected.get(valueOf(row, 'Department')) ?? 0) + 1);
  const groups = await client.all(
    'SELECT Department, COUNT(Id) n, MIN(LastLoginDate), MAX(CreatedDate) newest FROM User GROUP BY Department',
  );
  expect(new Map(groups.map((row) => [row['Department'] as Value, row['n']]))).toEqual(expected);
  for (const group of groups) {
    const mine = rows.filter((row) => row['Department'] === group['Department']);
    const logins = mine
      .map((row) => row['LastLoginDate'])
      .filter((t) => t !== null)
      .map(String)
      .sort();
    expect(group['expr0']).toBe(logins[0] ?? null);
    expect(group['newest']).toBe(
      mine
        .map((row) => String(row['CreatedDate']))
        .sort()
        .at(-1),
    );
  }
});

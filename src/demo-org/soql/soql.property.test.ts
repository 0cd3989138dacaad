import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemoOrg } from '../index';
import { DAY_MS } from '../options';
import { NOON, startOrg, type Page, type Row, type TestClient } from '../test-client';

/**
 * Random WHERE clauses against an oracle in plain JavaScript over the same rows. The oracle knows SOQL's
 * rules (two-valued logic, text without case, empty fields) and nothing of SQL.
 */

let org: DemoOrg;
let client: TestClient;
let rows: Row[];

const FIELDS = [
  'Id',
  'Username',
  'Department',
  'Title',
  'IsActive',
  'LastLoginDate',
  'CreatedDate',
  'ManagerId',
  'ProfileId',
  'NumberOfFailedLogins',
  'Profile.Name',
];

beforeAll(async () => {
  ({ org, client } = await startOrg({ users: 90, logins: 700 }));
  rows = await client.all(`SELECT ${FIELDS.join(', ')} FROM User`);
});
afterAll(() => org.close());

type Value = string | number | boolean | null;

function valueOf(row: Row, field: string): Value {
  if (field === 'Profile.Name') return ((row['Profile'] as Row | null)?.['Name'] ?? null) as Value;
  const value = row[field] as Value;
  return value !== null && field.endsWith('Date') ? Date.parse(String(value)) : value;
}

/** A condition, as SOQL text and as a predicate. */
interface Condition {
  soql: string;
  test: (row: Row) => boolean;
}

const quote = (text: string): string => `'${text.replace(/[\\']/g, (c) => `\\${c}`)}'`;
/** Text compares without case, ids with it. */
const fold = (value: Value, field = ''): Value =>
  typeof value === 'string' && !field.endsWith('Id') ? value.toLowerCase() : value;

function compare(left: Value, operator: string, right: Value): boolean {
  if (operator === '=') return left === right;
  if (operator === '!=') return left !== right;
  if (left === null || right === null) return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  if (operator === '>') return left > right;
  return left >= right;
}

const operators = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const casing = fc.constantFrom(
  (t: string) => t,
  (t: string) => t.toUpperCase(),
  (t: string) => t.toLowerCase(),
);

const textCondition = fc
  .tuple(fc.constantFrom('Username', 'Department', 'Title', 'Profile.Name'), operators, fc.nat(200), casing)
  .map(([field, operator, i, cased]): Condition => {
    const value = valueOf(rows[i % rows.length] ?? {}, field);
    const literal = value === null ? null : cased(String(value));
    return {
      soql: `${field} ${operator} ${literal === null ? 'null' : quote(literal)}`,
      test: (row) => compare(fold(valueOf(row, field)), operator, fold(literal)),
    };
  });

const likeCondition = fc
  .tuple(
    fc.constantFrom('Username', 'Department', 'Title'),
    fc.constantFrom('a', 'S', 'in', '_', 'e%r', '.', "'", '\\'),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([field, middle, before, after]): Condition => {
    const pattern = `${before ? '%' : ''}${middle}${after ? '%' : ''}`;
    const regex = new RegExp(
      `^${[...pattern].map((c) => (c === '%' ? '.*' : c === '_' ? '.' : c.replace(/[.*+?^${}()|[\]\\]/, '\\$&'))).join('')}$`,
      'is',
    );
    return {
      soql: `${field} LIKE ${quote(pattern)}`,
      test: (row) => {
        const value = valueOf(row, field);
        return value !== null && regex.test(String(value));
      },
    };
  });

const timeLiteral = fc
  .tuple(fc.integer({ min: -700, max: 3 }), fc.nat(86_399), fc.constantFrom('Z', '+02:00', '-0530'))
  .map(([day, second, zone]) => {
    const ms = Math.floor(NOON / DAY_MS) * DAY_MS + day * DAY_MS + second * 1000;
    const shift = zone === 'Z' ? 0 : zone === '+02:00' ? 120 : -330;
    return { ms, text: new Date(ms + shift * 60_000).toISOString().slice(0, 19) + zone };
  });

const timeCondition = fc
  .tuple(
    fc.constantFrom('LastLoginDate', 'CreatedDate'),
    operators,
    fc.oneof(timeLiteral, fc.constant(null), sampleTime()),
  )
  .map(([field, operator, literal]): Condition => ({
    soql: `${field} ${operator} ${literal === null ? 'null' : literal.text}`,
    test: (row) => compare(valueOf(row, field), operator, literal === null ? null : literal.ms),
  }));

function sampleTime(): fc.Arbitrary<{ ms: number; text: string } | null> {
  return fc.nat(200).map((i) => {
    const ms = valueOf(rows[i % rows.length] ?? {}, 'LastLoginDate');
    return typeof ms === 'number' ? { ms, text: new Date(ms).toISOString() } : null;
  });
}

const spanCondition = fc
  .tuple(operators, fc.constantFrom('LAST_N_DAYS', 'N_DAYS_AGO', 'TODAY', 'YESTERDAY'), fc.nat(400))
  .map(([operator, word, n]): Condition => {
    const today = Math.floor(NOON / DAY_MS) * DAY_MS;
    const ago = word === 'TODAY' ? 0 : word === 'YESTERDAY' ? 1 : n;
    const from = today - ago * DAY_MS;
    const to = word === 'LAST_N_DAYS' ? today + DAY_MS : from + DAY_MS;
    return {
      soql: `LastLoginDate ${operator} ${word}${word.includes('N_DAYS') ? `:${n}` : ''}`,
      test: (row) => {
        const at = valueOf(row, 'LastLoginDate') as number | null;
        const inside = at !== null && at >= from && at < to;
        if (operator === '=') return inside;
        if (operator === '!=') return !inside;
        if (at === null) return false;
        return operator === '<'
          ? at < from
          : operator === '<='
            ? at < to
            : operator === '>'
              ? at >= to
              : at >= from;
      },
    };
  });

const boolCondition = fc
  .tuple(fc.constantFrom('=', '!='), fc.boolean())
  .map(([operator, value]): Condition => ({
    soql: `IsActive ${operator} ${value}`,
    test: (row) => compare(valueOf(row, 'IsActive'), operator, value),
  }));

const numberCondition = fc
  .tuple(operators, fc.integer({ min: -1, max: 12 }))
  .map(([operator, value]): Condition => ({
    soql: `NumberOfFailedLogins ${operator} ${value}`,
    test: (row) => compare(valueOf(row, 'NumberOfFailedLogins'), operator, value),
  }));

const setCondition = fc
  .tuple(
    fc.constantFrom('Id', 'ManagerId', 'ProfileId', 'Department'),
    fc.boolean(),
    fc.array(fc.nat(200), { minLength: 1, maxLength: 5 }),
    fc.boolean(),
  )
  .map(([field, positive, picks, short]): Condition => {
    const values = picks.map((i) => valueOf(rows[i % rows.length] ?? {}, field));
    const literals = values.map((v) =>
      v === null ? 'null' : quote(short && field !== 'Department' ? String(v).slice(0, 15) : String(v)),
    );
    return {
      soql: `${field} ${positive ? 'IN' : 'NOT IN'} (${literals.join(', ')})`,
      test: (row) =>
        values.map((value) => fold(value, field)).includes(fold(valueOf(row, field), field)) === positive,
    };
  });

/** Made inside `fc.assert`, after the rows are there. */
const leaf = fc.oneof(
  textCondition,
  likeCondition,
  timeCondition,
  spanCondition,
  boolCondition,
  numberCondition,
  setCondition,
);

const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaf,
    fc
      .tuple(fc.constantFrom('AND', 'OR'), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
      .map(([operator, items]): Condition => ({
        soql: items.map((item) => `(${item.soql})`).join(` ${operator} `),
        test: (row) =>
          operator === 'AND' ? items.every((item) => item.test(row)) : items.some((item) => item.test(row)),
      })),
    // Three NOTs inside each other are refused (see parse.ts).
    tie('tree')
      .filter((item) => !item.soql.includes('NOT ('))
      .map((item): Condition => ({ soql: `NOT (${item.soql})`, test: (row) => !item.test(row) })),
  ),
}));

test('filters find the rows the oracle finds, by query and by composite alike', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (condition) => {
      const soql = `SELECT Id FROM User WHERE ${condition.soql} ORDER BY Id`;
      const expected = rows.filter((row) => condition.test(row)).map((row) => row['Id']);
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
    { numRuns: 120 },
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
    { numRuns: 120 },
  );
}, 60_000);

test('counting agrees with reading', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (condition) => {
      expect(await client.count(`User WHERE ${condition.soql}`)).toBe(
        rows.filter((row) => condition.test(row)).length,
      );
    }),
    { numRuns: 60 },
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

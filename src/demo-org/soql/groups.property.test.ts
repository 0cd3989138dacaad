import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemoOrg } from '../index';
import { startOrg, type Row, type TestClient } from '../test-client';
import {
  arbitraryCondition,
  datePart,
  fold,
  ORACLE_FIELDS,
  valueOf,
  type Value,
} from '../../../test/soql/oracle';
import { rounds } from '../../../test/builders/rounds';

/** Aggregates, GROUP BY, ROLLUP, CUBE and HAVING against the same sums done in plain JavaScript. */

let org: DemoOrg;
let client: TestClient;
let rows: Row[];

beforeAll(async () => {
  ({ org, client } = await startOrg({ users: 90, logins: 700 }));
  rows = await client.all(`SELECT ${ORACLE_FIELDS.join(', ')} FROM User`);
});
afterAll(() => org.close());

const KEYS: Readonly<Record<string, (row: Row) => Value>> = {
  UserType: (row) => valueOf(row, 'UserType'),
  Department: (row) => valueOf(row, 'Department'),
  'Profile.Name': (row) => valueOf(row, 'Profile.Name'),
  IsActive: (row) => valueOf(row, 'IsActive'),
  ManagerId: (row) => valueOf(row, 'ManagerId'),
};
const DATE_KEYS: Readonly<Record<string, (row: Row) => Value>> = {
  'CALENDAR_YEAR(CreatedDate)': (row) => datePart('CALENDAR_YEAR', valueOf(row, 'CreatedDate')),
  'DAY_IN_WEEK(LastLoginDate)': (row) => datePart('DAY_IN_WEEK', valueOf(row, 'LastLoginDate')),
  'HOUR_IN_DAY(LastLoginDate)': (row) => datePart('HOUR_IN_DAY', valueOf(row, 'LastLoginDate')),
};

type Fold = (group: readonly Row[]) => Value;
const present = (group: readonly Row[], field: string): NonNullable<Value>[] =>
  group.map((row) => valueOf(row, field)).filter((value) => value !== null);
const distinct = (group: readonly Row[], field: string): number =>
  new Set(present(group, field).map((value) => fold(value, field))).size;
const sum = (values: readonly NonNullable<Value>[]): number =>
  values.reduce((total: number, value) => total + Number(value), 0);
const time = (ms: number | undefined): Value =>
  ms === undefined ? null : new Date(ms).toISOString().replace('Z', '+0000');

const AGGREGATES: Readonly<Record<string, Fold>> = {
  'COUNT(Id)': (group) => group.length,
  'COUNT(Title)': (group) => present(group, 'Title').length,
  'COUNT_DISTINCT(Title)': (group) => distinct(group, 'Title'),
  'COUNT_DISTINCT(ProfileId)': (group) => distinct(group, 'ProfileId'),
  'SUM(NumberOfFailedLogins)': (group) => {
    const values = present(group, 'NumberOfFailedLogins');
    return values.length === 0 ? null : sum(values);
  },
  'AVG(NumberOfFailedLogins)': (group) => {
    const values = present(group, 'NumberOfFailedLogins');
    return values.length === 0 ? null : sum(values) / values.length;
  },
  'MIN(LastLoginDate)': (group) =>
    time(
      present(group, 'LastLoginDate')
        .map(Number)
        .sort((a, b) => a - b)[0],
    ),
  'MAX(CreatedDate)': (group) =>
    time(
      present(group, 'CreatedDate')
        .map(Number)
        .sort((a, b) => b - a)[0],
    ),
};

/** Rows by the values of some keys; a key left out of `kept` is summed over and shows as null. */
function grouped(all: readonly Row[], keys: readonly ((row: Row) => Value)[], kept: readonly boolean[]) {
  const groups = new Map<string, { values: Value[]; rows: Row[] }>();
  for (const row of all) {
    const values = keys.map((key, i) => (kept[i] === true ? key(row) : null));
    const id = JSON.stringify(values.map((value) => fold(value)));
    const group = groups.get(id) ?? { values, rows: [] };
    groups.set(id, group);
    group.rows.push(row);
  }
  return [...groups.values()];
}

/** Which keys are kept in each grouping set. */
function setsOf(kind: string, count: number): boolean[][] {
  const all = Array.from({ length: count }, (_, i) => i);
  if (kind === 'ROLLUP') return [...all, count].map((kept) => all.map((i) => i < kept));
  if (kind === 'CUBE')
    return Array.from({ length: 2 ** count }, (_, bits) => all.map((i) => (bits & (1 << i)) !== 0));
  return [all.map(() => true)];
}

const condition = arbitraryCondition(() => rows);
const sorted = (items: readonly unknown[]): string[] => items.map((item) => JSON.stringify(item)).sort();

test('groups and subtotals add up as the oracle adds them up', async () => {
  const query = fc.record({
    kind: fc.constantFrom('plain', 'ROLLUP', 'CUBE'),
    keys: fc.uniqueArray(fc.constantFrom(...Object.keys(KEYS)), { minLength: 1, maxLength: 3 }),
    dateKey: fc.option(fc.constantFrom(...Object.keys(DATE_KEYS)), { nil: undefined }),
    aggregates: fc.uniqueArray(fc.constantFrom(...Object.keys(AGGREGATES)), { minLength: 1, maxLength: 4 }),
    where: fc.option(condition, { nil: undefined }),
    atLeast: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
    negated: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(query, async ({ kind, keys, dateKey, aggregates, where, atLeast, negated }) => {
      // The parser takes no functions inside ROLLUP and CUBE.
      const names = dateKey !== undefined && kind === 'plain' ? [...keys, dateKey] : keys;
      const groupBy = kind === 'plain' ? names.join(', ') : `${kind}(${names.join(', ')})`;
      const having =
        atLeast === undefined
          ? ''
          : negated
            ? ` HAVING NOT (COUNT(Id) < ${atLeast})`
            : ` HAVING COUNT(Id) >= ${atLeast}`;
      const groupings = kind === 'plain' ? [] : names.map((name, i) => `GROUPING(${name}) g${i}`);
      const select = [
        ...names.map((name, i) => `${name} k${i}`),
        ...groupings,
        ...aggregates.map((a, i) => `${a} a${i}`),
      ];
      const soql = `SELECT ${select.join(', ')} FROM User${where ? ` WHERE ${where.soql}` : ''} GROUP BY ${groupBy}${having}`;
      const readers = names.map((name) => KEYS[name] ?? DATE_KEYS[name] ?? (() => null));
      const chosen = rows.filter((row) => where?.test(row) ?? true);
      const expected = setsOf(kind, names.length).flatMap((kept) => {
        const groups = grouped(chosen, readers, kept);
        // A grand total is there even when nothing is.
        if (groups.length === 0 && kept.every((keep) => !keep))
          groups.push({ values: names.map(() => null), rows: [] });
        return groups
          .filter((group) => group.rows.length >= (atLeast ?? 0))
          .map((group) => [
            ...group.values,
            ...(kind === 'plain' ? [] : kept.map((keep) => (keep ? 0 : 1))),
            ...aggregates.map((name) => AGGREGATES[name]?.(group.rows) ?? null),
          ]);
      });
      const found = (await client.all(soql)).map(({ attributes: _, ...row }) => Object.values(row));
      expect({ soql, groups: sorted(found) }).toEqual({ soql, groups: sorted(expected) });
    }),
    { numRuns: rounds(120) },
  );
}, 60_000);

test('totals without groups', async () => {
  await fc.assert(
    fc.asyncProperty(condition, async ({ soql: where, test: holds }) => {
      const names = Object.keys(AGGREGATES);
      const [row = {}] = await client.all(`SELECT ${names.join(', ')} FROM User WHERE ${where}`);
      const chosen = rows.filter((user) => holds(user));
      expect(names.map((_, i) => row[`expr${i}`])).toEqual(names.map((name) => AGGREGATES[name]?.(chosen)));
    }),
    { numRuns: rounds(60) },
  );
}, 60_000);

import fc from 'fast-check';
import { DAY_MS } from '../../src/demo-org/options';
import { NOON, type Row } from '../../src/demo-org/test-client';

/**
 * Random conditions on User with an oracle in plain JavaScript over the same rows. The oracle knows SOQL's rules
 * (two-valued logic, text without case, empty fields) and nothing of SQL.
 */

/** The rows an org holds; known once it runs. */
type Rows = () => readonly Row[];

/** What the oracle needs to know of every user. */
export const ORACLE_FIELDS = [
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
  'UserType',
  'Profile.Name',
] as const;

export type Value = string | number | boolean | null;

export function valueOf(row: Row, field: string): Value {
  if (field === 'Profile.Name') return ((row['Profile'] as Row | null)?.['Name'] ?? null) as Value;
  const value = row[field] as Value;
  return value !== null && field.endsWith('Date') ? Date.parse(String(value)) : value;
}

/** A condition, as SOQL text and as a predicate. */
export interface Condition {
  soql: string;
  test: (row: Row) => boolean;
}

const quote = (text: string): string => `'${text.replace(/[\\']/g, (c) => `\\${c}`)}'`;
/** Text compares without case, ids with it. */
export const fold = (value: Value, field = ''): Value =>
  typeof value === 'string' && !field.endsWith('Id') ? value.toLowerCase() : value;

function compare(left: Value, operator: string, right: Value): boolean {
  if (operator === '=') return left === right;
  if (operator === '!=' || operator === '<>') return left !== right;
  if (left === null || right === null) return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  if (operator === '>') return left > right;
  return left >= right;
}

const operators = fc.constantFrom('=', '!=', '<>', '<', '<=', '>', '>=');
const casing = fc.constantFrom(
  (t: string) => t,
  (t: string) => t.toUpperCase(),
  (t: string) => t.toLowerCase(),
);

const textCondition = (rows: Rows): fc.Arbitrary<Condition> =>
  fc
    .tuple(fc.constantFrom('Username', 'Department', 'Title', 'Profile.Name'), operators, fc.nat(200), casing)
    .map(([field, operator, i, cased]): Condition => {
      const value = valueOf(rows()[i % rows().length] ?? {}, field);
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

const timeCondition = (rows: Rows): fc.Arbitrary<Condition> =>
  fc
    .tuple(
      fc.constantFrom('LastLoginDate', 'CreatedDate'),
      operators,
      fc.oneof(timeLiteral, fc.constant(null), sampleTime(rows)),
    )
    .map(([field, operator, literal]): Condition => ({
      soql: `${field} ${operator} ${literal === null ? 'null' : literal.text}`,
      test: (row) => compare(valueOf(row, field), operator, literal === null ? null : literal.ms),
    }));

function sampleTime(rows: Rows): fc.Arbitrary<{ ms: number; text: string } | null> {
  return fc.nat(200).map((i) => {
    const ms = valueOf(rows()[i % rows().length] ?? {}, 'LastLoginDate');
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
        if (operator === '!=' || operator === '<>') return !inside;
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

const setCondition = (rows: Rows): fc.Arbitrary<Condition> =>
  fc
    .tuple(
      fc.constantFrom('Id', 'ManagerId', 'ProfileId', 'Department'),
      fc.boolean(),
      fc.array(fc.nat(200), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
    )
    .map(([field, positive, picks, short]): Condition => {
      const values = picks.map((i) => valueOf(rows()[i % rows().length] ?? {}, field));
      const literals = values.map((v) =>
        v === null ? 'null' : quote(short && field !== 'Department' ? String(v).slice(0, 15) : String(v)),
      );
      return {
        soql: `${field} ${positive ? 'IN' : 'NOT IN'} (${literals.join(', ')})`,
        test: (row) =>
          values.map((value) => fold(value, field)).includes(fold(valueOf(row, field), field)) === positive,
      };
    });

const datePartCondition = fc
  .tuple(
    fc.constantFrom('LastLoginDate', 'CreatedDate'),
    fc.constantFrom('CALENDAR_YEAR', 'CALENDAR_MONTH', 'DAY_IN_WEEK', 'HOUR_IN_DAY', 'WEEK_IN_YEAR'),
    operators,
    fc.integer({ min: 0, max: 60 }),
  )
  .map(([field, name, operator, n]): Condition => {
    const value = name === 'CALENDAR_YEAR' ? 1990 + n : n;
    return {
      soql: `${name}(convertTimezone(${field})) ${operator} ${value}`,
      test: (row) => compare(datePart(name, valueOf(row, field)), operator, value),
    };
  });

/** Date functions count in UTC; weeks of the year from January 1, days of the week from Sunday as 1. */
export function datePart(name: string, ms: Value): number | null {
  if (typeof ms !== 'number') return null;
  const date = new Date(ms);
  const newYear = Date.UTC(date.getUTCFullYear(), 0, 1);
  switch (name) {
    case 'CALENDAR_YEAR':
      return date.getUTCFullYear();
    case 'CALENDAR_MONTH':
      return date.getUTCMonth() + 1;
    case 'DAY_IN_WEEK':
      return date.getUTCDay() + 1;
    case 'HOUR_IN_DAY':
      return date.getUTCHours();
    case 'WEEK_IN_YEAR':
      return Math.floor((ms - newYear) / (7 * DAY_MS)) + 1;
    default:
      throw new Error(name);
  }
}

const dayCondition = fc
  .tuple(fc.constantFrom('LastLoginDate', 'CreatedDate'), operators, fc.integer({ min: -700, max: 3 }))
  .map(([field, operator, ago]): Condition => {
    const day = Math.floor(NOON / DAY_MS) * DAY_MS + ago * DAY_MS;
    return {
      soql: `DAY_ONLY(${field}) ${operator} ${new Date(day).toISOString().slice(0, 10)}`,
      test: (row) => {
        const ms = valueOf(row, field) as number | null;
        return compare(ms === null ? null : Math.floor(ms / DAY_MS) * DAY_MS, operator, day);
      },
    };
  });

/** Conditions under AND, OR and NOT, the last in any nesting. */
export function arbitraryCondition(rows: Rows): fc.Arbitrary<Condition> {
  const leaf = fc.oneof(
    textCondition(rows),
    likeCondition,
    timeCondition(rows),
    spanCondition,
    boolCondition,
    numberCondition,
    setCondition(rows),
    datePartCondition,
    dayCondition,
  );
  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5, depthSize: 'medium' },
      leaf,
      fc
        .tuple(fc.constantFrom('AND', 'OR'), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
        .map(([operator, items]): Condition => ({
          soql: items.map((item) => `(${item.soql})`).join(` ${operator} `),
          test: (row) =>
            operator === 'AND' ? items.every((item) => item.test(row)) : items.some((item) => item.test(row)),
        })),
      fc.tuple(tie('tree'), fc.boolean()).map(([item, close]): Condition => ({
        soql: close ? `NOT(${item.soql})` : `(NOT (${item.soql}))`,
        test: (row) => !item.test(row),
      })),
    ),
  }));
  return tree;
}

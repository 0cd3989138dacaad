import type { FunctionExp } from '@jetstreamapp/soql-parser-js';
import { int, text } from '../catalog/fields';
import type { FieldDef } from '../catalog/types';
import { malformedQuery } from '../errors';
import type { ResolvedField, Scope } from './scope';
import type { Clause } from './source';

/** A SOQL function call as SQL, with the field description that types its result. */
export interface FunctionSql {
  sql: string;
  result: FieldDef;
  aggregate: boolean;
  /** The field the function reads; none for COUNT(). */
  source: ResolvedField | undefined;
  /** FORMAT(): the value is shown as text in the user's locale. */
  localized?: true;
}

/** Date functions over epoch seconds, in UTC; WEEK_IN_YEAR counts from January 1. */
const DATE_PARTS: Readonly<Record<string, (seconds: string) => string>> = {
  CALENDAR_YEAR: (s) => part('%Y', s),
  CALENDAR_MONTH: (s) => part('%m', s),
  CALENDAR_QUARTER: (s) => `((${part('%m', s)} + 2) / 3)`,
  FISCAL_YEAR: (s) => part('%Y', s),
  FISCAL_MONTH: (s) => part('%m', s),
  FISCAL_QUARTER: (s) => `((${part('%m', s)} + 2) / 3)`,
  DAY_IN_MONTH: (s) => part('%d', s),
  // January 1, 1970 was a Thursday, the fifth day of its week. Plain arithmetic is several times faster.
  DAY_IN_WEEK: (s) => `(((${s}) / 86400 + 4) % 7 + 1)`,
  DAY_IN_YEAR: (s) => part('%j', s),
  HOUR_IN_DAY: (s) => `((${s}) % 86400 / 3600)`,
  WEEK_IN_MONTH: (s) => `((${part('%d', s)} + 6) / 7)`,
  WEEK_IN_YEAR: (s) => `((${part('%j', s)} + 6) / 7)`,
};
/** Functions that need a time of day. */
const DATETIME_ONLY = ['HOUR_IN_DAY', 'DAY_ONLY'];

function part(format: string, seconds: string): string {
  return `CAST(strftime('${format}', ${seconds}, 'unixepoch') AS INTEGER)`;
}

const AGGREGATES = ['COUNT', 'COUNT_DISTINCT', 'MIN', 'MAX', 'SUM', 'AVG'];
/** Types no aggregate takes (SOQL reference, "Support for Field Types in Aggregate Functions"). */
const NEVER_AGGREGATED: readonly FieldDef['type'][] = ['boolean', 'multipicklist', 'base64'];

const NOT_TEXT: readonly FieldDef['type'][] = [
  'id',
  'reference',
  'boolean',
  'int',
  'double',
  'date',
  'datetime',
  'base64',
];

export function isTextual(field: FieldDef): boolean {
  return !NOT_TEXT.includes(field.type);
}

/** Text compares without case in SOQL; SQL is told so wherever text is compared, sorted or grouped. */
export function collated(field: FieldDef, sql: string): string {
  return isTextual(field) ? `${sql} COLLATE NOCASE` : sql;
}

/** Is the function's result one value per row or group, so that its query yields groups? */
export function makesGroups(call: FunctionExp): boolean {
  const name = (call.functionName ?? '').toUpperCase();
  if (name === 'FORMAT') return innerCall(call) !== undefined && makesGroups(innerCall(call) ?? {});
  return AGGREGATES.includes(name) || name === 'GROUPING' || name === 'DAY_ONLY' || name in DATE_PARTS;
}

function innerCall(call: FunctionExp): FunctionExp | undefined {
  const [first] = call.parameters ?? [];
  return typeof first === 'object' ? first : undefined;
}

/** Translates a function call; throws MALFORMED_QUERY or INVALID_FIELD for one the field cannot bear. */
export function functionSql(scope: Scope, call: FunctionExp, clause: Clause): FunctionSql {
  const name = (call.functionName ?? '').toUpperCase();
  const nested = innerCall(call);
  if (name === 'FORMAT') {
    const inner = nested ? functionSql(scope, nested, clause) : fieldOf(scope, call, clause);
    return { ...inner, localized: true };
  }
  if (name === 'TOLABEL') return fieldOf(scope, call, clause);
  if (name === 'CONVERTCURRENCY')
    throw malformedQuery(
      scope.catalog.permissions.multicurrency
        ? `convertCurrency can only be used with currency fields: ${call.rawValue ?? ''}`
        : 'convertCurrency is only available in organizations that use multiple currencies',
    );
  if (name === 'COUNT' && (call.parameters?.length ?? 0) === 0)
    return { sql: 'COUNT(*)', result: int('expr'), aggregate: true, source: undefined };
  if (AGGREGATES.includes(name)) return aggregate(scope, name, fieldOf(scope, call, clause), clause);
  return dateFunction(scope, name, call, clause);
}

function fieldOf(scope: Scope, call: FunctionExp, clause: Clause): FunctionSql & { source: ResolvedField } {
  const [word] = call.parameters ?? [];
  if (typeof word !== 'string' || call.parameters?.length !== 1) throw invalidFunction(call);
  const source = scope.resolve(word, clause);
  return { sql: source.sql, result: source.field, aggregate: false, source };
}

function dateFunction(scope: Scope, name: string, call: FunctionExp, clause: Clause): FunctionSql {
  const make = DATE_PARTS[name];
  if (!make && name !== 'DAY_ONLY') throw invalidFunction(call);
  // convertTimezone(x) inside a date function changes nothing here: the org's time zone is GMT.
  const nested = innerCall(call);
  const zoned = nested?.functionName?.toUpperCase() === 'CONVERTTIMEZONE';
  const { source } = fieldOf(scope, zoned ? nested : call, clause);
  const { field } = source;
  const timed = field.type === 'datetime';
  if (!timed && (field.type !== 'date' || zoned || DATETIME_ONLY.includes(name))) throw invalidFunction(call);
  const seconds = timed ? `${source.sql} / 1000` : `CAST(strftime('%s', ${source.sql}) AS INTEGER)`;
  if (make) return { sql: make(seconds), result: int('expr'), aggregate: false, source };
  return {
    sql: `strftime('%Y-%m-%d', ${seconds}, 'unixepoch')`,
    result: { ...text('expr', 10), type: 'date' },
    aggregate: false,
    source,
  };
}

function invalidFunction(call: FunctionExp): Error {
  return malformedQuery(`Invalid function: ${call.rawValue ?? call.functionName ?? ''}`);
}

function aggregate(
  scope: Scope,
  name: string,
  inner: FunctionSql & { source: ResolvedField },
  clause: Clause,
): FunctionSql {
  const { source, sql, result } = inner;
  const numeric = result.type === 'int' || result.type === 'double';
  const refused =
    scope.object.aggregates === 'count-only' ||
    NEVER_AGGREGATED.includes(result.type) ||
    ((name === 'SUM' || name === 'AVG') && !numeric);
  if (refused) throw scope.complaints.noAggregate(source.word, name, clause);
  switch (name) {
    case 'COUNT':
      return { sql: `COUNT(${sql})`, result: int('expr'), aggregate: true, source };
    case 'COUNT_DISTINCT':
      return {
        sql: `COUNT(DISTINCT ${collated(result, sql)})`,
        result: int('expr'),
        aggregate: true,
        source,
      };
    case 'MIN':
    case 'MAX':
      return { sql: `${name}(${collated(result, sql)})`, result, aggregate: true, source };
    default:
      return { sql: `${name}(${sql})`, result: { ...result, type: 'double' }, aggregate: true, source };
  }
}

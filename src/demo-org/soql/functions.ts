import type { FunctionExp } from '@jetstreamapp/soql-parser-js';
import { int, text } from '../catalog/fields';
import type { FieldDef } from '../catalog/types';
import { malformedQuery } from '../errors';
import { fieldCannotBe, type Clause } from './messages';
import type { ResolvedField, Scope } from './scope';

/** A SOQL function call as SQL, with the field description that types its result. */
export interface FunctionSql {
  sql: string;
  result: FieldDef;
  aggregate: boolean;
  /** Reads a date literal as `YYYY-MM-DD` (DAY_ONLY). */
  source: ResolvedField | undefined;
}

/** Date functions over epoch milliseconds, in UTC; WEEK_IN_YEAR counts from January 1. */
const DATE_PARTS: Readonly<Record<string, (ms: string) => string>> = {
  CALENDAR_YEAR: (ms) => part('%Y', ms),
  CALENDAR_MONTH: (ms) => part('%m', ms),
  CALENDAR_QUARTER: (ms) => `((${part('%m', ms)} + 2) / 3)`,
  FISCAL_YEAR: (ms) => part('%Y', ms),
  FISCAL_MONTH: (ms) => part('%m', ms),
  FISCAL_QUARTER: (ms) => `((${part('%m', ms)} + 2) / 3)`,
  DAY_IN_MONTH: (ms) => part('%d', ms),
  DAY_IN_WEEK: (ms) => `(${part('%w', ms)} + 1)`,
  DAY_IN_YEAR: (ms) => part('%j', ms),
  HOUR_IN_DAY: (ms) => part('%H', ms),
  WEEK_IN_MONTH: (ms) => `((${part('%d', ms)} + 6) / 7)`,
  WEEK_IN_YEAR: (ms) => `((${part('%j', ms)} + 6) / 7)`,
};

function part(format: string, seconds: string): string {
  return `CAST(strftime('${format}', ${seconds}, 'unixepoch') AS INTEGER)`;
}

const AGGREGATES = ['COUNT', 'COUNT_DISTINCT', 'MIN', 'MAX', 'SUM', 'AVG'];

/** Text compares without case in SOQL; SQL is told so wherever text is compared, sorted or grouped. */
export function collated(field: FieldDef, sql: string): string {
  return isTextual(field) ? `${sql} COLLATE NOCASE` : sql;
}

export function isTextual(field: FieldDef): boolean {
  return !['id', 'reference', 'boolean', 'int', 'double', 'date', 'datetime'].includes(field.type);
}

export function functionSql(scope: Scope, call: FunctionExp, clause: Clause): FunctionSql {
  const name = (call.functionName ?? '').toUpperCase();
  let parameter = call.parameters?.[0];
  // convertTimezone(x) inside a date function changes nothing here: the org's time zone is GMT.
  if (typeof parameter === 'object' && parameter.functionName?.toUpperCase() === 'CONVERTTIMEZONE')
    parameter = parameter.parameters?.[0];
  if (name === 'COUNT' && parameter === undefined)
    return { sql: 'COUNT(*)', result: int('expr'), aggregate: true, source: undefined };
  if (typeof parameter !== 'string' || (call.parameters?.length ?? 0) !== 1)
    throw malformedQuery(`Invalid function parameters: ${call.rawValue ?? name}`);
  const source = scope.resolve(parameter, clause);
  if (AGGREGATES.includes(name)) return { ...aggregate(scope, name, source, clause), source };
  if (source.field.type !== 'datetime' && source.field.type !== 'date') throw notAFunction(call);
  const seconds = source.field.type === 'date' ? source.sql : `${source.sql} / 1000`;
  const asSeconds = source.field.type === 'date' ? `CAST(strftime('%s', ${seconds}) AS INTEGER)` : seconds;
  if (name === 'DAY_ONLY')
    return {
      sql: `strftime('%Y-%m-%d', ${asSeconds}, 'unixepoch')`,
      result: { ...text('expr', 10), type: 'date' },
      aggregate: false,
      source,
    };
  const make = DATE_PARTS[name];
  if (!make) throw notAFunction(call);
  return { sql: make(asSeconds), result: int('expr'), aggregate: false, source };
}

function notAFunction(call: FunctionExp): Error {
  return malformedQuery(`Invalid function: ${call.rawValue ?? call.functionName ?? ''}`);
}

function aggregate(
  scope: Scope,
  name: string,
  source: ResolvedField,
  clause: Clause,
): { sql: string; result: FieldDef; aggregate: true } {
  const { field, sql } = source;
  const numeric = field.type === 'int' || field.type === 'double';
  if ((name === 'SUM' || name === 'AVG') && !numeric) throw cannot(scope, source, clause);
  if ((name === 'MIN' || name === 'MAX') && field.type === 'boolean') throw cannot(scope, source, clause);
  switch (name) {
    case 'COUNT':
      return { sql: `COUNT(${sql})`, result: int('expr'), aggregate: true };
    case 'COUNT_DISTINCT':
      return { sql: `COUNT(DISTINCT ${collated(field, sql)})`, result: int('expr'), aggregate: true };
    case 'MIN':
    case 'MAX':
      return { sql: `${name}(${collated(field, sql)})`, result: field, aggregate: true };
    default:
      return { sql: `${name}(${sql})`, result: { ...field, type: 'double' }, aggregate: true };
  }
}

function cannot(scope: Scope, source: ResolvedField, clause: Clause): Error {
  return fieldCannotBe(scope.soql, source.word, 'aggregated', clause);
}

import { ApiError, malformedQuery } from '../errors';

/** Characters shown before the offending word, as observed in public error reports. */
const BEFORE = 32;
const AFTER = 38;

/**
 * Salesforce prefixes query errors with the words around the spot, a caret, and `ERROR at Row:1:Column:n`
 * (column counted from 1 over the whole query).
 */
export function preamble(soql: string, offset: number): string {
  let from = Math.max(0, offset - BEFORE);
  if (from > 0) {
    const space = soql.indexOf(' ', from);
    if (space >= 0 && space < offset) from = space + 1;
  }
  let to = Math.min(soql.length, offset + AFTER);
  if (to < soql.length) {
    const space = soql.lastIndexOf(' ', to);
    if (space > offset) to = space;
  }
  const row = soql.slice(0, offset).split('\n').length;
  const column = offset - soql.lastIndexOf('\n', offset - 1);
  const shown = soql.slice(from, to).replaceAll('\n', ' ');
  return `\n${shown}\n${' '.repeat(offset - from)}^\nERROR at Row:${row}:Column:${column}\n`;
}

/** Which part of the query a word is looked for in, to point at the right occurrence. */
export type Clause = 'SELECT' | 'FROM' | 'WHERE' | 'GROUP BY' | 'HAVING' | 'ORDER BY';

/** Offset of `word` inside `clause`; the clause's start (or 0) when it cannot be found. */
export function locate(soql: string, word: string, clause: Clause): number {
  const start =
    clause === 'SELECT' ? 0 : soql.search(new RegExp(`\\b${clause.replace(' ', '\\s+')}\\b`, 'i'));
  const from = Math.max(0, start);
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = soql.slice(from).search(new RegExp(`(?<![\\w.])${escaped}(?![\\w])`, 'i'));
  return found < 0 ? from : from + found;
}

export function unexpectedToken(soql: string, token: string, offset: number): ApiError {
  return malformedQuery(`${preamble(soql, offset)}unexpected token: '${token}'`);
}

export function noSuchColumn(
  soql: string,
  word: string,
  column: string,
  entity: string,
  clause: Clause,
): ApiError {
  return new ApiError(
    400,
    'INVALID_FIELD',
    `${preamble(soql, locate(soql, word, clause))}No such column '${column}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

export function noSuchRelationship(soql: string, word: string, relation: string, clause: Clause): ApiError {
  return new ApiError(
    400,
    'INVALID_FIELD',
    `${preamble(soql, locate(soql, word, clause))}Didn't understand relationship '${relation}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

export function unsupportedType(soql: string, entity: string): ApiError {
  return new ApiError(
    400,
    'INVALID_TYPE',
    `${preamble(soql, locate(soql, entity, 'FROM'))}sObject type '${entity}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

/** `verb` is filtered, grouped or sorted. */
export function fieldCannotBe(soql: string, word: string, verb: string, clause: Clause): ApiError {
  const name = word.split('.').at(-1) ?? word;
  return new ApiError(
    400,
    'INVALID_FIELD',
    `${preamble(soql, locate(soql, word, clause))}field '${name}' can not be ${verb} in a query call`,
  );
}

export function wrongValueType(soql: string, word: string, type: string, quoted: boolean): ApiError {
  const name = word.split('.').at(-1) ?? word;
  return new ApiError(
    400,
    'INVALID_FIELD',
    `${preamble(soql, locate(soql, word, 'WHERE'))}value of filter criterion for field '${name}' must be of type ${type} and should ${quoted ? '' : 'not '}be enclosed in quotes`,
  );
}

export function wrongOperator(soql: string, word: string, message: string): ApiError {
  return new ApiError(
    400,
    'INVALID_QUERY_FILTER_OPERATOR',
    `${preamble(soql, locate(soql, word, 'WHERE'))}${message}`,
  );
}

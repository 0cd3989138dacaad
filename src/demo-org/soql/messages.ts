import { ApiError, malformedQuery } from '../errors';
import { locate, type Clause, type SourceQuery } from './source';

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

export function unexpectedToken(soql: string, token: string, offset: number): ApiError {
  return malformedQuery(`${preamble(soql, offset)}unexpected token: '${token}'`);
}

/** For what no query a person writes comes near: thousands of nested parentheses, dozens of parents. */
export const tooComplicated = (): ApiError =>
  new ApiError(
    400,
    'QUERY_TOO_COMPLICATED',
    'Query is either selecting too many fields or the filter conditions are too complicated.',
  );

const APPEND_C =
  "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.";
const APPEND_R =
  "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.";
const SEE_DESCRIBE = 'Please reference your WSDL or the describe call for the appropriate names.';

/** Errors about words of one SELECT, each pointing at the word as the query wrote it. */
export class Complaints {
  constructor(
    readonly soql: string,
    readonly query: SourceQuery,
  ) {}

  /** Any refusal that points at a word. */
  at(word: string, clause: Clause, errorCode: string, message: string): ApiError {
    return new ApiError(400, errorCode, `${preamble(this.soql, locate(this.query, word, clause))}${message}`);
  }

  noSuchColumn(word: string, column: string, entity: string, clause: Clause): ApiError {
    return this.at(
      word,
      clause,
      'INVALID_FIELD',
      `No such column '${column}' on entity '${entity}'. ${APPEND_C} ${SEE_DESCRIBE}`,
    );
  }

  noSuchRelationship(word: string, relation: string, clause: Clause): ApiError {
    return this.at(
      word,
      clause,
      'INVALID_FIELD',
      `Didn't understand relationship '${relation}' in field path. ${APPEND_R} ${SEE_DESCRIBE}`,
    );
  }

  /** The FROM of a sub-query names no child relationship of the outer object. */
  noSuchChildren(relation: string): ApiError {
    return this.at(
      relation,
      'FROM',
      'INVALID_TYPE',
      `Didn't understand relationship '${relation}' in FROM part of query call. ${APPEND_R} ${SEE_DESCRIBE}`,
    );
  }

  unsupportedType(entity: string): ApiError {
    return this.at(
      entity,
      'FROM',
      'INVALID_TYPE',
      `sObject type '${entity}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${SEE_DESCRIBE}`,
    );
  }

  /** `verb` is filtered, grouped or sorted. */
  fieldCannotBe(word: string, verb: string, clause: Clause): ApiError {
    return this.at(
      word,
      clause,
      'INVALID_FIELD',
      `field '${lastName(word)}' can not be ${verb} in a query call`,
    );
  }

  /** SUM of a date-time, any aggregate of a checkbox, COUNT(Id) where only COUNT() is allowed. */
  noAggregate(word: string, aggregate: string, clause: Clause): ApiError {
    return this.at(
      word,
      clause,
      'MALFORMED_QUERY',
      `field ${lastName(word)} does not support aggregate operator ${aggregate}`,
    );
  }

  wrongValueType(word: string, type: string, quoted: boolean, clause: Clause): ApiError {
    return this.at(
      word,
      clause,
      'INVALID_FIELD',
      `value of filter criterion for field '${lastName(word)}' must be of type ${type} and should ${quoted ? '' : 'not '}be enclosed in quotes`,
    );
  }

  wrongOperator(word: string, message: string, clause: Clause): ApiError {
    return this.at(word, clause, 'INVALID_QUERY_FILTER_OPERATOR', message);
  }
}

const lastName = (word: string): string => word.split('.').at(-1) ?? word;

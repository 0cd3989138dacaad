import type { HavingClause, LiteralType, Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import type { FieldDef } from '../catalog/types';
import { malformedQuery, type ApiError } from '../errors';
import { DAY_MS } from '../options';
import type { Comparison } from './condition-outline';
import { conditionTree, type ConditionTree, type Leaf } from './conditions';
import type { Operand, SemiJoin, SqlPart } from './compiled-query';
import { isTextual } from './functions';
import { dateText, meaningOf, unquote, type LiteralContext, type Meaning, type SqlValue } from './literals';
import { unexpectedToken } from './messages';

export interface WhereContext extends LiteralContext {
  clause: 'WHERE' | 'HAVING';
  /** Finds what a comparison is about; refuses what the clause cannot compare. */
  operand: (condition: Leaf) => Operand;
  /** Compiles `IN (SELECT …)`; the condition's field tells which ids are comparable. */
  semiJoin: (query: Query, outer: Operand) => SemiJoin;
}

/**
 * Translates a WHERE or HAVING clause. SOQL logic has two values: a comparison with an empty field is
 * false, so its negation is true, and `!=` finds empty fields. NOT is therefore pushed down to the
 * comparisons, where each operator knows its own opposite; SQL's third value never appears.
 */
export function whereSql(
  clause: WhereClause | HavingClause,
  comparisons: readonly Comparison[],
  context: WhereContext,
): SqlPart {
  const { complaints } = context;
  const root = conditionTree(clause, comparisons, (token) => {
    if (typeof token === 'string')
      return complaints.at(token, context.clause, 'MALFORMED_QUERY', `unexpected token: '${token}'`);
    const at = token?.at ?? complaints.soql.length;
    return unexpectedToken(complaints.soql, token?.text ?? '<EOF>', at);
  });
  return tree(root, false, [], context);
}

/** ANDs, ORs and NOTs around a condition, outermost first. */
type Around = readonly ConditionTree['kind'][];

function tree(node: ConditionTree, negated: boolean, around: Around, context: WhereContext): SqlPart {
  if (node.kind === 'not') return tree(node.item, !negated, [...around, 'not'], context);
  if (node.kind === 'leaf') return leaf(node.condition, negated, around, context);
  const parts = node.items.map((item) => tree(item, negated, [...around, node.kind], context));
  const both = (node.kind === 'and') !== negated;
  return {
    sql: chain(
      parts.map((part) => part.sql),
      both ? 'AND' : 'OR',
    ),
    params: parts.flatMap((part) => part.params),
  };
}

/** Joined in halves: SQLite limits the depth of an expression, and a plain chain is as deep as it is long. */
function chain(tests: readonly string[], operator: 'AND' | 'OR'): string {
  if (tests.length <= 8) return `(${tests.join(` ${operator} `)})`;
  const half = Math.ceil(tests.length / 2);
  return `(${chain(tests.slice(0, half), operator)} ${operator} ${chain(tests.slice(half), operator)})`;
}

/** Where semi-joins and anti-joins may stand (SOQL reference, "Comparison Operators"). */
function refuseMisplacedJoin(around: Around, clause: WhereContext['clause']): void {
  if (clause === 'HAVING') throw malformedQuery('Semi-joins are only supported in WHERE clauses');
  if (around.includes('not'))
    throw malformedQuery("Semi join sub-selects are not allowed with the 'NOT' operator");
  if (around.length > 1)
    throw malformedQuery(
      'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.',
    );
  if (around.includes('or'))
    throw malformedQuery("Semi join sub-selects are not allowed with the 'OR' operator");
}

function leaf(condition: Leaf, negated: boolean, around: Around, context: WhereContext): SqlPart {
  const joined = 'valueQuery' in condition;
  if (joined) refuseMisplacedJoin(around, context.clause);
  const operand = context.operand(condition);
  if (joined) {
    const inner = context.semiJoin(condition.valueQuery, operand);
    const test = `${inner.left} IN (${inner.sql})`;
    // SQLite drives a bare IN from its list, one inside an expression from the outer records.
    const found = inner.large ? `(${test}) IS TRUE` : test;
    return {
      sql: condition.operator === 'IN' ? found : `(${test}) IS NOT TRUE`,
      params: inner.params,
    };
  }
  // The parser passes `<>` through although its type does not say so.
  const operator = (condition.operator as string) === '<>' ? '!=' : condition.operator;
  const type = operand.field.type;
  const refuse = (message: string): ApiError =>
    context.complaints.wrongOperator(operand.word, message, context.clause);
  const meanings = list(condition.value).map(
    (raw, i) => (): Meaning => meaning(operand, raw, typeAt(condition, i), context),
  );
  if (operator === 'INCLUDES' || operator === 'EXCLUDES') {
    if (type !== 'multipicklist')
      throw refuse('includes/excludes operators only valid on multipicklist fields');
    return includes(
      operand,
      meanings.map((meaning) => meaning()),
      (operator === 'INCLUDES') !== negated,
    );
  }
  if (operator === 'LIKE') {
    if (!isTextual(operand.field) || operand.field.likeable === false)
      throw refuse(`invalid operator on ${type} field`);
    return like(operand, String(condition.value), negated);
  }
  if (operator === 'IN' || operator === 'NOT IN')
    return membership(
      operand,
      meanings.map((meaning) => meaning()),
      (operator === 'IN') !== negated,
    );
  if (type === 'boolean' && operator !== '=' && operator !== '!=')
    throw refuse(`invalid operator on boolean field`);
  return compare(operand, operator, meanings[0]?.() ?? { kind: 'null' }, negated);
}

const list = (value: string | string[]): string[] => (Array.isArray(value) ? value : [value]);

function typeAt(condition: Leaf, index: number): LiteralType | undefined {
  const type = condition.literalType;
  return Array.isArray(type) ? type[index] : type;
}

function meaning(
  operand: Operand,
  raw: string,
  type: LiteralType | undefined,
  context: WhereContext,
): Meaning {
  if (!operand.wholeDays) return meaningOf(operand.word, operand.field, raw, type, context);
  const day = meaningOf(operand.word, { ...operand.field, type: 'date' }, raw, type, context);
  if (day.kind !== 'value') return day;
  const from = Date.parse(String(day.value));
  return { kind: 'span', span: { from, to: from + DAY_MS } };
}

function like(operand: Operand, raw: string, negated: boolean): SqlPart {
  const pattern = unquote(raw, true);
  const { sql, param } = textual(operand, pattern);
  const test = `${sql} LIKE ${param} ESCAPE '\\'`;
  return { sql: negated ? `(${test}) IS NOT TRUE` : test, params: [pattern] };
}

/** A multipicklist holds `a;b;c`; each criterion is a set of values all of which must be there. */
function includes(operand: Operand, meanings: readonly Meaning[], positive: boolean): SqlPart {
  const params: SqlValue[] = [];
  const tests = meanings.map((meaning) => {
    if (meaning.kind !== 'value') return `${operand.sql} IS NULL`;
    const values = String(meaning.value).split(';');
    params.push(...values.map((value) => `;${value.toLowerCase()};`));
    return `(${values.map(() => `instr(';' || lower(${operand.sql}) || ';', ?) > 0`).join(' AND ')})`;
  });
  const sql = `(${tests.join(' OR ')})`;
  return { sql: positive ? `${sql} IS TRUE` : `${sql} IS NOT TRUE`, params };
}

/**
 * SQLite ignores case in ASCII only. Text beyond it is folded on both sides, which no index serves; a
 * plain literal never equals such text, so it does without.
 */
function textual(operand: Operand, value: SqlValue): { sql: string; param: string } {
  // eslint-disable-next-line no-control-regex -- The range is ASCII.
  const plain = typeof value !== 'string' || !isTextual(operand.field) || /^[\u0000-\u007f]*$/.test(value);
  return plain ? { sql: operand.sql, param: '?' } : { sql: `fold(${operand.sql})`, param: 'fold(?)' };
}

function membership(operand: Operand, meanings: readonly Meaning[], positive: boolean): SqlPart {
  const plain = meanings.flatMap((item) =>
    item.kind === 'value' && textual(operand, item.value).param === '?' ? [item.value] : [],
  );
  const others = meanings
    .filter((item) => item.kind !== 'value' || textual(operand, item.value).param !== '?')
    .map((item) => compare(operand, '=', item, false));
  const tests = others.map((part) => part.sql);
  if (plain.length > 0) tests.push(`${operand.sql} IN (${plain.map(() => '?').join(',')})`);
  const sql = `(${tests.join(' OR ')})`;
  return {
    sql: positive ? sql : `${sql} IS NOT TRUE`,
    params: [...others.flatMap((part) => part.params), ...plain],
  };
}

const OPPOSITE = { '=': '!=', '!=': '=' } as const;

type Relation = '=' | '!=' | '<' | '<=' | '>' | '>=';

function compare(operand: Operand, operator: Relation, right: Meaning, negated: boolean): SqlPart {
  const { sql, field } = operand;
  if (operator === '=' || operator === '!=') {
    const equal = (negated ? OPPOSITE[operator] : operator) === '=';
    if (right.kind === 'null') return { sql: `${sql} IS ${equal ? '' : 'NOT '}NULL`, params: [] };
    if (right.kind === 'value') {
      const { sql: left, param } = textual(operand, right.value);
      return { sql: `${left} ${equal ? '=' : 'IS NOT'} ${param}`, params: [right.value] };
    }
    const [from, to] = bounds(field, right.span);
    const inside = `(${sql} >= ? AND ${sql} < ?)`;
    return { sql: equal ? inside : `${inside} IS NOT TRUE`, params: [from, to] };
  }
  if (right.kind === 'null') return { sql: negated ? '1' : '0', params: [] };
  let test: string;
  let value: SqlValue;
  if (right.kind === 'value') {
    test = `${sql} ${operator} ?`;
    value = right.value;
  } else {
    // Against a span, `<` and `>=` look at its start, `<=` and `>` at its end.
    const [from, to] = bounds(field, right.span);
    const start = operator === '<' || operator === '>=';
    value = start ? from : to;
    test = `${sql} ${operator === '<' || operator === '<=' ? '<' : '>='} ?`;
  }
  return { sql: negated ? `(${test}) IS NOT TRUE` : test, params: [value] };
}

function bounds(field: FieldDef, span: { from: number; to: number }): [SqlValue, SqlValue] {
  return field.type === 'date' ? [dateText(span.from), dateText(span.to)] : [span.from, span.to];
}

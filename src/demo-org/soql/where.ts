import type { LiteralType } from '@jetstreamapp/soql-parser-js';
import type { FieldDef } from '../catalog/types';
import { malformedQuery } from '../errors';
import { conditionTree, type ConditionTree, type Leaf } from './conditions';
import { collated, functionSql, isTextual } from './functions';
import { dateText, meaningOf, unquote, type LiteralContext, type Meaning, type SqlValue } from './literals';
import { fieldCannotBe, wrongOperator } from './messages';
import type { Scope } from './scope';

/** SQL text with its bound values, in order. */
export interface SqlPart {
  sql: string;
  params: SqlValue[];
}

export interface WhereContext extends LiteralContext {
  apiVersion: number;
  scope: Scope;
  clause: 'WHERE' | 'HAVING';
  /** Compiles `IN (SELECT …)`; the outer field tells which ids are comparable. */
  semiJoin: (query: unknown, outer: FieldDef) => SqlPart;
}

type Where = Parameters<typeof conditionTree>[0];

/**
 * Translates a WHERE or HAVING clause. SOQL logic has two values: a comparison with an empty field is
 * false, so its negation is true, and `!=` finds empty fields. NOT is therefore pushed down to the
 * comparisons, where each operator knows its own opposite; SQL's third value never appears.
 */
export function whereSql(clause: Where, context: WhereContext): SqlPart {
  return tree(conditionTree(clause), false, context);
}

function tree(node: ConditionTree, negated: boolean, context: WhereContext): SqlPart {
  if (node.kind === 'not') return tree(node.item, !negated, context);
  if (node.kind === 'leaf') return leaf(node.condition, negated, context);
  const parts = node.items.map((item) => tree(item, negated, context));
  const both = (node.kind === 'and') !== negated;
  return {
    sql: `(${parts.map((part) => part.sql).join(both ? ' AND ' : ' OR ')})`,
    params: parts.flatMap((part) => part.params),
  };
}

interface Operand {
  word: string;
  field: FieldDef;
  sql: string;
}

function operandOf(condition: Leaf, context: WhereContext): Operand {
  const { scope, clause } = context;
  if ('fn' in condition) {
    const call = functionSql(scope, condition.fn, clause);
    if (call.aggregate !== (clause === 'HAVING'))
      throw malformedQuery(
        `Aggregate functions are ${call.aggregate ? 'not allowed' : 'required'} in ${clause}`,
      );
    return { word: condition.fn.rawValue ?? '', field: call.result, sql: call.sql };
  }
  const found = scope.resolve(condition.field, clause);
  const { field } = found;
  const filterable =
    typeof field.filterable === 'function' ? field.filterable(context.apiVersion) : field.filterable;
  if (!filterable) throw fieldCannotBe(context.soql, condition.field, 'filtered', 'WHERE');
  return { word: condition.field, field, sql: collated(field, found.sql) };
}

function leaf(condition: Leaf, negated: boolean, context: WhereContext): SqlPart {
  const operand = operandOf(condition, context);
  const operator = condition.operator;
  if ('valueQuery' in condition) {
    const inner = context.semiJoin(condition.valueQuery, operand.field);
    const positive = (operator === 'IN') !== negated;
    const test = `${operand.sql} IN (${inner.sql})`;
    return { sql: positive ? `(${test}) IS TRUE` : `(${test}) IS NOT TRUE`, params: inner.params };
  }
  if (operator === 'INCLUDES' || operator === 'EXCLUDES')
    throw wrongOperator(
      context.soql,
      operand.word,
      'includes/excludes operators only valid on multipicklist fields',
    );
  if (operator === 'LIKE') return like(operand, String(condition.value), negated, context);
  if (operator === 'IN' || operator === 'NOT IN') {
    const meanings = list(condition.value).map((raw, i) =>
      meaning(operand, raw, typeAt(condition, i), context),
    );
    return membership(operand, meanings, (operator === 'IN') !== negated);
  }
  if (operand.field.type === 'boolean' && operator !== '=' && operator !== '!=')
    throw wrongOperator(context.soql, operand.word, `invalid operator on boolean field: ${operand.word}`);
  const raw = list(condition.value)[0] ?? '';
  return compare(operand, operator, meaning(operand, raw, typeAt(condition, 0), context), negated);
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
  return meaningOf(operand.word, operand.field, raw, type, context);
}

function like(operand: Operand, raw: string, negated: boolean, context: WhereContext): SqlPart {
  if (!isTextual(operand.field))
    throw wrongOperator(context.soql, operand.word, `invalid operator on ${operand.field.type} field`);
  const sql = `${operand.sql} LIKE ? ESCAPE '\\'`;
  return { sql: negated ? `(${sql}) IS NOT TRUE` : sql, params: [unquote(raw, true)] };
}

function membership(operand: Operand, meanings: Meaning[], positive: boolean): SqlPart {
  const params: SqlValue[] = [];
  const tests: string[] = [];
  for (const item of meanings) {
    if (item.kind === 'value') params.push(item.value);
    else if (item.kind === 'null') tests.push(`${operand.sql} IS NULL`);
    else {
      const part = compare(operand, '=', item, false);
      tests.push(part.sql);
      params.unshift(...part.params);
    }
  }
  const values = meanings.filter((item) => item.kind === 'value').length;
  // Spans put their two values first, so the IN list must come last.
  if (values > 0) tests.push(`${operand.sql} IN (${Array(values).fill('?').join(',')})`);
  const sql = `(${tests.join(' OR ')})`;
  return { sql: positive ? sql : `${sql} IS NOT TRUE`, params };
}

const OPPOSITE = { '=': '!=', '!=': '=' } as const;

type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

function compare(operand: Operand, operator: Comparison, right: Meaning, negated: boolean): SqlPart {
  const { sql, field } = operand;
  if (operator === '=' || operator === '!=') {
    const equal = (negated ? OPPOSITE[operator] : operator) === '=';
    if (right.kind === 'null') return { sql: `${sql} IS ${equal ? '' : 'NOT '}NULL`, params: [] };
    if (right.kind === 'value')
      return { sql: equal ? `${sql} = ?` : `${sql} IS NOT ?`, params: [right.value] };
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

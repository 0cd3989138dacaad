import type { Query } from '@jetstreamapp/soql-parser-js';
import type { FieldDef } from '../catalog/types';
import { malformedQuery } from '../errors';
import type { CompiledQuery, Operand, SemiJoin } from './compiled-query';
import { numberInId } from './relationships';

/** Sub-selects one WHERE clause takes. */
export const MAX_SEMI_JOINS = 2;

const isId = (field: FieldDef): boolean => field.type === 'id' || field.type === 'reference';

/** Refuses what a semi-join's SELECT must not have (SOQL reference, "Comparison Operators"). */
export function refuseInSemiJoin(query: Query, outerObject: string, nested: boolean): void {
  if (nested) throw malformedQuery('Nesting of semi join sub-selects is not supported');
  if (query.sObject?.toLowerCase() === outerObject.toLowerCase())
    throw malformedQuery('The inner and outer selects should not be on the same object type');
  const clause = query.groupBy
    ? 'GROUP'
    : query.orderBy
      ? 'ORDER'
      : query.limit !== undefined
        ? 'LIMIT'
        : query.for
          ? 'FOR'
          : undefined;
  if (clause) throw malformedQuery(`missing value at '${clause}'`);
}

/**
 * Tables of millions of rows. A list of all they hold is never made: each outer record is looked up in their index
 * instead. Anywhere else the list is short and finds the outer records.
 */
const LARGE: ReadonlySet<string> = new Set(['login']);

/** `IN (SELECT …)` for a compiled inner query; throws unless both sides are ids of the same kind. */
export function semiJoinSql(inner: CompiledQuery, outer: Operand): SemiJoin {
  const [column, ...others] = inner.columns;
  if (!isId(outer.field))
    throw malformedQuery(
      `The left operand field in the where expression for outer query should be an id field, cannot use: '${outer.word}'`,
    );
  if (outer.steps > 0)
    throw malformedQuery(`The left operand '${outer.word}' cannot have more than one level of relationships`);
  if (!column || others.length > 0 || inner.kind !== 'rows' || inner.selected.length !== 1)
    throw malformedQuery('Semi join sub-selects can only query a single id field');
  const selected = column.path.join('.');
  if (column.path.length > 1)
    throw malformedQuery(
      `The inner select field '${selected}' cannot have more than one level of relationships`,
    );
  if (!isId(column.field))
    throw malformedQuery(`Semi join sub-selects can only query id fields, cannot use: '${selected}'`);
  const sides = sameForm(outer, column);
  if (!sides)
    throw malformedQuery(
      `The selected field '${selected}' in the subquery and the left operand field in the where expression in the outer query '${outer.word}' should point to the same object type`,
    );
  return {
    left: sides.left,
    large: LARGE.has(inner.object.table),
    sql: `SELECT ${sides.right} FROM ${inner.from} ${inner.where.sql}`,
    params: inner.where.params,
  };
}

/** References to several kinds of object are stored as text, others as numbers. */
function sameForm(
  outer: { field: FieldDef; sql: string },
  inner: { field: FieldDef; sql: string },
): { left: string; right: string } | undefined {
  const [left, right] = [outer.field, inner.field];
  if (left.textId === true && right.textId === true) return { left: outer.sql, right: inner.sql };
  if (left.textId === true)
    return right.idOf && left.reference?.to.includes(right.idOf)
      ? { left: numberInId(right.idOf, outer.sql), right: inner.sql }
      : undefined;
  if (right.textId === true)
    return left.idOf && right.reference?.to.includes(left.idOf)
      ? { left: outer.sql, right: numberInId(left.idOf, inner.sql) }
      : undefined;
  return left.idOf === right.idOf ? { left: outer.sql, right: inner.sql } : undefined;
}

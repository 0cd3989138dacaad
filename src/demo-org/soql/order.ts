import type { OrderByClause } from '@jetstreamapp/soql-parser-js';
import type { FieldDef } from '../catalog/types';
import { malformedQuery } from '../errors';
import type { OrderTerm, OutputColumn } from './compiled-query';
import { functionSql, isTextual } from './functions';
import type { Grouping } from './grouping';
import type { Scope } from './scope';

const direction = (order: OrderByClause): string => (order.order === 'DESC' ? 'DESC' : 'ASC');
const nulls = (order: OrderByClause): string => ` NULLS ${order.nulls ?? 'FIRST'}`;

function term(field: FieldDef, sql: string, after: string): OrderTerm {
  return { sql, after: `${isTextual(field) ? ' COLLATE NOCASE' : ''}${after}` };
}

export const orderText = ({ sql, after }: OrderTerm): string => `${sql}${after}`;

/** ORDER BY of records. Equal keys come in id order, so that pages and repeated calls agree. */
export function recordOrder(orders: readonly OrderByClause[], scope: Scope): OrderTerm[] {
  const terms = orders.map((order): OrderTerm => {
    if ('fn' in order) {
      const call = functionSql(scope, order.fn, 'ORDER BY');
      if (call.aggregate || call.localized)
        throw malformedQuery(`Ordered field must be grouped or aggregated: ${order.fn.rawValue ?? ''}`);
      return term(call.result, call.sql, ` ${direction(order)}${nulls(order)}`);
    }
    const found = scope.resolve(order.field, 'ORDER BY');
    if (!found.field.sortable) throw scope.complaints.fieldCannotBe(order.field, 'sorted', 'ORDER BY');
    // Without NULLS the index serves both directions; a column that is never empty does not need it.
    const empty = found.field.nillable || found.path.length > 0;
    return term(found.field, found.sql, ` ${direction(order)}${empty ? nulls(order) : ''}`);
  });
  const last = terms.at(-1)?.after.includes(' DESC') === true ? ' DESC' : '';
  return [...terms, { sql: `${scope.alias}.n`, after: last }];
}

/** ORDER BY of groups: grouped fields, aggregates, or the alias of either. */
export function groupOrder(
  orders: readonly OrderByClause[],
  columns: readonly OutputColumn[],
  grouping: Grouping,
): OrderTerm[] {
  const ungrouped = 'Ordered field must be grouped or aggregated';
  const terms = orders.map((order): OrderTerm => {
    const after = ` ${direction(order)}${nulls(order)}`;
    if ('fn' in order) {
      const call = grouping.call(order.fn, 'ORDER BY', ungrouped);
      return term(call.result, call.sql, after);
    }
    const named = columns.find((c) => c.path.join('.').toLowerCase() === order.field.toLowerCase());
    if (named) return term(named.field, named.sql, after);
    const found = grouping.field(order.field, 'ORDER BY', ungrouped);
    return term(found.field, found.sql, after);
  });
  return terms.length > 0 || !grouping.sets
    ? terms
    : grouping.subtotalOrder.map((sql) => ({ sql, after: '' }));
}

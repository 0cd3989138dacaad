import type { GroupByClause, OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import type { Catalog } from '../catalog/catalog';
import type { FieldDef, ObjectDef } from '../catalog/types';
import { ApiError, malformedQuery } from '../errors';
import { collated, functionSql } from './functions';
import { fieldCannotBe, unsupportedType } from './messages';
import { parseSoql } from './parse';
import { Scope, type ResolvedField } from './scope';
import { expandFields, isCountAll, pathText, wordParameter, type PlainField } from './select';
import { whereSql, type SqlPart, type WhereContext } from './where';

/** One column of the answer: where it goes in the record and how it is read. */
export interface OutputColumn {
  /** Relationship names, then the field name or alias. */
  path: string[];
  field: FieldDef;
  /** The objects along the path, for their `attributes`. */
  object: ObjectDef;
  sql: string;
}

/** A query ready to run. `params` bind in the order the parts stand in the SQL. */
export interface CompiledQuery {
  kind: 'rows' | 'count' | 'aggregate';
  object: ObjectDef;
  columns: OutputColumn[];
  /** Parent objects joined, by relationship path. */
  parents: ReadonlyMap<string, { alias: string; object: ObjectDef }>;
  /** `FROM … LEFT JOIN …` without the keyword; the object's table is `t0`. */
  from: string;
  /** Joins alone, for reading rows of a stored cursor. */
  fromCursor: (cursorTable: string) => string;
  where: SqlPart;
  groupBy: string;
  having: SqlPart;
  orderBy: string;
  limit: number | undefined;
  offset: number;
}

export interface CompileContext {
  catalog: Catalog;
  instance: string;
  now: number;
  /** The run-as user's record number, for rows it may see. */
  runAs: number;
}

const MAX_OFFSET = 2000;

export function compileSoql(soql: string, context: CompileContext): CompiledQuery {
  return compileQuery(parseSoql(soql), soql, context, 't0');
}

function asList<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function compileQuery(query: Query, soql: string, context: CompileContext, alias: string): CompiledQuery {
  const { catalog } = context;
  const object = catalog.object(query.sObject ?? '');
  if (!object) throw unsupportedType(soql, query.sObject ?? '');
  refuseUnsupported(query);
  const scope = new Scope(catalog, object, soql, query.sObjectAlias, alias);
  const fields = expandFields(query, scope);
  const groups = asList(query.groupBy).map((group) => groupSql(group, scope));
  const kind = kindOf(fields, query);
  const columns = kind === 'count' ? [] : outputColumns(fields, groups, kind === 'aggregate', scope);
  const where = rowsOf(query, scope, context);
  const having = query.having
    ? whereSql(query.having, whereContext(scope, context, 'HAVING'))
    : { sql: '', params: [] };
  const orderBy = orderSql(asList(query.orderBy), scope, kind, groups, columns);
  const offset = query.offset ?? 0;
  if (offset > MAX_OFFSET)
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAX_OFFSET}`);
  return {
    kind,
    object,
    columns,
    parents: scope.parents,
    from: scope.fromSql(),
    fromCursor: (table) =>
      scope.fromSql(`${table} cur CROSS JOIN ${object.table} ${alias} ON ${alias}.n = cur.n`),
    where,
    groupBy: groups.length > 0 ? `GROUP BY ${groups.map((group) => group.grouped).join(', ')}` : '',
    having,
    orderBy,
    limit: query.limit,
    offset,
  };
}

function refuseUnsupported(query: Query): void {
  if (query.usingScope !== undefined && query.usingScope.toLowerCase() !== 'everything')
    throw malformedQuery(`USING SCOPE ${query.usingScope} is not supported by this object`);
  if (query.withDataCategory) throw malformedQuery('WITH DATA CATEGORY is not supported by this object');
  if (query.update) throw malformedQuery('UPDATE is not supported by this object');
}

function kindOf(fields: PlainField[], query: Query): CompiledQuery['kind'] {
  if (fields.some(isCountAll)) {
    if (fields.length > 1 || query.groupBy)
      throw malformedQuery('COUNT() must be the only element in the SELECT list');
    return 'count';
  }
  const aggregates = fields.some(
    (field) => field.type === 'FieldFunctionExpression' && field.functionName.toUpperCase() !== 'TOLABEL',
  );
  return aggregates || query.groupBy !== undefined ? 'aggregate' : 'rows';
}

interface Group {
  key: string;
  grouped: string;
}

function groupSql(group: GroupByClause, scope: Scope): Group {
  if ('fn' in group) {
    const name = (group.fn.functionName ?? '').toUpperCase();
    if (name === 'CUBE' || name === 'ROLLUP')
      throw malformedQuery(`GROUP BY ${name} is not supported by this object`);
    const call = functionSql(scope, group.fn, 'GROUP BY');
    return { key: call.sql, grouped: call.sql };
  }
  const found = scope.resolve(group.field, 'GROUP BY');
  if (!found.field.groupable) throw fieldCannotBe(scope.soql, group.field, 'grouped', 'GROUP BY');
  return { key: found.sql, grouped: collated(found.field, found.sql) };
}

function outputColumns(
  fields: PlainField[],
  groups: Group[],
  aggregate: boolean,
  scope: Scope,
): OutputColumn[] {
  const seen = new Set<string>();
  let unnamed = 0;
  return fields.map((field) => {
    let column: OutputColumn;
    if (field.type === 'FieldFunctionExpression') {
      if (field.functionName.toUpperCase() === 'TOLABEL') {
        column = plainColumn(scope.resolve(wordParameter(field), 'SELECT'), field.alias);
      } else {
        const call = functionSql(scope, field, 'SELECT');
        if (!call.aggregate && !groups.some((group) => group.key === call.sql))
          throw malformedQuery(
            `Field must be grouped or aggregated: ${field.rawValue ?? field.functionName}`,
          );
        const name = field.alias ?? `expr${unnamed++}`;
        column = { path: [name], field: call.result, object: scope.object, sql: call.sql };
      }
    } else {
      const word = pathText(field);
      const found = scope.resolve(word, 'SELECT');
      if (aggregate && !groups.some((group) => group.key === found.sql))
        throw malformedQuery(`Field must be grouped or aggregated: ${word}`);
      if (!aggregate && field.type === 'Field' && field.alias !== undefined)
        throw malformedQuery('only aggregate expressions use field aliasing');
      const whole = plainColumn(found, undefined);
      // Aggregate results are flat: the key is the alias or the last name of the path.
      column = aggregate
        ? { ...whole, path: [('alias' in field ? field.alias : undefined) ?? found.field.name] }
        : whole;
    }
    const key = column.path.join('.').toLowerCase();
    if (seen.has(key))
      throw aggregate
        ? malformedQuery(`duplicate alias: ${column.path.join('.')}`)
        : new ApiError(400, 'INVALID_FIELD', `duplicate field selected: ${column.path.join('.')}`);
    seen.add(key);
    return column;
  });
}

function plainColumn(found: ResolvedField, alias: string | undefined): OutputColumn {
  return {
    path: [...found.path, alias ?? found.field.name],
    field: found.field,
    object: found.object,
    sql: found.sql,
  };
}

function whereContext(scope: Scope, context: CompileContext, clause: 'WHERE' | 'HAVING'): WhereContext {
  return {
    soql: scope.soql,
    now: context.now,
    instance: context.instance,
    apiVersion: context.catalog.apiVersion,
    scope,
    clause,
    semiJoin: (query, outer) => semiJoin(query as Query, outer, scope, context),
  };
}

/** The caller's WHERE, and the rows the user may see at all. */
function rowsOf(query: Query, scope: Scope, context: CompileContext): SqlPart {
  const parts: SqlPart[] = [];
  const visible = scope.object.rowFilter?.(context.catalog.permissions);
  if (visible !== undefined)
    parts.push({
      sql: `(${visible.replaceAll('{t}', scope.alias).replaceAll(':runAs', String(context.runAs))})`,
      params: [],
    });
  if (query.where) parts.push(whereSql(query.where, whereContext(scope, context, 'WHERE')));
  if (parts.length === 0) return { sql: '', params: [] };
  return {
    sql: `WHERE ${parts.map((part) => part.sql).join(' AND ')}`,
    params: parts.flatMap((part) => part.params),
  };
}

function semiJoin(query: Query, outer: FieldDef, scope: Scope, context: CompileContext): SqlPart {
  const inner = compileQuery(query, scope.soql, context, `${scope.alias}s`);
  const [column, ...others] = inner.columns;
  const comparable = outer.type === 'id' || outer.type === 'reference';
  if (!column || others.length > 0 || inner.kind !== 'rows' || !comparable)
    throw malformedQuery(
      'Nesting of semi join sub-selects is only supported for a single id or reference field',
    );
  if (column.field.idOf !== outer.idOf)
    throw malformedQuery(
      `The inner select field '${column.path.join('.')}' and the outer field '${outer.name}' must point to the same object type`,
    );
  return { sql: `SELECT ${column.sql} FROM ${inner.from} ${inner.where.sql}`, params: inner.where.params };
}

function orderSql(
  orders: OrderByClause[],
  scope: Scope,
  kind: CompiledQuery['kind'],
  groups: Group[],
  columns: OutputColumn[],
): string {
  if (kind === 'count') return '';
  const terms = orders.map((order) => {
    const direction = order.order === 'DESC' ? 'DESC' : 'ASC';
    if ('fn' in order) {
      const call = functionSql(scope, order.fn, 'ORDER BY');
      if (call.aggregate && kind !== 'aggregate')
        throw malformedQuery('Ordered field must be grouped or aggregated');
      return `${call.sql} ${direction} NULLS ${order.nulls ?? 'FIRST'}`;
    }
    const named = kind === 'aggregate' ? columns.find((c) => c.path.join('.') === order.field) : undefined;
    if (named) return `${collated(named.field, named.sql)} ${direction} NULLS ${order.nulls ?? 'FIRST'}`;
    const found = scope.resolve(order.field, 'ORDER BY');
    if (!found.field.sortable) throw fieldCannotBe(scope.soql, order.field, 'sorted', 'ORDER BY');
    if (kind === 'aggregate' && !groups.some((group) => group.key === found.sql))
      throw malformedQuery(`Ordered field must be grouped or aggregated: ${order.field}`);
    // Without NULLS the index serves both directions; a column that is never empty does not need it.
    const nulls = found.field.nillable || found.path.length > 0 ? ` NULLS ${order.nulls ?? 'FIRST'}` : '';
    return `${collated(found.field, found.sql)} ${direction}${nulls}`;
  });
  // Equal sort keys come in id order, so that pages and repeated calls agree.
  if (kind === 'rows')
    terms.push(`${scope.alias}.n${terms.at(-1)?.includes(' DESC') === true ? ' DESC' : ''}`);
  return terms.length > 0 ? `ORDER BY ${terms.join(', ')}` : '';
}

import type { FieldSubquery, Query, QueryBase } from '@jetstreamapp/soql-parser-js';
import type { Catalog } from '../catalog/catalog';
import type { FieldDef, ObjectDef } from '../catalog/types';
import { malformedQuery } from '../errors';
import { refuseClauses, window } from './clauses';
import { groupColumns, recordColumns } from './columns';
import type { CompiledQuery, Operand, Selected, SqlPart } from './compiled-query';
import type { Leaf } from './conditions';
import { collated, functionSql } from './functions';
import { Grouping } from './grouping';
import { Complaints } from './messages';
import { groupOrder, orderText, recordOrder } from './order';
import { parseSoql } from './parse';
import { childRelationship, type ChildRelationship } from './relationships';
import { Scope } from './scope';
import { expandFields, resultKind, type SelectedField } from './select';
import { MAX_SEMI_JOINS, refuseInSemiJoin, semiJoinSql } from './semi-join';
import { nestedQueries, type Source, type SourceQuery } from './source';
import { whereSql, type WhereContext } from './where';

export type { CompiledQuery, OutputColumn } from './compiled-query';

export interface CompileContext {
  catalog: Catalog;
  instance: string;
  now: number;
  /** The run-as user's record number, for rows it may see. */
  runAs: number;
}

/** Child sub-queries one query takes, and how deep they go (one level before v58). */
const MAX_SUBQUERIES = 20;
const SUBQUERY_LEVELS_SINCE = 58;
const MAX_SUBQUERY_LEVELS = 4;

/** Parses and checks a query against the caller's catalog; throws ApiError in Salesforce's words. */
export function compileSoql(soql: string, context: CompileContext): CompiledQuery {
  const { query, source } = parseSoql(soql);
  return new QueryCompiler(context, source).root(query);
}

/** What a nested SELECT is for. */
type Role =
  | { kind: 'root' }
  | { kind: 'children'; level: number; of: ObjectDef; field: FieldDef }
  | { kind: 'semi-join' };

const asList = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

class QueryCompiler {
  #subqueries = 0;

  constructor(
    readonly context: CompileContext,
    readonly source: Source,
  ) {}

  root(query: Query): CompiledQuery {
    return this.#compile(query, query.sObject ?? '', this.source.query, 't0', { kind: 'root' });
  }

  #compile(query: QueryBase, name: string, text: SourceQuery, alias: string, role: Role): CompiledQuery {
    const object = this.context.catalog.object(name);
    if (!object) throw new Complaints(this.source.soql, text).unsupportedType(name);
    return this.#compileObject(query, object, text, alias, role);
  }

  #compileObject(
    query: QueryBase,
    object: ObjectDef,
    text: SourceQuery,
    alias: string,
    role: Role,
  ): CompiledQuery {
    refuseClauses(query, object);
    const complaints = new Complaints(this.source.soql, text);
    const scope = new Scope(this.context.catalog, object, text, complaints, query.sObjectAlias, alias);
    const fields = expandFields(query, scope);
    const grouping = new Grouping(asList(query.groupBy), scope);
    const kind = resultKind(fields, grouping.grouped);
    if (role.kind === 'children' && kind !== 'rows')
      throw malformedQuery('only root queries support aggregate expressions');
    const selected = this.#selected(fields, kind, scope, grouping, role);
    const columns = selected.flatMap((item) => (item.kind === 'column' ? [item.column] : []));
    const where = this.#rows(query, scope, role);
    const having = query.having
      ? whereSql(query.having, text.comparisons.HAVING, this.#having(scope, grouping))
      : { sql: '', params: [] };
    const orders = asList(query.orderBy);
    const order =
      kind === 'count'
        ? []
        : kind === 'rows'
          ? recordOrder(orders, scope)
          : groupOrder(orders, columns, grouping);
    const link = role.kind === 'children' ? scope.linkSql(role.of, role.field) : undefined;
    const fromLead = (lead: string): string => scope.fromSql(lead);
    return {
      kind,
      object,
      columns,
      selected,
      parents: scope.parents,
      polymorphic: scope.polymorphic,
      link,
      alias,
      from: scope.fromSql(),
      fromLead,
      fromCursor: (table) =>
        fromLead(`${table} cur CROSS JOIN ${object.table} ${alias} ON ${alias}.n = cur.n`),
      where,
      groupBy: grouping.sql,
      groupingSets: grouping.sets,
      having,
      order,
      orderBy: order.length > 0 ? `ORDER BY ${order.map(orderText).join(', ')}` : '',
      ...window(
        { limit: query.limit, offset: text.offset },
        object,
        kind === 'aggregate' && !grouping.grouped,
      ),
    };
  }

  #selected(
    fields: SelectedField[],
    kind: CompiledQuery['kind'],
    scope: Scope,
    grouping: Grouping,
    role: Role,
  ): Selected[] {
    if (kind === 'count') return [];
    if (kind === 'aggregate')
      return groupColumns(fields, scope, grouping).map((column) => ({ kind: 'column', column }));
    const texts = nestedQueries(scope.source, 'SELECT');
    const seen = new Set<string>();
    return recordColumns(fields, scope, (field) => {
      const text = texts.shift() ?? scope.source;
      const relationship = this.#relationship(field, scope, text, role);
      if (seen.has(relationship.name)) throw malformedQuery(`duplicate relationship: ${relationship.name}`);
      seen.add(relationship.name);
      const level = role.kind === 'children' ? role.level + 1 : 1;
      const query = this.#compileObject(field.subquery, relationship.object, text, 't0', {
        kind: 'children',
        level,
        of: scope.object,
        field: relationship.field,
      });
      return { kind: 'children', relationship, query };
    });
  }

  #relationship(field: FieldSubquery, scope: Scope, text: SourceQuery, role: Role): ChildRelationship {
    if (role.kind === 'semi-join') throw malformedQuery('Semi join sub-selects cannot have nested queries');
    const levels = this.context.catalog.apiVersion >= SUBQUERY_LEVELS_SINCE ? MAX_SUBQUERY_LEVELS : 1;
    if (role.kind === 'children' && role.level >= levels)
      throw malformedQuery(
        `SOQL statements cannot query aggregate relationships more than ${levels} level${levels > 1 ? 's' : ''} away from the root entity object.`,
      );
    if (++this.#subqueries > MAX_SUBQUERIES)
      throw malformedQuery(`Maximum number of sub-queries exceeded: ${MAX_SUBQUERIES}`);
    const { relationshipName } = field.subquery;
    const found = childRelationship(this.context.catalog, scope.object, relationshipName);
    if (!found) throw new Complaints(this.source.soql, text).noSuchChildren(relationshipName);
    return found;
  }

  /** The caller's WHERE, and the rows the user may see at all. */
  #rows(query: QueryBase, scope: Scope, role: Role): SqlPart {
    const parts: SqlPart[] = [];
    const { catalog, runAs } = this.context;
    const visible = scope.object.rowFilter?.(catalog.permissions);
    if (visible !== undefined)
      parts.push({
        sql: `(${visible.replaceAll('{t}', scope.alias).replaceAll(':runAs', String(runAs))})`,
        params: [],
      });
    if (query.where)
      parts.push(whereSql(query.where, scope.source.comparisons.WHERE, this.#where(scope, role)));
    if (parts.length === 0) return { sql: '', params: [] };
    return {
      sql: `WHERE ${parts.map((part) => part.sql).join(' AND ')}`,
      params: parts.flatMap((part) => part.params),
    };
  }

  #where(scope: Scope, role: Role): WhereContext {
    const texts = nestedQueries(scope.source, 'WHERE');
    if (texts.length > MAX_SEMI_JOINS)
      throw malformedQuery(`Maximum ${MAX_SEMI_JOINS} semi join sub-selects are allowed`);
    const { now, instance } = this.context;
    return {
      complaints: scope.complaints,
      clause: 'WHERE',
      now,
      instance,
      operand: (condition) => this.#operand(condition, scope),
      semiJoin: (query, outer) => {
        const text = texts.shift() ?? scope.source;
        refuseInSemiJoin(query, scope.object.name, role.kind === 'semi-join');
        const inner = this.#compile(query, query.sObject ?? '', text, `${scope.alias}s`, {
          kind: 'semi-join',
        });
        return semiJoinSql(inner, outer);
      },
    };
  }

  #operand(condition: Leaf, scope: Scope): Operand {
    if ('fn' in condition) {
      const call = functionSql(scope, condition.fn, 'WHERE');
      const word = condition.fn.rawValue ?? '';
      if (call.aggregate || call.localized)
        throw malformedQuery(`Aggregate functions are not allowed in WHERE: ${word}`);
      if (call.source) this.#checkFilterable(call.source.field, call.source.word, scope);
      if (call.result.type === 'date' && call.source?.field.type === 'datetime')
        return { word, field: call.source.field, sql: call.source.sql, steps: 0, wholeDays: true };
      return { word, field: call.result, sql: collated(call.result, call.sql), steps: 0 };
    }
    const found = scope.resolve(condition.field, 'WHERE');
    this.#checkFilterable(found.field, condition.field, scope);
    return {
      word: condition.field,
      field: found.field,
      sql: collated(found.field, found.sql),
      steps: found.path.length,
    };
  }

  #checkFilterable({ filterable }: FieldDef, word: string, scope: Scope): void {
    const { apiVersion } = this.context.catalog;
    if (typeof filterable === 'function' ? filterable(apiVersion) : filterable) return;
    throw scope.complaints.fieldCannotBe(word, 'filtered', 'WHERE');
  }

  #having(scope: Scope, grouping: Grouping): WhereContext {
    const ungrouped = 'Field must be grouped or aggregated';
    const { now, instance } = this.context;
    return {
      complaints: scope.complaints,
      clause: 'HAVING',
      now,
      instance,
      operand: (condition) => {
        if ('fn' in condition) {
          const call = grouping.call(condition.fn, 'HAVING', ungrouped);
          const word = condition.fn.rawValue ?? '';
          return { word, field: call.result, sql: collated(call.result, call.sql), steps: 0 };
        }
        const found = grouping.field(condition.field, 'HAVING', ungrouped);
        return {
          word: condition.field,
          field: found.field,
          sql: collated(found.field, found.sql),
          steps: found.path.length,
        };
      },
      semiJoin: () => {
        throw malformedQuery('Semi-joins are only supported in WHERE clauses');
      },
    };
  }
}

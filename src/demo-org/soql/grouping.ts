import type { FunctionExp, GroupByClause } from '@jetstreamapp/soql-parser-js';
import { int } from '../catalog/fields';
import { malformedQuery } from '../errors';
import type { GroupingSet } from './compiled-query';
import { collated, functionSql, makesGroups, type FunctionSql } from './functions';
import type { ResolvedField, Scope } from './scope';
import type { Clause } from './source';

/** Fields GROUP BY ROLLUP and CUBE take at most. */
const MAX_SUBTOTAL_FIELDS = 3;

interface Group {
  /** SQL of what is grouped, and the same with its collation. */
  sql: string;
  grouped: string;
}

/**
 * GROUP BY of one query. SQLite knows neither ROLLUP nor CUBE: such a query becomes one SELECT per grouping
 * set, and what is selected, filtered and sorted refers to the groups by marks that each SELECT fills in.
 */
export class Grouping {
  readonly #groups: Group[] = [];
  readonly #subtotals: 'ROLLUP' | 'CUBE' | undefined;

  constructor(
    clauses: readonly GroupByClause[],
    readonly scope: Scope,
  ) {
    const [first] = clauses;
    const name = first && 'fn' in first ? (first.fn.functionName ?? '').toUpperCase() : '';
    this.#subtotals = name === 'ROLLUP' || name === 'CUBE' ? name : undefined;
    const wanted: GroupByClause[] = this.#subtotals
      ? subtotalFields(first && 'fn' in first ? first.fn : {}, this.#subtotals, clauses.length)
      : [...clauses];
    for (const clause of wanted)
      this.#groups.push('fn' in clause ? this.#call(clause.fn) : this.#field(clause.field));
  }

  get grouped(): boolean {
    return this.#groups.length > 0;
  }

  /** SQL of a field in a query that yields groups; undefined unless it is grouped. */
  keySql(sql: string): string | undefined {
    const at = this.#groups.findIndex((group) => group.sql === sql);
    if (at < 0) return undefined;
    return this.#subtotals ? `{{key:${at}}}` : sql;
  }

  /** A field a clause names, as SQL over the groups. */
  field(word: string, clause: Clause, complaint: string): ResolvedField {
    const found = this.scope.resolve(word, clause);
    const sql = this.keySql(found.sql);
    if (sql === undefined) throw malformedQuery(`${complaint}: ${word}`);
    return { ...found, sql };
  }

  /** A function a clause calls: an aggregate, GROUPING(), or a grouped date function. */
  call(call: FunctionExp, clause: Clause, complaint: string): FunctionSql {
    if (call.functionName?.toUpperCase() === 'GROUPING') return this.#groupingCall(call, clause);
    const found = functionSql(this.scope, call, clause);
    if (!found.aggregate) {
      const sql = this.keySql(found.sql);
      if (sql === undefined)
        throw malformedQuery(`${complaint}: ${call.rawValue ?? call.functionName ?? ''}`);
      return { ...found, sql };
    }
    if (found.source && this.keySql(found.source.sql) !== undefined && this.#subtotals === undefined)
      throw this.scope.complaints.at(
        found.source.word,
        clause,
        'MALFORMED_QUERY',
        `Grouped field should not be aggregated: ${found.source.word}`,
      );
    return found;
  }

  /** GROUP BY of the plain kind, or nothing. */
  get sql(): string {
    return this.#subtotals || !this.grouped
      ? ''
      : `GROUP BY ${this.#groups.map((g) => g.grouped).join(', ')}`;
  }

  /** ROLLUP and CUBE: for each grouping set, what fills the marks, and its GROUP BY; undefined otherwise. */
  get sets(): GroupingSet[] | undefined {
    if (!this.#subtotals) return undefined;
    const count = this.#groups.length;
    const indexes = this.#groups.map((_, i) => i);
    const sets =
      this.#subtotals === 'ROLLUP'
        ? indexes.concat(count).map((kept) => indexes.filter((i) => i < kept))
        : Array.from({ length: 2 ** count }, (_, bits) => indexes.filter((i) => bits & (1 << i)));
    return sets.map((kept) => ({
      fill: (sql) =>
        sql.replace(/\{\{(key|rolled):(\d)\}\}/g, (_, kind: string, digit: string) => {
          const i = Number(digit);
          if (kind === 'rolled') return kept.includes(i) ? '0' : '1';
          return kept.includes(i) ? (this.#groups[i]?.sql ?? 'NULL') : 'NULL';
        }),
      groupBy: kept.length > 0 ? `GROUP BY ${kept.map((i) => this.#groups[i]?.grouped).join(', ')}` : '',
    }));
  }

  /** Subtotals come after what they add up. */
  get subtotalOrder(): string[] {
    return this.#groups.flatMap((_, i) => [`{{rolled:${i}}}`, `{{key:${i}}}`]);
  }

  #groupingCall(call: FunctionExp, clause: Clause): FunctionSql {
    const [word] = call.parameters ?? [];
    if (this.#subtotals === undefined || typeof word !== 'string')
      throw malformedQuery('GROUPING can only be used with GROUP BY ROLLUP or GROUP BY CUBE');
    const source = this.scope.resolve(word, clause);
    const at = this.#groups.findIndex((group) => group.sql === source.sql);
    if (at < 0) throw malformedQuery(`Field must be grouped or aggregated: ${word}`);
    return { sql: `{{rolled:${at}}}`, result: int('expr'), aggregate: true, source: undefined };
  }

  #field(word: string): Group {
    const found = this.scope.resolve(word, 'GROUP BY');
    if (!found.field.groupable || this.scope.object.aggregates === 'count-only')
      throw this.scope.complaints.fieldCannotBe(word, 'grouped', 'GROUP BY');
    return { sql: found.sql, grouped: collated(found.field, found.sql) };
  }

  #call(call: FunctionExp): Group {
    const found = functionSql(this.scope, call, 'GROUP BY');
    if (found.aggregate || !makesGroups(call) || this.scope.object.aggregates === 'count-only')
      throw malformedQuery(`Invalid function: ${call.rawValue ?? call.functionName ?? ''}`);
    return { sql: found.sql, grouped: found.sql };
  }
}

function subtotalFields(call: FunctionExp, name: 'ROLLUP' | 'CUBE', clauses: number): GroupByClause[] {
  const items = call.parameters ?? [];
  if (clauses > 1) throw malformedQuery(`GROUP BY ${name} can not be combined with other grouped fields`);
  if (items.length > MAX_SUBTOTAL_FIELDS)
    throw malformedQuery(`GROUP BY ${name} must contain ${MAX_SUBTOTAL_FIELDS} fields or less`);
  return items.map((item) => (typeof item === 'string' ? { field: item } : { fn: item }));
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/builders/db';
import { openPlain } from '../open';
import { publishedRelations } from '../queries/publish/relations';
import { RELATIONS, relationQuery } from '.';

let test: TestDatabase;
let reader: ReturnType<typeof openPlain>;
beforeAll(async () => {
  test = await testDatabase();
  reader = openPlain(test.file, undefined, { readonly: true });
});
afterAll(() => {
  reader.close();
  test.dispose();
});

/** Tables that no relation is made of, and columns that none tells. */
const LEFT_OUT: Record<string, readonly string[] | 'all'> = {
  // How Seatwatch signs in, and what is being typed.
  org: [
    'id',
    'uid',
    'auth',
    'consumer_key',
    'jwt_username',
    'certificates',
    'threshold_percent',
    'run_budget',
    'daily_budget',
    'run_as_user_id',
  ],
  setup_step: 'all',
  setup_draft: 'all',
  setup_draft_step: 'all',
  ignored_person: 'all',
  connectivity_report: 'all',
  // What Seatwatch needs for itself; all of it is made anew from what is told.
  check_progress: 'all',
  check_state: 'all',
  dropped_field: 'all',
  object_description: 'all',
  stream_fields: 'all',
  row_change_count: 'all',
  former_last_login: 'all',
  login_user_day: 'all',
  login_ip_day: 'all',
  login_country_day: 'all',
  login_client_day: 'all',
  login_quarter: 'all',
  login_user: ['key', 'last_success_at'],
  login_status: ['key', 'status'],
  login_ip: ['key'],
  login_place: ['key', 'signature'],
  login_client: ['key', 'signature', 'access'],
  login: ['user_key', 'status_key', 'ip_key', 'place_key', 'client_key'],
  sf_user: ['search_text'],
  user_login: 'all',
  finding: ['settled', 'provisional'],
  run: ['plan'],
  stream_checkpoint: ['cursor', 'pass'],
  __drizzle_migrations: 'all',
  sqlite_sequence: 'all',
  // Stands for the numbers of the org.
  address_list: ['org_id'],
};

interface TableColumn {
  table: string;
  column: string;
  type: string;
  notnull: 0 | 1;
}

const tableColumns = (): TableColumn[] =>
  reader
    .prepare<[], TableColumn>(
      `SELECT m.name AS "table", c.name AS "column", c.type, c."notnull" FROM sqlite_master m, pragma_table_info(m.name) c
       WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_stat%'`,
    )
    .all();

const TYPES: Record<string, readonly string[]> = {
  text: ['TEXT'],
  json: ['TEXT'],
  integer: ['INTEGER'],
  boolean: ['INTEGER'],
  timestamp: ['INTEGER'],
  date: ['INTEGER'],
  real: ['REAL'],
};

describe('the relations', () => {
  it('have names of their own, a key that is never null, and an org in every row', () => {
    expect(new Set(RELATIONS.map(({ name }) => name)).size).toBe(RELATIONS.length);
    for (const { name, columns, key, partition, description } of RELATIONS) {
      expect(name).toMatch(/^[a-z][a-z_]*$/);
      expect(description, name).toMatch(/[.…]$/);
      const names = columns.map((column) => column.name);
      expect(new Set(names).size, name).toBe(names.length);
      expect([names[0], key[0]], name).toEqual(['org_id', 'org_id']);
      for (const part of key) {
        const column = columns.find((each) => each.name === part);
        expect(column?.nullable, `${name}.${part}`).toBe(false);
      }
      for (const column of columns) expect(column.description, `${name}.${column.name}`).toMatch(/[.…]$/);
      if (partition === undefined) continue;
      const by = columns.find((column) => column.name === partition);
      expect(['timestamp', 'date'], name).toContain(by?.type);
      expect(by?.nullable).toBe(false);
    }
  });

  it('give the columns they name, with the types and the nulls of the tables', () => {
    const stored = new Map(tableColumns().map((column) => [`${column.table}.${column.column}`, column]));
    for (const relation of RELATIONS) {
      const columns = reader.prepare(relation.sql).columns();
      expect(columns.map(({ name }) => name)).toEqual(relation.columns.map(({ name }) => name));
      for (const [i, { table, column }] of columns.entries()) {
        const declared = relation.columns[i];
        const origin = table === null ? undefined : stored.get(`${table}.${column ?? ''}`);
        if (origin === undefined || declared === undefined) continue;
        const name = `${relation.name}.${declared.name}`;
        expect(TYPES[declared.type], name).toContain(origin.type.toUpperCase());
        // What is joined in may be missing; what is the row's own is null only where the table says so.
        if (origin.notnull === 0) expect(declared.nullable, name).toBe(true);
        else if (!relation.sql.includes('LEFT JOIN')) expect(declared.nullable, name).toBe(false);
      }
    }
  });

  it('tell everything that is stored but what is said to be left out', () => {
    const told = new Set<string>();
    for (const relation of RELATIONS)
      for (const { table, column } of reader.prepare(relation.sql).columns())
        if (table !== null && column !== null) told.add(`${table}.${column}`);
    const silent = tableColumns()
      .filter(({ table, column }) => !told.has(`${table}.${column}`))
      .filter(({ table, column }) => column !== 'org_id' || table === 'address_list')
      .filter(({ column }) => column !== 'pass')
      .filter(({ table, column }) => LEFT_OUT[table] !== 'all' && !LEFT_OUT[table]?.includes(column))
      .map(({ table, column }) => `${table}.${column}`);
    expect(silent).toEqual([]);
    // And nothing is said to be left out that is told, or gone.
    const known = new Set(tableColumns().map(({ table, column }) => `${table}.${column}`));
    for (const [table, columns] of Object.entries(LEFT_OUT))
      for (const column of columns === 'all' ? [] : columns) {
        const name = `${table}.${column}`;
        if (name === 'org.uid' || name === 'login_status.status') continue;
        expect([known.has(name), told.has(name)], name).toEqual([true, false]);
      }
  });

  it('are called like no table, so that they can be views beside them', () => {
    const taken = reader
      .prepare<[], { name: string }>('SELECT name FROM sqlite_master')
      .all()
      .map(({ name }) => name);
    for (const { name } of RELATIONS) expect(taken).not.toContain(name);
  });

  it('never tell a key that signs in', () => {
    for (const { sql } of RELATIONS) expect(sql).not.toMatch(/consumer|secret|certificate|jwt/i);
  });

  it('are read along the keys of the tables: no sorting, no look at other days', () => {
    const plan = (name: string) => {
      const relation = RELATIONS.find((each) => each.name === name);
      if (relation === undefined) throw new Error(name);
      const sql = relationQuery(relation, { org: true, span: relation.partition !== undefined });
      return reader
        .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all({ org: 'o', from: 0, until: 1 })
        .map(({ detail }) => detail)
        .join('\n');
    };
    // Those that are published part by part, each part asked for by its time.
    for (const { name, parts } of publishedRelations()) {
      if (parts.by !== 'time') continue;
      expect(plan(name), name).not.toContain('TEMP B-TREE');
      expect(plan(name), name).toMatch(/\(org_id=\? AND \w+>\? AND \w+<\?\)/);
    }
    for (const name of ['users', 'permission_set_assignments'])
      expect(plan(name), name).not.toContain('TEMP B-TREE');
    expect(plan('logins')).toContain(
      'SEARCH t USING PRIMARY KEY (org_id=? AND login_time>? AND login_time<?)',
    );
    expect(plan('changes')).toContain('(org_id=? AND at>? AND at<?)');
    expect(plan('api_usage_days')).toContain('(org_id=? AND day>? AND day<?)');
  });

  it('never go through all rows of an org for each of its rows', () => {
    interface Step {
      id: number;
      parent: number;
      detail: string;
    }
    for (const { name, sql } of RELATIONS) {
      const steps = reader.prepare<[], Step>(`EXPLAIN QUERY PLAN ${sql}`).all();
      const lookups = steps.filter(({ detail }) => detail.startsWith('CORRELATED')).map(({ id }) => id);
      const slow = steps.filter(
        ({ parent, detail }) => lookups.includes(parent) && /^SCAN|\(org_id=\?\)$/.test(detail),
      );
      expect(slow, name).toEqual([]);
    }
  });
});

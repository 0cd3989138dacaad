import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from './builders/db';
import { STREAM_NAMES } from '../src/core/collect/records';
import { STREAMS as DEFINITIONS } from '../src/core/collect/streams';
import { columnOf, STREAMS, streamTables, type StreamTable } from '../src/db/stream-tables';

let database: TestDatabase;
let sqlite: Sqlite.Database;

beforeAll(async () => {
  database = await testDatabase();
  sqlite = new Sqlite(database.file, { readonly: true });
});

afterAll(() => {
  sqlite.close();
  database.dispose();
});

interface Column {
  name: string;
  notnull: number;
  /** Place in the primary key, from 1; 0: none. */
  pk: number;
}

const columnsOf = (table: string): Column[] => sqlite.pragma(`table_info(${table})`) as Column[];

// `login_history` is a view; its rows are written by a store of their own.
const stored = STREAMS.filter((name) => name !== 'loginHistory');

describe('where the rows of streams go', () => {
  it('is declared for every stream', () => {
    expect([...STREAMS].sort()).toEqual([...STREAM_NAMES].sort());
  });

  it.each(stored)('%s: columns and key are those of the table', (name) => {
    const { table, fields, key, removesVanished } = streamTables[name] as StreamTable;
    const columns = columnsOf(table);
    const names = columns.map((column) => column.name);
    expect(names).toEqual(expect.arrayContaining(fields.map(columnOf)));
    const primary = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    expect(key).toEqual(primary.map((column) => column.name));
    // Without the number of the pass nobody knows what has vanished.
    expect(names.includes('pass')).toBe(removesVanished);
  });

  it.each(stored)('%s: nothing is left out that the table needs', (name) => {
    const { table, fields } = streamTables[name] as StreamTable;
    const given = new Set(['org_id', 'pass', ...fields.map(columnOf)]);
    // Worked out by the store of the rows.
    if (name === 'users') given.add('search_text');
    const needed = columnsOf(table).filter(({ notnull, pk }) => notnull === 1 || pk > 0);
    expect(needed.map((column) => column.name).filter((column) => !given.has(column))).toEqual([]);
  });

  it('what is only ever added to never loses rows, and makes no history', () => {
    for (const name of STREAMS) {
      const { removesVanished, tracked } = streamTables[name] as StreamTable;
      const append = DEFINITIONS[name].mode === 'append';
      expect(removesVanished).toBe(!append);
      if (append) expect(tracked).toBeNull();
    }
  });

  it('that a user signed in, or mistyped a password, is no change', () => {
    expect(streamTables.users.tracked).toEqual(expect.arrayContaining(['isActive', 'profileId', 'features']));
    for (const field of ['id', 'lastLoginAt', 'lastModifiedAt', 'failedLogins'] as const)
      expect(streamTables.users.tracked).not.toContain(field);
  });

  it('tables of several streams tell their rows apart', () => {
    const filters = new Map<string, (string | null)[]>();
    for (const name of STREAMS) {
      const { table, filter } = streamTables[name] as StreamTable;
      filters.set(table, [...(filters.get(table) ?? []), filter]);
    }
    for (const [table, of] of filters) {
      if (of.length === 1) continue;
      expect(of, table).not.toContain(null);
      expect(new Set(of).size).toBe(of.length);
      for (const filter of of) sqlite.prepare(`SELECT 1 FROM ${table} WHERE ${filter ?? ''}`);
    }
  });

  it('no column is made for a secret', () => {
    const names = stored.flatMap((name) => columnsOf(streamTables[name].table).map((column) => column.name));
    const secret = names.filter((name) =>
      /secret|access_token|request_token|refresh_token$|consumer_key/.test(name),
    );
    expect(secret).toEqual([]);
  });
});

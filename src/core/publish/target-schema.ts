import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { gte } from 'semver';
import { AppError } from '../../shared/model/errors';
import type { PublishedRelation } from '../ports-publish';
import { sqlState } from './errors';
import type { Server } from './server';
import { hasPartColumn, PART_COLUMN, qualified, quoted, TARGET_TYPES } from './table';
import { targetViews, type TargetView } from './views';

/** Tables in which the target says what has been published; their columns with types. */
export const BOOKKEEPING: Readonly<
  Record<string, { columns: readonly (readonly [name: string, type: string])[]; key: readonly string[] }>
> = {
  /** One row: how the schema was made. */
  publication_target: {
    columns: [
      ['id', 'bigint'],
      ['program_version', 'text'],
      ['definition', 'text'],
      ['made_at', 'timestamp with time zone'],
    ],
    key: ['id'],
  },
  /** One row per org: who publishes it, and as of when it is. */
  publication_org: {
    columns: [
      ['org_id', 'text'],
      ['org_name', 'text'],
      ['url', 'text'],
      // Moment of the data that is there completely; of a publication under way, that of the one before.
      ['data_as_of', 'timestamp with time zone'],
      ['published_at', 'timestamp with time zone'],
      ['inactive_days', 'bigint'],
      ['publisher', 'text'],
      ['publisher_host', 'text'],
      // Who is publishing just now, and until when others keep away; null: nobody.
      ['holder', 'text'],
      ['held_until', 'timestamp with time zone'],
      // Counts the publications: what an earlier one still has under way is refused.
      ['generation', 'bigint'],
    ],
    key: ['org_id'],
  },
  /** One row per org and relation: how far it has been published. */
  publication: {
    columns: [
      ['org_id', 'text'],
      ['relation', 'text'],
      ['publisher', 'text'],
      ['generation', 'bigint'],
      // What the marks of the parts rest on; only the publisher can tell whether it still holds.
      ['witness', 'text'],
      ['row_count', 'bigint'],
      ['published_at', 'timestamp with time zone'],
    ],
    key: ['org_id', 'relation'],
  },
  /** One row per part of a relation: what its rows are, in a checksum. Null: just being changed. */
  publication_part: {
    columns: [
      ['org_id', 'text'],
      ['relation', 'text'],
      ['part', 'bigint'],
      ['row_count', 'bigint'],
      ['checksum', 'text'],
      ['mark', 'text'],
    ],
    key: ['org_id', 'relation', 'part'],
  },
};

interface WantedTable {
  name: string;
  columns: readonly (readonly [name: string, type: string])[];
  key: readonly string[];
  /** Columns of a second index; null: none. */
  index: readonly string[] | null;
}

function wantedTables(relations: readonly PublishedRelation[]): WantedTable[] {
  return [
    ...Object.entries(BOOKKEEPING).map(([name, table]) => ({ name, ...table, index: null })),
    ...relations.map((relation) => ({
      name: relation.name,
      columns: [
        ...relation.columns.map(({ name, type }) => [name, TARGET_TYPES[type]] as const),
        ...(hasPartColumn(relation) ? [[PART_COLUMN, 'bigint'] as const] : []),
      ],
      key: relation.key,
      index: hasPartColumn(relation)
        ? ['org_id', PART_COLUMN]
        : relation.columns.some(({ name }) => name === 'user_id')
          ? ['org_id', 'user_id']
          : null,
    })),
  ];
}

export interface SchemaRequest {
  server: Server;
  schema: string;
  relations: readonly PublishedRelation[];
  programVersion: string;
  /** Looks at every table, also where nothing seems to have changed. */
  thorough: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * Makes the schema what this program needs, and no more often than it changes: creates what is missing, adds
 * columns, replaces views. Nothing is ever dropped but our own views. Each statement may be repeated, so a publication
 * that broke off here begins here again. Rejects TARGET_NEWER, TARGET_DIFFERS.
 */
export async function prepareSchema(request: SchemaRequest): Promise<void> {
  const { server, schema, relations, programVersion, thorough } = request;
  const views = targetViews(schema);
  const definition = definitionOf(relations, views);
  const made = await madeBy(server, schema);
  if (made !== null && made.definition === definition && !thorough) return;
  if (made !== null && made.definition !== definition && !gte(programVersion, made.version))
    throw newerTarget(made.version, programVersion);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await bringUpToDate(server, schema, wantedTables(relations), views);
      break;
    } catch (error) {
      // Two workstations that publish for the first time make the same things at the same moment.
      // They walk down the same list: one of them has to fall behind.
      if (attempt >= MOST_ATTEMPTS || !MADE_MEANWHILE.includes(sqlState(error))) throw error;
      await delay(
        Math.random() * 200,
        undefined,
        request.signal === undefined ? {} : { signal: request.signal },
      );
    }
  }
  await server.query(
    `INSERT INTO ${qualified(schema, 'publication_target')} (id, program_version, definition, made_at)
     VALUES (1, $1, $2, now()) ON CONFLICT (id) DO UPDATE SET program_version = excluded.program_version,
       definition = excluded.definition, made_at = excluded.made_at`,
    [programVersion, definition],
  );
}

const MOST_ATTEMPTS = 60;

/** duplicate_schema, _table, _column, _object; unique_violation in the catalog; tuple concurrently updated. */
const MADE_MEANWHILE = ['42P06', '42P07', '42701', '42710', '23505', 'XX000'];

function definitionOf(relations: readonly PublishedRelation[], views: readonly TargetView[]): string {
  const text = JSON.stringify([wantedTables(relations), views.map(({ name, sql }) => [name, sql])]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Null: the schema is not (completely) there. */
export async function madeBy(
  { query }: Server,
  schema: string,
): Promise<{ version: string; definition: string } | null> {
  if (!(await columnsOf(query, schema)).has('publication_target')) return null;
  const { rows } = await query(
    `SELECT program_version, definition FROM ${qualified(schema, 'publication_target')} WHERE id = 1`,
  );
  const [version, definition] = rows[0] ?? [];
  return version == null || definition == null ? null : { version, definition };
}

/** Types of the columns of the tables of a schema that the user may see. */
async function columnsOf(query: Server['query'], schema: string): Promise<Map<string, Map<string, string>>> {
  const { rows } = await query(
    `SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = $1`,
    [schema],
  );
  const tables = new Map<string, Map<string, string>>();
  for (const [table, column, type] of rows) {
    const columns = tables.get(table ?? '') ?? new Map<string, string>();
    columns.set(column ?? '', (type ?? '').toLowerCase());
    tables.set(table ?? '', columns);
  }
  return tables;
}

async function bringUpToDate(
  { query }: Server,
  schema: string,
  tables: readonly WantedTable[],
  views: readonly TargetView[],
): Promise<void> {
  const { rows } = await query('SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1', [schema]);
  // Whoever may not create schemas may not say "if not exists" either.
  if (rows.length === 0) await query(`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}`);
  const there = await columnsOf(query, schema);
  for (const { name, columns, key, index } of tables) {
    const known = there.get(name);
    const table = qualified(schema, name);
    if (known === undefined) {
      const list = columns.map(
        ([column, type]) => `${quoted(column)} ${type}${key.includes(column) ? ' NOT NULL' : ''}`,
      );
      await query(
        `CREATE TABLE IF NOT EXISTS ${table} (${list.join(', ')}, PRIMARY KEY (${key.map(quoted).join(', ')}))`,
      );
    } else
      for (const [column, type] of columns) {
        const is = known.get(column);
        if (is === undefined) {
          if (key.includes(column)) throw targetDiffers(schema, name, `it lacks "${column}"`);
          await query(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${quoted(column)} ${type}`);
        } else if (is !== type)
          throw targetDiffers(schema, name, `"${column}" is ${is}, and should be ${type}`);
      }
    if (index !== null)
      await query(
        `CREATE INDEX IF NOT EXISTS ${quoted(`${name}_by_${index.at(-1) ?? ''}`)} ON ${table} (${index
          .map(quoted)
          .join(', ')})`,
      );
  }
  for (const { name, sql } of views) await replaceView(query, qualified(schema, name), sql);
}

async function replaceView(query: Server['query'], view: string, sql: string): Promise<void> {
  try {
    await query(`CREATE OR REPLACE VIEW ${view} AS ${sql}`);
  } catch (error) {
    // Only columns at the end may be added to a view; for any other change it is made anew.
    if (sqlState(error) !== '42P16') throw error;
    await query(`DROP VIEW ${view}`);
    await query(`CREATE VIEW ${view} AS ${sql}`);
  }
}

function newerTarget(made: string, own: string): AppError {
  return new AppError({
    code: 'TARGET_NEWER',
    kind: 'data',
    message: `The tables there were made by Seatwatch ${made}; this is ${own}.`,
    fix: 'Update Seatwatch on this computer, or publish into another schema (--schema).',
  });
}

function targetDiffers(schema: string, table: string, how: string): AppError {
  return new AppError({
    code: 'TARGET_DIFFERS',
    kind: 'data',
    message: `The table ${schema}.${table} is not one of ours, or was changed: ${how}.`,
    fix: 'Publish into another schema (--schema), or drop this table and publish again with --full.',
  });
}

import { isDeepStrictEqual } from 'node:util';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { parseTarget, publishOrg, type PublishRequest, type PublishResult } from '../../src/core/publish';
import type { Database } from '../../src/core/ports';
import type { Relation } from '../../src/shared/model/relations';
import { RELATIONS } from '../../src/db/relations';
import type { Postgres } from './postgres';

/** Publishes from a database of the tests as a process of this computer. */
export function publish(
  db: Pick<Database, 'openPublication' | 'beginRelation' | 'nextBatch' | 'closePublication'>,
  url: string,
  changes: Partial<PublishRequest> = {},
): Promise<PublishResult> {
  return publishOrg({
    db,
    orgId: 'org-1',
    target: parseTarget(url, 'boss'),
    password: null,
    schema: 'seatwatch',
    programVersion: '1.0.0',
    process: { host: 'workstation', pid: process.pid, isAlive: () => true },
    full: false,
    dryRun: false,
    keepRemoved: false,
    takeOver: false,
    ...changes,
  });
}

/** What inserted, updated and deleted add up to, over all relations. */
export function changesOf({ relations }: PublishResult): {
  inserted: number;
  updated: number;
  deleted: number;
} {
  const sum = { inserted: 0, updated: 0, deleted: 0 };
  for (const counts of Object.values(relations))
    for (const name of ['inserted', 'updated', 'deleted'] as const) sum[name] += counts[name];
  return sum;
}

export const NOTHING = { inserted: 0, updated: 0, deleted: 0 };

const DAY_MS = 86_400_000;

/**
 * Compares every row of every relation of one org in both databases, by nothing of what publishing is made of:
 * both are read here, with clients of their own. Returns what differs; [] when nothing does.
 */
export async function differencesOf(
  file: string,
  server: Postgres,
  database: string,
  {
    orgId = 'org-1',
    schema = 'seatwatch',
    relations = RELATIONS,
  }: { orgId?: string; schema?: string; relations?: readonly Relation[] } = {},
): Promise<string[]> {
  const sqlite = new Sqlite(file, { readonly: true });
  const client = new pg.Client({ connectionString: server.url(database), ssl: false });
  await client.connect();
  const found: string[] = [];
  try {
    const id = sqlite.prepare('SELECT salesforce_org_id FROM org WHERE uid = ?').pluck().get(orgId);
    for (const relation of relations) {
      const { columns, key, name } = relation;
      const rows = sqlite.prepare(`SELECT * FROM (${relation.sql}) WHERE org_id = ?`).raw().all(orgId) as (
        string | number | null
      )[][];
      const wanted = new Map<string, unknown[]>();
      for (const row of rows) {
        const values = columns.slice(1).map((column, at) => fromSqlite(column.type, row[at + 1] ?? null));
        wanted.set(keyOf(relation, values), values);
      }
      if (wanted.size !== rows.length) found.push(`${name}: the key ${key.join(', ')} is not unique`);
      const answer = await client.query<unknown[]>({
        text: `SELECT ${
          columns
            .slice(1)
            .map((column) => `"${column.name}"`)
            .join(', ') || '1'
        } FROM "${schema}"."${name}" WHERE org_id = $1`,
        values: [id],
        rowMode: 'array',
      });
      if (answer.rows.length !== wanted.size)
        found.push(`${name}: ${answer.rows.length} rows against ${wanted.size}`);
      for (const row of answer.rows) {
        const values = columns.slice(1).map((column, at) => fromPostgres(column.type, row[at]));
        const other = wanted.get(keyOf(relation, values));
        if (!isDeepStrictEqual(values, other))
          found.push(`${name}: ${JSON.stringify(values)} against ${JSON.stringify(other)}`);
      }
      if (found.length > 20) break;
    }
  } finally {
    await client.end();
    sqlite.close();
  }
  return found;
}

function keyOf({ columns, key }: Relation, values: readonly unknown[]): string {
  return JSON.stringify(
    key.slice(1).map((name) => values[columns.findIndex((column) => column.name === name) - 1]),
  );
}

function fromSqlite(type: string, value: string | number | null): unknown {
  if (value === null) return null;
  switch (type) {
    case 'timestamp':
      return new Date(value).toISOString();
    case 'date':
      return new Date(Number(value) * DAY_MS).toISOString().slice(0, 10);
    case 'boolean':
      return value === 1;
    case 'json':
      return JSON.parse(String(value)) as unknown;
    default:
      return value;
  }
}

// How node-postgres reads by itself: bigint as text, dates in the time zone of the process (UTC in tests).
function fromPostgres(type: string, value: unknown): unknown {
  if (value === null) return null;
  switch (type) {
    case 'timestamp':
      return (value as Date).toISOString();
    case 'date':
      return (value as Date).toISOString().slice(0, 10);
    case 'integer':
      return Number(value);
    default:
      return value;
  }
}

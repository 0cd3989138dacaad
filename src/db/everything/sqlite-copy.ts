import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Database as Sqlite } from 'better-sqlite3';
import type { EverythingRequest, EverythingResult } from '../../core/ports-transfer';
import type { Relation, RelationColumn } from '../../shared/model/relations';
import { backup } from '../backup';
import { classify, unknownOrg } from '../errors';
import { openPlain } from '../open';
import { quoted } from '../relations/define';
import { RELATIONS } from '../relations';

/**
 * A copy of the database for any program that reads SQLite: without what signs in and what is being typed, and with
 * a view for every relation, in which times are text. It is no backup (there is no list of migrations in it): views
 * of today would be in the way of the migrations of tomorrow.
 */
export async function copyAsSqlite(
  source: string,
  nativeBinding: string | undefined,
  { path, orgId }: EverythingRequest,
): Promise<EverythingResult> {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.${Date.now()}.tmp`);
  try {
    await backup({ source, target: draft, nativeBinding });
    const sqlite = openPlain(draft, nativeBinding);
    let rows: number;
    try {
      sqlite.pragma('journal_mode = DELETE');
      sqlite.pragma('foreign_keys = ON');
      sqlite.pragma('secure_delete = ON');
      strip(sqlite, orgId);
      await setImmediate();
      for (const relation of RELATIONS)
        sqlite.exec(`CREATE VIEW ${quoted(relation.name)} AS ${viewOf(relation)}`);
      rows = await countRows(sqlite);
      if (orgId !== null) sqlite.exec('VACUUM');
    } finally {
      sqlite.close();
    }
    chmodSync(draft, 0o600);
    sync(draft);
    renameSync(draft, path);
    return { path, files: 1, rows, bytes: statSync(path).size };
  } catch (error) {
    throw classify(error, path);
  } finally {
    for (const rest of ['', '-journal', '-wal', '-shm']) rmSync(draft + rest, { force: true });
  }
}

function strip(sqlite: Sqlite, orgId: string | null): void {
  sqlite.transaction(() => {
    if (orgId !== null) {
      if (sqlite.prepare('SELECT 1 FROM org WHERE uid = ?').get(orgId) === undefined) throw unknownOrg(orgId);
      sqlite.prepare('DELETE FROM org WHERE uid <> ?').run(orgId);
    }
    sqlite.exec(`
      UPDATE org SET consumer_key = '', jwt_username = NULL, certificates = NULL;
      DELETE FROM setup_draft;
      DELETE FROM setup_draft_step;
      DELETE FROM connectivity_report;
      DROP TABLE __drizzle_migrations;
    `);
  })();
}

function viewOf(relation: Relation): string {
  return `SELECT ${relation.columns.map(readable).join(', ')} FROM (${relation.sql})`;
}

function readable({ name, type }: RelationColumn): string {
  const column = quoted(name);
  if (type === 'timestamp')
    return `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch') AS ${column}`;
  if (type === 'date') return `date(${column} * 86400, 'unixepoch') AS ${column}`;
  return column;
}

async function countRows(sqlite: Sqlite): Promise<number> {
  let rows = 0;
  for (const { name } of RELATIONS) {
    // Millions of logins are counted already.
    const count =
      name === 'logins'
        ? 'coalesce(sum(logins + failures), 0) AS n FROM login_days'
        : `count(*) AS n FROM ${quoted(name)}`;
    rows += sqlite.prepare<[], { n: number }>(`SELECT ${count}`).get()?.n ?? 0;
    await setImmediate();
  }
  return rows;
}

function sync(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

import type { Connection } from '../../connection';
import { type StreamName, streamTables } from '../../stream-tables';
import { DAY_MS, dayOf } from '../time';
import { rewindLastSeen } from './last-seen';
import { formerRows, undoChanges } from './undo';

/** Streams whose rows the review pages ask for. */
const REVIEWED = [
  'users',
  'userLogins',
  'profiles',
  'userLicenses',
  'permissionSetLicenses',
  'permissionSetLicenseAssignments',
  'packageLicenses',
  'userPackageLicenses',
] as const satisfies readonly StreamName[];

/**
 * Makes a connection look back: temporary tables of one org as it was at the moment `at` (epoch ms) take the
 * place of those of the file, with the same names, columns and indexes, so that every review query runs on
 * them unchanged. Logins never change, so theirs are bounded by `Connection.until` only. The connection is
 * for nothing else from then on.
 */
export function rewind(db: Connection, org: number, at: number): void {
  // Keys to tables of the file would be looked for among the temporary ones.
  db.sqlite.pragma('foreign_keys = OFF');
  // Copies may be large and are read a little at a time; SQLite removes the file as soon as it has it open.
  db.sqlite.pragma('temp_store = FILE');
  // Nothing is ever rolled back: when this fails, the connection is closed.
  db.sqlite.pragma('temp.journal_mode = OFF');
  db.sqlite.pragma('cache_size = -16384');
  db.sqlite.transaction(() => {
    const former = formerRows(db, org, REVIEWED, at);
    for (const stream of REVIEWED) {
      const { table } = streamTables[stream];
      copy(db, table, org);
      undoChanges(db, org, stream, `temp.${table}`, former);
      if (stream === 'users') rewindLastSeen(db, org, `temp.${table}`, at);
      // All at once is faster than with every row.
      copyIndexes(db, table);
    }
    copyLoginDays(db, org, at);
    shadowOrg(db, org, at);
    db.sqlite.exec(`CREATE TEMP VIEW run AS SELECT * FROM main.run WHERE started_at <= ${at}`);
  })();
}

/** Creates `temp.TABLE` with the rows of one org, and no index yet. */
function copy(db: Connection, table: string, org: number): void {
  const [definition] = definitions(db, 'table', table);
  if (definition === undefined) throw new Error(`There is no table ${table}.`);
  db.sqlite.exec(definition.replace(/^CREATE TABLE\s/i, 'CREATE TEMP TABLE '));
  db.run(`INSERT INTO temp.${table} SELECT * FROM main.${table} WHERE org_id = @org`, { org });
}

function copyIndexes(db: Connection, table: string): void {
  for (const sql of definitions(db, 'index', table))
    db.sqlite.exec(sql.replace(/^CREATE (UNIQUE )?INDEX\s+/i, 'CREATE $1INDEX temp.'));
}

function definitions(db: Connection, type: 'table' | 'index', table: string): string[] {
  return db
    .all<{ sql: string }>(
      'SELECT sql FROM main.sqlite_master WHERE type = @type AND tbl_name = @table AND sql IS NOT NULL',
      { type, table },
    )
    .map(({ sql }) => sql);
}

/** Totals of whole days stand; those of the last day are counted up to the moment. */
function copyLoginDays(db: Connection, org: number, at: number): void {
  copy(db, 'login_day', org);
  const day = dayOf(at);
  db.run('DELETE FROM temp.login_day WHERE day >= @day', { day });
  db.run(
    `INSERT INTO temp.login_day (org_id, day, logins, failures, active_users)
     SELECT @org, @day, sum(success), sum(1 - success), count(DISTINCT CASE success WHEN 1 THEN user_key END)
     FROM main.login WHERE org_id = @org AND login_time >= @from AND login_time <= @at HAVING count(*) > 0`,
    { org, day, from: day * DAY_MS, at },
  );
}

/** The org of today, but for the moment its data speaks of. */
function shadowOrg(db: Connection, org: number, at: number): void {
  const columns = (db.sqlite.pragma('main.table_info(org)') as { name: string }[]).map(({ name }) =>
    name === 'data_as_of' ? `${at} AS data_as_of` : name,
  );
  db.sqlite.exec(`CREATE TEMP VIEW org AS SELECT ${columns.join(', ')} FROM main.org WHERE id = ${org}`);
}

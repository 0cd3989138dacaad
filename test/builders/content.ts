import { createHash } from 'node:crypto';
import Sqlite from 'better-sqlite3';

// What a database says about its orgs, apart from how it came to say so: two collections of the same org
// have the same content, whatever happened to either of them on the way.

/** Tables that tell how collecting went, what was seen of the quota, and what the admin clicked. */
const LEFT_OUT = new Set([
  ...['run', 'run_stream', 'own_calls', 'usage_sample', 'limit_sample'],
  ...['setup_step', 'setup_draft', 'setup_draft_step', 'connectivity_report'],
  // What each collection found, by the clock of its end.
  'license_use',
  // Last logins that no login stored by then tells of: after a break fewer logins may have been stored.
  'former_last_login',
  // How many entries of row_change each commit made: commits are cut differently after a break.
  'row_change_count',
  // Read through the view login_history, with its dictionaries resolved.
  'login',
]);

/** Tables of which only some columns are content. All others are content as a whole. */
const COLUMNS: Record<string, string> = {
  // Not the internal ids, the settings and the address, which is another port each time.
  org: 'name, salesforce_org_id, organization_name, edition, is_sandbox, instance_name, api_version',
  // Not when it was written, by which pass, and what the next run may spare itself.
  stream_checkpoint: 'stream, watermark, complete, tracked_since IS NOT NULL AS tracked',
  // Not who noticed a change when, only the change.
  row_change: 'stream, row_id, kind, label, user_id, before, after',
  stream_fields: 'stream, selected, known, lapsed',
};

/** Columns that differ between two databases of the same content. */
const NOT_CONTENT = new Set(['key', 'pass', 'org_id', 'read_at']);

/** The same for single tables: when something was asked, and our own session, which moves with every call. */
const NOT_CONTENT_OF: Record<string, string> = { object_description: 'at', auth_session: 'last_modified_at' };

/** Keys of dictionaries are given in the order of arrival: what they stand for takes their place. */
const RESOLVED: Record<string, string> = {
  user_key: 'SELECT user_id FROM login_user d WHERE d.key = t.user_key',
  ip_key: 'SELECT source_ip FROM login_ip d WHERE d.key = t.ip_key',
  place_key: 'SELECT signature FROM login_place d WHERE d.key = t.place_key',
  client_key: 'SELECT signature FROM login_client d WHERE d.key = t.client_key',
  status_key: 'SELECT status FROM login_status d WHERE d.key = t.status_key',
};

export interface Content {
  /** SHA-256 over all tables. Equal: the databases say the same. */
  hash: string;
  tables: Record<string, { rows: number; hash: string }>;
}

/** The content of a database file, rows in an order of their own. Reads a million logins in some ten seconds. */
export function contentOf(file: string): Content {
  return reading(file, (db) => {
    const tables: Content['tables'] = {};
    const all = createHash('sha256');
    for (const table of tablesOf(db)) {
      const hash = createHash('sha256');
      let rows = 0;
      for (const line of linesOf(db, table)) {
        hash.update(line);
        rows += 1;
      }
      tables[table] = { rows, hash: hash.digest('hex') };
      all.update(`${table} ${tables[table].hash}\n`);
    }
    return { hash: all.digest('hex'), tables };
  });
}

/** What one database says and the other does not, in lines for people; empty: they have the same content. */
export function differences(file: string, other: string, examples = 3): string[] {
  const [mine, theirs] = [contentOf(file), contentOf(other)];
  const names = [...new Set([...Object.keys(mine.tables), ...Object.keys(theirs.tables)])];
  return names
    .filter((name) => mine.tables[name]?.hash !== theirs.tables[name]?.hash)
    .flatMap((name) => {
      const only = (a: string, b: string): string[] => {
        const left = reading(b, (db) => new Set(tablesOf(db).includes(name) ? linesOf(db, name) : []));
        return reading(a, (db) =>
          (tablesOf(db).includes(name) ? [...linesOf(db, name)] : []).filter((line) => !left.has(line)),
        );
      };
      const list = (sign: string, lines: string[]): string[] => [
        ...lines.slice(0, examples).map((line) => `  ${sign} ${line.trimEnd()}`),
        ...(lines.length > examples ? [`  ${sign} … ${lines.length - examples} more`] : []),
      ];
      return [
        `${name}: ${mine.tables[name]?.rows ?? 'no'} rows against ${theirs.tables[name]?.rows ?? 'no'}`,
        ...list('+', only(file, other)),
        ...list('-', only(other, file)),
      ];
    });
}

/** Roll-ups that count something else than the logins do; they must be exact at any moment. */
export function rollUpProblems(file: string): string[] {
  return reading(file, (db) => {
    const ask = (sql: string): string => JSON.stringify(db.prepare(sql).raw().get());
    const rollUps = tablesOf(db).filter((table) => {
      const columns = columnsOf(db, table);
      return columns.includes('logins') && columns.includes('failures');
    });
    return rollUps.flatMap((table) => {
      const got = ask(`SELECT coalesce(sum(logins), 0), coalesce(sum(failures), 0) FROM ${table}`);
      // Logins without an address are in no roll-up by address.
      const counted = columnsOf(db, table).includes('ip_key') ? 'ip_key IS NOT NULL' : 'true';
      const want = ask(
        `SELECT coalesce(sum(success), 0), coalesce(sum(1 - success), 0) FROM login WHERE ${counted}`,
      );
      return got === want ? [] : [`${table} counts ${got}, the logins are ${want}`];
    });
  });
}

function reading<T>(file: string, work: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(file, { readonly: true });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/** Every table of the schema, so that a new one is compared without anybody thinking of it. */
function tablesOf(db: Sqlite.Database): string[] {
  const names = db
    .prepare(
      `SELECT name FROM sqlite_master WHERE type IN ('table', 'view')
       AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .pluck()
    .all() as string[];
  return names.filter((name) => !LEFT_OUT.has(name));
}

const columnsOf = (db: Sqlite.Database, table: string): string[] =>
  (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);

/** One line of JSON per row. */
function* linesOf(db: Sqlite.Database, table: string): Generator<string> {
  const columns =
    COLUMNS[table] ??
    columnsOf(db, table)
      .filter((name) => !NOT_CONTENT.has(name) && NOT_CONTENT_OF[table] !== name)
      .map((name) => (name in RESOLVED ? `(${RESOLVED[name]}) AS ${name}` : `t.${name}`))
      .join(', ');
  const select = db.prepare(`SELECT ${columns} FROM ${table} t`);
  const order = select.columns().map((_, i) => String(i + 1));
  const rows = db.prepare(`SELECT ${columns} FROM ${table} t ORDER BY ${order.join(', ')}`);
  for (const row of rows.raw().iterate()) yield `${JSON.stringify(row)}\n`;
}

import type { ChangeKind } from '../../../shared/model/changes';
import type { Connection } from '../../connection';
import { type StreamName, columnOf, streamTables } from '../../stream-tables';
import { searchText } from '../search-text';
import type { Row, Value } from '../selection';

/** What has to be done to a row as it is now to get the row as it was. */
interface Former {
  /** Not there: added only since. */
  isAbsent: boolean;
  /** There is no row now: all of it comes from history. */
  isRestored: boolean;
  fields: Row;
}

interface Entry {
  stream: StreamName;
  rowId: string;
  kind: ChangeKind;
  before: string | null;
}

const ENTRIES = `
  SELECT stream, row_id AS rowId, kind, before FROM row_change INDEXED BY row_change_time
  WHERE org_id = ? AND at > ? AND stream IN (SELECT value FROM json_each(?)) ORDER BY at DESC, id DESC`;

/** By stream and id of the row. */
export type FormerRows = ReadonlyMap<StreamName, ReadonlyMap<string, Former>>;

/** What has to be taken back of what happened to rows after the moment `at` (epoch ms). */
export function formerRows(
  db: Connection,
  org: number,
  streams: readonly StreamName[],
  at: number,
): FormerRows {
  const former = new Map(streams.map((stream) => [stream, new Map<string, Former>()]));
  // Newest first: what an older entry says is nearer to the moment.
  for (const { stream, rowId, kind, before } of db
    .prepare<Entry>(ENTRIES)
    .iterate(org, at, JSON.stringify(streams))) {
    const rows = former.get(stream);
    if (rows === undefined) continue;
    if (kind === 'added') {
      rows.set(rowId, { isAbsent: true, isRestored: false, fields: {} });
      continue;
    }
    const fields = JSON.parse(before ?? '{}') as Row;
    const known = rows.get(rowId);
    if (kind === 'removed') rows.set(rowId, { isAbsent: false, isRestored: true, fields });
    else if (known === undefined) rows.set(rowId, { isAbsent: false, isRestored: false, fields });
    else Object.assign(known.fields, fields);
  }
  return former;
}

/** Does so in `table`, a copy of the stream's table as it is now. */
export function undoChanges(
  db: Connection,
  org: number,
  stream: StreamName,
  table: string,
  former: FormerRows,
): void {
  const rows = writer(db, org, stream, table);
  for (const [id, { isAbsent, isRestored, fields }] of former.get(stream) ?? []) {
    if (isAbsent) rows.remove(id);
    else if (isRestored) rows.restore(fields);
    else rows.set(id, fields);
  }
}

function writer(db: Connection, org: number, stream: StreamName, table: string) {
  const { lists } = streamTables[stream];
  const fields: readonly string[] = streamTables[stream].fields;
  const isUsers = stream === 'users';
  const columns = ['org_id', ...fields.map(columnOf), 'pass', ...(isUsers ? ['search_text'] : [])];
  const insert = `INSERT OR REPLACE INTO ${table} (${columns.join(', ')})
    VALUES (${columns.map(() => '?').join(', ')})`;
  /** A row written down before the column existed has what such rows got when it was added. */
  const valueOf = (row: Row, field: string): Value =>
    row[field] ?? ((lists as readonly string[]).includes(field) ? '[]' : null);
  return {
    remove: (id: string) => db.prepare(`DELETE FROM ${table} WHERE org_id = ? AND id = ?`).run(org, id),
    restore(row: Row) {
      const derived = isUsers ? [searchTextOf(row)] : [];
      db.prepare(insert).run(org, ...fields.map((field) => valueOf(row, field)), 0, ...derived);
    },
    set(id: string, row: Row) {
      const names = Object.keys(row).filter((field) => fields.includes(field));
      if (names.length === 0) return;
      const set = names.map((field) => `${columnOf(field)} = ?`).join(', ');
      db.prepare(`UPDATE ${table} SET ${set} WHERE org_id = ? AND id = ?`).run(
        ...names.map((field) => row[field]),
        org,
        id,
      );
      if (isUsers && names.some((field) => SEARCHED.includes(field))) nameAnew(db, org, table, id);
    },
  };
}

const SEARCHED = ['name', 'username', 'email'];

function searchTextOf({ name, username, email }: Row): string {
  const text = (value: Value | undefined) => (typeof value === 'string' ? value : '');
  return searchText({ name: text(name), username: text(username), email: text(email) });
}

function nameAnew(db: Connection, org: number, table: string, id: string): void {
  const row = db
    .prepare<Row>(`SELECT name, username, email FROM ${table} WHERE org_id = ? AND id = ?`)
    .get(org, id);
  if (row === undefined) return;
  db.prepare(`UPDATE ${table} SET search_text = ? WHERE org_id = ? AND id = ?`).run(
    searchTextOf(row),
    org,
    id,
  );
}

import type { PageCommit } from '../../core/ports';
import type { Connection } from '../connection';
import { type RecordOf, type StreamName, columnOf, streamTables } from '../stream-tables';
import { dayOf, updateLoginDays } from './activity';

type UserRecord = RecordOf<'users'>;
type LoginRecord = RecordOf<'loginHistory'>;

/** Only this status is a success; everything else Salesforce writes there is some kind of refusal. */
export function isSuccess(status: string | null): boolean {
  return status !== null && status.trim().toLowerCase() === 'success';
}

/** What the search box of the users page looks through. */
export function searchText(user: Pick<UserRecord, 'name' | 'username' | 'email'>): string {
  return foldCase(`${user.name}\n${user.username}\n${user.email ?? ''}`);
}

export const foldCase = (text: string): string => text.normalize('NFC').toLowerCase();

type Value = string | number | null;

/** Columns we work out ourselves, per stream; all others get the number of the pass. */
const DERIVED: { users: readonly string[]; loginHistory: readonly string[] } = {
  users: ['pass', 'search_text', 'last_seen_at'],
  loginHistory: ['success'],
};

/** The newest stored success of a user, from the covering index. */
export const NEWEST_SUCCESS = `
  SELECT login_time AS at FROM login_history
  WHERE org_id = @org AND user_id = @userId AND success = 1 ORDER BY login_time DESC LIMIT 1`;

function derivedColumns(stream: StreamName): readonly string[] {
  return stream === 'users' || stream === 'loginHistory' ? DERIVED[stream] : ['pass'];
}

function derive(db: Connection, org: number, page: PageCommit, row: PageCommit['rows'][number]): Value[] {
  if (page.stream === 'loginHistory') return [isSuccess((row as LoginRecord).status) ? 1 : 0];
  if (page.stream !== 'users') return [page.checkpoint.pass];
  const user = row as UserRecord;
  const stored = db.get<{ at: number }>(NEWEST_SUCCESS, { org, userId: user.id })?.at ?? null;
  return [page.checkpoint.pass, searchText(user), later(user.lastLoginAt, stored)];
}

function later(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

function upsertSql(stream: StreamName): string {
  const { table, fields } = streamTables[stream];
  const key = stream === 'loginHistory' ? ['org_id', 'login_time', 'id'] : ['org_id', 'id'];
  const columns = ['org_id', ...fields.map(columnOf), ...derivedColumns(stream)];
  const updates = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
    ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${updates.join(', ')}`;
}

function upsertRows(db: Connection, org: number, page: PageCommit): void {
  const fields: readonly string[] = streamTables[page.stream].fields;
  const statement = db.prepare(upsertSql(page.stream));
  for (const row of page.rows) {
    const record: Readonly<Record<string, unknown>> = { ...row };
    const values: unknown[] = [org];
    for (const field of fields) {
      const value = record[field];
      values.push(typeof value === 'boolean' ? Number(value) : value);
    }
    values.push(...derive(db, org, page, row));
    statement.run(...values);
  }
}

/** Brings `last_seen_at` and the day totals up to the logins just stored. */
function afterLogins(db: Connection, org: number, page: PageCommit): void {
  const days = new Set<number>();
  const newest = new Map<string, number>();
  for (const row of page.rows) {
    const login = row as LoginRecord;
    days.add(dayOf(login.loginTime));
    if (!isSuccess(login.status)) continue;
    newest.set(login.userId, Math.max(login.loginTime, newest.get(login.userId) ?? login.loginTime));
  }
  const seen = db.prepare(
    'UPDATE sf_user SET last_seen_at = @at WHERE org_id = @org AND id = @userId AND coalesce(last_seen_at < @at, 1)',
  );
  for (const [userId, at] of newest) seen.run({ org, userId, at });
  updateLoginDays(db, org, days, page.endOfPass);
}

/**
 * Stores one page: rows, roll-ups, checkpoint and the org's "as of" together or not at all. Streams read as
 * full snapshots lose, with the last page of a pass, the rows that the pass did not see. That holds for
 * users too: Salesforce never deletes one, but a user our API user can no longer see would otherwise be
 * reported for ever with what was true long ago. Logins are never removed: Salesforce forgets them after
 * six months and ours are the memory.
 */
export function commitPage(db: Connection, page: PageCommit): void {
  const { stream, checkpoint } = page;
  db.sqlite.transaction(() => {
    const org = db.orgKey(page.orgId);
    upsertRows(db, org, page);
    if (stream === 'loginHistory') {
      afterLogins(db, org, page);
    } else if (page.endOfPass) {
      const sql = `DELETE FROM ${streamTables[stream].table} WHERE org_id = @org AND pass <> @pass`;
      db.run(sql, { org, pass: checkpoint.pass });
    }
    db.run(
      `INSERT OR REPLACE INTO stream_checkpoint (org_id, stream, watermark, cursor, pass, complete, updated_at)
       VALUES (@org, @stream, @watermark, @cursor, @pass, @complete, @updatedAt)`,
      {
        org,
        stream,
        watermark: checkpoint.watermark,
        cursor: checkpoint.cursor,
        pass: checkpoint.pass,
        complete: Number(checkpoint.complete),
        updatedAt: checkpoint.updatedAt,
      },
    );
    // Never backwards: a corrected clock must not make ages shrink below what was shown.
    db.run('UPDATE org SET data_as_of = max(@at, coalesce(data_as_of, @at)) WHERE id = @org', {
      org,
      at: page.at,
    });
  })();
}

import type { EventLogCommit, PendingEventLog } from '../../core/ports';
import type { Connection } from '../connection';
import { columnOf } from '../stream-tables';
import { eventsWithoutIgnored } from './forget/ignored';

/** Files listed and neither read nor given up, oldest first. */
export function pendingEventLogs(
  db: Connection,
  orgId: string,
  eventTypes: readonly string[],
  limit: number,
): PendingEventLog[] {
  return db.all<PendingEventLog>(
    `SELECT id, event_type AS eventType, log_date AS logDate, length FROM event_log_file
     WHERE org_id = @org AND read_at IS NULL AND event_type IN (SELECT value FROM json_each(@types))
     ORDER BY log_date, id LIMIT @limit`,
    { org: db.orgKey(orgId), types: JSON.stringify(eventTypes), limit },
  );
}

/**
 * Stores part of a file's content. The first part takes away what an attempt that broke off has left, and the
 * content of a file that this one takes the place of (same event type, day and sequence), so that nothing is
 * counted twice. The last part marks the file as read.
 */
export function commitEventLog(db: Connection, whole: EventLogCommit): void {
  db.sqlite.transaction(() => {
    const org = db.orgKey(whole.orgId);
    const part = eventsWithoutIgnored(db, org, whole);
    const { fileId, at } = part;
    if (part.first) removeContent(db, org, fileId);
    insertAll(db, 'api_usage', { org_id: org, file_id: fileId }, part.apiUsage);
    insertAll(db, 'login_event', { org_id: org, file_id: fileId }, part.loginEvents);
    if (part.rows === null) return;
    db.run(
      `UPDATE event_log_file SET read_at = @at, rows = @rows, problem = NULL
       WHERE org_id = @org AND id = @fileId`,
      { org, fileId, at, rows: part.rows },
    );
  })();
}

/** `read_at` is set although nothing was read: the file is done with. */
export function failEventLog(
  db: Connection,
  orgId: string,
  fileId: string,
  problem: string,
  at: number,
): void {
  db.sqlite.transaction(() => {
    const org = db.orgKey(orgId);
    removeContent(db, org, fileId);
    db.run(
      `UPDATE event_log_file SET read_at = @at, rows = NULL, problem = @problem
       WHERE org_id = @org AND id = @fileId`,
      { org, fileId, at, problem },
    );
  })();
}

function removeContent(db: Connection, org: number, fileId: string): void {
  const same = `SELECT other.id FROM event_log_file mine JOIN event_log_file other
    ON other.org_id = mine.org_id AND other.log_date = mine.log_date AND other.event_type = mine.event_type
      AND other.interval IS mine.interval AND other.sequence IS mine.sequence
    WHERE mine.org_id = @org AND mine.id = @fileId`;
  for (const table of ['api_usage', 'login_event'])
    db.run(`DELETE FROM ${table} WHERE org_id = @org AND file_id IN (${same})`, { org, fileId });
}

type Row = Readonly<Record<string, string | number | null>>;

function insertAll(db: Connection, table: string, key: Row, rows: readonly object[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const fields = Object.keys(first);
  const columns = [...Object.keys(key), ...fields.map(columnOf)];
  const statement = db.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const shared = Object.values(key);
  for (const row of rows) {
    const values = row as Row;
    statement.run(...shared, ...fields.map((field) => values[field]));
  }
}

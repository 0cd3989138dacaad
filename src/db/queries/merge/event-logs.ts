import { columnsBut, keys, list, type Merging, OTHER } from './context';
import { adoptStand } from './snapshots';

/** Files that are one and the same stretch of events, made again by Salesforce under another id. */
const SAME = `m.org_id = @org AND m.log_date = o.log_date AND m.event_type = o.event_type
  AND m.interval IS o.interval AND m.sequence IS o.sequence`;

/** The content of event log files that were not read here, and the list of all of them. */
export function mergeEventLogs(merging: Merging): void {
  const { db, org, from, added } = merging;
  const files = db.all<{ id: string }>(
    `SELECT o.id FROM ${OTHER}.event_log_file o
     WHERE o.org_id = @from AND o.read_at IS NOT NULL AND o.problem IS NULL AND NOT EXISTS (
       SELECT 1 FROM main.event_log_file m WHERE ${SAME} AND m.read_at IS NOT NULL AND m.problem IS NULL)
     GROUP BY o.log_date, o.event_type, o.interval, o.sequence HAVING o.read_at = max(o.read_at)`,
    keys(merging),
  );
  const columns = columnsBut(db, 'event_log_file', 'org_id', 'read_at', 'rows', 'problem');
  added(
    'eventLogFiles',
    db.run(
      // One that could not be read there is tried here.
      `INSERT INTO main.event_log_file (org_id, ${list(columns)}, read_at, rows)
       SELECT @org, ${list(columns)}, CASE WHEN problem IS NULL THEN read_at END, rows
       FROM ${OTHER}.event_log_file WHERE org_id = @from
       ON CONFLICT DO NOTHING`,
      keys(merging),
    ),
  );
  const ids = JSON.stringify(files.map(({ id }) => id));
  const here = `file_id IN (SELECT value FROM json_each(@ids))`;
  for (const [table, what] of [
    ['api_usage', 'apiUsage'],
    ['login_event', 'loginEvents'],
  ] as const) {
    const content = columnsBut(db, table, 'org_id');
    // What an attempt that broke off has left here would be counted twice.
    db.run(
      `DELETE FROM main.${table} WHERE org_id = @org AND file_id IN (
         SELECT m.id FROM ${OTHER}.event_log_file o JOIN main.event_log_file m ON ${SAME}
         WHERE o.org_id = @from AND o.id IN (SELECT value FROM json_each(@ids)))`,
      { org, from, ids },
    );
    added(
      what,
      db.run(
        `INSERT INTO main.${table} (org_id, ${list(content)})
         SELECT @org, ${list(content)} FROM ${OTHER}.${table} WHERE org_id = @from AND ${here}
         ON CONFLICT DO NOTHING`,
        { org, from, ids },
      ),
    );
  }
  db.run(
    `UPDATE main.event_log_file SET read_at = o.read_at, rows = o.rows, problem = NULL
     FROM ${OTHER}.event_log_file o WHERE o.org_id = @from AND o.id IN (SELECT value FROM json_each(@ids))
       AND event_log_file.org_id = @org AND event_log_file.id = o.id`,
    { org, from, ids },
  );
  adoptStand(merging, 'eventLogFiles');
}

import { columnsBut, keys, list, type Merging, OTHER } from './context';

/** What an admin decided of a finding. */
const ACKNOWLEDGEMENT = ['acknowledged_by', 'acknowledged_at', 'acknowledged_reason', 'acknowledged_until'];

/** When somebody last acknowledged a finding, or took that back; `f` is the finding. */
const decidedAt = (database: string): string => `
  (SELECT max(e.at) FROM ${database}.finding_event e WHERE e.finding_id = f.id
     AND e.kind IN ('acknowledged', 'reopened', 'acknowledgement-ended'))`;

/**
 * Findings are the same when check and key are. The earliest time it was first seen counts, the latest it was last
 * seen (null, a state that goes on, is the latest), the newest decision of a person; all else is what the checks say
 * over the logins of both sides, which they look at anew.
 */
export function mergeFindings(merging: Merging): void {
  const { db, org, added } = merging;
  const both = keys(merging);
  combine(merging);
  const columns = columnsBut(db, 'finding', 'id', 'org_id', 'settled', 'provisional');
  const rows = db.run(
    `INSERT INTO main.finding (org_id, provisional, ${list(columns)})
     SELECT @org, 1, ${list(columns)} FROM ${OTHER}.finding WHERE org_id = @from ORDER BY id
     ON CONFLICT DO NOTHING`,
    both,
  );
  added('findings', rows);
  mergeEvents(merging);
  db.run('UPDATE main.check_progress SET late_since = min(coalesce(late_since, 0), 0) WHERE org_id = @org', {
    org,
  });
}

function combine(merging: Merging): void {
  const { db, updated } = merging;
  const pairs = db.all<{ id: number; other: number; newer: number }>(
    `SELECT h.id, t.id AS other, coalesce((SELECT ${decidedAt(OTHER)} FROM (SELECT t.id AS id) f), -1)
         > coalesce((SELECT ${decidedAt('main')} FROM (SELECT h.id AS id) f), -1) AS newer
     FROM ${OTHER}.finding t JOIN main.finding h
       ON h.org_id = @org AND h.check_id = t.check_id AND h.key = t.key
     WHERE t.org_id = @from`,
    keys(merging),
  );
  const seen = db.prepare(
    `UPDATE main.finding SET first_seen_at = min(finding.first_seen_at, t.first_seen_at),
       last_seen_at = CASE WHEN finding.last_seen_at IS NULL OR t.last_seen_at IS NULL THEN NULL
         ELSE max(finding.last_seen_at, t.last_seen_at) END,
       found_at = min(finding.found_at, t.found_at)
     FROM ${OTHER}.finding t WHERE t.id = ? AND finding.id = ?
       AND (t.first_seen_at < finding.first_seen_at OR t.found_at < finding.found_at
         OR finding.last_seen_at IS NOT NULL AND coalesce(t.last_seen_at > finding.last_seen_at, 1))`,
  );
  const decide = db.prepare(
    `UPDATE main.finding SET ${ACKNOWLEDGEMENT.map((name) => `${name} = t.${name}`).join(', ')}
     FROM ${OTHER}.finding t WHERE t.id = ? AND finding.id = ?`,
  );
  for (const { id, other, newer } of pairs) {
    const changed = seen.run(other, id).changes + (newer === 1 ? decide.run(other, id).changes : 0);
    if (changed > 0) updated(1);
  }
}

/** What became of them, oldest first: findings that get an event from the other side have all of theirs put in order. */
function mergeEvents(merging: Merging): void {
  const { db } = merging;
  const touched = db.all<{ id: number }>(
    `INSERT INTO main.finding_event (finding_id, at, kind, by, note)
     SELECT h.id, e.at, e.kind, e.by, e.note
     FROM ${OTHER}.finding t
     JOIN main.finding h ON h.org_id = @org AND h.check_id = t.check_id AND h.key = t.key
     JOIN ${OTHER}.finding_event e ON e.finding_id = t.id
     WHERE t.org_id = @from AND NOT EXISTS (SELECT 1 FROM main.finding_event m
       WHERE m.finding_id = h.id AND m.at = e.at AND m.kind = e.kind AND m.by IS e.by AND m.note IS e.note)
     ORDER BY e.id RETURNING finding_id AS id`,
    keys(merging),
  );
  const events = db.prepare<{ at: number; kind: string; by: string | null; note: string | null }>(
    'SELECT at, kind, by, note FROM main.finding_event WHERE finding_id = ? ORDER BY at, id',
  );
  const remove = db.prepare('DELETE FROM main.finding_event WHERE finding_id = ?');
  const insert = db.prepare(
    'INSERT INTO main.finding_event (finding_id, at, kind, by, note) VALUES (?, ?, ?, ?, ?)',
  );
  for (const id of new Set(touched.map((row) => row.id))) {
    const ordered = events.all(id);
    remove.run(id);
    for (const { at, kind, by, note } of ordered) insert.run(id, at, kind, by, note);
  }
}

import { columnsBut, keys, list, type Merging, OTHER } from './context';

/** Numbers of the other side's runs here, also of those that were here already. */
export type RunNumbers = ReadonlyMap<number, number>;

/**
 * Adds the runs that are not here. The newest run has the highest number, and everybody relies on it, so the runs
 * that began after the oldest one added get new numbers too, and what refers to them follows.
 */
export function mergeRuns(merging: Merging): RunNumbers {
  const { db, org, from, added } = merging;
  const columns = columnsBut(db, 'run', 'id', 'org_id');
  // A run is told apart by when it began: one at a time goes on in an org.
  const known = db.all<{ here: number; there: number }>(
    `SELECT m.id AS here, o.id AS there FROM ${OTHER}.run o
     JOIN main.run m ON m.org_id = @org AND m.started_at = o.started_at WHERE o.org_id = @from`,
    keys(merging),
  );
  const numbers = new Map(known.map(({ here, there }) => [there, here]));
  const missing = db
    .all<{ id: number; startedAt: number }>(
      `SELECT id, started_at AS startedAt FROM ${OTHER}.run WHERE org_id = @from ORDER BY id`,
      { from },
    )
    .filter(({ id }) => !numbers.has(id));
  if (missing.length === 0) return numbers;
  const oldest = Math.min(...missing.map(({ startedAt }) => startedAt));
  const later = db.all<{ id: number; startedAt: number }>(
    'SELECT id, started_at AS startedAt FROM main.run WHERE org_id = @org AND started_at > @oldest',
    { org, oldest },
  );
  const insert = db.prepare(
    `INSERT INTO main.run (org_id, ${list(columns)})
     SELECT ?, ${list(columns)} FROM ${OTHER}.run WHERE id = ?`,
  );
  const streams = columnsBut(db, 'run_stream', 'run_id');
  const insertStreams = db.prepare(
    `INSERT INTO main.run_stream (run_id, ${list(streams)})
     SELECT ?, ${list(streams)} FROM ${OTHER}.run_stream WHERE run_id = ?`,
  );
  const order = [
    ...missing.map((run) => ({ ...run, isHere: false })),
    ...later.map((run) => ({ ...run, isHere: true })),
  ].sort((a, b) => a.startedAt - b.startedAt || a.id - b.id);
  const moved = new Map<number, number>();
  for (const { id, isHere } of order) {
    if (isHere) {
      moved.set(id, renumber(merging, id));
      continue;
    }
    const number = Number(insert.run(org, id).lastInsertRowid);
    insertStreams.run(number, id);
    numbers.set(id, number);
  }
  for (const [there, here] of numbers) numbers.set(there, moved.get(here) ?? here);
  // One that was under way when the backup was made has ended there, one way or another.
  db.run(
    `UPDATE main.run SET state = 'interrupted', ended_at = coalesce(ended_at, started_at)
     WHERE org_id = @org AND state IS NULL`,
    { org },
  );
  added('runs', missing.length);
  return numbers;
}

function renumber({ db, org }: Merging, id: number): number {
  const columns = list(columnsBut(db, 'run', 'id'));
  const number = Number(
    db.prepare(`INSERT INTO main.run (${columns}) SELECT ${columns} FROM main.run WHERE id = ?`).run(id)
      .lastInsertRowid,
  );
  const both = { org, id, number };
  db.run('UPDATE main.run_stream SET run_id = @number WHERE run_id = @id', { id, number });
  for (const table of ['row_change', 'row_change_count'])
    db.run(`UPDATE main.${table} SET run_id = @number WHERE org_id = @org AND run_id = @id`, both);
  db.run('DELETE FROM main.run WHERE id = @id', { id });
  return number;
}

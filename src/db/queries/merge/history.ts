import { list, columnsBut, keys, type Merging, OTHER } from './context';
import type { RunNumbers } from './runs';

/**
 * Takes over what the other side noticed before history was kept here. Later entries would tell a second time what
 * is told here: what is newer there is noticed anew when its rows are stored. Looking back reaches no further than
 * before (the rows of both sides were not compared then); of an org that is new here, as far as there.
 * `tracked`: since when each stream was tracked here before the merge.
 */
export function mergeHistory(
  merging: Merging,
  runs: RunNumbers,
  tracked: ReadonlyMap<string, number | null>,
): void {
  const { db, org, from, added } = merging;
  const streams = db.all<{ stream: string }>(
    `SELECT DISTINCT stream FROM ${OTHER}.row_change_count WHERE org_id = @from`,
    { from },
  );
  const columns = columnsBut(db, 'row_change', 'id', 'org_id', 'run_id');
  const numbers = JSON.stringify([...runs]);
  for (const { stream } of streams) {
    const before = tracked.get(stream) ?? Number.MAX_SAFE_INTEGER;
    const rows = db.run(
      `INSERT INTO main.row_change (org_id, run_id, ${list(columns)})
       SELECT @org, coalesce((SELECT n.value ->> 1 FROM json_each(@numbers) n WHERE n.value ->> 0 = o.run_id), 0),
         ${list(columns, 'o.')}
       FROM ${OTHER}.row_change o
       WHERE o.org_id = @from AND o.stream = @stream AND o.at < @before AND NOT EXISTS (
         SELECT 1 FROM main.row_change m WHERE m.org_id = @org AND m.at = o.at AND m.stream = o.stream
           AND m.kind = o.kind AND m.row_id = o.row_id)
       ORDER BY o.id`,
      { org, from, stream, before, numbers },
    );
    added('changes', rows);
    if (rows > 0) recount(merging, stream);
  }
}

/** Entries by commit, as they are now. */
function recount(merging: Merging, stream: string): void {
  const { db } = merging;
  const parameters = { org: keys(merging).org, stream };
  db.run('DELETE FROM main.row_change_count WHERE org_id = @org AND stream = @stream', parameters);
  db.run(
    `INSERT INTO main.row_change_count (org_id, at, run_id, stream, kind, changes)
     SELECT org_id, at, run_id, stream, kind, count(*) FROM main.row_change
     WHERE org_id = @org AND stream = @stream GROUP BY 1, 2, 3, 4, 5`,
    parameters,
  );
}

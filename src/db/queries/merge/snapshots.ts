import { z } from 'zod';
import type { PageCommit } from '../../../core/ports';
import { columnOf, type StreamName, streamTables } from '../../stream-tables';
import { fromJson } from '../json-column';
import { storeRows } from '../row-store';
import { asOfOf } from '../user-state';
import { addMissing, keys, type Merging, OTHER } from './context';

/** Rows stored at once. */
const PAGE = 2_000;

interface Stand {
  watermark: number | null;
  pass: number;
  complete: number;
  updatedAt: number;
  trackedSince: number | null;
}

function standOf({ db, org, from }: Merging, stream: StreamName, there: boolean): Stand | null {
  const row = db.get<Stand>(
    `SELECT watermark, pass, complete, updated_at AS updatedAt, tracked_since AS trackedSince
     FROM ${there ? OTHER : 'main'}.stream_checkpoint WHERE org_id = @key AND stream = @stream`,
    { key: there ? from : org, stream },
  );
  return row ?? null;
}

/**
 * A stream whose rows are what the org holds now: the newer whole reading is right. It is stored as the next pass of
 * a collection would be, so that history knows what changed, and the next collection goes on from there.
 * `runId`: the run it is ascribed to.
 */
export function mergeSnapshot(merging: Merging, stream: StreamName, runId: number): void {
  const { db, org } = merging;
  const [here, there] = [standOf(merging, stream, false), standOf(merging, stream, true)];
  if (there === null) return;
  const isNewer = there.complete === 1 && there.updatedAt > (here?.updatedAt ?? Number.NEGATIVE_INFINITY);
  if (here !== null && !isNewer) return;
  countChanges(merging, stream);
  const at = Math.max(there.updatedAt, asOfOf(db, org) ?? there.updatedAt);
  const pass = (here?.pass ?? 0) + 1;
  const endsPass = there.complete === 1;
  const since = storeAll(merging, stream, { runId, at, pass, endsPass });
  const trackedSince = here === null ? there.trackedSince : since;
  if (here === null) adoptFields(merging, stream, pass);
  saveStand(merging, stream, { ...there, pass, trackedSince });
}

/** A stream of which Salesforce forgets: what is on either side is kept. */
export function mergeMemory(merging: Merging, stream: StreamName): void {
  addMissing(merging, streamTables[stream].table, stream);
  adoptStand(merging, stream);
}

/** Where there is no place of our own, the next collection goes on from the other's. */
export function adoptStand(merging: Merging, stream: StreamName): void {
  const there = standOf(merging, stream, true);
  // What was read in part is read from its beginning: nobody but who began it can go on.
  if (there?.complete !== 1 || standOf(merging, stream, false) !== null) return;
  saveStand(merging, stream, there);
}

function saveStand({ db, org }: Merging, stream: StreamName, stand: Stand): void {
  db.run(
    `INSERT INTO main.stream_checkpoint (org_id, stream, watermark, cursor, pass, complete, updated_at, tracked_since)
     VALUES (@org, @stream, @watermark, NULL, @pass, @complete, @updatedAt, @trackedSince)
     ON CONFLICT DO UPDATE SET watermark = excluded.watermark, cursor = NULL, pass = excluded.pass,
       complete = excluded.complete, updated_at = excluded.updated_at, tracked_since = excluded.tracked_since`,
    { org, stream, ...stand },
  );
}

function storeAll(
  { db, org, from }: Merging,
  stream: StreamName,
  how: { runId: number; at: number; pass: number; endsPass: boolean },
): number | null {
  const { table, fields, lists } = streamTables[stream];
  const listed: readonly string[] = lists;
  const select = db.prepare<Record<string, unknown>>(
    `SELECT ${fields.map((field) => `${columnOf(field)} AS "${field}"`).join(', ')} FROM ${OTHER}.${table}
     WHERE org_id = ? AND id > ? ORDER BY id LIMIT ${String(PAGE)}`,
  );
  const read = readFields({ db, from }, stream);
  let after = '';
  for (;;) {
    const rows = select.all(from, after);
    const isLast = rows.length < PAGE;
    after = (rows.at(-1)?.['id'] as string | undefined) ?? '';
    for (const row of rows)
      for (const field of listed) row[field] = fromJson(z.array(z.string()), String(row[field])) ?? [];
    const page: PageCommit = {
      orgId: '',
      runId: how.runId,
      stream,
      rows: rows as unknown as PageCommit['rows'],
      ...(read === null ? {} : { fields: read }),
      checkpoint: { watermark: null, cursor: null, pass: how.pass, complete: isLast, updatedAt: how.at },
      endOfPass: isLast && how.endsPass,
      at: how.at,
    };
    const since = storeRows(db, org, page, how.at);
    if (isLast) return since;
  }
}

/** The fields the other side could read; what it could not says nothing. Null: it is not known, so all of them. */
function readFields({ db, from }: Pick<Merging, 'db' | 'from'>, stream: StreamName): string[] | null {
  const row = db.get<{ selected: string }>(
    `SELECT selected FROM ${OTHER}.stream_fields WHERE org_id = @from AND stream = @stream`,
    { from, stream },
  );
  return row === undefined ? null : fromJson(z.array(z.string()), row.selected);
}

/** History that is taken over goes with what was known of the fields then. */
function adoptFields(merging: Merging, stream: StreamName, pass: number): void {
  merging.db.run(
    `INSERT INTO main.stream_fields (org_id, stream, pass, selected, known, lapsed)
     SELECT @org, stream, @pass, selected, known, lapsed FROM ${OTHER}.stream_fields
     WHERE org_id = @from AND stream = @stream
     ON CONFLICT DO UPDATE SET pass = excluded.pass, selected = excluded.selected, known = excluded.known,
       lapsed = excluded.lapsed`,
    { ...keys(merging), stream, pass },
  );
}

function countChanges(merging: Merging, stream: StreamName): void {
  const { table, fields } = streamTables[stream];
  const same = fields.map((field) => `m.${columnOf(field)} IS o.${columnOf(field)}`).join(' AND ');
  const counts = merging.db.get<{ added: number; updated: number }>(
    `SELECT count(*) - count(m.id) AS added, coalesce(sum(m.id IS NOT NULL AND NOT (${same})), 0) AS updated
     FROM ${OTHER}.${table} o LEFT JOIN main.${table} m ON m.org_id = @org AND m.id = o.id WHERE o.org_id = @from`,
    keys(merging),
  );
  merging.added(stream, counts?.added ?? 0);
  merging.updated(counts?.updated ?? 0);
}

import type {
  ChangedPart,
  KnownPart,
  PublicationBatch,
  PublishDatabase,
  PublishedRelation,
} from '../ports-publish';
import type { RelationRow } from '../../shared/model/relations';
import { difference } from './diff';
import type { Lease } from './lease';
import type { Query, Server } from './server';
import { partSql, qualified, targetTable, type PlacedRow, type TargetTable, whereOf } from './table';

/** What became of the rows of a relation. */
export interface RelationCounts {
  inserted: number;
  updated: number;
  deleted: number;
  unchanged: number;
}

export interface RelationRequest {
  db: PublishDatabase;
  session: number;
  server: Server;
  schema: string;
  orgId: string;
  relation: PublishedRelation;
  /** Null: nothing may be written. */
  lease: Lease | null;
  publisher: string;
  /** Whether the tables are there; without them (a trial run before the first publication) nothing is known. */
  isThere: boolean;
  /** Compares every row with the target's, whatever the bookkeeping says. */
  full: boolean;
  /** Rows older than the oldest one here stay. */
  keepRemoved: boolean;
  onBatch(rows: number): void;
  signal: AbortSignal | undefined;
}

/**
 * Makes the rows of one org in one table of the target what they are in the source, part by part: a part whose
 * checksum is known is passed over, any other is compared row by row and brought in line, in one transaction with its
 * new checksum. Whatever is broken off, wherever, the checksums tell how far it came.
 */
export async function publishRelation(request: RelationRequest): Promise<RelationCounts> {
  const { db, session, relation, server, full, signal } = request;
  const known = await knownParts(request);
  const { witness, isTrusted, oldest } = await db.beginRelation(session, relation.name, {
    parts: full ? [] : known.parts,
    witness: full ? null : known.witness,
  });
  await begin(request, witness, isTrusted);
  const recorded = new Set(known.parts.map(([part]) => part));
  if (full && request.isThere) for (const part of await partsWithRows(request)) recorded.add(part);
  const context: BatchContext = {
    table: targetTable(request.schema, relation),
    recorded,
    floor: request.keepRemoved && relation.parts.by === 'time' ? (oldest ?? Infinity) : -Infinity,
    mixed: new Set(),
  };
  const total: RelationCounts = { inserted: 0, updated: 0, deleted: 0, unchanged: 0 };
  const seen = new Set<number>();
  const ahead = (): Promise<PublicationBatch> => {
    const next = db.nextBatch(session);
    // Whoever waits for it hears of it; nobody does when the batch before could not be published.
    next.catch(() => undefined);
    return next;
  };
  for (let next = ahead(); ;) {
    signal?.throwIfAborted();
    const batch = await next;
    // Read while the server is busy with this one.
    if (batch.end === null) next = ahead();
    for (const { part } of batch.changed) seen.add(part);
    if (full && batch.end !== null) batch.end.vanished = [...recorded].filter((part) => !seen.has(part));
    let before: RelationCounts | null = null;
    const counts = await server.transaction(async (query, { wasCut }) => {
      const now = await publishBatch(request, query, batch, context);
      // When the connection broke while committing, the work may have been done then: it counts once.
      before = wasCut && before !== null ? most(before, now) : now;
      return before;
    });
    for (const name of COUNTS) total[name] += counts[name];
    total.unchanged += batch.unchangedRows;
    request.onBatch(batch.unchangedRows + batch.changed.reduce((sum, { rows }) => sum + rows.length, 0));
    if (batch.end !== null) return total;
  }
}

const COUNTS = ['inserted', 'updated', 'deleted', 'unchanged'] as const;

function most(a: RelationCounts, b: RelationCounts): RelationCounts {
  const changes = ({ inserted, updated, deleted }: RelationCounts): number => inserted + updated + deleted;
  return changes(a) >= changes(b) ? a : b;
}

async function knownParts({ server, schema, orgId, relation, publisher, isThere }: RelationRequest): Promise<{
  parts: KnownPart[];
  witness: string | null;
}> {
  if (!isThere) return { parts: [], witness: null };
  const about = [orgId, relation.name];
  const { rows } = await server.query(
    `SELECT part, coalesce(checksum, ''), mark FROM ${qualified(schema, 'publication_part')}
     WHERE org_id = $1 AND relation = $2`,
    about,
  );
  const state = await server.query(
    `SELECT publisher, witness FROM ${qualified(schema, 'publication')} WHERE org_id = $1 AND relation = $2`,
    about,
  );
  const [by, witness] = state.rows[0] ?? [];
  return {
    parts: rows.map(([part, checksum, mark]) => [Number(part), checksum ?? '', mark ?? null]),
    // Keys of another database's lists mean something else.
    witness: by === publisher ? (witness ?? null) : null,
  };
}

/** Before the first mark: what marks rest on from now on, and that earlier ones are void where it differs. */
async function begin(request: RelationRequest, witness: string | null, isTrusted: boolean): Promise<void> {
  const { server, schema, orgId, relation, lease, publisher } = request;
  if (lease === null) return;
  await server.transaction(async (query) => {
    await lease.hold(query);
    await query(
      `INSERT INTO ${qualified(schema, 'publication')} (org_id, relation, publisher, generation, witness)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (org_id, relation) DO UPDATE SET publisher = excluded.publisher,
         generation = excluded.generation, witness = excluded.witness`,
      [orgId, relation.name, publisher, lease.generation, witness],
    );
    if (witness !== null && !isTrusted)
      await query(
        `UPDATE ${qualified(schema, 'publication_part')} SET mark = NULL
         WHERE org_id = $1 AND relation = $2 AND mark IS NOT NULL`,
        [orgId, relation.name],
      );
  });
}

interface BatchContext {
  table: TargetTable;
  /** Parts of which the target may have rows. */
  recorded: ReadonlySet<number>;
  /** Rows before it (value of the time column) are left alone. */
  floor: number;
  /** Parts in which rows were left that the source lacks: no checksum speaks of them. */
  mixed: Set<number>;
}

async function publishBatch(
  request: RelationRequest,
  query: Query,
  batch: PublicationBatch,
  context: BatchContext,
): Promise<RelationCounts> {
  const { lease, relation, orgId, full, isThere } = request;
  const { table, recorded, floor, mixed } = context;
  const counts: RelationCounts = { inserted: 0, updated: 0, deleted: 0, unchanged: 0 };
  const put: PlacedRow[] = [];
  const gone: RelationRow[] = [];
  const leave = (part: number, deleted: readonly RelationRow[]): void => {
    const removed = deleted.filter((row) => timeOf(relation, row) >= floor);
    if (removed.length < deleted.length) mixed.add(part);
    gone.push(...removed);
    counts.deleted += removed.length;
  };
  await lease?.hold(query);
  for (const part of batch.changed) {
    // A part that is not recorded has no rows: they come in one transaction with the record.
    const there =
      isThere && (full || recorded.has(part.part))
        ? await table.read(query, orgId, whereOf(relation, part))
        : [];
    const { inserted, updated, deleted, unchanged } = difference(part.rows, there, table.keyOf);
    for (const row of [...inserted, ...updated]) put.push({ part: part.part, row });
    counts.inserted += inserted.length;
    counts.updated += updated.length;
    counts.unchanged += unchanged;
    leave(part.part, deleted);
  }
  const vanished = (batch.end?.vanished ?? []).filter((part) => endOf(relation, part) > floor);
  for (const part of isThere ? vanished : [])
    leave(part, await table.read(query, orgId, whereOf(relation, { part, stretch: null })));
  if (lease === null) return counts;
  await table.remove(query, orgId, gone);
  await table.put(query, orgId, put);
  await record(request, query, batch, vanished, mixed);
  return counts;
}

/** Value of the column by which parts are told apart; rows that are not by time are never too old. */
function timeOf({ parts, columns }: PublishedRelation, row: RelationRow): number {
  if (parts.by !== 'time') return Infinity;
  return Number(row[columns.findIndex(({ name }) => name === parts.column) - 1]);
}

const endOf = ({ parts }: PublishedRelation, part: number): number =>
  parts.by === 'time' ? (part + 1) * parts.length : Infinity;

/** What is known of the parts from now on, in the transaction of their rows. */
async function record(
  { schema, orgId, relation, lease }: RelationRequest,
  query: Query,
  batch: PublicationBatch,
  vanished: readonly number[],
  mixed: ReadonlySet<number>,
): Promise<void> {
  const table = qualified(schema, 'publication_part');
  const about = [orgId, relation.name];
  const whole = ({ part, stretch }: ChangedPart): boolean => stretch?.isLast !== false && !mixed.has(part);
  if (batch.changed.length > 0) {
    await query(
      `INSERT INTO ${table} (org_id, relation, part, row_count, checksum, mark)
       SELECT $1::text, $2::text, part, row_count, checksum, mark
       FROM unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[]) AS u(part, row_count, checksum, mark)
       ON CONFLICT (org_id, relation, part) DO UPDATE SET row_count = excluded.row_count,
         checksum = excluded.checksum, mark = excluded.mark`,
      [
        ...about,
        batch.changed.map(({ part }) => part),
        batch.changed.map(({ count }) => count),
        batch.changed.map((part) => (whole(part) ? part.checksum : null)),
        batch.changed.map((part) => (whole(part) ? part.mark : null)),
      ],
    );
  }
  if (batch.marked.length > 0) {
    await query(
      `UPDATE ${table} SET mark = u.new_mark
       FROM unnest($3::bigint[], $4::text[]) AS u(marked_part, new_mark)
       WHERE org_id = $1 AND relation = $2 AND part = u.marked_part`,
      [...about, batch.marked.map(([part]) => part), batch.marked.map(([, mark]) => mark)],
    );
  }
  const empty = vanished.filter((part) => !mixed.has(part));
  if (empty.length > 0)
    await query(`DELETE FROM ${table} WHERE org_id = $1 AND relation = $2 AND part = ANY ($3::bigint[])`, [
      ...about,
      empty,
    ]);
  if (batch.end !== null)
    await query(
      `UPDATE ${qualified(schema, 'publication')} SET generation = $3, published_at = now(), row_count = (
         SELECT coalesce(sum(row_count), 0) FROM ${table} WHERE org_id = $1 AND relation = $2)
       WHERE org_id = $1 AND relation = $2`,
      [...about, lease?.generation ?? 0],
    );
}

/** Parts in which the target has rows, recorded or not: whoever compares everything finds what others put there. */
async function partsWithRows({ server, schema, orgId, relation }: RelationRequest): Promise<number[]> {
  const { rows } = await server.query(
    `SELECT DISTINCT ${partSql(relation)} FROM ${qualified(schema, relation.name)} WHERE org_id = $1`,
    [orgId],
  );
  return rows.map(([part]) => Number(part));
}

import type { PublishDatabase, PublishedRelation } from '../ports-publish';
import { takeLease, type Lease, type Publisher } from './lease';
import { publishRelation, type RelationCounts } from './relation-publisher';
import { connectServer, type Server } from './server';
import { qualified } from './table';
import { madeBy, prepareSchema } from './target-schema';
import type { Target } from './target-url';

export interface PublishRequest {
  db: PublishDatabase;
  orgId: string;
  target: Target;
  password: string | null;
  schema: string;
  programVersion: string;
  /** This computer and process; the publisher's id is the org's in this database. */
  process: Omit<Publisher, 'id'>;
  full: boolean;
  dryRun: boolean;
  /** Rows of the login history, and others in order of time, that retention removed here stay there. */
  keepRemoved: boolean;
  takeOver: boolean;
  signal?: AbortSignal | undefined;
  onProgress?: ((now: PublishProgress) => void) | undefined;
  patienceMs?: number | undefined;
}

export interface PublishProgress {
  relation: string;
  /** Position of the relation, from 1, and how many there are. */
  at: number;
  of: number;
  /** Rows looked at so far, of all relations. */
  rows: number;
}

export interface PublishResult {
  organizationId: string;
  /** Epoch ms of the newest data that is there now. */
  asOf: number;
  relations: Record<string, RelationCounts>;
}

/**
 * Brings the target up to date with one org. Reads one moment of the database, writes moderate transactions; when it is
 * broken off anywhere, the next publication goes on from there. Rejects with `AppError`s: of the server (SQLSTATE as
 * code), of its tables (target-schema.ts), of others who publish (lease.ts), NOTHING_TO_PUBLISH, and what aborted
 * the signal.
 */
export async function publishOrg(request: PublishRequest): Promise<PublishResult> {
  const { db, orgId, signal } = request;
  const source = await db.openPublication(orgId);
  let server: Server | null = null;
  try {
    server = await connectServer(request);
    return await publishTo(server, request, source);
  } catch (error) {
    // Waiting that was cut short says so in its own words.
    signal?.throwIfAborted();
    throw error;
  } finally {
    await Promise.allSettled([server?.close(), db.closePublication(source.session)]);
  }
}

type Source = Awaited<ReturnType<PublishDatabase['openPublication']>>;

async function publishTo(server: Server, request: PublishRequest, source: Source): Promise<PublishResult> {
  const { schema, dryRun, full, programVersion } = request;
  const { relations, organizationId, asOf } = source;
  if (!dryRun)
    await prepareSchema({
      server,
      schema,
      relations,
      programVersion,
      thorough: full,
      signal: request.signal,
    });
  const publisher: Publisher = { ...request.process, id: request.orgId };
  const lease = dryRun
    ? null
    : await takeLease({
        server,
        schema,
        org: {
          id: organizationId,
          name: source.orgName,
          url: source.url,
          inactiveDays: source.inactiveDays,
        },
        publisher,
        takeOver: request.takeOver,
      });
  try {
    const counts = await publishAll(server, request, source, lease);
    if (lease !== null) await finish(server, schema, source, lease);
    return { organizationId, asOf, relations: counts };
  } finally {
    // Without it the next one waits until the lease has run out.
    await lease?.release().catch(() => undefined);
  }
}

async function publishAll(
  server: Server,
  request: PublishRequest,
  { session, relations, organizationId }: Source,
  lease: Lease | null,
): Promise<Record<string, RelationCounts>> {
  const { db, schema, orgId, full, keepRemoved, signal, onProgress } = request;
  const isThere = !request.dryRun || (await isReadable(server, schema, relations));
  const counts: Record<string, RelationCounts> = {};
  let rows = 0;
  for (const [at, relation] of relations.entries()) {
    const report = (): void =>
      onProgress?.({ relation: relation.name, at: at + 1, of: relations.length, rows });
    report();
    counts[relation.name] = await publishRelation({
      db,
      session,
      server,
      schema,
      orgId: organizationId,
      relation,
      lease,
      publisher: orgId,
      isThere,
      full,
      keepRemoved,
      onBatch(done) {
        rows += done;
        report();
      },
      signal,
    });
  }
  if (lease !== null) await forgetOthers(server, schema, organizationId, relations, lease);
  return counts;
}

/** Whether a trial run can compare: tables of another version of the program it could not read. */
async function isReadable(
  server: Server,
  schema: string,
  relations: readonly PublishedRelation[],
): Promise<boolean> {
  if ((await madeBy(server, schema)) === null) return false;
  const { rows } = await server.query(
    'SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = $1',
    [schema],
  );
  const there = new Set(rows.map(([table, column]) => `${table ?? ''}.${column ?? ''}`));
  return relations.every(({ name, columns }) =>
    columns.every((column) => there.has(`${name}.${column.name}`)),
  );
}

/** Rows of relations that are no more, or have another name now: their tables stay, without rows of this org. */
async function forgetOthers(
  server: Server,
  schema: string,
  org: string,
  relations: readonly PublishedRelation[],
  lease: Lease,
): Promise<void> {
  const publication = qualified(schema, 'publication');
  const { rows } = await server.query(`SELECT relation FROM ${publication} WHERE org_id = $1`, [org]);
  const tables = await server.query(
    'SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = $1',
    [schema],
  );
  const there = new Set(tables.rows.map(([name]) => name));
  for (const [name] of rows) {
    if (name == null || relations.some((relation) => relation.name === name)) continue;
    await server.transaction(async (query) => {
      await lease.hold(query);
      if (there.has(name)) await query(`DELETE FROM ${qualified(schema, name)} WHERE org_id = $1`, [org]);
      for (const table of ['publication_part', 'publication'])
        await query(`DELETE FROM ${qualified(schema, table)} WHERE org_id = $1 AND relation = $2`, [
          org,
          name,
        ]);
    });
  }
}

/** From now on the org is as of the moment that was read. */
async function finish(
  server: Server,
  schema: string,
  { organizationId, asOf }: Source,
  lease: Lease,
): Promise<void> {
  await server.transaction(async (query) => {
    await lease.hold(query);
    await query(
      `UPDATE ${qualified(schema, 'publication_org')} SET data_as_of = $2, published_at = now() WHERE org_id = $1`,
      [organizationId, new Date(asOf).toISOString()],
    );
  });
}

import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Checkpoint, RunEnd } from '../../core/ports';
import {
  CollectPlan,
  type RunDetail,
  type RunSummary,
  type RunTrigger,
  type StreamCheckpoint,
  type StreamRun,
} from '../../shared/model/run';
import type { Connection } from '../connection';
import { droppedField, org, run, runStream, streamCheckpoint } from '../schema';
import { STREAMS, type StreamName } from '../stream-tables';
import { fromJson, toJson } from './json-column';
import { countRows } from './row-counts';
import { iso } from './time';

type RunRow = typeof run.$inferSelect;

function toSummary(row: RunRow, orgName: string): RunSummary {
  return {
    org: orgName,
    // Only ended runs are shown; the type of a run that still goes on cannot know.
    state: row.state ?? 'interrupted',
    runId: row.id,
    startedAt: iso(row.startedAt),
    endedAt: iso(row.endedAt),
    resumeAt: iso(row.resumeAt),
    apiCalls: {
      made: row.callsMade,
      orgUsedBefore: row.orgUsedBefore,
      orgUsedAfter: row.orgUsedAfter,
      orgMax: row.orgMax,
      thresholdPercent: row.thresholdPercent,
    },
    rows: row.rows === null ? {} : (JSON.parse(row.rows) as Record<string, number>),
    error:
      row.errorCode === null
        ? null
        : { code: row.errorCode, message: row.errorMessage ?? '', fix: row.errorFix ?? '' },
  };
}

export function startRun(
  db: Connection,
  orgId: string,
  startedAt: number,
  thresholdPercent: number,
  trigger: RunTrigger,
): number {
  const row = db.orm
    .insert(run)
    .values({ orgId: db.orgKey(orgId), startedAt, thresholdPercent, trigger })
    .returning({ id: run.id })
    .get();
  return row.id;
}

export function savePlan(db: Connection, runId: number, plan: CollectPlan): void {
  db.orm
    .update(run)
    .set({ plan: toJson(plan) })
    .where(eq(run.id, runId))
    .run();
}

/** What the run did about these streams; replaces what was stored of them, and leaves the others alone. */
export function saveStreamRuns(db: Connection, runId: number, streams: readonly StreamRun[]): void {
  db.sqlite.transaction(() => {
    for (const { stream, title, calls, rows, bytes, seconds, via, complete, error } of streams) {
      const values = {
        title,
        calls,
        rows,
        bytes,
        millis: Math.round(seconds * 1000),
        via,
        complete,
        errorCode: error?.code ?? null,
        errorMessage: error?.message ?? null,
      };
      db.orm
        .insert(runStream)
        .values({ runId, stream, ...values })
        .onConflictDoUpdate({ target: [runStream.runId, runStream.stream], set: values })
        .run();
    }
  })();
}

export function finishRun(db: Connection, runId: number, end: RunEnd): RunSummary {
  return db.sqlite.transaction(() => {
    const owner = db.orm
      .select({ key: org.id, name: org.name })
      .from(run)
      .innerJoin(org, eq(org.id, run.orgId))
      .where(eq(run.id, runId))
      .get();
    if (owner === undefined) throw new Error(`Run ${runId} does not exist.`);
    const row = db.orm
      .update(run)
      .set({
        state: end.state,
        endedAt: end.endedAt,
        resumeAt: end.resumeAt,
        callsMade: end.callsMade,
        orgUsedBefore: end.orgUsedBefore,
        orgUsedAfter: end.orgUsedAfter,
        orgMax: end.orgMax,
        rows: JSON.stringify(countRows(db, owner.key)),
        errorCode: end.error?.code ?? null,
        errorMessage: end.error?.message ?? null,
        errorFix: end.error?.fix ?? null,
      })
      .where(eq(run.id, runId))
      .returning()
      .get();
    return toSummary(row, owner.name);
  })();
}

/** Whether some run has no end yet: it goes on, or its process died. */
export function hasDanglingRuns(db: Connection): boolean {
  return db.orm.select({ id: run.id }).from(run).where(isNull(run.state)).get() !== undefined;
}

export function closeDanglingRuns(db: Connection, at: number): number {
  return db.sqlite.transaction(() => {
    const open = db.orm.select({ id: run.id, orgId: run.orgId }).from(run).where(isNull(run.state)).all();
    for (const { id, orgId } of open) {
      const rows = JSON.stringify(countRows(db, orgId));
      db.orm.update(run).set({ state: 'interrupted', endedAt: at, rows }).where(eq(run.id, id)).run();
    }
    return open.length;
  })();
}

export function lastRun(db: Connection, orgId: string): RunSummary | null {
  return listRuns(db, orgId, 1)[0] ?? null;
}

/** Newest first. A run that still goes on is not in the list: `Collector.progress` speaks of it. */
export function listRuns(db: Connection, orgId: string, limit: number): RunSummary[] {
  const rows = db.orm
    .select({ run, name: org.name })
    .from(run)
    .innerJoin(org, eq(org.id, run.orgId))
    .where(and(eq(run.orgId, db.orgKey(orgId)), isNotNull(run.state)))
    .orderBy(desc(run.id))
    .limit(limit)
    .all();
  return rows.map((row) => toSummary(row.run, row.name));
}

/** The log of one run; null when the org has no run of that number, or it still goes on. */
export function runDetail(db: Connection, orgId: string, runId: number): RunDetail | null {
  const key = db.orgKey(orgId);
  const found = db.orm
    .select({ run, name: org.name })
    .from(run)
    .innerJoin(org, eq(org.id, run.orgId))
    .where(and(eq(run.id, runId), eq(run.orgId, key), isNotNull(run.state)))
    .get();
  if (found === undefined) return null;
  const plan = fromJson(CollectPlan, found.run.plan);
  return {
    run: toSummary(found.run, found.name),
    trigger: found.run.trigger,
    plan,
    streams: streamRuns(db, runId, plan),
    changes: countChanges(db, key, runId),
  };
}

/** In the order of the plan, which is the order they were read in; what the plan did not know comes last. */
function streamRuns(db: Connection, runId: number, plan: CollectPlan | null): StreamRun[] {
  const order = new Map(plan?.streams.map(({ stream }, place) => [stream, place]));
  const placeOf = (stream: string) => order.get(stream) ?? order.size;
  const rows = db.orm.select().from(runStream).where(eq(runStream.runId, runId)).all();
  return rows
    .map(({ stream, title, calls, rows: count, bytes, millis, via, complete, errorCode, errorMessage }) => ({
      stream,
      title,
      calls,
      rows: count,
      bytes,
      seconds: millis / 1000,
      via,
      complete,
      error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
    }))
    .sort((a, b) => placeOf(a.stream) - placeOf(b.stream));
}

function countChanges(db: Connection, org: number, runId: number): RunDetail['changes'] {
  const counts = { added: 0, changed: 0, removed: 0 };
  const rows = db.all<{ kind: keyof typeof counts; n: number }>(
    'SELECT kind, sum(changes) AS n FROM row_change_count WHERE org_id = @org AND run_id = @runId GROUP BY kind',
    { org, runId },
  );
  for (const { kind, n } of rows) counts[kind] = n;
  return counts;
}

function checkpointRows(db: Connection, orgId: string) {
  const rows = db.orm
    .select()
    .from(streamCheckpoint)
    .where(eq(streamCheckpoint.orgId, db.orgKey(orgId)))
    .all();
  return rows.flatMap((row) => {
    const stream = STREAMS.find((name) => name === row.stream);
    return stream === undefined ? [] : [{ ...row, stream }];
  });
}

export function checkpoints(db: Connection, orgId: string): Partial<Record<StreamName, Checkpoint>> {
  const found: Partial<Record<StreamName, Checkpoint>> = {};
  for (const { stream, watermark, cursor, pass, complete, updatedAt } of checkpointRows(db, orgId)) {
    found[stream] = { watermark, cursor, pass, complete, updatedAt };
  }
  return found;
}

export function publicCheckpoints(db: Connection, orgId: string): Record<string, StreamCheckpoint> {
  return Object.fromEntries(
    checkpointRows(db, orgId).map((row) => [
      row.stream,
      { watermark: iso(row.watermark), complete: row.complete, updatedAt: iso(row.updatedAt) },
    ]),
  );
}

export function droppedFields(db: Connection, orgId: string): Record<string, string[]> {
  const rows = db.orm
    .select()
    .from(droppedField)
    .where(eq(droppedField.orgId, db.orgKey(orgId)))
    .all();
  const found: Record<string, string[]> = {};
  for (const row of rows) (found[row.object] ??= []).push(row.field);
  return found;
}

/** Replaces what was noted for the object; an empty list forgets it. */
export function saveDroppedFields(db: Connection, orgId: string, object: string, fields: string[]): void {
  db.sqlite.transaction(() => {
    const key = db.orgKey(orgId);
    db.orm
      .delete(droppedField)
      .where(and(eq(droppedField.orgId, key), eq(droppedField.object, object)))
      .run();
    for (const field of new Set(fields))
      db.orm.insert(droppedField).values({ orgId: key, object, field }).run();
  })();
}

import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Checkpoint, RunEnd } from '../../core/ports';
import type { RunSummary, StreamCheckpoint } from '../../shared/model/run';
import type { Connection } from '../connection';
import { droppedField, org, run, streamCheckpoint } from '../schema';
import { STREAMS, type StreamName } from '../stream-tables';
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

export function startRun(db: Connection, orgId: string, startedAt: number, thresholdPercent: number): number {
  const row = db.orm
    .insert(run)
    .values({ orgId: db.orgKey(orgId), startedAt, thresholdPercent })
    .returning({ id: run.id })
    .get();
  return row.id;
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

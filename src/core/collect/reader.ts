import { AppError } from '../../shared/model/errors';
import { parseDateTime } from '../salesforce/datetime';
import type { QueryPage } from '../salesforce/client';
import type { SfRecord } from '../salesforce/envelopes';
import type { StreamRecords } from './records';
import type { StreamName } from './records';
import type { StreamPlan } from './plan';
import type { RunContext } from './run-context';
import { bulkQuery, streamQuery } from './soql';
import type { StreamDefinition } from './streams/definition';

/** Rows still to be read, by either way. */
export interface RowsLeft {
  rest: number;
  /** More than by REST when a job would begin at the beginning. */
  bulk: number;
}

/** One stream being read in one run. */
export interface StreamReader {
  readonly stream: StreamDefinition;
  readonly plan: StreamPlan;
  /** Where to go on; null before the first page and after the last. */
  cursor(): string | null;
  /** True once the last page of the pass was accepted. */
  done(): boolean;
  soql(): string;
  /** Maps a page and hands it to the database together with the place reached. */
  accept(page: QueryPage): Promise<void>;

  /** Null while not known, and where a job could not take over. */
  rowsLeft(): RowsLeft | null;
  /** The query for a job that takes over here. */
  bulkSoql(): string;
  /** Epoch ms of the newest row seen in this pass. */
  newest(): number | null;
  /** An earlier run saw rows of this pass up to here. */
  sawNewest(time: number | null): void;
  /** Rows a job has found. */
  expect(rows: number): void;
  /** Stores another place to go on, without rows. */
  moveTo(cursor: string): Promise<void>;
  /** Back to a place before the job; what was read of its unordered rows says nothing about those before them. */
  giveUpJob(cursor: string | null): Promise<void>;
  /** Like `accept` for unordered rows of a job. A null cursor ends the pass. `fresh`: rows not counted before. */
  acceptBulk(
    records: readonly SfRecord[],
    at: { cursor: (newest: number | null) => string | null; fresh: number },
  ): Promise<void>;
}

export interface ReaderHooks {
  /** Sees every row before it is stored. */
  onRow?: (row: StreamRecords[StreamName]) => void;
  /** This run saw every row there is. */
  onWhole?: () => void;
}

export function createReader(
  context: RunContext,
  stream: StreamDefinition,
  plan: StreamPlan,
  hooks: ReaderHooks,
): StreamReader {
  const { progress, writer, clock, fields } = context;
  let { cursor, watermark } = plan;
  let newest = watermark;
  let finished = false;
  /** Rows of the whole query, and those of them read; null until the first page told. */
  let total: number | null = null;
  let read = 0;

  function look(records: readonly SfRecord[]): void {
    for (const clockField of stream.clocks) {
      for (const record of records) {
        const time = parseDateTime(record[clockField]);
        if (time !== null && (newest === null || time > newest)) newest = time;
      }
    }
  }

  function rowsOf(records: readonly SfRecord[]): StreamRecords[StreamName][] {
    const rows: StreamRecords[StreamName][] = [];
    for (const record of records) {
      const row = stream.map(record);
      if (row === null) continue;
      hooks.onRow?.(row);
      rows.push(row);
    }
    if (rows.length < records.length) {
      context.log.warn('records without what a row must have were left out', {
        object: stream.object,
        count: records.length - rows.length,
      });
    }
    return rows;
  }

  async function store(rows: StreamRecords[StreamName][], next: string | null, end: boolean): Promise<void> {
    cursor = next;
    finished = end;
    const now = clock.now();
    await writer.store({
      orgId: context.org.id,
      runId: context.runId,
      stream: stream.name,
      rows,
      checkpoint: { watermark, cursor, pass: plan.pass, complete: finished, updatedAt: now },
      endOfPass: finished,
      at: now,
    });
    if (finished && plan.cursor === null && plan.since === null) hooks.onWhole?.();
  }

  return {
    stream,
    plan,
    cursor: () => cursor,
    done: () => finished,
    soql: () => streamQuery(stream, fields.fields(stream), plan.since),
    async accept(page) {
      if (page.next !== null && page.next === cursor) throw standsStill(stream);
      const rows = rowsOf(page.records);
      if (total === null) {
        total = page.totalSize;
        read = offsetOf(plan.cursor);
        // For a continued pass Salesforce counts from its beginning; the rest is what matters here.
        progress.expect(
          stream.name,
          total === null ? page.records.length : Math.max(total - read, page.records.length),
        );
      }
      read += page.records.length;
      look(page.records);
      // A full or "changed since" pass has no order, so its watermark is good only at its end.
      if (stream.mode === 'append' || page.next === null) watermark = newest;
      await store(rows, page.next, page.next === null);
      progress.rows(page.records.length);
    },

    rowsLeft() {
      if (total === null) return null;
      const rest = Math.max(0, total - read);
      if (stream.mode === 'append') return { rest, bulk: rest };
      // What a continued "changed since" pass once asked for is not known any more.
      return plan.cursor === null || plan.watermark === null ? { rest, bulk: total } : null;
    },
    bulkSoql: () =>
      bulkQuery(stream, fields.fields(stream), stream.mode === 'append' ? watermark : plan.since),
    newest: () => newest,
    sawNewest(time) {
      if (time !== null && (newest === null || time > newest)) newest = time;
    },
    expect(rows) {
      progress.expect(stream.name, (total === null ? 0 : read) + rows);
    },
    moveTo: (place) => store([], place, false),
    giveUpJob(place) {
      newest = watermark;
      return store([], place, false);
    },
    async acceptBulk(records, at) {
      const rows = rowsOf(records);
      look(records);
      const next = at.cursor(newest);
      if (next === null) watermark = newest;
      await store(rows, next, next === null);
      progress.rows(at.fresh);
    },
  };
}

/** Salesforce's cursors end in the offset reached ("…-4000"). Only used to estimate. */
function offsetOf(cursor: string | null): number {
  return Number(/-(\d+)$/.exec(cursor ?? '')?.[1] ?? 0);
}

function standsStill(stream: StreamDefinition): AppError {
  return new AppError({
    code: 'UNEXPECTED_ANSWER',
    kind: 'unreachable',
    message: `Salesforce’s pages of ${stream.object} go round in a circle.`,
    fix: 'Collect again; report it with the log file if it stays.',
    retryable: true,
  });
}

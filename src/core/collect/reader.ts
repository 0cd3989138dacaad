import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../shared/model/errors';
import { parseDateTime } from '../salesforce/datetime';
import type { CsvPageFacts, CsvPageStart } from '../ports';
import type { QueryPage } from '../salesforce/client';
import type { SfRecord } from '../salesforce/envelopes';
import type { PlaceKeeper } from './place';
import type { StreamPlan } from './plan';
import { readFields } from './read-fields';
import type { StreamName, StreamRecords } from './records';
import type { RunContext } from './run-context';
import { bulkQuery, streamQuery } from './soql';
import type { StreamBatch, StreamDefinition } from './streams/definition';

/** Rows still to be read, by either way. */
export interface RowsLeft {
  rest: number;
  /** More than by REST when a job would begin at the beginning. */
  bulk: number;
}

/** One stream being read in one run, or the half of it that is read backwards. */
export interface StreamReader {
  readonly stream: StreamDefinition;
  readonly plan: StreamPlan;
  readonly keeper: PlaceKeeper;
  /** Where to go on; null before the first page and after the last. */
  cursor(): string | null;
  /** True once the last page of the pass was accepted. */
  done(): boolean;
  soql(): string;
  /** Maps a page and hands it to the database together with the place reached. */
  accept(page: QueryPage): Promise<void>;

  /** Rows of the whole query; null while not known. */
  total(): number | null;
  /** Null while not known, and where a job could not take over. */
  rowsLeft(): RowsLeft | null;
  /** The query for a job that takes over here. */
  bulkSoql(): string;
  /** Epoch ms of the newest row seen in this pass; null when reading backwards: nothing follows from it. */
  newest(): number | null;
  /** An earlier run saw rows of this pass up to here. */
  sawNewest(time: number | null): void;
  /** Rows a job has found. */
  expect(rows: number): void;
  /** Stores another place to go on, without rows. */
  moveTo(cursor: string): Promise<void>;
  /** Back to a place before the job; what was read of its unordered rows says nothing about those before them. */
  giveUpJob(cursor: string | null): Promise<void>;
  /** For a result page of a job whose rows go straight to the database: what they are stored with. */
  csvStart(): CsvPageStart;
  /** Like `accept` when all rows of such a page are stored. A null cursor ends the pass. */
  acceptCsv(facts: CsvPageFacts, cursor: (newest: number | null) => string | null): Promise<void>;
  /** Like `accept` for rows of a stream that reads by itself. */
  acceptBatch(batch: StreamBatch): Promise<void>;
}

export interface ReaderHooks {
  /** Sees every row before it is stored. */
  onRow?: (row: StreamRecords[StreamName]) => void;
  /** The same of rows that went straight to the database. */
  onFacts?: (facts: CsvPageFacts) => void;
  /** This run saw every row there is. */
  onWhole?: () => void;
  /** Epoch ms of the newest audit trail entry known, asked when the query is written. */
  upTo?: () => number | null;
}

export function createReader(
  context: RunContext,
  stream: StreamDefinition,
  plan: StreamPlan,
  keeper: PlaceKeeper,
  hooks: ReaderHooks,
): StreamReader {
  const { progress, writer, clock, fields } = context;
  const backwards = plan.until !== null;
  /** What progress counts: both halves of a stream have a goal of their own. */
  const goal = backwards ? `${stream.name}:back` : stream.name;
  let { cursor, watermark } = plan;
  let newest = watermark;
  /** Where the history still to be read begins. */
  let until = plan.until ?? 0;
  let upTo: number | null = null;
  let finished = false;
  /** Rows of the whole query, and those of them read; null until the first page told. */
  let total: number | null = null;
  let read = 0;
  if (!backwards) keeper.begin(plan.cursor);

  function look(records: readonly SfRecord[]): void {
    for (const clockField of stream.clocks) {
      for (const record of records) {
        const time = parseDateTime(record[clockField]);
        if (time !== null && (newest === null || time > newest)) newest = time;
      }
    }
  }

  /** Rows of the same moment may follow on the next page, so the moment itself is still to be read. */
  function lookBack(records: readonly SfRecord[]): void {
    const [clockField = ''] = stream.clocks;
    for (const record of records) {
      const time = parseDateTime(record[clockField]);
      if (time !== null) until = Math.min(until, time + 1);
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
    if (rows.length < records.length) warnLeftOut(records.length - rows.length);
    return rows;
  }

  function warnLeftOut(count: number): void {
    context.log.warn('records without what a row must have were left out', { object: stream.object, count });
  }

  /** What the rows' other fields hold says nothing. */
  function fieldsRead(): { fields?: readonly string[] } {
    const read = readFields(stream, fields.fields(stream));
    return read === undefined ? {} : { fields: read };
  }

  async function store(rows: StreamRecords[StreamName][], next: string | null, end: boolean): Promise<void> {
    cursor = next;
    finished = end;
    const now = clock.now();
    // A window without a row: what is older is read backwards. Without that half the next run looks again, because
    // the window was placed by a clock that may have been wrong.
    if (end && stream.mode === 'append' && stream.recent !== undefined) watermark ??= plan.since;
    const checkpoint = backwards
      ? keeper.backward(end ? null : { until, cursor }, now)
      : keeper.forward({ watermark, cursor, pass: plan.pass, done: end, upTo }, now);
    await writer.store({
      orgId: context.org.id,
      runId: context.runId,
      stream: stream.name,
      rows,
      ...fieldsRead(),
      checkpoint,
      endOfPass: finished && !backwards,
      at: now,
    });
    context.meter.rows(stream, rows.length);
    if (checkpoint.complete) context.meter.complete(stream);
    if (finished && plan.cursor === null && plan.since === null && !backwards) hooks.onWhole?.();
  }

  return {
    stream,
    plan,
    keeper,
    cursor: () => cursor,
    done: () => finished,
    soql() {
      upTo = hooks.upTo?.() ?? null;
      return streamQuery(stream, fields.fields(stream), plan.since, plan.until);
    },
    async accept(page) {
      if (page.next !== null && page.next === cursor) throw standsStill(stream);
      // Parsing, mapping and handing over two thousand records take milliseconds each: the window gets a turn.
      await nextTurn();
      const rows = rowsOf(page.records);
      if (total === null) {
        total = page.totalSize;
        read = offsetOf(plan.cursor);
        // For a continued pass Salesforce counts from its beginning; the rest is what matters here.
        progress.expect(
          goal,
          total === null ? page.records.length : Math.max(total - read, page.records.length),
        );
      }
      read += page.records.length;
      if (backwards) lookBack(page.records);
      else look(page.records);
      // A full or "changed since" pass has no order, so its watermark is good only at its end.
      if (stream.mode === 'append' || page.next === null) watermark = newest;
      await nextTurn();
      await store(rows, page.next, page.next === null);
      progress.rows(page.records.length);
    },

    total: () => total,
    rowsLeft() {
      if (total === null) return null;
      const rest = Math.max(0, total - read);
      if (stream.mode === 'append') return { rest, bulk: rest };
      // What a continued "changed since" pass once asked for is not known any more.
      return plan.cursor === null || plan.watermark === null ? { rest, bulk: total } : null;
    },
    bulkSoql() {
      const names = fields.fields(stream);
      if (backwards) return bulkQuery(stream, names, null, until);
      return bulkQuery(stream, names, stream.mode === 'append' ? (watermark ?? plan.since) : plan.since);
    },
    newest: () => (backwards ? null : newest),
    sawNewest(time) {
      if (!backwards && time !== null && (newest === null || time > newest)) newest = time;
    },
    expect(rows) {
      progress.expect(goal, (total === null ? 0 : read) + rows);
    },
    moveTo: (place) => store([], place, false),
    giveUpJob(place) {
      newest = watermark;
      return store([], place, false);
    },
    csvStart() {
      const checkpoint = keeper.checkpoint();
      if (checkpoint === null) throw new Error('A job has no place stored.');
      const { org, runId } = context;
      return { orgId: org.id, runId, stream: stream.name, checkpoint, ...fieldsRead() };
    },
    async acceptCsv(facts, at) {
      hooks.onFacts?.(facts);
      if (facts.skipped > 0) warnLeftOut(facts.skipped);
      if (!backwards && facts.newest !== null && (newest === null || facts.newest > newest))
        newest = facts.newest;
      const next = at(backwards ? null : newest);
      if (next === null) watermark = newest;
      context.meter.rows(stream, facts.records - facts.skipped);
      await store([], next, next === null);
    },
    async acceptBatch({ rows, records, place }) {
      for (const row of rows) hooks.onRow?.(row);
      await store(rows, place, place === null);
      progress.rows(records);
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

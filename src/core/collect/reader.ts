import { AppError } from '../../shared/model/errors';
import { parseDateTime } from '../salesforce/datetime';
import type { QueryPage } from '../salesforce/client';
import type { SfRecord } from '../salesforce/envelopes';
import type { StreamRecords } from './records';
import type { StreamName } from './records';
import type { StreamPlan } from './plan';
import type { RunContext } from './run-context';
import { streamQuery } from './soql';
import type { StreamDefinition } from './streams/definition';

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
}

export interface ReaderHooks {
  /** Sees every row before it is stored. */
  onRow?: (row: StreamRecords[StreamName]) => void;
}

export function createReader(
  context: RunContext,
  stream: StreamDefinition,
  plan: StreamPlan,
  hooks: ReaderHooks,
): StreamReader {
  let { cursor, watermark } = plan;
  let newest = watermark;
  let finished = false;
  let estimated = false;

  /** A full or "changed since" pass has no order, so its watermark is good only at its end. */
  function placeAfter(page: QueryPage): number | null {
    const clocks = stream.clocks.flatMap((clock) =>
      page.records.map((record) => parseDateTime(record[clock])),
    );
    for (const time of clocks) if (time !== null && (newest === null || time > newest)) newest = time;
    return stream.mode === 'append' || page.next === null ? newest : watermark;
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

  return {
    stream,
    plan,
    cursor: () => cursor,
    done: () => finished,
    soql: () => streamQuery(stream, context.fields.fields(stream), plan.since),
    async accept(page) {
      if (page.next !== null && page.next === cursor) throw standsStill(stream);
      const rows = rowsOf(page.records);
      if (!estimated) {
        estimated = true;
        // For a continued pass Salesforce counts from its beginning; the rest is what matters here.
        context.progress.expect(
          stream.name,
          plan.cursor === null ? page.totalSize : remaining(plan.cursor, page),
        );
      }
      watermark = placeAfter(page);
      cursor = page.next;
      finished = page.next === null;
      const now = context.clock.now();
      await context.writer.store({
        orgId: context.org.id,
        runId: context.runId,
        stream: stream.name,
        rows,
        checkpoint: { watermark, cursor, pass: plan.pass, complete: finished, updatedAt: now },
        endOfPass: finished,
        at: now,
      });
      context.progress.rows(page.records.length);
    },
  };
}

/** Salesforce's cursors end in the offset reached ("…-4000"). Only used to estimate. */
function remaining(cursor: string, page: QueryPage): number | null {
  const offset = /-(\d+)$/.exec(cursor)?.[1];
  if (offset === undefined || page.totalSize === null) return page.records.length;
  return Math.max(page.totalSize - Number(offset), page.records.length);
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

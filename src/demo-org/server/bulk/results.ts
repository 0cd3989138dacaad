import type { Job } from './job';
import { shownRows } from './chunks';
import { CsvWriter } from './csv';
import { breathe, type Snapshot } from './snapshot';
import type { Stored } from '../../soql/records';

/** Rows read and written in one go while a page is sent. */
const BLOCK_ROWS = 2000;

/** Rows `from` to `to` of what the job shows. */
function rowsOf(job: Job, snapshot: Snapshot, from: number, to: number): Stored[][] {
  return shownRows(snapshot.size, from, to, job.plan.shuffleSeed).flatMap((range) =>
    snapshot.read(range.from, range.to),
  );
}

/**
 * A page as CSV, a few rows at a time: memory stays flat however large the page is, and other requests are
 * answered in between.
 */
export function csvPage(
  job: Job,
  snapshot: Snapshot,
  instance: string,
  from: number,
  to: number,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const lines = csvLines(job, snapshot, instance, from, to);
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { value, done } = await lines.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    // Ends the generator where it waits, so that it lets go of the rows.
    cancel: async () => {
      await lines.return();
    },
  });
}

async function* csvLines(
  job: Job,
  snapshot: Snapshot,
  instance: string,
  from: number,
  to: number,
): AsyncGenerator<string, void, void> {
  snapshot.hold();
  try {
    const writer = new CsvWriter(snapshot.rows.columns, instance, job.request.dialect);
    yield writer.header();
    for (let at = from; at < to; at += BLOCK_ROWS) {
      await breathe();
      yield writer.rows(rowsOf(job, snapshot, at, Math.min(at + BLOCK_ROWS, to)));
    }
  } finally {
    snapshot.release();
  }
}

/** Rows looked at to tell how large a result is. */
const SAMPLE_ROWS = 200;

/** Size of the whole result in KB, as far as its first rows tell. */
export function estimatedKB(
  snapshot: Snapshot,
  instance: string,
  dialect: Job['request']['dialect'],
): number {
  const sample = snapshot.read(0, Math.min(SAMPLE_ROWS, snapshot.size));
  if (sample.length === 0) return 0;
  const bytes = Buffer.byteLength(new CsvWriter(snapshot.rows.columns, instance, dialect).rows(sample));
  return Math.ceil(((bytes / sample.length) * snapshot.size) / 1024);
}

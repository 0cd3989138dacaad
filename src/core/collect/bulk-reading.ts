import type { CsvPageFacts } from '../ports';
import type { BulkJob } from '../salesforce/bulk';
import { BulkUnavailable } from '../salesforce/bulk-errors';
import { formatBulkPlace, parseBulkPlace, type BulkPlace } from './bulk-place';
import { createPageSink } from './ingest/page-sink';
import type { StreamReader } from './reader';
import type { RunContext } from './run-context';

/** How reading through the Bulk API ended. */
export type BulkEnd =
  | 'done'
  /** Back at the place before, for REST to go on. */
  | 'rest'
  /** The same, but another job may do: this one was lost after it had been made. */
  | 'again'
  /** The job of an earlier run is of no use, and no place before it known. */
  | 'anew';

/** A job Salesforce works on while something else is read. */
export interface BegunJob {
  job: BulkJob;
  /** Epoch ms. */
  madeAt: number;
}

/**
 * Reads the rest of a pass through the Bulk API: by a new job, or by the one the checkpoint names. The place
 * is stored with every page, so a run that is stopped goes on with the same job's results. Result
 * pages have no order, therefore the watermark moves only at the end of the pass.
 */
export async function readByBulk(
  context: RunContext,
  reader: StreamReader,
  /** Looks at the job that are worth their requests. */
  polls: number,
  /** A job for this reader that was made while another stream was read. */
  begun: BegunJob | null = null,
): Promise<BulkEnd> {
  const { client, log, progress, signal } = context;
  const { bulk } = client;
  const { object, title } = reader.stream;
  const before = reader.cursor();
  const resumed = parseBulkPlace(before);
  let place: BulkPlace | null = resumed;
  progress.phase('collecting', `${title} (bulk)`);
  try {
    if (place === null) {
      const job = begun?.job ?? (await bulk.create(reader.bulkSoql(), signal));
      log.info('reading through the Bulk API', { object, job: job.id });
      place = { job, newest: reader.newest(), at: { step: 'wait' } };
      await reader.moveTo(formatBulkPlace(place));
    }
    reader.sawNewest(place.newest);
    if (place.at.step === 'wait') {
      const rows = await bulk.wait(place.job, polls, signal, begun?.madeAt);
      if (rows !== null || resumed !== null) reader.expect(rows ?? 0);
      place = { ...place, at: { step: 'first' } };
    } else {
      // How many rows are left is not kept; the goal then grows with what is read.
      reader.expect(0);
    }
    await readPages(context, reader, place);
    return 'done';
  } catch (error) {
    const tooSlow = error instanceof BulkUnavailable && error.reason === 'too-slow';
    if (place?.at.step === 'wait' && (tooSlow || signal?.aborted === true)) {
      // Nobody will wait for it any more. A job whose results are being read is finished and stays as it is.
      if ((await bulk.abort(place.job)) && !tooSlow) await reader.giveUpJob(null);
    }
    if (!(error instanceof BulkUnavailable)) throw error;
    log.warn('going on without the Bulk API', { object, reason: error.reason, code: error.code });
    if (resumed !== null || before === null) return 'anew';
    await reader.giveUpJob(before);
    return error.reason === 'gone' ? 'again' : 'rest';
  }
}

async function readPages(context: RunContext, reader: StreamReader, start: BulkPlace): Promise<void> {
  const { client, db, writer } = context;
  let place = start;
  for (;;) {
    const here = place;
    /** Records of the page counted as progress; after a break they come once more. */
    let counted = 0;
    let facts: CsvPageFacts | null = null;
    const next = await client.bulk.page(
      here.job,
      here.at.step === 'page' ? here.at.locator : null,
      async () => {
        // The page before and its place first; then its rows go past the writer.
        await writer.drain();
        return createPageSink(db, reader.csvStart(), {
          progress(records) {
            if (records > counted) context.progress.rows(records - counted);
            counted = Math.max(counted, records);
          },
          done(told) {
            facts = told;
          },
        });
      },
      context.signal,
    );
    const told = facts as CsvPageFacts | null;
    if (told === null) throw new Error('A result page ended without an end.');
    const at: BulkPlace['at'] | null = next === null ? null : { step: 'page', locator: next };
    await reader.acceptCsv(told, (newest) => (at === null ? null : formatBulkPlace({ ...here, newest, at })));
    if (next === null) return;
    place = { ...here, newest: reader.newest(), at: { step: 'page', locator: next } };
  }
}

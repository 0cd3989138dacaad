import type { CsvPageFacts, CsvPageStart } from '../ports';
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

/**
 * Page after page. The next one is asked for as soon as the last byte of this one is here, while its rows are
 * still being stored: only then does its own first row go to the database.
 */
async function readPages(context: RunContext, reader: StreamReader, start: BulkPlace): Promise<void> {
  let place = start;
  let page = requestPage(context, place);
  try {
    for (;;) {
      const here = place;
      // The page before and its place first; then these rows go past the writer.
      await context.writer.drain();
      page.take(reader.csvStart());
      const { next, facts } = await page.done;
      const at: BulkPlace['at'] | null = next === null ? null : { step: 'page', locator: next };
      await reader.acceptCsv(facts, (newest) =>
        at === null ? null : formatBulkPlace({ ...here, newest, at }),
      );
      if (at === null) return;
      place = { ...here, newest: reader.newest(), at };
      page = page.following(next) ?? requestPage(context, place);
    }
  } finally {
    await page.giveUp();
  }
}

interface RequestedPage {
  /** Lets its rows in. */
  take(start: CsvPageStart): void;
  /** When all its rows are stored, with the locator of the page after it. */
  done: Promise<{ next: string | null; facts: CsvPageFacts }>;
  /** The page after it, when that has been asked for. */
  following(locator: string | null): RequestedPage | null;
  /** Ends the requests nobody waits for any more. */
  giveUp(): Promise<void>;
}

function requestPage(context: RunContext, { job, newest, at }: BulkPlace): RequestedPage {
  const { client, db, progress } = context;
  const canceled = new AbortController();
  let take: (start: CsvPageStart) => void = () => undefined;
  const taken = new Promise<CsvPageStart>((resolve, reject) => {
    take = resolve;
    canceled.signal.addEventListener('abort', () => {
      reject(canceled.signal.reason as Error);
    });
  });
  taken.catch(() => undefined);
  let ahead: { locator: string; page: RequestedPage } | null = null;

  async function read(): Promise<{ next: string | null; facts: CsvPageFacts }> {
    /** Records of the page counted as progress; after a break they come once more. */
    let counted = 0;
    let facts: CsvPageFacts | null = null;
    const next = await client.bulk.page(
      job,
      at.step === 'page' ? at.locator : null,
      async () =>
        createPageSink(db, await taken, {
          progress(records) {
            if (records > counted) progress.rows(records - counted);
            counted = Math.max(counted, records);
          },
          received(locator) {
            if (ahead?.locator === locator) return;
            void ahead?.page.giveUp();
            ahead = { locator, page: requestPage(context, { job, newest, at: { step: 'page', locator } }) };
          },
          done(told) {
            facts = told;
          },
        }),
      context.signal === undefined ? canceled.signal : AbortSignal.any([context.signal, canceled.signal]),
    );
    const told = facts as CsvPageFacts | null;
    if (told === null) throw new Error('A result page ended without an end.');
    return { next, facts: told };
  }

  const done = read();
  // Its error is for whoever waits for it, which may be later.
  done.catch(() => undefined);
  return {
    take,
    done,
    following: (locator) => (ahead !== null && ahead.locator === locator ? ahead.page : null),
    async giveUp() {
      canceled.abort();
      await done.catch(() => undefined);
      await ahead?.page.giveUp();
    },
  };
}

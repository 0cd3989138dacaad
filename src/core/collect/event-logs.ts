import { AppError } from '../../shared/model/errors';
import type { PendingEventLog } from '../ports';
import { QuotaPause } from '../quota/pause';
import { NOT_PERMITTED_CODES } from '../salesforce/rest-errors';
import { createEventLogContent } from './event-log-lines';
import { createCsvLines } from './ingest/csv-lines';
import type { RunContext } from './run-context';
import { STREAMS } from './streams';
import { EVENT_TYPES_READ } from './streams/event-log-files';

/** Files of one run. An org with the Event Monitoring add-on keeps 30 days: 60 files of our two types. */
const FILES_PER_RUN = 200;

/** Errors that say something about the file, and will say it again. */
const FILE_ERRORS: ReadonlySet<string> = new Set([
  ...NOT_PERMITTED_CODES,
  'EMPTY_ANSWER',
  'HTML_ANSWER',
  'TRUNCATED_ANSWER',
]);

type Context = Pick<RunContext, 'client' | 'clock' | 'db' | 'log' | 'meter' | 'org' | 'progress' | 'signal'>;

/**
 * Reads the content of the event log files listed so far, one request each, oldest first: those go first. What
 * goes wrong with them fails no run: a file that cannot be read is marked so, and when nothing can be
 * reached the rest is left for the next run. Only a quota pause, a cancellation and the database's own
 * failures are passed on.
 */
export async function readEventLogs(context: Context): Promise<void> {
  const { db, org, log, progress } = context;
  const files = await db.pendingEventLogs(org.id, EVENT_TYPES_READ, FILES_PER_RUN);
  if (files.length === 0) return;
  progress.phase('collecting', STREAMS.eventLogFiles.title);
  for (const file of files) {
    try {
      await context.meter.during(STREAMS.eventLogFiles, 'rest', () => readFile(context, file));
    } catch (error) {
      if (!(error instanceof AppError) || error instanceof QuotaPause) throw error;
      if (error.kind === 'canceled' || error.kind === 'paused' || error.kind === 'data') throw error;
      log.warn('event log file not read', { id: file.id, type: file.eventType, code: error.code });
      if (!FILE_ERRORS.has(error.code)) return;
      await db.failEventLog(org.id, file.id, error.message, context.clock.now());
    }
  }
}

async function readFile({ client, clock, db, org, signal }: Context, file: PendingEventLog): Promise<void> {
  const consume = async (bytes: AsyncIterable<Uint8Array>): Promise<void> => {
    let content = createEventLogContent(file, []);
    const lines = createCsvLines((columns) => {
      content = createEventLogContent(file, columns);
      return (values) => {
        content.add(values);
      };
    });
    /** The first part takes away what an attempt before this one has stored. */
    let first = true;
    const store = async (last: boolean): Promise<void> => {
      const rows = content.take(last);
      if (!last && rows.apiUsage.length === 0 && rows.loginEvents.length === 0) return;
      const count = last ? content.lines() : null;
      await db.commitEventLog({
        orgId: org.id,
        fileId: file.id,
        first,
        ...rows,
        rows: count,
        at: clock.now(),
      });
      first = false;
    };
    for await (const piece of bytes) {
      lines.push(piece);
      await store(false);
    }
    lines.end();
    await store(true);
  };
  await client.eventLog(file.id, consume, signal);
}

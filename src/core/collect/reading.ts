import { AppError } from '../../shared/model/errors';
import { QUERIES_PER_COMPOSITE, type QueryOutcome } from '../salesforce/client';
import { RETIRED_VERSION } from '../salesforce/rest-errors';
import { QuotaPause } from '../quota/pause';
import { parseBulkPlace } from './bulk-place';
import { readByBulk } from './bulk-reading';
import { planAnew, type PlanInput } from './plan';
import { createReader, type ReaderHooks, type StreamReader } from './reader';
import { createRefusals, noteNotPermitted } from './refusals';
import type { RunContext } from './run-context';
import { countQuery } from './soql';
import type { Transfer } from './transfer';

/** One part of a composite request. */
interface Question {
  soql: () => string;
  /** Resolves true when the question has to be asked again (with other words, or later). */
  answer: (outcome: QueryOutcome) => Promise<boolean>;
}

/** Jobs per stream and run: one to continue, and one anew when that is gone. */
const BULK_TRIES = 2;

/** A cursor that is too old, or of an API version that was retired meanwhile. */
function placeLost({ code }: AppError): boolean {
  return code === RETIRED_VERSION || /^INVALID_QUERY_LOCATOR$|^EXPIRED/.test(code);
}

/** Errors that end the run at once, whatever the stream. */
export function endsRun(error: unknown): boolean {
  if (!(error instanceof AppError) || error instanceof QuotaPause) return true;
  if (error.kind === 'canceled' || error.kind === 'paused' || error.kind === 'data') return true;
  // A dead line or refused credentials will be no better for the next stream.
  return error.kind === 'credentials' || (error.kind === 'unreachable' && error.code !== 'QUERY_TIMEOUT');
}

/** Reads streams: first pages packed, then page after page. */
export function createReading(context: RunContext) {
  const { client, signal } = context;
  const refusals = createRefusals(context);
  /** Rows Salesforce counts, for streams read by their changes. */
  const counts = new Map<string, number>();
  /** Jobs begun or continued in this run, by stream. */
  const bulkTries = new Map<string, number>();

  async function refused(reader: StreamReader, error: AppError): Promise<boolean> {
    const refusal = await refusals.judge(reader.stream, error);
    if (refusal === 'again') return true;
    context.progress.expect(reader.stream.name, 0);
    if (refusal === 'not-permitted') noteNotPermitted(context, reader.stream, error);
    else context.failures.push(error);
    return false;
  }

  function firstPage(reader: StreamReader): Question {
    return {
      soql: () => reader.soql(),
      async answer(outcome) {
        if (!outcome.ok) return refused(reader, outcome.error);
        await reader.accept(outcome.page);
        return false;
      },
    };
  }

  function count(reader: StreamReader): Question {
    return {
      soql: () => countQuery(reader.stream),
      answer: (outcome) => {
        if (outcome.ok && outcome.page.totalSize !== null)
          counts.set(reader.stream.name, outcome.page.totalSize);
        return Promise.resolve(false);
      },
    };
  }

  /** Asks everything, five questions to a request, until each has its answer. */
  async function ask(questions: Question[]): Promise<void> {
    let open = questions;
    while (open.length > 0) {
      const again: Question[] = [];
      for (let from = 0; from < open.length; from += QUERIES_PER_COMPOSITE) {
        const batch = open.slice(from, from + QUERIES_PER_COMPOSITE);
        const outcomes = await client.queryMany(
          batch.map((question) => question.soql()),
          signal,
        );
        for (const [i, question] of batch.entries()) {
          const outcome = outcomes[i];
          if (outcome !== undefined && (await question.answer(outcome))) again.push(question);
        }
      }
      open = again;
    }
  }

  /** The way on from where a reader stands. Null: page by page. */
  function byBulk(reader: StreamReader): Transfer | null {
    const bulkPageSize = client.bulk.pageSize;
    if (parseBulkPlace(reader.cursor()) !== null) {
      return context.transfer({ restRows: Number.MAX_SAFE_INTEGER, bulkRows: 0, bulkPageSize });
    }
    const left = reader.rowsLeft();
    if (left === null || (bulkTries.get(reader.stream.name) ?? 0) >= BULK_TRIES) return null;
    const choice = context.transfer({ restRows: left.rest, bulkRows: left.bulk, bulkPageSize });
    return choice.via === 'bulk' ? choice : null;
  }

  /** One step of a reader: a page, or all that a job has. False: it has to be asked anew. */
  async function advance(reader: StreamReader, cursor: string): Promise<boolean> {
    const bulk = byBulk(reader);
    if (bulk === null) {
      context.progress.phase('collecting', reader.stream.title);
      await reader.accept(await client.nextPage(cursor, signal));
      return true;
    }
    const { name } = reader.stream;
    bulkTries.set(name, (bulkTries.get(name) ?? 0) + 1);
    const end = await readByBulk(context, reader, bulk.polls);
    // Once refused, it is not asked again in this run; a job that is gone may be followed by one more.
    if (end === 'rest') bulkTries.set(name, BULK_TRIES);
    return end !== 'anew';
  }

  async function continuePages(
    reader: StreamReader,
    input: () => PlanInput,
    hooks: ReaderHooks,
    refresh: () => Promise<void>,
  ): Promise<void> {
    let current = reader;
    for (;;) {
      const cursor = current.cursor();
      if (cursor === null) return;
      try {
        if (await advance(current, cursor)) continue;
      } catch (error) {
        if (!(error instanceof AppError) || !placeLost(error)) {
          if (endsRun(error)) throw error;
          context.failures.push(error as AppError);
          return;
        }
      }
      context.log.warn('place in the results lost; going on from the newest row stored', {
        object: current.stream.object,
      });
      await context.writer.drain();
      await refresh();
      current = createReader(context, current.stream, planAnew(input()), hooks);
      await ask([firstPage(current)]);
    }
  }

  return { firstPage, count, ask, continuePages, counts };
}

export type Reading = ReturnType<typeof createReading>;

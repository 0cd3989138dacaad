import { AppError } from '../../shared/model/errors';
import { QUERIES_PER_COMPOSITE, type QueryOutcome } from '../salesforce/client';
import { QuotaPause } from '../quota/pause';
import { planAnew, type PlanInput } from './plan';
import { createReader, type ReaderHooks, type StreamReader } from './reader';
import { createRefusals, noteNotPermitted } from './refusals';
import type { RunContext } from './run-context';
import { countQuery } from './soql';

/** One part of a composite request. */
interface Question {
  soql: () => string;
  /** Resolves true when the question has to be asked again (with other words, or later). */
  answer: (outcome: QueryOutcome) => Promise<boolean>;
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
      context.progress.phase('collecting', current.stream.title);
      try {
        await current.accept(await client.nextPage(cursor, signal));
      } catch (error) {
        const expired = error instanceof AppError && /^INVALID_QUERY_LOCATOR$|^EXPIRED/.test(error.code);
        if (expired) {
          context.log.warn('cursor expired; going on from the newest row stored', {
            object: current.stream.object,
          });
          await context.writer.drain();
          await refresh();
          current = createReader(context, current.stream, planAnew(input()), hooks);
          await ask([firstPage(current)]);
          continue;
        }
        if (endsRun(error)) throw error;
        context.failures.push(error as AppError);
        return;
      }
    }
  }

  return { firstPage, count, ask, continuePages, counts };
}

export type Reading = ReturnType<typeof createReading>;

import { AppError } from '../../shared/model/errors';
import { QUERIES_PER_COMPOSITE, type QueryOutcome } from '../salesforce/client';
import { NOT_PERMITTED_CODES, RETIRED_VERSION } from '../salesforce/rest-errors';
import { BulkUnavailable } from '../salesforce/bulk-errors';
import { parseBulkPlace } from './bulk-place';
import { readByBulk, type BegunJob } from './bulk-reading';
import { createOtherWay } from './other-way';
import type { StreamReader } from './reader';
import { learn, objectsToDescribe } from './descriptions';
import { createRefusals, endsRun, noteNotPermitted } from './refusals';
import type { RunContext } from './run-context';
import { countQuery } from './soql';
import type { StreamDefinition } from './streams/definition';
import type { Transfer } from './transfer';

/** One part of a composite request. */
export interface Question {
  stream: StreamDefinition;
  /** Looked at when its turn comes: what was answered before may have made it needless. Missing: wanted. */
  wanted?: () => boolean;
  soql: () => string;
  /** Worth no request of its own: asked only beside others. */
  rider?: true;
  /** Resolves true when the question has to be asked again (with other words, or later). */
  answer: (outcome: QueryOutcome) => Promise<boolean>;
}

/** Jobs per stream and run: one to continue, and one anew when that is gone. */
const BULK_TRIES = 2;

/**
 * Jobs made ahead of their turn: Salesforce works on them while other streams are read, of which some take less
 * than a second. Not more, because a run that is stopped leaves them behind, and each has cost a request.
 */
const JOBS_AHEAD = 4;

/** A cursor that is too old, or of an API version that was retired meanwhile. */
function placeLost({ code }: AppError): boolean {
  return code === RETIRED_VERSION || /^INVALID_QUERY_LOCATOR$|^EXPIRED/.test(code);
}

/** A refusal of one object is for `refused` to judge, whatever its kind. */
function endsRunFor(error: AppError): boolean {
  return endsRun(error) && !NOT_PERMITTED_CODES.has(error.code) && error.code !== 'INVALID_FIELD';
}

/** Reads streams: first pages packed, then page after page. `apiVersion` e.g. "67.0". */
export function createReading(context: RunContext, apiVersion: string) {
  const { client, signal } = context;
  const toDescribe = objectsToDescribe(context.fields, apiVersion, context.clock.now());
  const refusals = createRefusals(context);
  /** Rows Salesforce counts, for streams read by their changes. */
  const counts = new Map<string, number>();
  /** Jobs begun or continued in this run, by stream and direction. */
  const bulkTries = new Map<string, number>();
  const bulkRefused = new Set<string>();
  /** Jobs whose results nobody has asked for yet. */
  const begun = new Map<StreamReader, BegunJob>();
  const otherWay = createOtherWay(context, apiVersion);
  const triesKey = ({ stream, plan }: StreamReader): string =>
    `${stream.name}${plan.until === null ? '' : ' back'}`;

  /** True: to be asked again. */
  async function refused(reader: StreamReader, error: AppError): Promise<boolean> {
    const refusal = await refusals.judge(reader.stream, error);
    if (refusal === 'again') return true;
    const { stream } = reader;
    if (refusal === 'not-permitted' && (await otherWay.take(reader))) return false;
    context.progress.expect(stream.name, 0);
    context.meter.failed(stream, error);
    if (refusal === 'not-permitted') noteNotPermitted(context, stream, error);
    else context.failures.push(error);
    return false;
  }

  function firstPage(reader: StreamReader): Question {
    let asked = '';
    return {
      stream: reader.stream,
      soql: () => (asked = reader.soql()),
      async answer(outcome) {
        if (!outcome.ok) {
          // Both halves of a stream were refused for the same field, and the first one has learned from it.
          if (outcome.error.code === 'INVALID_FIELD' && reader.soql() !== asked) return true;
          return refused(reader, outcome.error);
        }
        await reader.accept(outcome.page);
        return false;
      },
    };
  }

  /** What cannot be counted is read without. */
  function count(stream: StreamDefinition): Question {
    return {
      stream,
      wanted: () => !counts.has(stream.name),
      soql: () => countQuery(stream),
      answer: (outcome) => {
        if (outcome.ok && outcome.page.totalSize !== null) counts.set(stream.name, outcome.page.totalSize);
        return Promise.resolve(false);
      },
    };
  }

  /** The next five questions that are still wanted, removed from where they wait. */
  function nextBatch(...queues: Question[][]): Question[] {
    const batch: Question[] = [];
    for (const queue of queues) {
      while (batch.length < QUERIES_PER_COMPOSITE) {
        const question = queue.shift();
        if (question === undefined) break;
        if (question.wanted?.() !== false) batch.push(question);
      }
    }
    return batch;
  }

  /** One request: queries and, with the first of a run, the descriptions that are due. */
  async function queries(soqls: readonly string[]): Promise<QueryOutcome[]> {
    const objects = toDescribe.splice(0);
    if (objects.length === 0) return client.queryMany(soqls, signal);
    const survey = await client.survey(soqls, objects, signal);
    await learn(context, apiVersion, objects, survey.descriptions);
    return survey.queries;
  }

  /**
   * Asks everything, five questions to a request, until each has its answer. `later` are questions that may
   * fill up the last request: those are taken out of it.
   */
  async function ask(questions: readonly Question[], later: Question[] = []): Promise<void> {
    const open = [...questions];
    while (open.length > 0) {
      const batch = nextBatch(open, later);
      const [first] = batch;
      if (first === undefined || batch.every(({ rider }) => rider === true)) continue;
      const send = async (): Promise<void> => {
        const outcomes = await queries(batch.map((question) => question.soql()));
        for (const [i, question] of batch.entries()) {
          const outcome = outcomes[i];
          if (outcome !== undefined && (await question.answer(outcome))) open.push(question);
        }
      };
      const sharing = batch.map(({ stream }) => stream);
      await context.meter.during(first.stream, 'composite', send, sharing);
      await context.meter.save();
    }
  }

  /** The way on from where a reader stands. Null: page by page. */
  function byBulk(reader: StreamReader): Transfer | null {
    const bulkPageSize = client.bulk.pageSize;
    const stream = reader.stream.name;
    if (parseBulkPlace(reader.cursor()) !== null) {
      return context.transfer({ stream, restRows: Number.MAX_SAFE_INTEGER, bulkRows: 0, bulkPageSize });
    }
    const left = reader.rowsLeft();
    const tries = bulkTries.get(triesKey(reader)) ?? 0;
    if (left === null || reader.stream.restOnly === true || tries >= BULK_TRIES) return null;
    if (bulkRefused.has(reader.stream.name)) return null;
    const choice = context.transfer({ stream, restRows: left.rest, bulkRows: left.bulk, bulkPageSize });
    return choice.via === 'bulk' ? choice : null;
  }

  /** One step of a reader: a page, or all that a job has. False: it has to be asked anew. */
  async function advance(reader: StreamReader, cursor: string): Promise<boolean> {
    const { stream } = reader;
    const bulk = byBulk(reader);
    if (bulk === null) {
      context.progress.phase('collecting', stream.title);
      await context.meter.during(stream, 'rest', async () => {
        await reader.accept(await client.nextPage(cursor, signal));
      });
      return true;
    }
    bulkTries.set(triesKey(reader), (bulkTries.get(triesKey(reader)) ?? 0) + 1);
    const job = begun.get(reader) ?? null;
    begun.delete(reader);
    const end = await context.meter.during(stream, 'bulk', () =>
      readByBulk(context, reader, bulk.polls, job),
    );
    // Once refused, it is not asked again in this run; a job that is gone may be followed by one more.
    if (end === 'rest') bulkRefused.add(stream.name);
    return end !== 'anew';
  }

  /** Makes the jobs of the next readers, so that their waiting overlaps with what is read now. */
  async function beginJobs(next: readonly StreamReader[]): Promise<void> {
    for (const reader of next) {
      if (begun.size >= JOBS_AHEAD) return;
      const { stream } = reader;
      const isOpen = reader.cursor() !== null && parseBulkPlace(reader.cursor()) === null;
      if (begun.has(reader) || stream.read !== undefined || !isOpen || byBulk(reader) === null) continue;
      try {
        const job = await context.meter.during(stream, 'bulk', () =>
          client.bulk.create(reader.bulkSoql(), signal),
        );
        begun.set(reader, { job, madeAt: context.clock.now() });
      } catch (error) {
        if (error instanceof BulkUnavailable) bulkRefused.add(stream.name);
        // The stream that is read now meets the same limit or the same dead line, and says so.
        else if (!(error instanceof AppError)) throw error;
        return;
      }
    }
  }

  /** Asks Salesforce to end jobs that nobody will read. Best effort. */
  async function abandonJobs(): Promise<void> {
    for (const { job } of begun.values()) await client.bulk.abort(job);
    begun.clear();
  }

  /** Reads a stream whose first page was accepted to its end. `renew` makes a reader without a cursor. */
  async function continuePages(
    reader: StreamReader,
    renew: (lost: StreamReader) => StreamReader,
  ): Promise<void> {
    if (await otherWay.read(reader)) return;
    let current = reader;
    for (;;) {
      const cursor = current.cursor();
      if (cursor === null) return;
      try {
        if (await advance(current, cursor)) continue;
      } catch (error) {
        if (!(error instanceof AppError) || !placeLost(error)) {
          if (endsRun(error)) throw error;
          context.meter.failed(current.stream, error);
          context.failures.push(error as AppError);
          return;
        }
      }
      context.log.warn('place in the results lost; going on from the last row stored', {
        object: current.stream.object,
      });
      await context.writer.drain();
      current = renew(current);
      await ask([firstPage(current)]);
    }
  }

  /** Reads a stream that knows by itself how. */
  async function readByItself(reader: StreamReader): Promise<void> {
    const { stream, plan } = reader;
    const { read } = stream;
    if (read === undefined) return;
    const charged = <T>(work: () => Promise<T>): Promise<T> => context.meter.during(stream, 'rest', work);
    const source = {
      fields: context.fields.fields(stream),
      count: counts.get(stream.name) ?? null,
      query: (soql: string) => charged(() => client.firstPage(soql, signal)),
      next: (cursor: string) => charged(() => client.nextPage(cursor, signal)),
    };
    context.progress.phase('collecting', stream.title);
    reader.expect(source.count ?? 0);
    for (;;) {
      try {
        for await (const batch of read(source, reader.cursor() ?? plan.cursor))
          await reader.acceptBatch(batch);
        return;
      } catch (error) {
        if (!(error instanceof AppError) || endsRunFor(error)) throw error;
        if (!(await refused(reader, error))) return;
        source.fields = context.fields.fields(stream);
      }
    }
  }

  return { firstPage, count, ask, continuePages, readByItself, beginJobs, abandonJobs, counts, otherWay };
}

export type Reading = ReturnType<typeof createReading>;

import { AppError } from '../../shared/model/errors';
import { QuotaPause } from '../quota/pause';
import { QUERIES_PER_COMPOSITE } from '../salesforce/client';
import { readEventLogs } from './event-logs';
import { createLearned, hooksFor } from './learned';
import { isWorthCounting, makePlan, uncounted } from './outlook';
import { planAnew, planBack, planFullPass } from './plan';
import type { StreamReader } from './reader';
import { createReading, type Question, type Reading } from './reading';
import { warnIfRestricted } from './restricted-logins';
import { warnIfUsersHidden } from './restricted-users';
import { noteOwnRowsOnly } from './refusals';
import type { RunContext } from './run-context';
import { STREAMS } from './streams';
import { createWorks, type Work, type Works } from './works';

/** What the log calls requests that belong to no stream. */
const LIMITS = { name: 'limits', title: 'Limits' };

/**
 * The work of one collection, most valuable first: limits; the first pages of what matters most, packed into
 * few requests; the plan; the rest of these page by page, sign-ins of the last month before the months before;
 * then everything else. Returns normally when everything was read; a pause, a cancellation or a failure that
 * ends the run is thrown, with everything read so far stored.
 */
export async function runStreams(context: RunContext): Promise<void> {
  const { client, db, org, signal, progress, meter } = context;
  const identity = await meter.during(LIMITS, 'rest', () => client.connect(signal));
  const apiVersion = await client.version(signal);
  await db.setOrgIdentity(org.id, {
    apiVersion,
    ...(identity.organizationId === null ? {} : { salesforceOrgId: identity.organizationId }),
    ...(identity.userId === null ? {} : { runAsUserId: identity.userId }),
  });
  if (!context.limitsKnown) {
    progress.phase('collecting', 'Limits');
    await meter.during(LIMITS, 'rest', () => readLimits(context));
  }
  if (!context.limitsKnown) meter.complete(LIMITS);

  const learned = createLearned(identity.userId);
  const [checkpoints, rows, { until }] = await Promise.all([
    db.checkpoints(org.id),
    db.rowCounts(org.id),
    db.historySpan(org.id),
  ]);
  const newestLogin = until === null ? null : Date.parse(until);
  const stored = { checkpoints, rows, newestLogin, apiVersion: Number(apiVersion) };
  const reading = createReading(context, apiVersion);
  const works = createWorks(context, reading, stored, hooksFor(learned));
  for (const work of works.all) if (work.skip !== null) noteSkipped(context, work);

  progress.phase('collecting', 'Licenses and users');
  const later = works.questions(works.late);
  await reading.ask(works.questions(works.early), later);
  // Not read while Setup shows nothing new.
  context.edition = learned.organization?.organizationType ?? org.identity.edition;
  if (isWorthCounting(context, works.early)) await countLate(works, reading);
  else await askLate();
  await announce();

  await readPages(context, works, reading, works.early);
  await askLate();
  await readPages(context, works, reading, works.late);
  await readAgain(context, works, reading);
  await context.writer.drain();
  for (const [name, own] of learned.ownOnly) if (own) noteOwnRowsOnly(context, STREAMS[name]);
  await readEventLogs(context);

  const rowsNow = await db.rowCounts(org.id);
  warnIfUsersHidden(context, learned, rowsNow);
  const logins = works.all.find(({ stream }) => stream.name === 'loginHistory')?.forward ?? null;
  if (logins !== null && (await warnIfRestricted(context, learned, logins.plan.watermark))) {
    await context.writer.drain();
    await startOver(context, logins, checkpoints.loginHistory?.watermark ?? null);
  }

  async function askLate(): Promise<void> {
    const questions: Question[] = later.splice(0);
    await reading.ask(questions);
    for (const work of works.all) if (work.skip !== null) noteSkipped(context, work);
  }

  async function announce(): Promise<void> {
    const plan = makePlan(context, works.all, reading, { rows });
    for (const { forward } of works.late) {
      if (forward === null || forward.total() !== null || forward.done()) continue;
      progress.expect(
        forward.stream.name,
        plan.streams.find(({ stream }) => stream === forward.stream.name)?.rows ?? 0,
      );
    }
    progress.planned(plan);
    await db.savePlan(context.runId, plan);
  }
}

/**
 * What the run-as user was shown of the others' sign-ins says nothing about what there is: once it may see them
 * they are to be read from where they were last known to be whole.
 */
async function startOver(
  { db, org, runId, clock }: RunContext,
  { stream, plan }: StreamReader,
  watermark: number | null,
): Promise<void> {
  const at = clock.now();
  const checkpoint = { watermark, cursor: null, pass: plan.pass, complete: true, updatedAt: at };
  await db.commitPage({
    orgId: org.id,
    runId,
    stream: stream.name,
    rows: [],
    checkpoint,
    endOfPass: false,
    at,
  });
}

function noteSkipped({ progress, meter }: RunContext, { stream }: Work): void {
  progress.expect(stream.name, 0);
  meter.skipped(stream);
}

/**
 * Long work is ahead: how much comes after it is worth one request. Otherwise the first pages of what comes
 * after it are asked for at once, and tell by themselves.
 */
async function countLate(works: Works, reading: Reading): Promise<void> {
  const unknown = uncounted(works.late, QUERIES_PER_COMPOSITE);
  if (unknown.length > 0) await reading.ask(unknown.map(({ stream }) => reading.count(stream)));
}

/** Everything that has more than a first page, to its end. */
async function readPages(
  context: RunContext,
  works: Works,
  reading: Reading,
  some: readonly Work[],
): Promise<void> {
  const readers = some.flatMap(({ forward, back }) => [forward, back].filter((reader) => reader !== null));
  try {
    for (const [i, reader] of readers.entries()) {
      // The reader itself first: its job is the one to wait for.
      await reading.beginJobs(readers.slice(i));
      if (reader.stream.read !== undefined) await reading.readByItself(reader);
      else await reading.continuePages(reader, anew(works));
      await context.meter.save();
    }
  } catch (error) {
    if (context.signal?.aborted === true) await reading.abandonJobs();
    throw error;
  }
}

/** A reader for the same half of the stream, without a cursor. */
function anew(works: Works): (lost: StreamReader) => StreamReader {
  return (lost) => {
    const input = works.inputFor(lost.stream, lost.keeper.checkpoint() ?? undefined);
    const forward = planAnew(input);
    const back = lost.plan.until === null ? null : planBack(input, forward);
    return works.reader(lost, back === null ? forward : { ...back, cursor: null });
  };
}

/**
 * A continued pass of sign-ins ends at the moment it began, perhaps a day ago: read on from there. And
 * when rows of a stream read by its changes have vanished, only a full pass can tell which.
 */
async function readAgain(context: RunContext, works: Works, reading: Reading): Promise<void> {
  await context.writer.drain();
  const rows = await context.db.rowCounts(context.org.id);
  const again = works.all.flatMap(({ stream, forward, skip }) => {
    if (forward === null || skip !== null || stream.read !== undefined) return [];
    const { plan } = forward;
    const counted = reading.counts.get(stream.name);
    const needed =
      stream.mode === 'append'
        ? plan.cursor !== null
        : plan.verifyCount && counted !== undefined && counted !== rows[stream.name];
    if (!needed) return [];
    const input = works.inputFor(stream, forward.keeper.checkpoint() ?? undefined);
    return [works.reader(forward, stream.mode === 'append' ? planAnew(input) : planFullPass(input))];
  });
  await reading.ask(again.map((reader) => reading.firstPage(reader)));
  for (const reader of again) {
    await reading.continuePages(reader, anew(works));
    await context.meter.save();
  }
  if (again.length > 0) await context.writer.drain();
}

async function readLimits(context: RunContext): Promise<void> {
  const { client, db, org, clock, signal } = context;
  try {
    const limits = await client.limits(signal);
    await db.recordLimits(org.id, clock.now(), limits);
  } catch (error) {
    const tolerable =
      error instanceof AppError &&
      !(error instanceof QuotaPause) &&
      error.kind === 'credentials' &&
      error.code !== 'API_CURRENTLY_DISABLED' &&
      error.code !== 'INVALID_SESSION_ID';
    if (!tolerable) throw error;
    context.warnings.push({
      code: error.code,
      message: 'The org’s limits could not be read: the run-as user lacks “View Setup and Configuration”.',
      fix: 'Give the user that permission. Until then the API use is taken from the replies alone.',
      subStep: 'user.view-setup',
    });
  }
}

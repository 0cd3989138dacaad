import type { Checkpoint } from '../ports';
import { QUERIES_PER_COMPOSITE } from '../salesforce/client';
import { parseDateTime } from '../salesforce/datetime';
import { skipNote, unchangedInSetup } from './due';
import { createPlaceKeeper, type PlaceKeeper } from './place';
import { forwardJustRead, planBack, planStream, type PlanInput, type StreamPlan } from './plan';
import { createReader, type ReaderHooks, type StreamReader } from './reader';
import type { Question, Reading } from './reading';
import type { StreamName } from './records';
import type { RunContext } from './run-context';
import { STREAM_ORDER, STREAMS } from './streams';
import type { StreamDefinition } from './streams/definition';

/** What a run has to do about one stream. */
export interface Work {
  stream: StreamDefinition;
  /** As the run found it. */
  checkpoint: Checkpoint | undefined;
  /** Why it is not read; null: it is. May be decided on the way, see `follows`. */
  skip: string | null;
  /** Reads on from the newest row; null when skipped, or when just read. */
  forward: StreamReader | null;
  /** Reads the history backwards; null: none is left. */
  back: StreamReader | null;
}

export interface Works {
  /** In the order of their value. */
  all: Work[];
  early: Work[];
  late: Work[];
  /** The same stream from another place, or anew: without a cursor. */
  reader(of: StreamReader, plan: StreamPlan): StreamReader;
  inputFor(stream: StreamDefinition, checkpoint: Checkpoint | undefined): PlanInput;
  /** First pages and counts of these, as far as they are to be asked for. */
  questions(works: readonly Work[]): Question[];
}

const SETUP = 'setupAuditTrail';
const CLOSED = 'Salesforce refused it less than a week ago. A test of the connection has it asked again.';

/** Decides what to read; asks nothing yet. */
export function createWorks(
  context: RunContext,
  reading: Reading,
  stored: {
    checkpoints: Partial<Record<StreamName, Checkpoint>>;
    rows: Record<string, number>;
    /** Epoch ms of the newest login; null: none. */
    newestLogin: number | null;
    apiVersion: number;
  },
  hooks: Partial<Record<StreamName, ReaderHooks>>,
): Works {
  const now = context.clock.now();
  const { since } = context;
  let newestInSetup: number | null = null;

  const hooksOf = ({ name, follows }: StreamDefinition): ReaderHooks => ({
    ...hooks[name],
    ...(follows === undefined ? {} : { upTo: setupUpTo }),
  });

  const inputFor = (stream: StreamDefinition, checkpoint: Checkpoint | undefined): PlanInput => ({
    stream,
    checkpoint,
    fields: context.fields.fields(stream),
    storedRows: stored.rows[stream.name] ?? 0,
    ...(stream.name === 'loginHistory' ? { newest: stored.newestLogin } : {}),
    now: context.clock.now(),
  });

  function make(stream: StreamDefinition, plan: StreamPlan, keeper: PlaceKeeper): StreamReader {
    return createReader(context, stream, plan, keeper, hooksOf(stream));
  }

  function workFor(name: StreamName): Work {
    const stream: StreamDefinition = STREAMS[name];
    const checkpoint = stored.checkpoints[name];
    const skip = skipNote({ stream, checkpoint, since, now, apiVersion: stored.apiVersion });
    if (skip !== null) return { stream, checkpoint, skip, forward: null, back: null };
    if (reading.otherWay.isClosed(stream))
      return { stream, checkpoint, skip: CLOSED, forward: null, back: null };
    const input = inputFor(stream, checkpoint);
    const plan = planStream(input);
    const backPlan = planBack(input, plan);
    const keeper = createPlaceKeeper(checkpoint, backPlan?.until ?? null, now);
    const forward = forwardJustRead(checkpoint, since, now) ? null : make(stream, plan, keeper);
    return {
      stream,
      checkpoint,
      skip,
      forward,
      back: backPlan === null ? null : make(stream, backPlan, keeper),
    };
  }

  const all = STREAM_ORDER.map(workFor);
  const setup = all.find(({ stream }) => stream.name === SETUP);

  /** The newest entry of the audit trail, when it is known for sure; 0 for an empty one. */
  function setupNewest(): number | null {
    if (setup === undefined) return null;
    // Read by the run that this one continues, a moment ago.
    if (setup.forward === null) return setup.checkpoint?.watermark ?? null;
    return setup.forward.done() ? (setup.forward.newest() ?? 0) : null;
  }
  function setupUpTo(): number | null {
    return setupNewest() ?? newestInSetup;
  }

  function unchanged(work: Work): boolean {
    if (!unchangedInSetup(work.stream, work.checkpoint, setupNewest(), now)) return false;
    work.skip = 'The setup audit trail shows no change since it was last read.';
    work.forward = null;
    return true;
  }

  /**
   * Asked with the first collection, whose audit trail has many pages: what is newest stands on the last of
   * them, but the streams that follow it are read before that.
   */
  const newestSetup = (stream: StreamDefinition): Question => ({
    stream,
    soql: () => `SELECT CreatedDate FROM ${stream.object} ORDER BY CreatedDate DESC LIMIT 1`,
    answer(outcome) {
      const [record] = outcome.ok ? outcome.page.records : [];
      if (record !== undefined) newestInSetup = parseDateTime(record['CreatedDate']);
      return Promise.resolve(false);
    },
  });

  /** Takes the place of a first page that another request will bring, to find out whether it has to. */
  const notAsked = (work: Work, forward: StreamReader): Question => ({
    ...reading.firstPage(forward),
    wanted() {
      if (!unchanged(work)) reading.otherWay.expect(forward);
      return false;
    },
  });

  function questionsOf(work: Work): Question[] {
    const { stream, forward, back } = work;
    const questions: Question[] = [];
    // How much there is helps such a stream to see its end. A run of few requests gets there without.
    if (forward !== null && stream.read !== undefined) {
      questions.push({ ...reading.count(stream), rider: true });
    } else if (forward !== null && reading.otherWay.isKnown(stream)) {
      questions.push(notAsked(work, forward));
    } else if (forward?.plan.cursor === null) {
      questions.push({ ...reading.firstPage(forward), wanted: () => !unchanged(work) });
      if (forward.plan.verifyCount) questions.push(reading.count(stream));
      if (stream.name === SETUP && forward.plan.watermark === null) questions.push(newestSetup(stream));
    }
    if (back?.plan.cursor === null) questions.push(reading.firstPage(back));
    return questions;
  }

  const worth = STREAMS.loginHistory.value;
  return {
    all,
    early: all.filter(({ stream }) => stream.value >= worth),
    late: all.filter(({ stream }) => stream.value < worth),
    reader: ({ stream, keeper }, plan) => make(stream, plan, keeper),
    inputFor,
    questions(works) {
      // What may turn out to be needless waits for the audit trail's answer, one request later.
      const waits = ({ stream, checkpoint }: Work): boolean =>
        stream.follows !== undefined && checkpoint?.complete === true;
      const first = works.filter((work) => !waits(work)).flatMap(questionsOf);
      const then = works.filter(waits).flatMap(questionsOf);
      return [...first.slice(0, QUERIES_PER_COMPOSITE), ...then, ...first.slice(QUERIES_PER_COMPOSITE)];
    },
  };
}

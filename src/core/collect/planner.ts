import type { CollectPlan, StreamEstimate, StreamRun } from '../../shared/model/run';
import type { chooseTransfer } from './transfer';

/** How fast this org's answers came the last time. */
export interface Rates {
  /** Seconds per request of packed first pages. */
  composite: number;
  /** Seconds per further page by REST. */
  restPage: number;
  /** Rows per second through the Bulk API, waiting for the job included. */
  bulkRows: number;
}

/** What is assumed of an org never collected before. */
export const DEFAULT_RATES: Rates = { composite: 1.5, restPage: 1.2, bulkRows: 10_000 };
/** A job takes this long even when it has few rows. */
const JOB_SECONDS = 5;
/** Fewer requests or rows than this are an accident, not a rate. */
const ENOUGH_CALLS = 3;
const ENOUGH_ROWS = 20_000;

const PAGE_ROWS = 2_000;
const QUERIES_PER_REQUEST = 5;

/** Rates from what an earlier run's log says about its streams. */
export function ratesFrom(streams: readonly StreamRun[]): Rates {
  const of = (via: StreamRun['via']) => {
    const chosen = streams.filter((one) => one.via === via);
    const sum = (pick: (one: StreamRun) => number) => chosen.reduce((total, one) => total + pick(one), 0);
    return {
      calls: sum(({ calls }) => calls),
      rows: sum(({ rows }) => rows),
      seconds: sum((s) => s.seconds),
    };
  };
  const perCall = ({ calls, seconds }: ReturnType<typeof of>, otherwise: number): number =>
    calls >= ENOUGH_CALLS && seconds > 0 ? seconds / calls : otherwise;
  const bulk = of('bulk');
  return {
    composite: perCall(of('composite'), DEFAULT_RATES.composite),
    restPage: perCall(of('rest'), DEFAULT_RATES.restPage),
    bulkRows:
      bulk.rows >= ENOUGH_ROWS && bulk.seconds > 0 ? bulk.rows / bulk.seconds : DEFAULT_RATES.bulkRows,
  };
}

/** What is known of one stream (or one half of it) when the plan is made. */
export interface StreamOutlook {
  stream: string;
  title: string;
  /** Rows this run reads, those read already included; null: nobody knows. */
  rows: number | null;
  /** Of these, rows read already. */
  read: number;
  /** Requests made for it already. */
  made: number;
  /** Its first page was read, or it goes on from the middle: nothing of it travels in a composite any more. */
  begun: boolean;
  /** The Bulk API may serve. */
  bulk: boolean;
  /** Why it is not read; null: it is. */
  skip: string | null;
}

export interface PlanFacts {
  at: number;
  /** Seconds and requests of the run so far. */
  elapsed: number;
  made: number;
  /** Requests that may still be made; null: no line known. */
  left: number | null;
  orgMax: number | null;
  edition: string | null;
  bulkPageSize: number;
  rates: Rates;
  transfer: typeof chooseTransfer;
  streams: readonly StreamOutlook[];
}

/** Estimates requests and time of a whole run. Pure: everything it goes by is in `facts`. */
export function planRun(facts: PlanFacts): CollectPlan {
  const { at, elapsed, made, left, orgMax, edition, rates } = facts;
  const waiting = facts.streams.filter(({ skip, begun }) => skip === null && !begun);
  const streams = facts.streams.map((outlook) => {
    const place = waiting.indexOf(outlook);
    // Of every five that share a request, the first one is charged.
    return estimate(outlook, facts, place >= 0 && place % QUERIES_PER_REQUEST === 0 ? 1 : 0);
  });
  const sum = (of: (one: { ahead: Ahead }) => number): number =>
    streams.reduce((total, one) => total + of(one), 0);
  const calls = made + sum(({ ahead }) => ahead.calls);
  const seconds = elapsed + sum(({ ahead }) => ahead.seconds);
  return {
    at: new Date(at).toISOString(),
    calls,
    seconds: Math.round(seconds * 10) / 10,
    percentOfQuota: orgMax === null || orgMax <= 0 ? null : (calls / orgMax) * 100,
    callsLeft: left === null ? null : made + left,
    edition,
    streams: merged(streams.map(({ estimated }) => estimated)),
  };

  /** Requests and seconds still to come for one stream. */
  function estimate(
    { stream, title, rows, read, made: calls, begun, bulk, skip }: StreamOutlook,
    { transfer, bulkPageSize }: PlanFacts,
    composites: number,
  ): { estimated: StreamEstimate; ahead: Ahead } {
    const base = { stream, title, note: skip };
    if (skip !== null) {
      const estimated = { ...base, rows: 0, calls, seconds: 0, via: 'skipped' as const };
      return { estimated, ahead: { calls: 0, seconds: 0 } };
    }
    const known = begun ? read : PAGE_ROWS;
    const rest = rows === null ? 0 : Math.max(0, rows - known);
    const choice = transfer({ stream, restRows: rest, bulkRows: rest, bulkPageSize });
    const byBulk = bulk && choice.via === 'bulk';
    const pages = rest === 0 ? 0 : byBulk ? choice.bulkCalls : choice.restCalls;
    const pageSeconds = byBulk ? JOB_SECONDS + rest / rates.bulkRows : pages * rates.restPage;
    const ahead = { calls: composites + pages, seconds: composites * rates.composite + pageSeconds };
    return {
      estimated: {
        ...base,
        rows,
        calls: calls + ahead.calls,
        seconds: Math.round(ahead.seconds * 10) / 10,
        via: rest === 0 ? 'composite' : byBulk ? 'bulk' : 'rest',
      },
      ahead,
    };
  }
}

interface Ahead {
  calls: number;
  seconds: number;
}

const RANK: Record<StreamEstimate['via'], number> = { skipped: 0, composite: 1, rest: 2, bulk: 3 };

/** A stream read in two halves is one line of the plan. */
function merged(estimates: readonly StreamEstimate[]): StreamEstimate[] {
  const lines = new Map<string, StreamEstimate>();
  for (const one of estimates) {
    const known = lines.get(one.stream);
    lines.set(
      one.stream,
      known === undefined
        ? one
        : {
            ...known,
            rows: known.rows === null || one.rows === null ? null : known.rows + one.rows,
            calls: known.calls + one.calls,
            seconds: Math.round((known.seconds + one.seconds) * 10) / 10,
            via: RANK[one.via] > RANK[known.via] ? one.via : known.via,
            note: known.note ?? one.note,
          },
    );
  }
  return [...lines.values()];
}

/** Rows to expect of a stream that was not asked yet, from what is stored; null: nothing is known. */
export function rowsFromBefore(known: {
  mode: 'full' | 'changes' | 'append';
  storedRows: number;
  /** Epoch ms of the last time it was read; null: never. */
  readAt: number | null;
  /** The table is asked for changes only. */
  changesOnly: boolean;
  /** Rows that Salesforce counts; null: not asked. */
  counted: number | null;
  now: number;
}): number | null {
  const { mode, storedRows, readAt, changesOnly, counted, now } = known;
  if (readAt === null) return counted;
  const days = Math.max(0, (now - readAt) / 86_400_000);
  // Salesforce keeps six months of what is only ever added to, so that is what the stored rows cover at least.
  if (mode === 'append') return Math.ceil((storedRows / HISTORY_DAYS) * days);
  if (changesOnly) return Math.ceil(storedRows * Math.min(1, days * CHANGED_PER_DAY));
  return counted ?? storedRows;
}

const HISTORY_DAYS = 180;
/** Share of users (and what hangs on them) that changes in a day; signing in counts as a change. */
const CHANGED_PER_DAY = 0.3;

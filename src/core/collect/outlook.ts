import type { CollectPlan } from '../../shared/model/run';
import { planRun, rowsFromBefore, type StreamOutlook } from './planner';
import type { StreamReader } from './reader';
import type { Reading } from './reading';
import type { RunContext } from './run-context';
import type { Work } from './works';

/** Further requests for what is worth most, from which on it pays to count what comes after that. */
const WORTH_COUNTING = 10;

/** Requests that the first pages of these streams have left to make. */
export function callsAhead(context: RunContext, works: readonly Work[]): number {
  const { client, transfer } = context;
  return readersOf(works).reduce((sum, reader) => {
    const left = reader.done() ? null : reader.rowsLeft();
    if (left === null) return sum;
    const choice = transfer({
      stream: reader.stream.name,
      restRows: left.rest,
      bulkRows: left.bulk,
      bulkPageSize: client.bulk.pageSize,
    });
    return sum + (choice.via === 'bulk' ? choice.bulkCalls : choice.restCalls);
  }, 0);
}

export function isWorthCounting(context: RunContext, works: readonly Work[]): boolean {
  return callsAhead(context, works) >= WORTH_COUNTING;
}

/**
 * Streams whose size nobody knows: never read, and not asked for yet. At most `most`, the ones read last, which
 * grow with people and time. Tables that change only through Setup are small.
 */
export function uncounted(works: readonly Work[], most: number): Work[] {
  return works
    .filter(
      ({ stream, skip, checkpoint, forward }) =>
        skip === null &&
        stream.follows === undefined &&
        checkpoint === undefined &&
        forward !== null &&
        forward.total() === null &&
        !forward.done(),
    )
    .slice(-most);
}

/** The plan of the run, from what its first replies told. */
export function makePlan(
  context: RunContext,
  works: readonly Work[],
  reading: Reading,
  stored: { rows: Record<string, number> },
): CollectPlan {
  const { clock, client, meter, org } = context;
  const now = clock.now();
  const { made, max } = client.guard.state();
  return planRun({
    at: now,
    elapsed: Math.max(0, now - context.startedAt) / 1_000,
    made,
    left: client.guard.room().callsLeft,
    orgMax: max,
    edition: context.edition ?? org.identity.edition,
    bulkPageSize: client.bulk.pageSize,
    rates: context.rates,
    transfer: context.transfer,
    streams: works.flatMap((work) => outlooksOf(work)),
  });

  function outlooksOf(work: Work): StreamOutlook[] {
    const { stream, skip, forward, back } = work;
    const base = {
      stream: stream.name,
      title: stream.title,
      made: 0,
      bulk: stream.restOnly !== true && stream.read === undefined,
      skip,
    };
    const first = { ...base, made: meter.calls(stream.name) };
    const readers = [forward, back].filter((reader) => reader !== null);
    if (readers.length === 0) return [{ ...first, rows: 0, read: 0, begun: true }];
    return readers.map((reader, i) => ({ ...(i === 0 ? first : base), ...sizeOf(work, reader) }));
  }

  function sizeOf(work: Work, reader: StreamReader): Pick<StreamOutlook, 'rows' | 'read' | 'begun'> {
    const { stream, checkpoint } = work;
    const left = reader.rowsLeft();
    const total = reader.total();
    if (total !== null && left !== null) return { rows: total, read: total - left.rest, begun: true };
    if (reader.done()) return { rows: 0, read: 0, begun: true };
    const rows = rowsFromBefore({
      mode: stream.mode,
      storedRows: stored.rows[stream.name] ?? 0,
      readAt: checkpoint?.updatedAt ?? null,
      changesOnly: reader.plan.verifyCount,
      counted: reading.counts.get(stream.name) ?? null,
      now,
    });
    return { rows, read: 0, begun: reader.plan.cursor !== null };
  }
}

function readersOf(works: readonly Work[]): StreamReader[] {
  return works.flatMap(({ forward, back }) => [forward, back].filter((reader) => reader !== null));
}

import { toErrorShape } from '../../shared/model/errors';
import type { StreamRun, Via } from '../../shared/model/run';

/** What a run does about each of its streams: requests, rows, bytes, time. For the run log. */
export interface Metering {
  /**
   * Books the requests, bytes and time of `work` on a stream, waiting included. Of a composite request that
   * serves several streams (`sharing`) the first one carries all three; rows are counted for each.
   * An error that is neither a pause nor a cancellation becomes the stream's, and is passed on.
   */
  during<T>(stream: Metered, via: Via, work: () => Promise<T>, sharing?: readonly Metered[]): Promise<T>;
  rows(stream: Metered, count: number): void;
  /** The last pass reached its end; whatever went wrong on the way was overcome. */
  complete(stream: Metered): void;
  /** Not read this time. */
  skipped(stream: Metered): void;
  failed(stream: Metered, error: unknown): void;
  /** Requests booked on a stream so far. */
  calls(stream: string): number;
  streams(): StreamRun[];
  /** Stores the lines that changed since the last time. A kill loses those of the stream being read. */
  save(): Promise<void>;
}

export interface Metered {
  name: string;
  title: string;
}

export interface MeteringDeps {
  /** Requests charged so far, by this run. */
  calls: () => number;
  /** Bytes received so far, by this run. */
  bytes: () => number;
  now: () => number;
  store: (streams: StreamRun[]) => Promise<void>;
}

/** The way that says most about where the rows came from. */
const RANK: Record<Via, number> = { skipped: 0, composite: 1, rest: 2, bulk: 3 };

interface Line extends Omit<StreamRun, 'seconds'> {
  millis: number;
  changed: boolean;
}

export function createMetering(deps: MeteringDeps): Metering {
  const lines = new Map<string, Line>();

  function line({ name, title }: Metered): Line {
    const known = lines.get(name);
    if (known !== undefined) return known;
    const fresh: Line = {
      stream: name,
      title,
      calls: 0,
      rows: 0,
      bytes: 0,
      millis: 0,
      via: 'skipped',
      complete: false,
      error: null,
      changed: true,
    };
    lines.set(name, fresh);
    return fresh;
  }

  function change(stream: Metered, how: (of: Line) => void): void {
    const of = line(stream);
    how(of);
    of.changed = true;
  }

  function fail(stream: Metered, error: unknown): void {
    const { code, message } = toErrorShape(error);
    change(stream, (of) => {
      of.error = { code, message };
    });
  }

  const shown = ({ millis, changed: _, ...of }: Line): StreamRun => ({ ...of, seconds: millis / 1_000 });

  return {
    async during(stream, via, work, sharing = []) {
      const [calls, bytes, at] = [deps.calls(), deps.bytes(), deps.now()];
      try {
        return await work();
      } catch (error) {
        const { kind } = toErrorShape(error);
        if (kind !== 'paused' && kind !== 'canceled') fail(stream, error);
        throw error;
      } finally {
        const made = deps.calls() - calls;
        if (made > 0) {
          change(stream, (of) => {
            of.calls += made;
            of.bytes += deps.bytes() - bytes;
            of.millis += Math.max(0, deps.now() - at);
          });
          for (const one of [stream, ...sharing].map(line)) {
            if (RANK[via] <= RANK[one.via]) continue;
            one.via = via;
            one.changed = true;
          }
        }
      }
    },
    rows: (stream, count) => {
      change(stream, (of) => {
        of.rows += count;
      });
    },
    complete: (stream) => {
      change(stream, (of) => {
        of.complete = true;
        of.error = null;
      });
    },
    skipped: (stream) => {
      line(stream);
    },
    failed: fail,
    calls: (stream) => lines.get(stream)?.calls ?? 0,
    streams: () => [...lines.values()].map(shown),
    async save() {
      const changed = [...lines.values()].filter((of) => of.changed);
      if (changed.length === 0) return;
      for (const of of changed) of.changed = false;
      await deps.store(changed.map(shown));
    },
  };
}

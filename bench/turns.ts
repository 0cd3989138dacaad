import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { quantile, round } from './log';

// How long the threads of the app that a person waits for did one thing, from a trace that Chromium wrote. The time
// by the clock includes what other processes took away; the processor's time of the thread is the app's own doing.

/** One thread of one process. */
export interface Thread {
  pid: number;
  /** As Chromium names it, e.g. "CrRendererMain". */
  name: string;
}

/** What the turns of a thread's loop came to; a turn is what runs without the loop getting a chance. Milliseconds. */
export interface Turns {
  count: number;
  /** The thread's own processor time. */
  cpu: Spread;
  /** By the clock. */
  wall: Spread;
}

export interface Spread {
  p99: number;
  max: number;
  /** Turns of more than 50 ms. */
  over50: number;
}

interface TraceEvent {
  ph: string;
  name: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  dur?: number;
  /** Microseconds of processor time. */
  tdur?: number;
  args?: { name?: string };
}

/** Trace categories of which `turnsOf` reads the result. */
export const CATEGORIES = ['toplevel'];
const TURN = /RunTask$/;

/**
 * Reads a trace (the JSON of Electron's `contentTracing`, an event a line) and sums up each of the threads.
 * Throws when it has no turns of one of them, or no processor times.
 */
export async function turnsOf<Name extends string>(
  traceFile: string,
  threads: Record<Name, Thread>,
): Promise<Record<Name, Turns>> {
  const names = new Map<string, string>();
  const turns = new Map<string, { cpu: number[]; wall: number[] }>();
  for await (const line of createInterface({ input: createReadStream(traceFile, 'utf8') })) {
    const event = eventIn(line);
    if (event === null) continue;
    const thread = `${event.pid}/${event.tid}`;
    if (event.ph === 'M' && event.name === 'thread_name') names.set(thread, event.args?.name ?? '');
    if (event.ph !== 'X' || !TURN.test(event.name)) continue;
    const known = turns.get(thread) ?? { cpu: [], wall: [] };
    turns.set(thread, known);
    known.wall.push((event.dur ?? 0) / 1000);
    if (event.tdur !== undefined) known.cpu.push(event.tdur / 1000);
  }
  const result: Partial<Record<Name, Turns>> = {};
  for (const [name, wanted] of Object.entries<Thread>(threads)) {
    const found = [...turns].find(
      ([thread]) => thread.startsWith(`${wanted.pid}/`) && names.get(thread) === wanted.name,
    );
    if (found === undefined || found[1].cpu.length === 0)
      throw new Error(`The trace has no turns of ${wanted.name} of process ${wanted.pid}.`);
    const { cpu, wall } = found[1];
    result[name as Name] = { count: wall.length, cpu: spread(cpu), wall: spread(wall) };
  }
  return result as Record<Name, Turns>;
}

export function spread(milliseconds: readonly number[]): Spread {
  return {
    p99: milliseconds.length === 0 ? 0 : round(quantile(milliseconds, 0.99)),
    max: round(milliseconds.reduce((most, value) => Math.max(most, value), 0)),
    over50: milliseconds.filter((value) => value > 50).length,
  };
}

/** Null for other events, and for the lines around them. */
function eventIn(line: string): TraceEvent | null {
  if (!line.startsWith('{"args"') || !/"thread_name"|RunTask"/.test(line)) return null;
  // A comma follows, or the end of the list.
  return JSON.parse(line.slice(0, line.lastIndexOf('}') + 1)) as TraceEvent;
}

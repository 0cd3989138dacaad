import { readFileSync } from 'node:fs';
import { statOf, treeOf } from '../test/builders/process-tree';

// What programs started by us cost, read from /proc every 100 ms (Linux only).

const INTERVAL_MS = 100;
/** Clock ticks per second in /proc/PID/stat: 100 on every Linux that Node runs on. */
const TICKS = 100;

export interface Cost {
  /** Wall time, seconds. */
  seconds: number;
  /** Processor time of all processes together, seconds. What a process used in its last tenth of a second is missed. */
  cpuSeconds: number;
  /** The largest resident set any one process ever had, MB (VmHWM: exact, not sampled). */
  peakMB: number;
  /** The largest sum over all processes at one moment, MB; pages they share count in each. */
  peakSumMB: number;
  /** Peak per kind of process, MB. */
  processes: Record<string, number>;
}

/** Does the work and adds up what the processes cost that were started meanwhile. */
export async function costOf<T>(work: () => Promise<T>): Promise<{ result: T; cost: Cost }> {
  const before = new Set(treeOf(process.pid));
  const seen = new Map<number, { name: string; cpu: number; peak: number }>();
  let peakSumMB = 0;
  const sample = (): void => {
    let sum = 0;
    for (const pid of treeOf(process.pid)) {
      if (before.has(pid)) continue;
      const [stat, status] = [statOf(pid), statusOf(pid)];
      if (stat === null || status === null) continue;
      sum += status.now;
      seen.set(pid, {
        name: nameOf(pid) ?? seen.get(pid)?.name ?? 'unknown',
        cpu: (Number(stat[11]) + Number(stat[12])) / TICKS,
        peak: Math.max(status.peak, seen.get(pid)?.peak ?? 0),
      });
    }
    peakSumMB = Math.max(peakSumMB, sum);
  };
  const timer = setInterval(sample, INTERVAL_MS);
  const start = performance.now();
  try {
    const result = await work();
    const seconds = (performance.now() - start) / 1000;
    const all = [...seen.values()];
    const processes: Record<string, number> = {};
    for (const { name, peak } of all) processes[name] = Math.round(Math.max(processes[name] ?? 0, peak));
    return {
      result,
      cost: {
        seconds,
        cpuSeconds: all.reduce((sum, { cpu }) => sum + cpu, 0),
        peakMB: Math.round(Math.max(0, ...all.map(({ peak }) => peak))),
        peakSumMB: Math.round(peakSumMB),
        processes,
      },
    };
  } finally {
    clearInterval(timer);
  }
}

function statusOf(pid: number): { now: number; peak: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const megabytes = (name: string): number =>
      Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? 0) / 1024;
    return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
  } catch {
    return null;
  }
}

/** "electron: main", "electron: utility (database)", "sqlite3": what the process is, from its command line. */
function nameOf(pid: number): string | null {
  let parts: string[];
  try {
    parts = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return null;
  }
  const program = parts[0]?.split('/').at(-1)?.split(' ')[0] ?? '';
  if (program === '') return null;
  const type = parts.join(' ').match(/--type=([\w-]+)/)?.[1];
  if (program !== 'electron' && type === undefined) return program;
  const service = parts.join(' ').match(/--utility-sub-type=[\w.]*\.(\w+)/)?.[1];
  const kinds: Record<string, string> = { NodeService: 'database', NetworkService: 'network' };
  if (type === undefined) return 'electron: main';
  return service === undefined ? `electron: ${type}` : `electron: ${kinds[service] ?? service}`;
}

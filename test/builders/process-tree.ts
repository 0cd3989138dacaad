import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

// What Linux tells about running processes (proc(5)). Nothing here works elsewhere.

/** A process and all its descendants, parents first. */
export function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree: number[] = [];
  const add = (one: number): void => {
    tree.push(one);
    for (const child of children.get(one) ?? []) add(child);
  };
  if (isAlive(pid)) add(pid);
  return tree;
}

/** The fields of /proc/PID/stat behind the name, which may hold spaces and brackets; null: it is gone. */
export function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

const parentOf = (pid: number): number | null => {
  const parent = statOf(pid)?.[1];
  return parent === undefined ? null : Number(parent);
};

/** Neither gone nor dead and waiting for its parent to notice. */
export const isAlive = (pid: number): boolean => !['Z', 'X', undefined].includes(statOf(pid)?.[0]);

export function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL' | 'SIGTERM'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It was faster.
  }
}

/** Stops a process and everything it has started, at one instant as nearly as can be. */
export function freeze(pid: number): number[] {
  const frozen = new Set<number>();
  for (;;) {
    // Until nobody new turns up: a process may have been forking.
    const fresh = treeOf(pid).filter((one) => !frozen.has(one));
    if (fresh.length === 0) return [...frozen];
    for (const one of fresh) {
      signal(one, 'SIGSTOP');
      frozen.add(one);
    }
  }
}

/** Those of the processes that have the file open. */
export function holdersOf(file: string, pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some((fd) => {
        try {
          return readlinkSync(`/proc/${pid}/fd/${fd}`) === file;
        } catch {
          return false;
        }
      });
    } catch {
      return false;
    }
  });
}

/**
 * What a connection to a database in WAL mode is in the middle of: SQLite's locks are bytes of the -shm file
 * ("WAL-mode File Format", 2.3): byte 120 while somebody writes, 121 while somebody checkpoints.
 */
export function walActivity(file: string): 'writing' | 'checkpointing' | null {
  const { ino } = statSync(`${file}-shm`, { throwIfNoEntry: false }) ?? {};
  if (ino === undefined) return null;
  const held = readFileSync('/proc/locks', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    // "4: POSIX ADVISORY WRITE 813 fe:01:2049 120 120"; a line with "->" only waits for a lock.
    .filter((fields) => fields[3] === 'WRITE' && fields[5]?.split(':')[2] === String(ino))
    .map((fields) => [Number(fields[6]), Number(fields[7])] as const);
  const covers = (byte: number): boolean => held.some(([from, to]) => from <= byte && byte <= to);
  return covers(121) ? 'checkpointing' : covers(120) ? 'writing' : null;
}

/** Waits until none of the processes is alive any more; false when some still are after `limitMs`. */
export async function gone(pids: readonly number[], limitMs: number): Promise<boolean> {
  for (const end = Date.now() + limitMs; Date.now() < end; await delay(10))
    if (!pids.some(isAlive)) return true;
  return !pids.some(isAlive);
}

import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import type { DemoOrgStats } from '../../src/demo-org';
import { rollUpProblems } from './content';
import { freeze, gone, holdersOf, signal, walActivity } from './process-tree';

// kill -9 at random instants, and what the killed process was doing then.

/** Whom the kill meets: everything, or one of the two processes whose death the other has to survive. */
export const TARGETS = ['tree', 'database', 'main'] as const;
export type Target = (typeof TARGETS)[number];

export const PHASES = [
  'before the first page',
  'in a transaction',
  'in a checkpoint',
  'first pages and REST',
  'bulk',
  'finishing',
] as const;
export type Phase = (typeof PHASES)[number];

export interface Kill {
  target: Target;
  phase: Phase;
  /** Milliseconds after the process was started, or after it began to collect. */
  afterMs: number;
}

/** When the next kill is to come: so long after the process was started, or after it has begun to collect. */
export interface NextKill {
  since: 'start' | 'beginning';
  afterMs: number;
  target: Target;
}

export interface Victim {
  /** Starts a collection of an org into the data directory, which goes on where it stands. */
  start(): ChildProcess;
  /** Resolves when that process begins to collect. */
  begun(child: ChildProcess): Promise<void>;
  dataDir: string;
  /** What the org has been asked so far. */
  stats(): Promise<DemoOrgStats>;
  /** Streams of a finished database. */
  streams: number;
}

export interface KillPlan {
  /** Null: no more, the next run may finish. */
  next(): NextKill | null;
  onKill?(kill: Kill): void;
}

/** Runs that end without having been killed and without being complete, one after another, before it is a fault. */
const MOST_FAILURES = 3;
/** Processes whose main process is gone have to end by themselves within this time. */
const ORPHAN_MS = 10_000;

/**
 * Collects, and is killed, again and again until a run completes. After every kill the file must be sound and
 * its roll-ups exact. Throws when it is not, when a process outlives its main process, or when a run that was
 * left alone does not complete.
 */
export async function killUntilComplete(victim: Victim, plan: KillPlan): Promise<Kill[]> {
  const kills: Kill[] = [];
  const file = join(victim.dataDir, 'seatwatch.db');
  for (let failures = 0; failures < MOST_FAILURES;) {
    const before = await victim.stats();
    const child = victim.start();
    const exited = new Promise<number | null>((done) => child.once('exit', done));
    const next = plan.next();
    const ended = await Promise.race([exited, momentOf(next, child, victim)]);
    if (ended !== 'now' || next === null || child.pid === undefined) {
      if (ended === 0) return kills;
      failures += 1;
      continue;
    }
    failures = 0;
    const frozen = freeze(child.pid);
    const activity = walActivity(file);
    const asked = await victim.stats();
    const databases = holdersOf(file, frozen);
    // Too early for a database process: the whole tree then.
    const target = next.target === 'database' && databases.length === 0 ? 'tree' : next.target;
    const doomed = target === 'tree' ? frozen : target === 'main' ? [child.pid] : databases;
    for (const pid of doomed) signal(pid, 'SIGKILL');
    for (const pid of frozen) signal(pid, 'SIGCONT');
    const code = await exited;
    if (!(await gone(frozen, ORPHAN_MS))) {
      for (const pid of frozen) signal(pid, 'SIGKILL');
      throw new Error(
        `killed ${target}: some process went on for ${ORPHAN_MS / 1000} s without its main process`,
      );
    }
    const kill = {
      target,
      phase: phaseOf(activity, before, asked, () => isFinishing(file, victim.streams)),
      afterMs: next.afterMs,
    };
    kills.push(kill);
    plan.onKill?.(kill);
    checkFile(file);
    // The database process died with its work done, and main came to its end all the same.
    if (code === 0) return kills;
  }
  throw new Error(`${MOST_FAILURES} runs in a row ended by themselves without being complete`);
}

async function momentOf(next: NextKill | null, child: ChildProcess, victim: Victim): Promise<'now'> {
  if (next === null) return new Promise(() => undefined);
  if (next.since === 'beginning') await victim.begun(child);
  // Not kept from ending by a moment that never came.
  await delay(next.afterMs, undefined, { ref: false });
  return 'now';
}

/** Sound, and with roll-ups that count what is there. A kill may come before there is a file, or a table. */
function checkFile(file: string): void {
  const tables = asking(file, (db) => {
    const problem = db.pragma('quick_check', { simple: true });
    if (problem !== 'ok') throw new Error(`the file is damaged: ${String(problem)}`);
    return db.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'login_client_day'").pluck().get();
  });
  if (tables !== 1) return;
  const problems = rollUpProblems(file);
  if (problems.length > 0) throw new Error(`after a kill: ${problems.join('; ')}`);
}

function phaseOf(
  activity: ReturnType<typeof walActivity>,
  before: DemoOrgStats,
  asked: DemoOrgStats,
  finishing: () => boolean,
): Phase {
  if (activity === 'writing') return 'in a transaction';
  if (activity === 'checkpointing') return 'in a checkpoint';
  const requests = Object.keys(asked.requests).filter(
    (name) => asked.requests[name] !== before.requests[name] && name.includes('/services/data/v'),
  );
  if (!requests.some((name) => /query|composite/.test(name))) return 'before the first page';
  if (finishing()) return 'finishing';
  return requests.some((name) => name.includes('jobs/query')) ? 'bulk' : 'first pages and REST';
}

/** Whether everything is read and only the run itself has no end yet. */
function isFinishing(file: string, streams: number): boolean {
  return (
    asking(
      file,
      (db) =>
        db
          .prepare(
            `SELECT count(*) FROM stream_checkpoint c JOIN run r ON r.org_id = c.org_id
             WHERE r.id = (SELECT max(id) FROM run) AND r.state IS NULL AND c.complete = 1 AND c.updated_at >= r.started_at`,
          )
          .pluck()
          .get() === streams,
    ) ?? false
  );
}

function asking<T>(file: string, question: (db: Sqlite.Database) => T): T | null {
  let db: Sqlite.Database;
  try {
    db = new Sqlite(file, { readonly: true });
  } catch {
    return null;
  }
  try {
    return question(db);
  } catch (error) {
    if (error instanceof Error && /no such table/.test(error.message)) return null;
    throw error;
  } finally {
    db.close();
  }
}

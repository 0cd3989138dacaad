import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CrashReport } from '../../shared/model/diagnostics';
import { redactText, redactValue } from '../export/redact';

/** Reports of faults, and minidumps, kept; and days after which either is removed. */
export const KEPT_REPORTS = 20;
export const KEPT_DUMPS = 5;
export const KEPT_DAYS = 90;
/** Reports one process writes: a fault in a loop must not fill the folder with itself. */
const MAX_OF_ONE_PROCESS = 20;

const OWNER_ONLY = 0o600;
const DAY_MS = 86_400_000;

/** The file of one fault: free of secrets, but with names and paths where the fault's words hold some. */
const CrashFile = z.object({
  version: z.literal(1),
  /** ISO 8601 UTC. */
  at: z.string(),
  /** "main", "window", "database", "demo-org", "gpu", "utility", or the headless command. */
  process: z.string(),
  /** "uncaught-exception", "unhandled-rejection", "page-fault", "process-gone", "command-failed". */
  kind: z.string(),
  appVersion: z.string(),
  pid: z.number().int(),
  error: z.object({ name: z.string(), message: z.string(), code: z.string().nullable(), stack: z.string() }),
  details: z.record(z.string(), z.unknown()),
});
export type CrashFile = z.infer<typeof CrashFile>;
export type CrashKind =
  'uncaught-exception' | 'unhandled-rejection' | 'page-fault' | 'process-gone' | 'command-failed';

export interface NewCrash {
  process: string;
  kind: CrashKind;
  /** What was thrown; a text when there is only that. */
  error: unknown;
  /** Reason and exit code of a process, the line of a page … */
  details?: Record<string, unknown>;
}

/** A native minidump: an image of a process's memory, so it may hold anything, secrets included. */
export interface Minidump {
  /** Relative to the folder of crashes. */
  name: string;
  at: string;
  sizeBytes: number;
}

export interface CrashStore {
  readonly folder: string;
  /** Where Electron's crash reporter puts minidumps. */
  readonly dumpFolder: string;
  /** Synchronous, because the process may be about to end; never throws. Returns the file's name, null: not written. */
  write(crash: NewCrash): string | null;
  /** Newest first, minidumps too. Never throws. */
  list(): CrashReport[];
  reports(): { name: string; crash: CrashFile }[];
  dumps(): Minidump[];
  removeAll(): void;
  /** Removes what is too old or too much. */
  prune(): void;
}

export interface CrashStoreDeps {
  folder: string;
  appVersion: string;
  now: () => number;
  pid?: number;
}

/** Crash reports on this computer: one small file each, in `<data folder>/crashes`. Nothing is sent anywhere. */
export function createCrashStore({ folder, appVersion, now, pid = process.pid }: CrashStoreDeps): CrashStore {
  const dumpFolder = join(folder, 'native');
  const seen = new Set<string>();
  const at = (ms: number): string => new Date(ms).toISOString();

  function names(): string[] {
    return filesIn(folder).filter((name) => /^crash-.*\.json$/.test(name));
  }

  function reports(): { name: string; crash: CrashFile }[] {
    const found = names().flatMap((name) => {
      const crash = readCrash(join(folder, name));
      return crash === null ? [] : [{ name, crash }];
    });
    return found.sort((a, b) => b.crash.at.localeCompare(a.crash.at));
  }

  function dumps(): Minidump[] {
    const found = filesIn(dumpFolder, true).flatMap((name) => {
      if (!name.endsWith('.dmp')) return [];
      const stats = statSync(join(dumpFolder, name), { throwIfNoEntry: false });
      if (stats === undefined) return [];
      return [{ name: join('native', name), at: at(stats.mtimeMs), sizeBytes: stats.size }];
    });
    return found.sort((a, b) => b.at.localeCompare(a.at));
  }

  /** With what the crash reporter notes beside it. */
  function removeDump(name: string): void {
    for (const file of [name, name.replace(/dmp$/, 'meta')]) rmSync(join(folder, file), { force: true });
  }

  function prune(): void {
    const oldest = at(now() - KEPT_DAYS * DAY_MS);
    // By name, which begins with the time: also files that cannot be read.
    const newestFirst = names().sort().reverse();
    for (const [index, name] of newestFirst.entries()) {
      if (index >= KEPT_REPORTS || name < `crash-${stamp(oldest)}`)
        rmSync(join(folder, name), { force: true });
    }
    for (const [index, dump] of dumps().entries())
      if (index >= KEPT_DUMPS || dump.at < oldest) removeDump(dump.name);
  }

  return {
    folder,
    dumpFolder,
    write(crash) {
      const error = errorOf(crash.error);
      const signature = [crash.process, crash.kind, error.name, error.message, error.stack].join('\n');
      if (seen.has(signature) || seen.size >= MAX_OF_ONE_PROCESS) return null;
      seen.add(signature);
      const file: CrashFile = {
        version: 1,
        at: at(now()),
        process: crash.process,
        kind: crash.kind,
        appVersion,
        pid,
        error,
        details: redactValue(crash.details ?? {}) as Record<string, unknown>,
      };
      const name = `crash-${stamp(file.at)}-${crash.process.replace(/[^\w-]/g, '')}-${pid}-${seen.size}.json`;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const draft = join(folder, `.${name}.part`);
        writeFileSync(draft, `${JSON.stringify(file, null, 2)}\n`, { mode: OWNER_ONLY });
        renameSync(draft, join(folder, name));
        prune();
        return name;
      } catch {
        // The disk is full, or the folder is gone. The log has the fault as well, if anything can be written.
        return null;
      }
    },
    list() {
      const written = reports().map(({ name, crash }) => ({
        name,
        at: crash.at,
        process: crash.process,
        summary: summaryOf(crash),
      }));
      const native = dumps().map(({ name, at: when, sizeBytes }) => ({
        name,
        at: when,
        process: 'native',
        summary: `Minidump of a process (${Math.ceil(sizeBytes / 1000)} kB). It is an image of memory and may hold secrets.`,
      }));
      return [...written, ...native].sort((a, b) => b.at.localeCompare(a.at));
    },
    reports,
    dumps,
    removeAll() {
      for (const name of names()) rmSync(join(folder, name), { force: true });
      for (const { name } of dumps()) removeDump(name);
    },
    prune() {
      try {
        prune();
      } catch {
        // Next time.
      }
    },
  };
}

function summaryOf({ kind, error }: CrashFile): string {
  const [first = ''] = error.message.split('\n', 1);
  const words = error.name === '' || first.startsWith(error.name) ? first : `${error.name}: ${first}`;
  const text = words.trim() === '' ? kind : words;
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}

function errorOf(error: unknown): CrashFile['error'] {
  if (!(error instanceof Error)) {
    const text = redactText(typeof error === 'string' ? error : String(error));
    const [first = ''] = text.split('\n', 1);
    return { name: '', message: first.slice(0, 2_000), code: null, stack: text.slice(0, 8_000) };
  }
  const { code } = error as { code?: unknown };
  const causes: string[] = [];
  for (let cause: unknown = error.cause; cause instanceof Error && causes.length < 3; cause = cause.cause)
    causes.push(`Caused by ${cause.stack ?? cause.message}`);
  return {
    name: error.name,
    message: redactText(error.message).slice(0, 2_000),
    code: typeof code === 'string' ? code : null,
    stack: redactText([error.stack ?? '', ...causes].join('\n')).slice(0, 8_000),
  };
}

function readCrash(file: string): CrashFile | null {
  try {
    const parsed = CrashFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function filesIn(folder: string, recursive = false): string[] {
  try {
    return readdirSync(folder, { recursive, encoding: 'utf8' });
  } catch {
    return [];
  }
}

/** As it may stand in a file's name; sorts like the time. */
function stamp(iso: string): string {
  return iso.replace(/[:.]/g, '-');
}

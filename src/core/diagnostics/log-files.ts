import { closeSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { isAtLeast, type LogLevel, type LogLine, parseLogLine } from './log-line';

// The log is `seatwatch.log`; full ones become `seatwatch-<when>-<process>.log` beside it. Several processes (the
// window and commands) write to it: each line is one append, and only one of them at a time renames the file.

/** Bytes of one file, and how many files there are, the current one included. */
export const LOG_MAX_BYTES = 2 * 1024 * 1024;
export const LOG_FILES = 5;

/** Whoever holds the right to rename longer than this has died meanwhile. */
const STALE_MS = 10_000;

/** All files of a log, oldest first, the current one last. Empty when there is none. */
export function logFilesOf(file: string): string[] {
  const { folder, stem, extension } = partsOf(file);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  const full = names.filter(
    (name) => name.startsWith(`${stem}-`) && name.endsWith(extension) && /-\d{17}-\d+\./.test(name),
  );
  const current = names.includes(basename(file)) ? [file] : [];
  return [...full.sort().map((name) => join(folder, name)), ...current];
}

/**
 * Puts a full log aside and removes the oldest. Does nothing when another process has just done so, or is about
 * to. Throws what the file system throws (on Windows a file that somebody reads cannot be renamed); the next line
 * tries again.
 */
export function rotateLog(
  file: string,
  { maxBytes = LOG_MAX_BYTES, files = LOG_FILES, now = Date.now(), pid = process.pid } = {},
): void {
  const lock = `${file}.rotating`;
  const held = takeLock(lock, now);
  if (held === null) return;
  try {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size <= maxBytes) return;
    const { folder, stem, extension } = partsOf(file);
    const when = new Date(now).toISOString().replace(/\D/g, '');
    renameSync(file, join(folder, `${stem}-${when}-${pid}${extension}`));
    const old = logFilesOf(file).filter((name) => name !== file);
    for (const name of old.slice(0, Math.max(0, old.length - (files - 1)))) rmSync(name, { force: true });
  } finally {
    closeSync(held);
    rmSync(lock, { force: true });
  }
}

function takeLock(lock: string, now: number): number | null {
  try {
    return openSync(lock, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (Math.abs(now - since) > STALE_MS) rmSync(lock, { force: true });
    return null;
  }
}

function partsOf(file: string): { folder: string; stem: string; extension: string } {
  const extension = extname(file);
  return { folder: dirname(file), stem: basename(file, extension), extension };
}

export interface LogQuery {
  /** This level and worse; everything when missing. */
  level?: LogLevel | undefined;
  /** Epoch ms, inclusive. */
  since?: number | undefined;
  /** The newest so many. */
  lines?: number | undefined;
}

export interface LogExcerpt {
  /** Oldest first. */
  lines: LogLine[];
  /** Lines that are none of ours: of an older version, or torn. */
  unreadable: number;
}

export function matches(line: LogLine, { level, since }: LogQuery): boolean {
  if (level !== undefined && !isAtLeast(line.level, level)) return false;
  return since === undefined || Date.parse(line.time) >= since;
}

/** What the files of a log hold (10 MB at most). Never rejects: a file that cannot be read is left out. */
export async function readLog(file: string, query: LogQuery = {}): Promise<LogExcerpt> {
  const lines: LogLine[] = [];
  let unreadable = 0;
  for (const name of logFilesOf(file)) {
    const text = await readFile(name, 'utf8').catch(() => '');
    for (const row of text.split('\n')) {
      if (row.trim() === '') continue;
      const line = parseLogLine(row);
      if (line === null) unreadable++;
      else if (matches(line, query)) lines.push(line);
    }
  }
  // Two processes: their lines stand in the order of writing, which across a rotation may differ by a moment.
  lines.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  return { lines: query.lines === undefined ? lines : lines.slice(-query.lines), unreadable };
}

/** Bytes of all files of a log. */
export function logBytes(file: string): number {
  return logFilesOf(file).reduce(
    (sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** Calls back with each line that is added from now on, until the signal says stop. */
export async function followLog(
  file: string,
  onLine: (line: LogLine) => Promise<void>,
  signal: AbortSignal,
  pollMs = 500,
): Promise<void> {
  let offset = sizeOf(file);
  let inode = inodeOf(file);
  let rest = '';
  while (!signal.aborted) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, pollMs);
      signal.addEventListener('abort', done, { once: true });
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
    });
    // The last lines of a file that was put aside in between are given up: `seatwatch log` still shows them.
    if (inodeOf(file) !== inode || sizeOf(file) < offset) {
      inode = inodeOf(file);
      offset = 0;
      rest = '';
    }
    const added = await readFrom(file, offset);
    offset += added.length;
    const rows = (rest + added.toString('utf8')).split('\n');
    rest = rows.pop() ?? '';
    for (const row of rows) {
      const line = parseLogLine(row);
      if (line !== null) await onLine(line);
    }
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
const inodeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.ino ?? 0;

/** Whole lines only, so that no character is cut in two. */
async function readFrom(file: string, offset: number): Promise<Buffer> {
  const length = sizeOf(file) - offset;
  if (length <= 0) return Buffer.alloc(0);
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return Buffer.alloc(0);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
    const read = buffer.subarray(0, bytesRead);
    return read.subarray(0, read.lastIndexOf(0x0a) + 1);
  } finally {
    await handle.close();
  }
}

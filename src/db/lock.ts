import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database as Sqlite } from 'better-sqlite3';
import { z } from 'zod';
import { AppError } from '../shared/model/errors';
import { classify } from './errors';
import { openPlain } from './open';

const Holder = z.object({ pid: z.number().int(), command: z.string(), since: z.string() });
/** Who has a data directory; `since` is ISO 8601 UTC. */
export type Holder = z.infer<typeof Holder>;

export interface AcquireOptions {
  dataDir: string;
  /** What the holder is doing, for the message others get ("the Seatwatch window", "collect Acme"). */
  command: string;
  /** How long to wait for another process to finish; 0: one try. */
  waitMs: number;
  nativeBinding?: string | undefined;
}

export interface DirectoryLock {
  release(): void;
}

const POLL_MS = 100;

/**
 * Makes this process the only writer of a data directory. The lock is an exclusive SQLite transaction on
 * `seatwatch.lock`, so the kernel frees it when the process dies in whatever way; who holds it stands in
 * `seatwatch.lock.json`. Rejects with kind "busy", code DATA_DIR_IN_USE.
 */
export async function acquire(options: AcquireOptions): Promise<DirectoryLock> {
  const deadline = Date.now() + options.waitMs;
  for (;;) {
    const lock = tryAcquire(options);
    if (lock !== null) return lock;
    const left = deadline - Date.now();
    if (left <= 0) throw inUse(options.dataDir);
    await delay(Math.min(POLL_MS, left));
  }
}

/** One try; null when another process holds the directory. */
export function tryAcquire(options: Omit<AcquireOptions, 'waitMs'>): DirectoryLock | null {
  const { dataDir, nativeBinding } = options;
  const file = join(dataDir, 'seatwatch.lock');
  let sqlite: Sqlite | undefined;
  try {
    if (!existsSync(dataDir)) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // Nothing else may ever open this file in this process: closing any handle drops POSIX locks.
    sqlite = openPlain(file, nativeBinding, { timeout: 0 });
    sqlite.exec('BEGIN EXCLUSIVE');
    chmodSync(file, 0o600);
  } catch (error) {
    sqlite?.close();
    const known = classify(error, file);
    if (known instanceof AppError && known.code === 'DATABASE_BUSY') return null;
    throw known;
  }
  const holder = { pid: process.pid, command: options.command, since: new Date().toISOString() };
  writeHolder(dataDir, holder);
  const held = sqlite;
  return {
    release() {
      if (!held.open) return;
      rmSync(holderFile(dataDir), { force: true });
      held.close();
    },
  };
}

/** Who holds the directory, as far as it is written; the note of a killed process may be left over. */
export function readHolder(dataDir: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(holderFile(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

const holderFile = (dataDir: string) => join(dataDir, 'seatwatch.lock.json');

function writeHolder(dataDir: string, holder: Holder): void {
  const temp = `${holderFile(dataDir)}.${process.pid}`;
  try {
    writeFileSync(temp, JSON.stringify(holder), { mode: 0o600 });
    renameSync(temp, holderFile(dataDir));
  } catch {
    // The note is a courtesy: the lock itself holds without it.
    rmSync(temp, { force: true });
  }
}

function inUse(dataDir: string): AppError {
  const holder = readHolder(dataDir);
  const who =
    holder === null
      ? 'Another Seatwatch process'
      : `Another Seatwatch process (${holder.command}, process ${holder.pid}, since ${holder.since})`;
  return new AppError({
    code: 'DATA_DIR_IN_USE',
    kind: 'busy',
    message: `${who} is using the data directory ${dataDir}.`,
    fix: 'Wait until it has finished or quit it, then try again; or use another --data-dir.',
    retryable: true,
  });
}

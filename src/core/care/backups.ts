import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { BackupFile, BackupReason, BackupsReport } from '../../shared/model/backups';
import { AppError, toErrorShape } from '../../shared/model/errors';
import type { Settings } from '../../shared/model/settings';
import type { Clock, Database, Log } from '../ports';
import { abandonedDrafts, backupsFolder, freePlace, listBackups, makeBackupsFolder } from './backup-folder';
import { isDue, nextBackup, outdated } from './backup-plan';
import { createRounds } from './rounds';

export interface BackupsDeps {
  dataDir: string;
  db: Pick<Database, 'listOrgs' | 'backupTo'>;
  clock: Clock;
  log: Log;
  /** As people and the policy of the computer want it. */
  settings: () => Pick<Settings, 'backupEvery' | 'keepBackups'>;
  /** Whether any collection is under way: a scheduled backup waits for its end. */
  isCollecting: () => boolean;
  /** A scheduled backup could not be made, for a reason not told before. */
  onProblem?: (problem: string) => void;
  tickMs?: number;
  /** After the start, so that the first page of the window does not wait for it. */
  firstTickMs?: number;
}

/** Backups in the data folder: made when they are due, listed, and removed when enough newer ones are there. */
export interface Backups {
  /** Looks a while after the start, then every hour, until stopped. */
  start(): void;
  /** Nothing begins any more; resolves when a backup in progress is complete. */
  stop(): Promise<void>;
  /** Makes a scheduled backup if one is due. Resolves with it, or null. Never rejects: `report` tells why not. */
  tick(): Promise<BackupFile | null>;
  /** Makes one now. Rejects with BACKUP_IN_PROGRESS, NOT_ENOUGH_ROOM, or what kept it from being made. */
  make(reason: Exclude<BackupReason, 'scheduled' | 'before-migration'>): Promise<BackupFile>;
  report(): BackupsReport;
  /** Rejects with UNKNOWN_BACKUP. */
  remove(name: string): void;
  /** The file behind a name of the list. Rejects with UNKNOWN_BACKUP. */
  find(name: string): BackupFile;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Survives the process: a command run by cron has nobody to tell but the window that is opened days later. */
const State = z.object({ problem: z.string(), at: z.string() });

export function createBackups(deps: BackupsDeps): Backups {
  const { db, clock, log } = deps;
  const folder = backupsFolder(deps.dataDir);
  const stateFile = join(folder, 'problem.json');
  const rounds = createRounds({
    clock,
    work: makeIfDue,
    everyMs: deps.tickMs ?? HOUR_MS,
    firstMs: deps.firstTickMs ?? MINUTE_MS,
  });
  let writing: Promise<BackupFile> | null = null;
  /** Of this process: a disk that is full keeps no note of it. */
  let told: string | null = null;

  async function write(reason: BackupReason): Promise<BackupFile> {
    if (writing !== null) {
      throw new AppError({
        code: 'BACKUP_IN_PROGRESS',
        kind: 'usage',
        message: 'A backup is being made already.',
        fix: 'Wait until it is complete.',
        retryable: true,
      });
    }
    writing = writeNow(reason).finally(() => {
      writing = null;
    });
    return writing;
  }

  async function writeNow(reason: BackupReason): Promise<BackupFile> {
    makeBackupsFolder(folder);
    const began = clock.now();
    removeAll(abandonedDrafts(folder, began), 'an unfinished backup');
    const { name, file, at } = freePlace(folder, reason, began);
    const sizeBytes = await db.backupTo(file);
    const made = { name, file, createdAt: new Date(at).toISOString(), sizeBytes, reason };
    log.info('backup made', { name, sizeBytes, seconds: Math.round((clock.now() - began) / 1000) });
    forgetOutdated(name);
    return made;
  }

  /** `made`: never goes, whatever the clock said when the others were made. */
  function forgetOutdated(made: string): void {
    const { keepBackups } = deps.settings();
    removeAll(outdated(listBackups(folder), { keepBackups, now: clock.now(), made }), 'an old backup');
  }

  function removeAll(files: readonly { name: string; file: string }[], what: string): void {
    for (const { name, file } of files) {
      try {
        rmSync(file);
        log.info('backup removed by itself', { what, name });
      } catch (error) {
        log.warn('a backup could not be removed', { what, name, error: words(error) });
      }
    }
  }

  async function makeIfDue(): Promise<BackupFile | null> {
    const { backupEvery } = deps.settings();
    if (rounds.signal().aborted || writing !== null || deps.isCollecting()) return null;
    if (!isDue(listBackups(folder), backupEvery, clock.now())) return null;
    try {
      // Without an org there is nothing to lose.
      if ((await db.listOrgs()).length === 0) return null;
      const made = await write('scheduled');
      rmSync(stateFile, { force: true });
      told = null;
      return made;
    } catch (error) {
      await keepProblem(error);
      return null;
    }
  }

  async function keepProblem(error: unknown): Promise<void> {
    const { message, fix, code } = toErrorShape(error);
    const problem = `${message} ${fix}`.trim();
    log.warn('the scheduled backup could not be made', { code, error: words(error) });
    const isNew = lastProblem() !== problem && told !== problem;
    told = problem;
    try {
      const state: z.infer<typeof State> = { problem, at: new Date(clock.now()).toISOString() };
      await writeFileAtomic(stateFile, JSON.stringify(state), { mode: 0o600 });
    } catch {
      // A disk that is full takes no note either; the log has tried, too.
    }
    if (isNew) deps.onProblem?.(problem);
  }

  function lastProblem(): string | null {
    try {
      return State.parse(JSON.parse(readFileSync(stateFile, 'utf8'))).problem;
    } catch {
      return null;
    }
  }

  function find(name: string): BackupFile {
    const found = listBackups(folder).find((one) => one.name === name);
    if (found !== undefined) return found;
    throw new AppError({
      code: 'UNKNOWN_BACKUP',
      kind: 'usage',
      message: `There is no backup ${name} in ${folder}.`,
      fix: 'Choose one of the list.',
    });
  }

  return {
    start: () => rounds.start(),
    async stop() {
      await rounds.stop();
      await writing?.catch(() => undefined);
    },
    tick: () => rounds.tick(),
    make: (reason) => write(reason),
    report() {
      const files = listBackups(folder);
      const { backupEvery } = deps.settings();
      return { folder, files, nextAt: nextBackup(files, backupEvery, clock.now()), problem: lastProblem() };
    },
    remove: (name) => {
      rmSync(find(name).file);
      log.info('backup removed', { name });
    },
    find,
  };
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

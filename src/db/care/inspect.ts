import {
  closeSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database as Sqlite } from 'better-sqlite3';
import type { InspectedBackup, RestoredOrg } from '../../core/ports-care';
import { AppError } from '../../shared/model/errors';
import { classify, damaged } from '../errors';
import { appliedMigrations, checkDatabase, needsMigration, shippedMigrations } from '../migrate';
import { openPlain } from '../open';
import { iso } from '../queries/time';
import { copyWithLog } from './copy';
import type { CareEnvironment } from './environment';
import { LOG_SUFFIXES, requireRoom, sizeWithLog } from './room';

/** See `CareTasks.inspect`. */
export function inspect(file: string, environment: CareEnvironment): InspectedBackup {
  requireFile(file);
  try {
    return isInLogMode(file) || hasLog(file) ? inspectCopy(file, environment) : read(file, file, environment);
  } catch (error) {
    throw classify(error, file);
  }
}

const COPIES = 'seatwatch-inspect-';
const ABANDONED_MS = 24 * 3_600_000;

/** Copies of this user whose process was killed: they hold people's data, and systems do not always tidy up. */
function sweepCopies(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(COPIES)) continue;
    const folder = join(tmpdir(), name);
    const facts = lstatSync(folder, { throwIfNoEntry: false });
    const isOurs = facts?.isDirectory() === true && (process.getuid?.() ?? facts.uid) === facts.uid;
    if (isOurs && Date.now() - facts.mtimeMs > ABANDONED_MS) rmSync(folder, { recursive: true, force: true });
  }
}

function inspectCopy(file: string, environment: CareEnvironment): InspectedBackup {
  // Only a connection that may write can read a database with a log, and it would leave files beside it.
  sweepCopies();
  const folder = mkdtempSync(join(tmpdir(), COPIES));
  try {
    requireRoom({ folder, bytes: 1.2 * sizeWithLog(file), what: 'Looking into the file' });
    const copy = join(folder, 'copy.db');
    copyWithLog(file, copy);
    return read(copy, file, environment);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Throws BACKUP_NOT_FOUND. */
export function requireFile(file: string): void {
  if (isFile(file)) return;
  throw new AppError({
    code: 'BACKUP_NOT_FOUND',
    kind: 'usage',
    message: `There is no file ${file}.`,
    fix: 'Name a file that “seatwatch backup” or Seatwatch itself made; “seatwatch data backups” lists the latter.',
  });
}

function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

const hasLog = (file: string): boolean =>
  LOG_SUFFIXES.some((suffix) => existsSync(realpathSync(file) + suffix));

/** Whether the header says that a write-ahead log belongs to the file (byte 18, SQLite's file format). */
function isInLogMode(file: string): boolean {
  const header = Buffer.alloc(20);
  const handle = openSync(file, 'r');
  try {
    return readSync(handle, header, 0, 20, 0) === 20 && header[18] === 2;
  } finally {
    closeSync(handle);
  }
}

function read(readable: string, file: string, environment: CareEnvironment): InspectedBackup {
  const readonly = readable === file;
  let sqlite: Sqlite | undefined;
  try {
    sqlite = openPlain(readable, environment.nativeBinding, {
      readonly,
      fileMustExist: true,
      timeout: 5_000,
    });
    requireOurs(sqlite, file, environment);
    return { file, sizeBytes: sizeWithLog(file), ...contentOf(sqlite, environment) };
  } catch (error) {
    throw explain(error, file);
  } finally {
    sqlite?.close();
  }
}

/** A file that never was a database is a mistake of whoever named it; one that is cut short is damaged. */
function explain(error: unknown, file: string): unknown {
  const known = classify(error, file);
  const cause = known instanceof AppError ? known.cause : undefined;
  const isNoDatabase = (cause as { code?: string } | undefined)?.code === 'SQLITE_NOTADB';
  return isNoDatabase ? notOurs(file) : known;
}

/** Throws NOT_A_SEATWATCH_DATABASE, DATABASE_NEWER, DATABASE_DAMAGED. Reads the whole file. */
export function requireOurs(sqlite: Sqlite, file: string, { migrationsFolder }: CareEnvironment): void {
  const tables = sqlite
    .prepare(
      "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('org', 'run', 'stream_checkpoint')",
    )
    .pluck()
    .get();
  if (tables !== 3 || appliedMigrations(sqlite).length === 0) throw notOurs(file);
  // Refuses what a newer version wrote.
  needsMigration(sqlite, migrationsFolder);
  const problems = checkDatabase(sqlite);
  if (problems.length > 0) throw damaged(file, new Error(problems.slice(0, 3).join('; ')));
}

function notOurs(file: string): AppError {
  return new AppError({
    code: 'NOT_A_SEATWATCH_DATABASE',
    kind: 'usage',
    message: `${file} is not a database of Seatwatch.`,
    fix: 'Name a file that “seatwatch backup” or Seatwatch itself made. Nothing was changed.',
  });
}

function contentOf(
  sqlite: Sqlite,
  { migrationsFolder }: CareEnvironment,
): Pick<InspectedBackup, 'schemaVersion' | 'isOlder' | 'orgs' | 'ids'> {
  const newest = appliedMigrations(sqlite).at(-1);
  const shipped = shippedMigrations(migrationsFolder);
  const orgs = sqlite
    .prepare<[], { name: string; url: string; users: number; logins: number; collectedAt: number | null }>(
      `SELECT o.name, o.url,
         (SELECT count(*) FROM sf_user u WHERE u.org_id = o.id) AS users,
         (SELECT coalesce(sum(d.logins + d.failures), 0) FROM login_day d WHERE d.org_id = o.id) AS logins,
         (SELECT max(r.ended_at) FROM run r WHERE r.org_id = o.id AND r.state = 'complete') AS collectedAt
       FROM org o WHERE o.removed_at IS NULL ORDER BY o.name COLLATE NOCASE`,
    )
    .all();
  return {
    schemaVersion: shipped.find(({ when }) => when === newest)?.tag ?? 'unknown',
    isOlder: shipped.at(-1)?.when !== newest,
    orgs: orgs.map((org) => ({ ...org, collectedAt: iso(org.collectedAt) })),
    ids: orgsOf(sqlite),
  };
}

/** The orgs on the list, by name. */
export function orgsOf(sqlite: Sqlite): RestoredOrg[] {
  return sqlite
    .prepare<[], Omit<RestoredOrg, 'isDemo'> & { isDemo: number }>(
      `SELECT uid AS id, name, url, auth, is_demo AS isDemo FROM org WHERE removed_at IS NULL
       ORDER BY name COLLATE NOCASE`,
    )
    .all()
    .map((org) => ({ ...org, isDemo: org.isDemo === 1 }));
}

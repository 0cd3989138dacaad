import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database as Sqlite } from 'better-sqlite3';
import type { DirectoryRequest, SalvagedTable, SalvageReport } from '../../core/ports-care';
import { AppError } from '../../shared/model/errors';
import { sync } from '../backup';
import { classify } from '../errors';
import { acquire } from '../lock';
import { migrate } from '../migrate';
import { openPlain } from '../open';
import { DATABASE_FILE } from '../session';
import { streamTables } from '../stream-tables';
import { problemOf } from './check';
import { copyWithLog } from './copy';
import type { CareEnvironment } from './environment';
import { orgsOf } from './inspect';
import { isGone } from './presence';
import { leaveLogMode, preparedName, removePrepared, replaceDatabase } from './replace';
import { requireRoom, sizeWithLog } from './room';
import { openDamaged } from './salvage-open';
import { mendReferences } from './salvage-references';
import { copyTable } from './salvage-rows';
import { createAsOf, tablesInOrder } from './salvage-schema';
import { LOGIN_TABLES, recount } from './salvage-totals';

/** See `CareTasks.salvage`. */
export async function salvage(
  request: DirectoryRequest,
  environment: CareEnvironment,
): Promise<SalvageReport> {
  const { dataDir } = request;
  const current = join(dataDir, DATABASE_FILE);
  const lock = await acquire({ ...request, nativeBinding: environment.nativeBinding });
  const prepared = preparedName(dataDir);
  /** The damaged files are read from a copy: opening them would change them. */
  const copy = prepared.replace(/\.db$/, '.db.damaged');
  try {
    removePrepared(dataDir);
    if (isGone(current)) throw nothingReadable(current);
    if (problemOf(dataDir, environment) === null) throw nothingToRecover(current);
    requireRoom({ folder: dataDir, bytes: 2.2 * sizeWithLog(current), what: 'Salvaging the database' });
    copyWithLog(current, copy);
    const found = await rebuild(copy, prepared, environment);
    if (found.orgs.length === 0) throw nothingReadable(current);
    // A backup of a damaged database is not worth the name.
    const previous = await replaceDatabase({ dataDir, current, prepared, keep: 'aside' }, environment);
    return { ...found, previous: previous ?? current };
  } catch (error) {
    throw classify(error, current);
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(copy + suffix, { force: true });
    removePrepared(dataDir);
    lock.release();
  }
}

/** Copies what can be read of `damagedFile` into a new database, consistent in itself. */
export async function rebuild(
  damagedFile: string,
  file: string,
  environment: CareEnvironment,
): Promise<Omit<SalvageReport, 'previous'>> {
  const { migrationsFolder, nativeBinding } = environment;
  const damaged = openDamaged(damagedFile, nativeBinding);
  if (damaged === null) throw nothingReadable(damagedFile);
  const sqlite = openPlain(file, nativeBinding);
  try {
    // If this process is killed, the file is thrown away and made again.
    sqlite.pragma('journal_mode = OFF');
    sqlite.pragma('synchronous = OFF');
    createAsOf(damaged, sqlite, migrationsFolder);
    sqlite.pragma('foreign_keys = OFF');
    const tables = tablesInOrder(sqlite).map((table) => copyTable(damaged, sqlite, table));
    const drop = (name: string, rows: number): void => {
      const one = tables.find(({ table }) => table === name);
      if (one === undefined || rows === 0) return;
      one.dropped += rows;
      one.rows -= rows;
    };
    for (const [table, rows] of mendReferences(sqlite)) drop(table, rows);
    const recounted = tables.some(
      ({ table, whole, dropped }) => LOGIN_TABLES.has(table) && (!whole || dropped > 0),
    );
    if (recounted) drop('login', recount(sqlite));
    const readAgain = forgetPlaces(sqlite, tables);
    sqlite.pragma('foreign_keys = ON');
    await migrate({ sqlite, file, migrationsFolder, nativeBinding, backUpFirst: false });
    sqlite.pragma('synchronous = FULL');
    await leaveLogMode(sqlite, file);
    return {
      tables: tables.filter(({ rows, whole, dropped }) => rows > 0 || dropped > 0 || !whole),
      readAgain,
      recounted,
      orgs: orgsOf(sqlite),
    };
  } finally {
    damaged.close();
    sqlite.close();
    chmodSync(file, 0o600);
    sync(file);
  }
}

/**
 * A checkpoint says that everything before it is stored. Where rows are lost that is not true any more: without
 * the checkpoint the stream is read again, as far back as Salesforce tells.
 */
function forgetPlaces(sqlite: Sqlite, tables: readonly SalvagedTable[]): string[] {
  const lost = new Set(
    tables.filter(({ whole, dropped }) => !whole || dropped > 0).map(({ table }) => table),
  );
  const streams = Object.entries(streamTables)
    .filter(([, { table }]) => lost.has(table) || (LOGIN_HISTORY.has(table) && isAny(lost, LOGIN_TABLES)))
    .map(([stream]) => stream);
  const known = tables.map(({ table }) => table);
  return streams.filter((stream) => {
    if (known.includes('stream_fields'))
      sqlite.prepare('DELETE FROM stream_fields WHERE stream = ?').run(stream);
    return sqlite.prepare('DELETE FROM stream_checkpoint WHERE stream = ?').run(stream).changes > 0;
  });
}

/** What the stream of sign-ins names as its table: a view over several. */
const LOGIN_HISTORY: ReadonlySet<string> = new Set(['login', 'login_history']);

const isAny = (some: ReadonlySet<string>, of: ReadonlySet<string>): boolean =>
  [...of].some((name) => some.has(name));

function nothingToRecover(file: string): AppError {
  return new AppError({
    code: 'NOTHING_TO_RECOVER',
    kind: 'usage',
    message: `The database ${file} is sound: there is nothing to salvage.`,
    fix: 'To go back to a backup, use “seatwatch restore FILE”.',
  });
}

function nothingReadable(file: string): AppError {
  return new AppError({
    code: 'NOTHING_READABLE',
    kind: 'data',
    message: `Nothing can be read of the database ${file}, not even the list of orgs.`,
    fix:
      'Restore a backup (“seatwatch data recover --from-backup FILE”), or begin with an empty database ' +
      '(“seatwatch data recover --empty”). Nothing was changed.',
  });
}

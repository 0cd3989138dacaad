import { statSync } from 'node:fs';
import type { Database, DatabaseHealth } from '../core/ports';
import { backup } from './backup';
import { type Connection, createConnection } from './connection';
import { classify } from './errors';
import { appliedMigrations, checkDatabase, migrate, needsMigration, shippedMigrations } from './migrate';
import { type OpenOptions, openDatabase } from './open';
import * as licenses from './queries/licenses';
import * as logins from './queries/logins';
import * as orgs from './queries/orgs';
import { overview } from './queries/overview';
import { commitPage } from './queries/pages';
import * as quota from './queries/quota';
import { rowCounts } from './queries/row-counts';
import * as runs from './queries/runs';
import { seats } from './queries/seats';
import * as setup from './queries/setup';
import * as users from './queries/users';

export interface DatabaseOptions extends OpenOptions {
  /** The folder `drizzle/` as shipped. */
  migrationsFolder: string;
}

export interface LocalDatabase extends Database {
  /** Whether some run has no end yet: it goes on in another process, or its process died. */
  hasDanglingRuns(): Promise<boolean>;
  /** Closes the file; the write-ahead log is folded back into it. Safe to call twice. */
  close(): void;
}

/** Whether the file has to be migrated before a read-only connection can use it. */
export function isOutdated(options: DatabaseOptions): boolean {
  const sqlite = openDatabase({ ...options, readOnly: true });
  try {
    return needsMigration(sqlite, options.migrationsFolder);
  } finally {
    sqlite.close();
  }
}

/**
 * Opens the database and brings it up to date (not when read-only: see `isOutdated`). The caller holds the
 * directory lock when it wants to write. Rejects with `AppError`s of kind "data" and leaves the file as it is.
 */
export async function createDatabase(options: DatabaseOptions): Promise<LocalDatabase> {
  const { file, migrationsFolder, nativeBinding, readOnly = false } = options;
  const sqlite = openDatabase(options);
  try {
    if (!readOnly) await migrate({ sqlite, file, migrationsFolder, nativeBinding });
    // Also refuses a newer file for readers.
    else needsMigration(sqlite, migrationsFolder);
  } catch (error) {
    sqlite.close();
    throw classify(error, file);
  }
  return assemble(createConnection(sqlite, file), options);
}

function assemble(db: Connection, options: DatabaseOptions): LocalDatabase {
  /** Binds a query to this database: errors in words, and a promise even for what is synchronous. */
  const call =
    <A extends unknown[], R>(query: (db: Connection, ...args: A) => R) =>
    async (...args: A): Promise<R> => {
      try {
        return query(db, ...args);
      } catch (error) {
        throw classify(error, db.file);
      }
    };
  return {
    listOrgs: call(orgs.listOrgs),
    getOrg: call(orgs.getOrg),
    findOrgByName: call(orgs.findOrgByName),
    insertOrg: call(orgs.insertOrg),
    updateOrg: call(orgs.updateOrg),
    setOrgIdentity: call(orgs.setOrgIdentity),
    removeOrg: call(orgs.removeOrg),

    getSetup: call(setup.getSetup),
    setSubStep: call(setup.setSubStep),
    saveDraft: call(setup.saveDraft),
    saveDraftCertificate: call(setup.saveDraftCertificate),
    adoptDraft: call(setup.adoptDraft),
    saveConnectivity: call(setup.saveConnectivity),
    lastConnectivity: call(setup.lastConnectivity),

    startRun: call(runs.startRun),
    finishRun: call(runs.finishRun),
    hasDanglingRuns: call(runs.hasDanglingRuns),
    closeDanglingRuns: call(runs.closeDanglingRuns),
    lastRun: call(runs.lastRun),
    listRuns: call(runs.listRuns),
    checkpoints: call(runs.checkpoints),
    commitPage: call(commitPage),
    recordLimits: call(quota.recordLimits),
    recordUsage: call(quota.recordUsage),
    addOwnCalls: call(quota.addOwnCalls),
    quota: call(quota.quota),
    droppedFields: call(runs.droppedFields),
    saveDroppedFields: call(runs.saveDroppedFields),
    rowCounts: call(rowCounts),
    publicCheckpoints: call(runs.publicCheckpoints),
    historySpan: call(logins.historySpan),

    overview: call(overview),
    users: call(users.users),
    user: call(users.user),
    licenses: call(licenses.licenses),
    seats: call(seats),
    logins: call(logins.logins),
    setPrice: call(licenses.setPrice),
    latestLimits: call(quota.latestLimits),
    limitHistory: call(quota.limitHistory),
    usage: call(quota.usage),

    health: call((connection: Connection) => health(connection, options.migrationsFolder)),
    backupTo: (target) => backup({ source: db.file, target, nativeBinding: options.nativeBinding }),
    close() {
      if (db.sqlite.open) db.sqlite.close();
    },
  };
}

function health(db: Connection, migrationsFolder: string): DatabaseHealth {
  const version = db.get<{ version: string }>('SELECT sqlite_version() AS version')?.version ?? 'unknown';
  const newest = appliedMigrations(db.sqlite).at(-1);
  const name = shippedMigrations(migrationsFolder).find((migration) => migration.when === newest)?.tag;
  return {
    file: db.file,
    sizeBytes: statSync(db.file).size,
    sqliteVersion: version,
    schemaVersion: name ?? 'none',
    problems: checkDatabase(db.sqlite),
  };
}

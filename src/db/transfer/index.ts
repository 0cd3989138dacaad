import type { TransferDatabase, WriteRelations } from '../../core/ports-transfer';
import type { Connection } from '../connection';
import { classify } from '../errors';
import { exportEverything } from '../everything';
import { appliedMigrations, shippedMigrations } from '../migrate';
import { forgetPerson, previewForget } from '../queries/forget/forget';
import { listIgnored, stopIgnoring } from '../queries/forget/ignored';
import { findPerson } from '../queries/forget/traces';
import { forgetLoginKeys } from '../queries/login-keys';
import { eraseWith } from './erase';
import { checkMerge, mergeFile } from './merge-file';

export interface TransferOptions {
  /** Needed by whoever exports as CSV or Parquet. */
  writeRelations?: WriteRelations | undefined;
}

interface Where {
  migrationsFolder: string;
  nativeBinding?: string | undefined;
  /** Told before each step that changes something; tests end the process there. */
  onStep?: ((step: string) => void) | undefined;
}

/** The part of `Database` that moves data. `closeOthers`: closes what else reads the file in this process. */
export function createTransfer(
  db: Connection,
  options: TransferOptions & Where,
  closeOthers: () => void,
): TransferDatabase {
  const { migrationsFolder, nativeBinding, writeRelations } = options;
  /** Errors in words, and a promise even for what is synchronous. */
  const call =
    <A extends unknown[], R>(work: (...args: A) => R | Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        return await work(...args);
      } catch (error) {
        throw classify(error, db.file);
      }
    };
  const schemaVersion = (): string => {
    const newest = appliedMigrations(db.sqlite).at(-1);
    return shippedMigrations(migrationsFolder).find(({ when }) => when === newest)?.tag ?? 'none';
  };
  return {
    exportEverything: call((request) =>
      exportEverything({ file: db.file, nativeBinding, schemaVersion, writeRelations }, request),
    ),
    checkMerge: call((file) => {
      checkMerge(db, options, file);
    }),
    previewMerge: call((file) => mergeFile(db, options, file, true)),
    mergeFrom: call((file) => {
      closeOthers();
      return mergeFile(db, options, file, false);
    }),
    previewForget: call((orgId, userId) => previewForget(db, orgId, userId)),
    forgetPerson: call((orgId, userId, ignore, at) => {
      closeOthers();
      return eraseWith(db, options, () => forgetPerson(db, orgId, userId, ignore, at));
    }),
    listIgnored: call((orgId, userId) => listIgnored(db, orgId, userId)),
    stopIgnoring: call((orgId, person) => stopIgnoring(db, orgId, person)),
    findPerson: call((orgId, called) => findPerson(db, orgId, called)),
    letGo: call(() => {
      closeOthers();
      forgetLoginKeys(db);
    }),
  };
}

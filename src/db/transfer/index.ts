import type { TransferDatabase, WriteRelations } from '../../core/ports-transfer';
import type { Connection } from '../connection';
import { classify } from '../errors';
import { exportEverything } from '../everything';
import { appliedMigrations, shippedMigrations } from '../migrate';
import { forgetPerson, previewForget } from '../queries/forget/forget';
import { countIgnored, stopIgnoring } from '../queries/forget/ignored';
import { findPerson } from '../queries/forget/traces';
import { eraseWith } from './erase';
import { mergeFile } from './merge-file';

export interface TransferOptions {
  /** Needed by whoever exports as CSV or Parquet. */
  writeRelations?: WriteRelations | undefined;
}

interface Where {
  migrationsFolder: string;
  nativeBinding?: string | undefined;
}

/** The part of `Database` that moves data. `letGo`: closes what else reads the file in this process. */
export function createTransfer(
  db: Connection,
  options: TransferOptions & Where,
  letGo: () => void,
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
    previewMerge: call((file) => mergeFile(db, options, file, true)),
    mergeFrom: call((file) => {
      letGo();
      return mergeFile(db, options, file, false);
    }),
    previewForget: call((orgId, userId) => previewForget(db, orgId, userId)),
    forgetPerson: call((orgId, userId, ignore, at) => {
      letGo();
      return eraseWith(db, nativeBinding, () => forgetPerson(db, orgId, userId, ignore, at));
    }),
    countIgnored: call((orgId) => countIgnored(db, orgId)),
    stopIgnoring: call((orgId, userId) => stopIgnoring(db, orgId, userId)),
    findPerson: call((orgId, called) => findPerson(db, orgId, called)),
  };
}

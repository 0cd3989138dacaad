import type { EverythingRequest, EverythingResult, WriteRelations } from '../../core/ports-transfer';
import { copyAsSqlite } from './sqlite-copy';
import { openSnapshot } from './source';

export interface EverythingDeps {
  file: string;
  nativeBinding: string | undefined;
  schemaVersion: () => string;
  /** Main gives it: the database knows relations, not formats of files. */
  writeRelations: WriteRelations | undefined;
}

/** Writes everything into files, of one moment. A long export rests often: others are answered in between. */
export async function exportEverything(
  deps: EverythingDeps,
  request: EverythingRequest,
): Promise<EverythingResult> {
  const { file, nativeBinding } = deps;
  const { format, path, orgId, at, application } = request;
  if (format === 'sqlite') return copyAsSqlite(file, nativeBinding, request);
  if (deps.writeRelations === undefined) throw new Error('This process cannot write exports.');
  const { source, close } = openSnapshot(file, nativeBinding, deps.schemaVersion(), orgId);
  try {
    return await deps.writeRelations(source, {
      format,
      folder: path,
      isComplete: orgId === null,
      at,
      application,
    });
  } finally {
    close();
  }
}

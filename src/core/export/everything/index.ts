import { AppError } from '../../../shared/model/errors';
import type { EverythingResult, RelationSource, WriteRequest } from '../../ports-transfer';
import { cannotWrite } from '../file-sink';
import { writeCsvRelation } from './csv-set';
import { type ExportFolder, openExportFolder } from './folder';
import { MANIFEST, type Manifest, type ManifestFile, writeManifest } from './manifest';
import { writeParquetRelation } from './parquet-set';

/**
 * Writes every relation of the source into a folder, as CSV (a file each) or Parquet (a file for each org or day of
 * it). Each file appears whole or not at all, the manifest last; one that was interrupted is simply made again. An
 * earlier export in the folder is brought up to date: of Parquet only the files whose rows have changed are written.
 */
export async function writeRelations(
  source: RelationSource,
  request: WriteRequest,
): Promise<EverythingResult> {
  const folder = await openExportFolder(request.folder, request.format);
  try {
    return await fill(source, request, folder);
  } catch (error) {
    if (error instanceof AppError || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw cannotWrite(request.folder, error);
  } finally {
    await folder.close().catch(() => undefined);
  }
}

async function fill(
  source: RelationSource,
  request: WriteRequest,
  folder: ExportFolder,
): Promise<EverythingResult> {
  const before = folder.earlier?.relations.flatMap(({ files }) => files) ?? [];
  const earlier = new Map(before.map((file) => [file.path, file]));
  const exported = new Set(source.orgs.map(({ id }) => id));
  /** Of orgs that are not exported this time. */
  const isOthers = ({ orgId }: ManifestFile): boolean =>
    !request.isComplete && orgId !== null && !exported.has(orgId);

  const relations: Manifest['relations'] = [];
  for (const relation of source.relations) {
    const written =
      request.format === 'csv'
        ? await writeCsvRelation(source, relation, folder)
        : await writeParquetRelation(source, relation, { ...request, folder, earlier });
    const kept =
      folder.earlier?.relations.find(({ name }) => name === relation.name)?.files.filter(isOthers) ?? [];
    const files = [...kept, ...written];
    relations.push({
      name: relation.name,
      description: relation.description,
      key: [...relation.key],
      columns: relation.columns.map((column) => ({ ...column })),
      rows: files.reduce((sum, { rows }) => sum + rows, 0),
      files,
    });
  }

  const orgs = source.orgs.map(({ id, name, salesforceOrgId }) => ({ id, name, salesforceOrgId }));
  const others = request.format === 'csv' || request.isComplete ? [] : (folder.earlier?.orgs ?? []);
  await writeManifest(folder.path, {
    seatwatchExport: 1,
    format: request.format,
    application: request.application,
    exportedAt: new Date(request.at).toISOString(),
    schemaVersion: source.schemaVersion,
    orgs: [...others.filter(({ id }) => !exported.has(id)), ...orgs],
    relations,
  });
  const files = relations.flatMap((relation) => relation.files);
  const now = new Set(files.map(({ path }) => path));
  // Last: until the new manifest stands, the old one's files do.
  await folder.remove(before.map(({ path }) => path).filter((path) => !now.has(path) && path !== MANIFEST));
  return {
    path: folder.path,
    files: files.length + 1,
    rows: files.reduce((sum, { rows }) => sum + rows, 0),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

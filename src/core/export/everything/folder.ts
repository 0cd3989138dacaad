import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/model/errors';
import { cannotWrite } from '../file-sink';
import { MANIFEST, type Manifest, readManifest } from './manifest';

const OWNER_ONLY = 0o700;

/** Where files are written before they get their names. Hidden, and not called like data. */
const DRAFTS = '.seatwatch-drafts';

export interface ExportFolder {
  readonly path: string;
  /** Of the export that is there already. */
  readonly earlier: Manifest | null;
  /** A place for a file that is being written; on the same disk, so that it can be renamed. */
  draft(name: string): string;
  /** Where a file belongs; its folder is made. */
  place(inner: string): Promise<string>;
  /** Removes files of the earlier export, and folders that are empty then. */
  remove(inner: readonly string[]): Promise<void>;
  /** Removes what is unfinished. */
  close(): Promise<void>;
}

/**
 * Makes a folder ready for an export. One that holds something else than an earlier export of the same form is
 * refused (NOT_AN_EXPORT): nothing of others is ever overwritten or removed.
 */
export async function openExportFolder(path: string, format: Manifest['format']): Promise<ExportFolder> {
  const drafts = join(path, DRAFTS);
  try {
    await mkdir(path, { recursive: true, mode: OWNER_ONLY });
    const names = (await readdir(path)).filter((name) => name !== DRAFTS);
    const earlier = await readManifest(path);
    if (names.length > 0 && earlier?.format !== format && !(await wasInterrupted(path, names)))
      throw notAnExport(path, format);
    await rm(drafts, { recursive: true, force: true });
    await mkdir(drafts, { mode: OWNER_ONLY });
    return {
      path,
      earlier: earlier?.format === format ? earlier : null,
      draft: (name) => join(drafts, name),
      async place(inner) {
        const file = join(path, ...inner.split('/'));
        await mkdir(dirname(file), { recursive: true, mode: OWNER_ONLY });
        return file;
      },
      async remove(inners) {
        for (const inner of inners) {
          const parts = inner.split('/');
          await rm(join(path, ...parts), { force: true });
          for (let depth = parts.length - 1; depth > 0; depth--)
            await rmdir(join(path, ...parts.slice(0, depth))).catch(() => undefined);
        }
      },
      close: () => rm(drafts, { recursive: true, force: true }),
    };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw cannotWrite(path, error);
  }
}

/** A first export that never came to its end has no manifest, but its folder of drafts. */
async function wasInterrupted(path: string, names: readonly string[]): Promise<boolean> {
  if (names.includes(MANIFEST)) return false;
  return (await stat(join(path, DRAFTS)).catch(() => null))?.isDirectory() ?? false;
}

function notAnExport(path: string, format: string): AppError {
  return new AppError({
    code: 'NOT_AN_EXPORT',
    kind: 'usage',
    message: `The folder ${path} holds something else than an earlier export (${format}) of Seatwatch.`,
    fix: 'Choose an empty or a new folder.',
  });
}

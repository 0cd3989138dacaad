import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { AppError } from '../../shared/model/errors';
import type { ScheduleEntry } from './entry';
import type { FileToWrite } from './scheduler';

const OWNER_ONLY = 0o600;

/** Not there, no file, or somebody else's: nothing that this person installed. */
const OUT_OF_REACH: ReadonlySet<unknown> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'ELOOP',
  'EACCES',
  'EPERM',
]);

const isOutOfReach = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && OUT_OF_REACH.has(error.code);

const nothingIfOutOfReach = (error: unknown): null => {
  if (isOutOfReach(error)) return null;
  throw error;
};

/** What stands in files before they are written anew; null unless all of them are there. */
export async function presentContent(paths: readonly string[]): Promise<FileToWrite[] | null> {
  const files: FileToWrite[] = [];
  for (const path of paths) {
    const content = await readFile(path, 'utf8').catch(nothingIfOutOfReach);
    if (content === null) return null;
    files.push({ path, content });
  }
  return files;
}

export interface EntryFile {
  /** Name in the folder. */
  file: string;
  path: string;
  text: string;
  entry: ScheduleEntry;
}

/** The files of a folder in which an entry of ours stands, by name. `entryOf`: null for what is not one of ours. */
export async function readEntries(
  folder: string,
  named: { prefix: string; suffix: string },
  entryOf: (text: string) => ScheduleEntry | null,
): Promise<EntryFile[]> {
  const names = (await readdir(folder).catch(nothingIfOutOfReach)) ?? [];
  const found: EntryFile[] = [];
  for (const file of names.sort()) {
    if (!file.startsWith(named.prefix) || !file.endsWith(named.suffix)) continue;
    const path = join(folder, file);
    const text = await readFile(path, 'utf8').catch(nothingIfOutOfReach);
    const entry = text === null ? null : entryOf(text);
    if (text !== null && entry !== null) found.push({ file, path, text, entry });
  }
  return found;
}

/** Whole or not at all, readable by its owner only, its folder made when missing. */
export async function writeOwnFile(path: string, content: string | Buffer): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, content, { mode: OWNER_ONLY });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new AppError({
      code: 'SCHEDULE_NOT_WRITTEN',
      kind: 'credentials',
      message: `${path} cannot be written (${code}).`,
      fix: 'Check the permissions of its folder, or choose another scheduler with --with.',
      cause: error,
    });
  }
}

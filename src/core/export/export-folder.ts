import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cannotWrite, writeToFile } from './file-sink';

const OWNER_ONLY = 0o700;

/**
 * Puts files into a new folder of that name, which gets a number when there is one already: nothing is ever
 * overwritten. When something fails the folder is gone again. Resolves with its path.
 */
export async function makeExportFolder(
  parent: string,
  name: string,
  files: readonly { name: string; content: string | Uint8Array }[],
): Promise<string> {
  const folder = await newFolder(parent, name);
  try {
    for (const file of files) await writeToFile(join(folder, file.name), (sink) => sink.write(file.content));
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function newFolder(parent: string, name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const folder = join(parent, count === 1 ? name : `${name} (${String(count)})`);
    try {
      await mkdir(folder, { mode: OWNER_ONLY });
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(folder, error);
    }
  }
}

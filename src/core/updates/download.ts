import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cannotWrite, openFileSink } from '../export/file-sink';
import type { HttpFetch } from '../ports';
import { WireFailure, type Timeouts } from '../salesforce/transport';
import { damaged } from './errors';
import type { UpdateFile } from './manifest';
import { besides, get } from './request';

export interface Download {
  fetch: HttpFetch;
  /** Of the manifest. */
  source: URL;
  file: UpdateFile;
  /** Made for its owner only. Older downloads there go. */
  folder: string;
  timeouts: Timeouts;
  signal?: AbortSignal | undefined;
  onProgress?: ((bytes: number) => void) | undefined;
}

/**
 * Fetches the file a verified manifest speaks of, and resolves with its path. Size and hash are reckoned while it
 * comes in: one byte too many ends it, and what is not exactly that file never gets its name. Rejects with
 * UPDATE_DAMAGED, DISK_FULL, or how the network failed; nothing is left behind then.
 */
export async function downloadFile(download: Download): Promise<string> {
  const { file, folder } = download;
  const path = join(folder, file.name);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  } catch (error) {
    throw cannotWrite(folder, error);
  }
  if (!(await isThere(path, file))) await fetchInto(path, download);
  await removeOthers(folder, file.name);
  // An AppImage is run, not installed.
  if (file.kind === 'AppImage') await chmod(path, 0o700);
  return path;
}

async function fetchInto(path: string, download: Download): Promise<void> {
  const { fetch, source, file, timeouts, signal, onProgress } = download;
  const stream = await get({ fetch, url: besides(source, file.name), timeouts, signal });
  const hash = createHash('sha512');
  let size = 0;
  try {
    const sink = await openFileSink(path);
    try {
      for await (const piece of stream.bytes()) {
        size += piece.byteLength;
        if (size > file.size) throw damaged(file.name, `larger than ${String(file.size)} bytes`);
        hash.update(piece);
        await sink.write(piece);
        onProgress?.(size);
      }
      if (size < file.size) throw damaged(file.name, `${String(size)} of ${String(file.size)} bytes`);
      if (hash.digest('hex') !== file.sha512) throw damaged(file.name, 'its hash differs');
      await sink.finish();
    } catch (error) {
      await sink.discard();
      throw error instanceof WireFailure ? error.failure.error : error;
    }
  } finally {
    stream.discard();
  }
}

/** Whether an earlier download was this very file. */
async function isThere(path: string, { size, sha512 }: UpdateFile): Promise<boolean> {
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size !== size) return false;
    const hash = createHash('sha512');
    for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
    return hash.digest('hex') === sha512;
  } catch {
    return false;
  }
}

/** A package of Seatwatch, or the unfinished file of one. Whatever else is in the folder, somebody put there. */
const OURS = /^\.?seatwatch.*\.(deb|rpm|appimage|exe|msi|dmg|zip|part)$/i;
/** Unfinished files of another process that downloads at the same time are younger than this. */
const ABANDONED_MS = 3_600_000;

async function removeOthers(folder: string, keep: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (name === keep) continue;
    if (!OURS.test(name)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    const isBeingWritten = name.endsWith('.part') && Date.now() - (found?.mtimeMs ?? 0) < ABANDONED_MS;
    if (found?.isFile() === true && !isBeingWritten) await rm(path, { force: true }).catch(() => undefined);
  }
}

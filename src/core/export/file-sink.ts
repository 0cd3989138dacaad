import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../shared/model/errors';
import type { TextSink } from './csv';

const OWNER_ONLY = 0o600;

export interface FileSink extends TextSink {
  readonly file: string;
  write(chunk: string | Uint8Array): Promise<void>;
  /** Flushes to disk and puts the finished file in place. */
  finish(): Promise<void>;
  /** Removes what was written; an older file of that name is untouched. */
  discard(): Promise<void>;
}

export function cannotWrite(file: string, cause: unknown): AppError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError({
      code: 'DISK_FULL',
      kind: 'data',
      message: `The disk is full: ${file} was not written.`,
      fix: 'Make room or choose a file on another disk, then try again.',
      retryable: true,
      cause,
    });
  const reasons: Record<string, string> = {
    ENOENT: 'its folder does not exist',
    ENOTDIR: 'its folder does not exist',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    EISDIR: 'it is a folder',
  };
  return new AppError({
    code: 'CANNOT_WRITE',
    kind: 'usage',
    message: `The file ${file} cannot be written: ${reasons[code] ?? (code || 'unknown reason')}.`,
    fix: 'Choose another file.',
    cause,
  });
}

/**
 * A file readable by its owner only (exports hold personal data), complete or not there at all: written beside its
 * place and renamed when finished. Devices and pipes (`/dev/null`, a FIFO) are written straight.
 */
export async function openFileSink(file: string): Promise<FileSink> {
  let target = file;
  let straight = false;
  try {
    // The file behind a symbolic link is replaced, not the link.
    target = await realpath(file);
    const found = await stat(target);
    if (found.isDirectory()) throw Object.assign(new Error('folder'), { code: 'EISDIR' });
    straight = !found.isFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw cannotWrite(file, error);
  }

  const draft = straight
    ? target
    : join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.part`);
  let handle: FileHandle;
  try {
    handle = await open(draft, straight ? 'w' : 'wx', OWNER_ONLY);
  } catch (error) {
    throw cannotWrite(file, error);
  }

  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    await handle.close();
  };
  const discard = async (): Promise<void> => {
    await close().catch(() => undefined);
    if (!straight) await unlink(draft).catch(() => undefined);
  };

  return {
    file,
    async write(chunk) {
      try {
        // Unlike write(), writeFile() goes on until every byte is out.
        await handle.writeFile(chunk, 'utf8');
      } catch (error) {
        await discard();
        throw cannotWrite(file, error);
      }
    },
    async finish() {
      try {
        if (!straight) await handle.sync();
        await close();
        if (!straight) await rename(draft, target);
      } catch (error) {
        await discard();
        throw cannotWrite(file, error);
      }
    },
    discard,
  };
}

/** Opens, lets `write` fill it, and finishes; on any failure nothing is left behind. */
export async function writeToFile<T>(file: string, write: (sink: FileSink) => Promise<T>): Promise<T> {
  const sink = await openFileSink(file);
  try {
    const result = await write(sink);
    await sink.finish();
    return result;
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { AppError } from '../../shared/model/errors';

const OWNER_ONLY = 0o600;

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

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

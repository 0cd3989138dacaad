import { closeSync, existsSync, openSync, readSync, realpathSync, writeSync } from 'node:fs';
import { LOG_SUFFIXES } from './room';

const PIECE_BYTES = 1024 * 1024;

/**
 * The bytes of a file in a new one that only its owner can read, from its first byte on. (`copyFile` gives the copy
 * the permissions of the original, before there is anything in it.)
 */
export function copyPrivately(source: string, target: string): void {
  const buffer = Buffer.allocUnsafe(PIECE_BYTES);
  const from = openSync(source, 'r');
  try {
    const to = openSync(target, 'wx', 0o600);
    try {
      for (let length = readSync(from, buffer); length > 0; length = readSync(from, buffer))
        for (let done = 0; done < length;) done += writeSync(to, buffer, done, length - done);
    } finally {
      closeSync(to);
    }
  } finally {
    closeSync(from);
  }
}

/** A database with its log, as the files are; for those that nobody writes to. The log lies beside the file itself. */
export function copyWithLog(file: string, target: string): void {
  const real = realpathSync(file);
  for (const suffix of ['', ...LOG_SUFFIXES])
    if (existsSync(real + suffix)) copyPrivately(real + suffix, target + suffix);
}

import { closeSync, openSync, statSync, writeSync } from 'node:fs';

export const PAGE = 4096;
export const pagesOf = (file: string): number => Math.floor(statSync(file).size / PAGE);

/** Overwrites bytes of a file from a place on. */
export function overwrite(file: string, at: number, bytes: Uint8Array): void {
  const handle = openSync(file, 'r+');
  try {
    writeSync(handle, bytes, 0, bytes.length, at);
  } finally {
    closeSync(handle);
  }
}

/** Page numbers count from 0 here; 0 holds the header and the list of tables. */
export const overwritePage = (file: string, page: number, bytes: Uint8Array): void =>
  overwrite(file, page * PAGE, bytes.subarray(0, PAGE));

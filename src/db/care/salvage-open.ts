import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import type { Database as Sqlite } from 'better-sqlite3';
import { openPlain } from '../open';

const MAGIC = 'SQLite format 3\0';
/** Every database of ours has pages of this size: it is SQLite's default, and nothing sets another. */
const PAGE_SIZE = 4096;
const HEADER_BYTES = 100;

/**
 * Opens a copy of a damaged database as far as SQLite can be made to; null when not even its list of tables can
 * be read. The copy is changed. A header that is gone is written anew: the rest of the first page is what
 * matters, and what the header says is known or can be counted. A file that was cut off is read up to there.
 */
export function openDamaged(file: string, nativeBinding: string | undefined): Sqlite | null {
  return attempt(file, nativeBinding) ?? (mendHeader(file) ? attempt(file, nativeBinding) : null);
}

function attempt(file: string, nativeBinding: string | undefined): Sqlite | null {
  let sqlite: Sqlite | undefined;
  try {
    sqlite = openPlain(file, nativeBinding, { fileMustExist: true });
    // With it SQLite accepts a file that is shorter than its header says.
    sqlite.unsafeMode(true);
    sqlite.pragma('writable_schema = ON');
    // Neither a table's definition nor a cell of a page is believed unchecked.
    sqlite.pragma('cell_size_check = ON');
    sqlite.pragma('trusted_schema = OFF');
    // Numbers as SQLite has them: a damaged one may be beyond what JavaScript counts exactly.
    sqlite.defaultSafeIntegers(true);
    const tables = sqlite.prepare("SELECT count(*) FROM sqlite_master WHERE type = 'table'").pluck().get();
    if (Number(tables) > 0) return sqlite;
  } catch {
    // What it would say is known already: the file is damaged.
  }
  sqlite?.close();
  return null;
}

/** False: what follows the header is no first page either. */
function mendHeader(file: string): boolean {
  const pages = Math.floor(statSync(file).size / PAGE_SIZE);
  if (pages === 0) return false;
  const handle = openSync(file, 'r+');
  try {
    const type = Buffer.alloc(1);
    readSync(handle, type, 0, 1, HEADER_BYTES);
    // Leaf or interior page of a table.
    if (type[0] !== 0x0d && type[0] !== 0x05) return false;
    const header = Buffer.alloc(HEADER_BYTES);
    header.write(MAGIC, 0, 'latin1');
    header.writeUInt16BE(PAGE_SIZE, 16);
    // Without a log: the one there was has been folded in, or is lost.
    header.writeUInt8(1, 18);
    header.writeUInt8(1, 19);
    header.set([64, 32, 32], 21);
    header.writeUInt32BE(1, 24);
    header.writeUInt32BE(pages, 28);
    header.writeUInt32BE(1, 40);
    header.writeUInt32BE(4, 44);
    // UTF-8.
    header.writeUInt32BE(1, 56);
    header.writeUInt32BE(1, 92);
    writeSync(handle, header, 0, HEADER_BYTES, 0);
    return true;
  } finally {
    closeSync(handle);
  }
}

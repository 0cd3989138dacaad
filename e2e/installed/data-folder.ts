import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { z } from 'zod';

/** Where drizzle notes which migrations a file has been through. */
const MIGRATIONS = '__drizzle_migrations';
const DATABASE = 'seatwatch.db';

const Journal = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) });
export type Migration = z.infer<typeof Journal>['entries'][number];

/** The migrations in a .deb, oldest first. */
export function migrationsIn(deb: string): Migration[] {
  const data = execFileSync('dpkg-deb', ['--fsys-tarfile', deb], { maxBuffer: 2 ** 31 });
  const file = './opt/Seatwatch/resources/drizzle/meta/_journal.json';
  const text = execFileSync('tar', ['--extract', '--to-stdout', file], { input: data, encoding: 'utf8' });
  return Journal.parse(JSON.parse(text)).entries;
}

/** A copy of a database file at rest, with what SQLite keeps beside it: looking into it changes nothing. */
export class DatabaseCopy {
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'seatwatch-copy-'));
  readonly #file = path.join(this.#folder, DATABASE);

  constructor(file: string) {
    for (const end of ['', '-wal', '-shm'])
      if (existsSync(`${file}${end}`)) copyFileSync(`${file}${end}`, `${this.#file}${end}`);
  }

  #read<T>(look: (sqlite: Sqlite.Database) => T): T {
    const sqlite = new Sqlite(this.#file, { fileMustExist: true });
    try {
      return look(sqlite);
    } finally {
      sqlite.close();
    }
  }

  /** What SQLite finds wrong; nothing: the file is sound. */
  problems(): string[] {
    return this.#read((sqlite) => {
      const rows = sqlite.pragma('integrity_check') as { integrity_check: string }[];
      const orphans = sqlite.pragma('foreign_key_check') as { table: string }[];
      return [
        ...rows.map((row) => row.integrity_check).filter((line) => line !== 'ok'),
        ...orphans.map(({ table }) => `${table} refers to missing rows`),
      ];
    });
  }

  /** When the migrations it has been through were written (epoch ms), oldest first. */
  migrations(): number[] {
    return this.#read((sqlite) =>
      sqlite
        .prepare<[], { at: number }>(`SELECT created_at AS at FROM ${MIGRATIONS} ORDER BY created_at`)
        .all()
        .map(({ at }) => at),
    );
  }

  /** Rows of every table with data of the program. */
  rowCounts(): Record<string, number> {
    return this.#read((sqlite) =>
      Object.fromEntries(
        tables(sqlite).map((name) => [
          name,
          sqlite.prepare<[], { n: number }>(`SELECT count(*) AS n FROM "${name}"`).get()?.n ?? 0,
        ]),
      ),
    );
  }

  /** Tables of this copy whose rows are not exactly those of `other`, in the columns that this copy has. */
  differs(other: DatabaseCopy): string[] {
    return this.#read((sqlite) => {
      sqlite.prepare('ATTACH ? AS other').run(other.#file);
      const theirs = tables(sqlite, 'other');
      return tables(sqlite).filter((name) => {
        if (!theirs.includes(name)) return true;
        const columns = sqlite.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)');
        const list = columns.all(name).map((column) => `"${column.name}"`);
        const [ours, other] = ['main', 'other'].map((db) => `SELECT ${list.join()} FROM ${db}."${name}"`);
        const sql = `SELECT EXISTS (${ours} EXCEPT ${other}) OR EXISTS (${other} EXCEPT ${ours}) AS differs`;
        return sqlite.prepare<[], { differs: number }>(sql).get()?.differs !== 0;
      });
    });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function tables(sqlite: Sqlite.Database, schema = 'main'): string[] {
  const sql = `SELECT name FROM ${schema}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`;
  return sqlite
    .prepare<[], { name: string }>(sql)
    .all()
    .map(({ name }) => name)
    .filter((name) => name !== MIGRATIONS);
}

/** Names and hashes of the files of a folder that are not logs or locks. */
export function fingerprints(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
      .filter((name) => /^(seatwatch\.db|settings\.json|vault\.json|backups\/.*)$/.test(name))
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(path.join(folder, name)))
          .digest('hex'),
      ]),
  );
}

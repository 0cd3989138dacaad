import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';

/** The first column of what a database file answers; others may write to it meanwhile. */
export function column<T>(file: string, sql: string, ...values: unknown[]): T[] {
  const db = new Sqlite(file, { readonly: true });
  try {
    return db
      .prepare(sql)
      .pluck()
      .all(...values) as T[];
  } finally {
    db.close();
  }
}

/** What `column` gives, of the only row there is. */
export function value<T>(file: string, sql: string, ...values: unknown[]): T {
  const [only, ...more] = column<T>(file, sql, ...values);
  if (only === undefined || more.length > 0) throw new Error(`not one row: ${sql}`);
  return only;
}

/** Which texts are, as bytes, in which files right in a folder: `file: text`. */
export function textsInFiles(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap(({ name }) => {
      const bytes = readFileSync(path.join(folder, name));
      return texts.filter((text) => bytes.includes(text)).map((text) => `${name}: ${text}`);
    });
}

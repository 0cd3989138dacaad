import type BetterSqlite3 from 'better-sqlite3';
import { PREFIXES } from '../catalog/prefixes';
import { decodeId } from '../ids';

const KNOWN_PREFIXES: ReadonlySet<string> = new Set(Object.values(PREFIXES));

/** What compiled queries call besides SQLite's own functions. Needs to be done once per connection. */
export function addSqlFunctions(db: BetterSqlite3.Database): void {
  /** Record number in a stored 18-character id, NULL unless the id begins with the prefix. */
  db.function('record_number', { deterministic: true }, (prefix: unknown, id: unknown) => {
    if (typeof id !== 'string' || typeof prefix !== 'string' || !KNOWN_PREFIXES.has(prefix)) return null;
    return id.startsWith(prefix) ? (decodeId(id)?.n ?? null) : null;
  });
  /** Text without case, beyond ASCII too. */
  db.function('fold', { deterministic: true }, (text: unknown) =>
    typeof text === 'string' ? text.toLowerCase() : text,
  );
}

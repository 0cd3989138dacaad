import type { Connection } from '../../connection';
import { quoted } from '../../relations/define';

/** One org that is merged. The other database is attached as `other`, and brought up to today's schema. */
export interface Merging {
  db: Connection;
  /** Key of the org here. */
  org: number;
  /** Key of the org there. */
  from: number;
  /** Counts rows that were added, by what they are. */
  added: (what: string, rows: number) => void;
  /** Counts rows on both sides of which the other one was taken. */
  updated: (rows: number) => void;
}

/** The other database, in SQL. */
export const OTHER = 'other';

export const keys = ({ org, from }: Merging): { org: number; from: number } => ({ org, from });

/** Columns of a table but those named. */
export function columnsBut(db: Connection, table: string, ...left: readonly string[]): string[] {
  return db
    .all<{ name: string }>('SELECT name FROM pragma_table_info(@table)', { table })
    .map(({ name }) => name)
    .filter((name) => !left.includes(name));
}

export const list = (columns: readonly string[], prefix = ''): string =>
  columns.map((column) => `${prefix}${quoted(column)}`).join(', ');

/** Adds the rows of an org that are not here by their key; those on both sides stay as they are here. */
export function addMissing({ db, org, from, added }: Merging, table: string, what: string): void {
  const columns = columnsBut(db, table, 'org_id');
  const rows = db.run(
    `INSERT INTO main.${table} (org_id, ${list(columns)})
     SELECT @org, ${list(columns)} FROM ${OTHER}.${table} WHERE org_id = @from
     ON CONFLICT DO NOTHING`,
    { org, from },
  );
  added(what, rows);
}

/** The same, but of rows on both sides the one with the later `time` is taken. */
export function addNewer(merging: Merging, table: string, time: string, what: string): void {
  const { db, org, from, added, updated } = merging;
  const columns = columnsBut(db, table, 'org_id');
  const before = count(db, table, org);
  const rows = db.run(
    `INSERT INTO main.${table} (org_id, ${list(columns)})
     SELECT @org, ${list(columns)} FROM ${OTHER}.${table} WHERE org_id = @from
     ON CONFLICT DO UPDATE SET ${columns.map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ')}
       WHERE excluded.${time} > ${table}.${time}`,
    { org, from },
  );
  const fresh = count(db, table, org) - before;
  added(what, fresh);
  updated(rows - fresh);
}

function count(db: Connection, table: string, org: number): number {
  return (
    db.get<{ n: number }>(`SELECT count(*) AS n FROM main.${table} WHERE org_id = @org`, { org })?.n ?? 0
  );
}

/**
 * The same for tables whose rows have numbers of their own, told apart by what they say: those of which none is
 * here are added, oldest first, with new numbers.
 */
export function addUnknown(
  { db, org, from, added }: Merging,
  table: string,
  told: readonly string[],
  what: string,
): void {
  const columns = columnsBut(db, table, 'id', 'org_id');
  const same = told.map((name) => `m.${quoted(name)} IS o.${quoted(name)}`).join(' AND ');
  const rows = db.run(
    `INSERT INTO main.${table} (org_id, ${list(columns)})
     SELECT @org, ${list(columns, 'o.')} FROM ${OTHER}.${table} o
     WHERE o.org_id = @from AND NOT EXISTS (SELECT 1 FROM main.${table} m WHERE m.org_id = @org AND ${same})
     ORDER BY o.id`,
    { org, from },
  );
  added(what, rows);
}

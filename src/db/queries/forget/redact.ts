import type { Connection } from '../../connection';
import { quoted } from '../../relations/define';
import type { Traces } from './traces';

/** Stands where a person was named. */
export const REMOVED = '[removed]';

/** Tables in which people write, or Salesforce tells in words: names are looked for there too. */
const WITH_NAMES: ReadonlySet<string> = new Set([
  'finding',
  'finding_event',
  'finding_mute',
  'setup_audit_trail',
  'row_change',
  'seat_decision',
  'leave',
  'check_result',
  'check_state',
]);

/** Rows of an org, where the table does not say so itself. */
const SCOPES: Record<string, string> = {
  finding_event: 'finding_id IN (SELECT id FROM finding WHERE org_id = @org)',
  run_stream: 'run_id IN (SELECT id FROM run WHERE org_id = @org)',
};

interface TextColumn {
  name: string;
  nullable: boolean;
  /** Part of the table's key, or of another index that is unique: rows cannot be told apart without it. */
  isKey: boolean;
}

/**
 * Takes a person out of whatever is left that names them: every text of every table of the org, whatever it is
 * about, so that a table nobody thought of is no exception. A value that is nothing but the person becomes null,
 * or `[removed]` where there must be one; a row whose key names the person goes. Counts rows by table.
 */
export function redact(db: Connection, org: number, traces: Traces): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { table, scope } of tablesOf(db)) {
    const needles = needlesOf(traces, WITH_NAMES.has(table));
    const key = keyOf(db, table);
    // A row that names the person in several columns counts once.
    const rows = new Set<string>();
    for (const column of textColumns(db, table))
      redactColumn(db, { org, table, scope, key, column, needles }, rows);
    if (rows.size > 0) counts.set(table, rows.size);
  }
  return counts;
}

function tablesOf(db: Connection): { table: string; scope: string }[] {
  const tables = db.all<{ name: string; hasOrg: number }>(
    `SELECT m.name, EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'org_id') AS hasOrg
     FROM sqlite_master m WHERE m.type = 'table' ORDER BY m.name`,
  );
  return tables.flatMap(({ name, hasOrg }) => {
    const scope = SCOPES[name] ?? (hasOrg === 1 ? 'org_id = @org' : null);
    return scope === null ? [] : [{ table: name, scope }];
  });
}

/** The columns that tell the rows of a table apart, as a list in SQL. */
function keyOf(db: Connection, table: string): string {
  const key = db.all<{ name: string }>('SELECT name FROM pragma_table_info(@table) WHERE pk > 0', { table });
  return key.length === 0 ? 'rowid' : key.map(({ name }) => quoted(name)).join(', ');
}

function textColumns(db: Connection, table: string): TextColumn[] {
  const unique = db.all<{ name: string }>(
    `SELECT i.name FROM pragma_index_list(@table) l, pragma_index_info(l.name) i WHERE l."unique" = 1`,
    { table },
  );
  const keys = new Set(unique.map(({ name }) => name));
  return db
    .all<{ name: string; notnull: number; pk: number }>(
      `SELECT name, "notnull", pk FROM pragma_table_info(@table) WHERE type = 'TEXT' COLLATE NOCASE`,
      { table },
    )
    .map(({ name, notnull, pk }) => ({ name, nullable: notnull === 0, isKey: pk > 0 || keys.has(name) }));
}

interface Needle {
  /** What SQLite looks for first; the pattern decides. */
  text: string;
  pattern: RegExp;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Each in its plain form and as JSON writes it, and never as part of something longer. */
function needlesOf({ userId, addresses, names }: Traces, withNames: boolean): Needle[] {
  // Salesforce's own texts have the short form of an id at times.
  const short = /^[A-Za-z0-9]{18}$/.test(userId) ? userId.slice(0, 15) : userId;
  const id = `(?<![A-Za-z0-9])${escape(short)}${short === userId ? '' : '(?:[A-Za-z0-9]{3})?'}(?![A-Za-z0-9])`;
  return [
    { text: short, pattern: new RegExp(id, 'g') },
    ...forms(addresses).map((text) => ({
      text,
      pattern: new RegExp(
        `(?<![\\p{L}\\p{N}._%+-])${escape(text)}(?![\\p{L}\\p{N}_-]|[.@][\\p{L}\\p{N}])`,
        'giu',
      ),
    })),
    ...(withNames ? forms(names) : []).map((text) => ({
      text,
      pattern: new RegExp(`(?<![\\p{L}\\p{N}])${escape(text)}(?![\\p{L}\\p{N}])`, 'gu'),
    })),
  ];
}

const forms = (texts: readonly string[]): string[] => [
  ...new Set(texts.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)])),
];

interface Place {
  org: number;
  table: string;
  scope: string;
  key: string;
  column: TextColumn;
  needles: readonly Needle[];
}

function redactColumn(
  db: Connection,
  { org, table, scope, key, column, needles }: Place,
  changed: Set<string>,
): void {
  const name = quoted(column.name);
  const where = `${scope} AND (${needles.map((_, i) => `instr(lower(${name}), lower(@n${String(i)})) > 0`).join(' OR ')})`;
  const parameters = { org, ...Object.fromEntries(needles.map(({ text }, i) => [`n${String(i)}`, text])) };
  // Different values, not rows: a text that many rows have is looked at once.
  const values = db.all<{ value: string }>(
    `SELECT DISTINCT ${name} AS value FROM ${quoted(table)} WHERE ${where}`,
    parameters,
  );
  for (const { value } of values) {
    const after = without(value, table, column, needles);
    if (after === value) continue;
    const same = `${scope} AND ${name} = @value`;
    const rows = column.isKey
      ? db.all<object>(`DELETE FROM ${quoted(table)} WHERE ${same} RETURNING ${key}`, { org, value })
      : db.all<object>(`UPDATE ${quoted(table)} SET ${name} = @after WHERE ${same} RETURNING ${key}`, {
          org,
          value,
          after,
        });
    for (const row of rows) changed.add(JSON.stringify(row));
  }
}

function without(
  value: string,
  table: string,
  column: TextColumn,
  needles: readonly Needle[],
): string | null {
  let text = value;
  for (const { pattern } of needles) {
    // In the history of a row a field that named the person was, or is, empty.
    if (table === 'row_change') text = text.replace(new RegExp(`"${pattern.source}"`, pattern.flags), 'null');
    text = text.replace(pattern, REMOVED);
  }
  return text === REMOVED && column.nullable ? null : text;
}

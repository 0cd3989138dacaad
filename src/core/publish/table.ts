import type { ChangedPart, PublishedRelation } from '../ports-publish';
import type { RelationColumn, RelationRow, RelationType } from '../../shared/model/relations';
import { canonicalJson, FIRST_MOMENT, LAST_MOMENT } from '../../shared/model/relation-values';
import type { Query } from './server';

type Value = string | number | null;

/** Types of the target, as `information_schema` names them, too. */
export const TARGET_TYPES: Record<RelationType, string> = {
  text: 'text',
  integer: 'bigint',
  real: 'double precision',
  boolean: 'boolean',
  timestamp: 'timestamp with time zone',
  date: 'date',
  json: 'jsonb',
};

/** Which part a row is in, where rows are not told apart by time; nothing for readers. */
export const PART_COLUMN = 'publication_part';

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const qualified = (schema: string, name: string): string => `${quoted(schema)}.${quoted(name)}`;

export const hasPartColumn = ({ parts }: PublishedRelation): boolean => parts.by === 'key';

/** A row with the part it is in. */
export interface PlacedRow {
  part: number;
  row: RelationRow;
}

/** The rows of one relation in the target. */
export interface TargetTable {
  /** Of one org in these parts, or in this stretch of time. */
  read(query: Query, org: string, where: Where): Promise<RelationRow[]>;
  /** Adds rows, or puts them in the place of those with the same key. */
  put(query: Query, org: string, rows: readonly PlacedRow[]): Promise<void>;
  remove(query: Query, org: string, rows: readonly RelationRow[]): Promise<void>;
  removeAll(query: Query, org: string): Promise<number>;
  /** The key of a row as one text. */
  keyOf: (row: RelationRow) => string;
}

export type Where = { parts: readonly number[] } | { from: number; until: number };

/** Values of one statement: some engines plan and log badly what has megabytes of parameters. */
const ROWS_PER_STATEMENT = 2_000;

/** Rows of the relation hold the columns but `org_id`, in the form of `toTarget` (shared/model/relation-values.ts). */
export function targetTable(schema: string, relation: PublishedRelation): TargetTable {
  const name = qualified(schema, relation.name);
  const columns = relation.columns.slice(1);
  const key = relation.key.slice(1);
  const keyAt = key.map((one) => columns.findIndex((column) => column.name === one));
  const keyColumns = keyAt.flatMap((at) => columns[at] ?? []);
  const readers = columns.map(fromServer);
  const selected = columns.map(readAs).join(', ');

  const placed = hasPartColumn(relation);
  const written = ['org_id', ...columns.map((column) => column.name), ...(placed ? [PART_COLUMN] : [])];
  const given = [...columns.map((column, at) => writeAs(column, `v${String(at)}`)), ...(placed ? [`p`] : [])];
  const arrays = [
    ...columns.map(({ type }, at) => `$${String(at + 2)}::${ARRAYS[type]}`),
    ...(placed ? [`$${String(columns.length + 2)}::bigint[]`] : []),
  ];
  const names = [...columns.map((_, at) => `v${String(at)}`), ...(placed ? ['p'] : [])];
  const changing = written.filter((column) => column !== 'org_id' && !key.includes(column));
  const conflict = ['org_id', ...key].map(quoted).join(', ');
  const put = `INSERT INTO ${name} (${written.map(quoted).join(', ')})
    SELECT $1::text, ${given.join(', ')} FROM unnest(${arrays.join(', ')}) AS u(${names.join(', ')})
    ON CONFLICT (${conflict}) DO ${
      changing.length === 0
        ? 'NOTHING'
        : `UPDATE SET ${changing.map((one) => `${quoted(one)} = excluded.${quoted(one)}`).join(', ')}`
    }`;
  const remove = `DELETE FROM ${name} WHERE org_id = $1 AND (${key.map(quoted).join(', ')}) IN (
    SELECT ${keyColumns.map((column, at) => writeAs(column, `v${String(at)}`)).join(', ')}
    FROM unnest(${keyColumns.map(({ type }, at) => `$${String(at + 2)}::${ARRAYS[type]}`).join(', ')})
      AS u(${keyColumns.map((_, at) => `v${String(at)}`).join(', ')}))`;

  return {
    async read(query, org, where) {
      const { sql, parameters } = condition(relation, where);
      const { rows } = await query(`SELECT ${selected} FROM ${name} WHERE org_id = $1 AND ${sql}`, [
        org,
        ...parameters,
      ]);
      return rows.map((row) => readers.map((read, at) => read(row[at] ?? null)));
    },
    async put(query, org, rows) {
      for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
        const some = rows.slice(at, at + ROWS_PER_STATEMENT);
        await query(put, [
          org,
          ...columns.map((column, i) => some.map(({ row }) => toServer(column, row[i] ?? null))),
          ...(placed ? [some.map(({ part }) => part)] : []),
        ]);
      }
    },
    async remove(query, org, rows) {
      if (key.length === 0) {
        if (rows.length > 0) await query(`DELETE FROM ${name} WHERE org_id = $1`, [org]);
        return;
      }
      for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
        const some = rows.slice(at, at + ROWS_PER_STATEMENT);
        await query(remove, [
          org,
          ...keyColumns.map((column, i) => some.map((row) => toServer(column, row[keyAt[i] ?? 0] ?? null))),
        ]);
      }
    },
    removeAll: async (query, org) => (await query(`DELETE FROM ${name} WHERE org_id = $1`, [org])).count,
    keyOf: (row) => JSON.stringify(keyAt.map((at) => row[at])),
  };
}

/** Where the rows of a part, or of a stretch of one, are; null: whole parts that are not by time. */
export function whereOf(
  { parts }: PublishedRelation,
  { part, stretch }: Pick<ChangedPart, 'part' | 'stretch'>,
): Where {
  if (parts.by === 'key') return { parts: [part] };
  if (stretch !== null) return { from: stretch.from, until: stretch.until };
  return { from: part * parts.length, until: (part + 1) * parts.length };
}

/** The part a row of the target is in. */
export function partSql({ parts, columns }: PublishedRelation): string {
  if (parts.by === 'key') return PART_COLUMN;
  const type = columns.find(({ name }) => name === parts.column)?.type;
  const value =
    type === 'date'
      ? `${quoted(parts.column)} - DATE '1970-01-01'`
      : `CAST(extract(epoch FROM ${quoted(parts.column)}) * 1000 AS bigint)`;
  return `CAST(floor(CAST(${value} AS double precision) / ${String(parts.length)}) AS bigint)`;
}

function condition(relation: PublishedRelation, where: Where): { sql: string; parameters: unknown[] } {
  if ('parts' in where) return { sql: `${PART_COLUMN} = ANY ($2::bigint[])`, parameters: [where.parts] };
  if (relation.parts.by !== 'time') throw new Error(`${relation.name} is not by time.`);
  const { column } = relation.parts;
  const type = relation.columns.find(({ name }) => name === column)?.type ?? 'timestamp';
  const is = TARGET_TYPES[type];
  return {
    sql: `${quoted(column)} >= $2::${is} AND ${quoted(column)} < $3::${is}`,
    parameters: [momentText(type, where.from), momentText(type, where.until)],
  };
}

const DAY_MS = 86_400_000;
/** Later than every moment of a row, and still one that can be written. */
const END = LAST_MOMENT + 999;

/** Bounds of parts may lie a little outside of what can be written. */
function momentText(type: RelationType, value: number): string {
  const ms = type === 'date' ? value * DAY_MS : value;
  const iso = new Date(Math.min(END, Math.max(FIRST_MOMENT, ms))).toISOString();
  return type === 'date' ? iso.slice(0, 10) : iso;
}

/** How a parameter's elements travel; jsonb would be taken apart on the way. */
const ARRAYS: Record<RelationType, string> = {
  text: 'text[]',
  integer: 'bigint[]',
  real: 'double precision[]',
  boolean: 'boolean[]',
  timestamp: 'timestamptz[]',
  date: 'date[]',
  json: 'text[]',
};

const writeAs = ({ type }: RelationColumn, sql: string): string => (type === 'json' ? `${sql}::jsonb` : sql);

function toServer({ type }: RelationColumn, value: Value): string | number | boolean | null {
  if (value === null) return null;
  switch (type) {
    case 'timestamp':
      return new Date(Number(value)).toISOString();
    case 'date':
      return momentText('date', Number(value));
    case 'boolean':
      return value !== 0;
    default:
      return value;
  }
}

function readAs({ name, type }: RelationColumn): string {
  const column = quoted(name);
  switch (type) {
    case 'timestamp':
      return `CAST(extract(epoch FROM ${column}) * 1000 AS bigint)`;
    case 'date':
      return `${column} - DATE '1970-01-01'`;
    case 'json':
      return `CAST(${column} AS text)`;
    default:
      return column;
  }
}

function fromServer({ type }: RelationColumn): (text: string | null) => Value {
  switch (type) {
    case 'text':
      return (text) => text;
    case 'json':
      return (text) => (text === null ? null : canonicalJson(text));
    case 'boolean':
      return (text) => (text === null ? null : /^t/i.test(text) ? 1 : 0);
    default:
      return (text) => (text === null ? null : Number(text));
  }
}

import type { Relation, RelationColumn, RelationType } from '../../shared/model/relations';

/** Name, description, and the SQL of the value where it is not the column of that name of the table. */
type ColumnWords = [name: string, description: string, sql?: string];

export interface Column extends RelationColumn {
  /** SQL of the value; the table is `t`. */
  sql: string;
}

const column =
  (type: RelationType, nullable: boolean) =>
  (...[name, description, sql]: ColumnWords): Column => ({
    name,
    type,
    nullable,
    description,
    sql: sql ?? `t.${quoted(name)}`,
  });

/** Columns by their type; `maybe`: null where there is nothing to say. */
export const is = {
  text: column('text', false),
  integer: column('integer', false),
  real: column('real', false),
  boolean: column('boolean', false),
  timestamp: column('timestamp', false),
  date: column('date', false),
  json: column('json', false),
};
export const maybe = {
  text: column('text', true),
  integer: column('integer', true),
  real: column('real', true),
  boolean: column('boolean', true),
  timestamp: column('timestamp', true),
  date: column('date', true),
  json: column('json', true),
};

interface Words {
  name: string;
  description: string;
  /** A table with a column `org_id`, and what is joined to it: "sf_user t LEFT JOIN …". Its first table is `t`. */
  from: string;
  /** How rows find their org, where not by `t.org_id`. */
  org?: string;
  /** SQL condition; none: every row. */
  where?: string;
  columns: readonly Column[];
  /** Besides `org_id`. */
  key: readonly string[];
  partition?: string;
}

/** Every relation begins with the org, so that reading one org goes along the keys of the tables. */
export function relation(words: Words): Relation {
  const { name, description, from, org = 't.org_id = o.id', where, columns, key, partition } = words;
  const [table = '', ...joined] = from.split(/(?<!LEFT)\s+(?=(?:LEFT )?JOIN\b)/);
  const list = [`o.uid AS org_id`, ...columns.map((each) => `${each.sql} AS ${quoted(each.name)}`)];
  return {
    name,
    description,
    columns: [ORG, ...columns.map(({ sql: _sql, ...column }) => column)],
    key: ['org_id', ...key],
    ...(partition === undefined ? {} : { partition }),
    sql: [
      `SELECT ${list.join(', ')}`,
      `FROM org o JOIN ${table} ON ${org}`,
      ...joined,
      ...(where === undefined ? [] : [`WHERE ${where}`]),
    ].join('\n'),
  };
}

const ORG: RelationColumn = {
  name: 'org_id',
  type: 'text',
  nullable: false,
  description: 'Id of the org in Seatwatch; see orgs.',
};

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

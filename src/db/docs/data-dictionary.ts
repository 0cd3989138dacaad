import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Relation } from '../../shared/model/relations';

export interface DictionaryView {
  name: string;
  description: string;
  columns: readonly (readonly [name: string, description: string])[];
}

export interface DictionaryParts {
  /** What is handed out: files of an export, tables of a publication. */
  relations: readonly Relation[];
  /** Those of them that only a publication has. */
  publishedOnly: ReadonlySet<string>;
  views: readonly DictionaryView[];
  /** The tables of SQLite, as drizzle knows them. */
  tables: readonly SQLiteTable[];
  /** Source text of the schema: what stands above a table says what it is. */
  schemaSource: string;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `| ${head.map(() => '---').join(' | ')} |`,
  ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
];

/** The page docs/data-dictionary.md, Markdown that prettier has not seen yet. */
export function dataDictionary(parts: DictionaryParts): string {
  const { relations, publishedOnly, views } = parts;
  return [
    '# Data dictionary',
    '',
    'Made from the definitions in the source by `npm run docs`; do not edit.',
    '',
    '- [Relations](#relations): what Seatwatch hands out, with stable names. An export has a file for each, a published PostgreSQL database a table for each.',
    '- [Views](#views): questions the product answers, in a published database.',
    '- [Tables of SQLite](#tables-of-sqlite): the database itself. They change with versions; reports are better built on relations.',
    '',
    '## Relations',
    '',
    'Every relation begins with `org_id`. In an export that is the id of the org in Seatwatch; in a published database it is `Organization.Id` of Salesforce, so that it is the same from every workstation.',
    '',
    ...table(
      ['type', 'export', 'PostgreSQL'],
      [
        ['text', 'text', '`text`'],
        ['integer', 'whole number within ±2^53', '`bigint`'],
        ['real', 'number', '`double precision`'],
        ['boolean', 'see [moving-data.md](moving-data.md)', '`boolean`'],
        ['timestamp', 'moment, UTC, milliseconds', '`timestamptz`'],
        ['date', 'day, UTC', '`date`'],
        ['json', 'one JSON document', '`jsonb`'],
      ],
    ),
    '',
    ...relations.flatMap((relation) => relationSection(relation, publishedOnly.has(relation.name))),
    '## Views',
    '',
    'In the schema of a publication, beside the tables. `org` is the name of the org in Seatwatch; ages count from `publication_org.data_as_of`, the moment of the data.',
    '',
    ...views.flatMap(({ name, description, columns }) => [
      `### ${name}`,
      '',
      description,
      '',
      ...table(
        ['column', ''],
        columns.map(([column, words]) => [`\`${column}\``, words]),
      ),
      '',
    ]),
    '## Tables of SQLite',
    '',
    'Booleans are 0 and 1, times epoch milliseconds UTC, days whole days since the epoch. `org_id` is the number of the org in the table `org`. An asterisk marks the columns of the key.',
    '',
    ...tableSections(parts),
  ].join('\n');
}

function relationSection(
  { name, description, columns, key, partition }: Relation,
  publishedOnly: boolean,
): string[] {
  return [
    `### ${name}`,
    '',
    `${description}${publishedOnly ? ' Only in a published database.' : ''}`,
    '',
    ...table(
      ['column', 'type', ''],
      columns.map((column) => [
        `\`${column.name}\`${key.includes(column.name) ? ' *' : ''}`,
        `${column.type}${column.nullable ? ', null' : ''}`,
        column.description,
      ]),
    ),
    '',
    ...(partition === undefined ? [] : [`Told apart by the day of \`${partition}\`.`, '']),
  ];
}

function tableSections({ tables, schemaSource }: DictionaryParts): string[] {
  const configs = tables.map((one) => getTableConfig(one)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return configs.flatMap(({ name, columns, primaryKeys }) => {
    const key = new Set([
      ...primaryKeys.flatMap((one) => one.columns.map((column) => column.name)),
      ...columns.filter((column) => column.primary).map((column) => column.name),
    ]);
    const words = commentAbove(schemaSource, name);
    return [
      `### ${name}`,
      '',
      ...(words === null ? [] : [words, '']),
      ...table(
        ['column', 'type', ''],
        columns.map((column) => [
          `\`${column.name}\`${key.has(column.name) ? ' *' : ''}`,
          `${column.getSQLType()}${column.notNull ? '' : ', null'}`,
          columnComment(schemaSource, name, column.name) ?? '',
        ]),
      ),
      '',
    ];
  });
}

/** The comment before `export const … = sqliteTable('name'`; null: there is none. */
function commentAbove(source: string, name: string): string | null {
  const found = new RegExp(
    String.raw`/\*\*((?:(?!\*/)[\s\S])*)\*/\s*export const \w+ = sqliteTable\(\s*'${name}'`,
  ).exec(source);
  return found === null ? null : plain(found[1] ?? '');
}

/** The comment before a column of a table; null: there is none. */
function columnComment(source: string, name: string, column: string): string | null {
  const start = new RegExp(String.raw`sqliteTable\(\s*'${name}'`).exec(source);
  if (start === null) return null;
  const rest = source.slice(start.index);
  const end = rest.search(/\nexport |\n\/\*\*/);
  const body = end < 0 ? rest : rest.slice(0, end);
  const found = new RegExp(String.raw`/\*\*((?:(?!\*/)[\s\S])*)\*/\s*\w+: \w+\(\s*'${column}'`).exec(body);
  return found === null ? null : plain(found[1] ?? '');
}

const plain = (comment: string): string =>
  comment
    .replace(/^\s*\*\s?/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();

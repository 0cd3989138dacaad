import type { Catalog } from '../catalog/catalog';
import { PREFIXES } from '../catalog/prefixes';
import type { FieldDef, FieldType, ObjectDef } from '../catalog/types';
import { compileSoql, type CompileContext } from './compile';
import type { CompiledQuery, OutputColumn } from './compiled-query';
import { isTextual } from './functions';

/** One column of `columnMetadata`; parents and children have theirs in `joinColumns`. */
export interface ColumnMetadata {
  aggregate: boolean;
  apexType: string | null;
  booleanType: boolean;
  columnName: string;
  custom: boolean;
  displayName: string;
  /** The reference a parent is reached by. */
  foreignKeyName: string | null;
  insertable: boolean;
  joinColumns: ColumnMetadata[];
  numberType: boolean;
  textType: boolean;
  updatable: boolean;
}

/** Body of `GET /query?q=…&columns=true`: what a query yields, without its rows. */
export interface QueryColumns {
  columnMetadata: ColumnMetadata[];
  entityName: string;
  groupBy: boolean;
  idSelected: boolean;
  keyPrefix: string;
}

const APEX_TYPES: Partial<Record<FieldType, string>> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  date: 'Date',
  datetime: 'Datetime',
  base64: 'Blob',
};

/**
 * Describes the columns of a query as the Salesforce CLI asks for them to lay out its tables. The resource is
 * undocumented; the shape is that of the examples in the CLI's own tests (salesforcecli/plugin-data).
 * Refuses what the query resource refuses.
 */
export function queryColumns(soql: string, context: CompileContext): QueryColumns {
  const query = compileSoql(soql, context);
  return {
    columnMetadata: columnsOf(query, context.catalog),
    entityName: query.object.name,
    groupBy: query.groupBy !== '' || query.groupingSets !== undefined,
    idSelected: query.columns.some((c) => c.path.length === 1 && c.field.type === 'id' && !c.expression),
    keyPrefix: PREFIXES[query.object.name],
  };
}

function columnsOf(query: CompiledQuery, catalog: Catalog): ColumnMetadata[] {
  const out: ColumnMetadata[] = [];
  for (const selected of query.selected) {
    if (selected.kind === 'column') {
      const { path } = selected.column;
      const steps = query.kind === 'rows' ? path.slice(0, -1) : [];
      parentColumns(out, catalog, query.object, steps).push(fieldColumn(selected.column, query.kind));
    } else if (selected.kind === 'typeof') {
      const columns = parentColumns(out, catalog, query.object, selected.path);
      for (const column of selected.branches.flatMap((branch) => branch.columns))
        if (!columns.some((known) => known.columnName === column.path.at(-1)))
          columns.push(fieldColumn(column, query.kind));
    } else {
      const name = selected.relationship.name;
      out.push({
        ...BLANK,
        ...named(name),
        aggregate: true,
        joinColumns: columnsOf(selected.query, catalog),
      });
    }
  }
  return out;
}

const BLANK = {
  aggregate: false,
  apexType: null,
  booleanType: false,
  custom: false,
  foreignKeyName: null,
  insertable: false,
  numberType: false,
  textType: false,
  updatable: false,
} as const;

const named = (name: string): Pick<ColumnMetadata, 'columnName' | 'displayName'> => ({
  columnName: name,
  displayName: name,
});

/** A column of which nothing is known but its name. */
export const plainColumn = (name: string): ColumnMetadata => ({ ...BLANK, ...named(name), joinColumns: [] });

/** The columns of the parent a path leads to, with a column for every step made on the way. */
function parentColumns(
  columns: ColumnMetadata[],
  catalog: Catalog,
  object: ObjectDef,
  path: readonly string[],
): ColumnMetadata[] {
  let here = columns;
  let at: ObjectDef | undefined = object;
  for (const name of path) {
    const via: FieldDef | undefined =
      at && catalog.fields(at).find((field) => field.reference?.relationshipName === name);
    let column = here.find((known) => known.columnName === name && known.foreignKeyName !== null);
    if (!column) {
      column = { ...BLANK, ...named(name), foreignKeyName: via?.name ?? name, joinColumns: [] };
      here.push(column);
    }
    here = column.joinColumns;
    at = via && catalog.parent(via);
  }
  return here;
}

function fieldColumn(column: OutputColumn, kind: CompiledQuery['kind']): ColumnMetadata {
  const { field, path, expression } = column;
  const name = path.at(-1) ?? '';
  const computed = kind === 'aggregate' && expression !== undefined;
  return {
    ...BLANK,
    columnName: name,
    displayName: computed ? expression : name,
    aggregate: computed,
    apexType: computed ? null : (APEX_TYPES[field.type] ?? 'String'),
    booleanType: field.type === 'boolean',
    joinColumns: [],
    numberType: field.type === 'int' || field.type === 'double',
    textType: isTextual(field),
  };
}

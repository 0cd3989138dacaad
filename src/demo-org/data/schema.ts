import type { FieldDef } from '../catalog/types';
import { OBJECTS } from '../catalog/objects/index';
import { LOGIN_TABLES } from '../catalog/objects/logins';
import { USER_EXTRA_COLUMNS } from '../catalog/objects/user';

/** Tables written by hand because several objects share a compact form. */
const HAND_MADE = new Set(['login']);
const EXTRA_COLUMNS: Readonly<Record<string, readonly string[]>> = { user: USER_EXTRA_COLUMNS };

function sqlType(field: FieldDef): string {
  switch (field.type) {
    case 'boolean':
      return 'INTEGER NOT NULL DEFAULT 0';
    case 'int':
    case 'datetime':
      return 'INTEGER';
    case 'double':
      return 'REAL';
    case 'id':
    case 'reference':
      return field.textId === true ? 'TEXT' : 'INTEGER';
    default:
      return 'TEXT';
  }
}

/** CREATE TABLE statements of the whole demo org, derived from the catalog. */
export function schemaSql(): string {
  const tables = new Map<string, Map<string, string>>();
  for (const object of OBJECTS) {
    if (HAND_MADE.has(object.table)) continue;
    const columns = tables.get(object.table) ?? new Map([['n', 'n INTEGER PRIMARY KEY']]);
    tables.set(object.table, columns);
    for (const extra of EXTRA_COLUMNS[object.table] ?? []) columns.set(extra.split(' ')[0] ?? extra, extra);
    for (const field of object.fields)
      if (field.sql === undefined && field.via === undefined && !columns.has(field.column))
        columns.set(field.column, `${field.column} ${sqlType(field)}`);
  }
  const generated = [...tables].map(
    ([name, columns]) => `CREATE TABLE ${name} (${[...columns.values()].join(', ')});`,
  );
  return `${generated.join('\n')}\n${LOGIN_TABLES}`;
}

/** Made after loading, which is twice as fast as keeping them up to date while loading. */
export const INDEXES: readonly string[] = [
  'CREATE INDEX login_by_time ON login (t)',
  'CREATE INDEX login_by_user ON login (user, t)',
  'CREATE INDEX user_by_modstamp ON user (system_modstamp)',
  'CREATE INDEX permission_set_assignment_by_assignee ON permission_set_assignment (assignee_id)',
  'CREATE INDEX permission_set_license_assign_by_assignee ON permission_set_license_assign (assignee_id)',
  'CREATE INDEX user_package_license_by_user ON user_package_license (user_id)',
];

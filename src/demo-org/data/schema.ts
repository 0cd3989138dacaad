import type { FieldDef } from '../catalog/types';
import { OBJECTS } from '../catalog/objects/index';
import { APP_MENU_EXTRA_COLUMNS } from '../catalog/objects/apps';
import { LOGIN_TABLES } from '../catalog/objects/logins';
import { USER_EXTRA_COLUMNS } from '../catalog/objects/user';
import { VERIFICATION_TABLE } from '../catalog/objects/verification';
import { SESSION_EXTRA_COLUMNS } from './sessions';

/** Tables written by hand because several objects share a compact form. */
const HAND_MADE = new Set(['login']);
const EXTRA_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  app_menu_item: APP_MENU_EXTRA_COLUMNS,
  auth_session: SESSION_EXTRA_COLUMNS,
  oauth_token: ['app INTEGER NOT NULL'],
  user: USER_EXTRA_COLUMNS,
};

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
  return `${generated.join('\n')}\n${LOGIN_TABLES}\n${VERIFICATION_TABLE}`;
}

/** Made after loading, which is twice as fast as keeping them up to date while loading. */
export const INDEXES: readonly string[] = [
  'CREATE INDEX login_by_time ON login (t)',
  'CREATE INDEX login_by_user ON login (user, t)',
  'CREATE INDEX user_by_modstamp ON user (system_modstamp)',
  'CREATE INDEX permission_set_assignment_by_assignee ON permission_set_assignment (assignee_id)',
  'CREATE INDEX permission_set_license_assign_by_assignee ON permission_set_license_assign (assignee_id)',
  'CREATE INDEX login_by_verification ON login (t) WHERE verification IS NOT NULL',
  'CREATE INDEX user_package_license_by_user ON user_package_license (user_id)',
];

/** Made once the objects that follow from the sign-ins are there. */
export const LATER_INDEXES: readonly string[] = [
  'CREATE INDEX auth_session_by_end ON auth_session (ends)',
  'CREATE INDEX auth_session_by_user ON auth_session (user)',
  'CREATE INDEX login_ip_by_user ON login_ip (user)',
  'CREATE INDEX oauth_token_by_user ON oauth_token (user)',
  'CREATE INDEX setup_audit_trail_by_date ON setup_audit_trail (created_date)',
];

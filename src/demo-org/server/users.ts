import type BetterSqlite3 from 'better-sqlite3';
import { columnName } from '../catalog/fields';
import { PREFIXES } from '../catalog/prefixes';
import { licenseNumber } from '../data/company';
import { encodeId } from '../ids';
import { PERMISSIONS, type PermissionName, type PermissionState } from '../permissions';

/** A user as far as signing in and identity need it. */
export interface OrgUser {
  /** Record number in the user table. */
  n: number;
  id: string;
  username: string;
}

/** The rest of the user's row, read when asked because people change. */
export interface UserDetails {
  name: string;
  first_name: string | null;
  last_name: string;
  email: string;
  community_nickname: string;
  user_type: string | null;
  is_active: number;
  is_frozen: number;
  time_zone_sid_key: string;
  language_locale_key: string;
  locale_sid_key: string;
  city: string | null;
  country: string | null;
  last_modified_date: number;
}

/** Who may sign in, and what they may do. */
export class Users {
  constructor(
    readonly db: BetterSqlite3.Database,
    readonly instance: string,
  ) {}

  /** Usernames are compared without case, as on the platform. */
  byUsername(username: string): OrgUser | undefined {
    const row = this.db
      .prepare('SELECT n, username FROM user WHERE username = ? COLLATE NOCASE')
      .get(username) as { n: number; username: string } | undefined;
    return row && { ...row, id: encodeId(PREFIXES.User, this.instance, row.n) };
  }

  byNumber(n: number): OrgUser {
    const username = this.db.prepare('SELECT username FROM user WHERE n = ?').pluck().get(n) as string;
    return { n, username, id: encodeId(PREFIXES.User, this.instance, n) };
  }

  details(user: OrgUser): UserDetails {
    return this.db.prepare('SELECT * FROM user WHERE n = ?').get(user.n) as UserDetails;
  }

  holdsIntegrationLicense(user: OrgUser): boolean {
    const license = this.db
      .prepare('SELECT p.user_license_id FROM user u JOIN profile p ON p.n = u.profile_id WHERE u.n = ?')
      .pluck()
      .get(user.n);
    return license === licenseNumber('Salesforce Integration');
  }

  /** What profile and permission sets (groups' too) grant together. */
  permissions(user: OrgUser): PermissionState {
    const names = Object.keys(PERMISSIONS) as PermissionName[];
    const sums = names.map((name) => `max(p.${columnName(PERMISSIONS[name])}) AS ${name}`).join(', ');
    const row = this.db
      .prepare(
        `SELECT ${sums} FROM permission_set p JOIN permission_set_assignment a ON a.permission_set_id = p.n
         WHERE a.assignee_id = ? AND a.is_active = 1`,
      )
      .get(user.n) as Record<PermissionName, number | null>;
    return Object.fromEntries(names.map((name) => [name, row[name] === 1])) as PermissionState;
  }
}

import { ADMIN_PERMISSIONS, type Admin, type Person, SUPER_ADMIN_PERMISSIONS } from '../../../checks/inputs';
import type { Connection } from '../../connection';
import { isForIntegration } from '../../free-licenses';
import type { Slices } from '../../slices';
import { API_ONLY_SETS } from '../licensing/integration-people';

// People as the checks see them: read from the tables, since a command that collects has no lists in memory.

interface Row {
  id: string;
  username: string;
  name: string;
  isActive: number;
  isFrozen: number | null;
  userType: string | null;
  profile: string | null;
  createdAt: number;
  lastLoginAt: number | null;
  federationId: string | null;
}

const PERSON = `
  SELECT u.id, u.username, u.name, u.is_active AS isActive,
    (SELECT max(l.is_frozen) FROM user_login l WHERE l.org_id = u.org_id AND l.user_id = u.id) AS isFrozen,
    u.user_type AS userType,
    (SELECT p.name FROM profile p WHERE p.org_id = u.org_id AND p.id = u.profile_id) AS profile,
    u.created_at AS createdAt, u.last_login_at AS lastLoginAt, u.federation_id AS federationId
  FROM sf_user u`;
const SOME = `${PERSON} WHERE u.org_id = @org AND u.id IN (SELECT value FROM json_each(@ids))`;
const NEXT = `${PERSON} WHERE u.org_id = @org AND u.id > @after ORDER BY u.id LIMIT 2000`;

/** People who are in effect assigned one of these sets, also by the set of a group, or have the profile of one. */
const HOLDERS = `
  SELECT a.assignee_id AS userId, a.permission_set_id AS setId
  FROM permission_set_assignment a INDEXED BY permission_set_assignment_set
  WHERE a.org_id = @org AND a.permission_set_id IN (SELECT value FROM json_each(@sets))
    AND coalesce(a.is_active, 1) = 1 AND coalesce(a.expires_at > @asOf, 1)
  UNION
  SELECT a.assignee_id, s.id FROM permission_set s
  CROSS JOIN permission_set_assignment a INDEXED BY permission_set_assignment_set
    ON a.org_id = s.org_id AND a.permission_set_id IS NULL
    AND a.permission_set_group_id = s.permission_set_group_id
  WHERE s.org_id = @org AND s.permission_set_group_id IS NOT NULL
    AND s.id IN (SELECT value FROM json_each(@sets))
    AND coalesce(a.is_active, 1) = 1 AND coalesce(a.expires_at > @asOf, 1)
  UNION
  SELECT u.id, s.id FROM permission_set s CROSS JOIN sf_user u ON u.org_id = s.org_id AND u.profile_id = s.profile_id
  WHERE s.org_id = @org AND s.profile_id IS NOT NULL AND s.id IN (SELECT value FROM json_each(@sets))`;

const ADMIN_SETS = `
  SELECT id, permissions FROM permission_set WHERE org_id = @org AND EXISTS (
    SELECT 1 FROM json_each(permissions) WHERE value IN (SELECT value FROM json_each(@permissions)))`;

const PROFILES = `
  SELECT p.id, l.name, l.definition_key AS definitionKey
  FROM profile p JOIN user_license l ON l.org_id = p.org_id AND l.id = p.user_license_id WHERE p.org_id = @org`;
const OF_PROFILES = `
  SELECT id FROM sf_user WHERE org_id = @org AND profile_id IN (SELECT value FROM json_each(@profiles))`;
const MARKS = 'SELECT user_id AS userId, mark FROM person_mark WHERE org_id = @org';

/** The people of one org, for one evaluation. */
export class CheckPeople {
  private readonly db: Connection;
  private readonly org: number;
  private readonly asOf: number;
  private readonly known = new Map<string, Person | null>();
  private permissionsOf: Map<string, Set<string>> | null = null;
  private apiOnly: Set<string> | null = null;
  private integration: Set<string> | null = null;
  private adminList: Admin[] | null = null;

  constructor(db: Connection, org: number, asOf: number) {
    this.db = db;
    this.org = org;
    this.asOf = asOf;
  }

  person(id: string): Person | null {
    const person = this.known.get(id);
    if (person !== undefined) return person;
    this.load([id]);
    return this.known.get(id) ?? null;
  }

  /** Reads several at once. */
  load(ids: readonly string[]): void {
    const missing = ids.filter((id) => !this.known.has(id));
    if (missing.length === 0) return;
    for (const id of missing) this.known.set(id, null);
    for (const row of this.db.all<Row>(SOME, { org: this.org, ids: JSON.stringify(missing) })) this.take(row);
  }

  *loadAll(): Slices<void> {
    let after = '';
    for (;;) {
      const rows = this.db.all<Row>(NEXT, { org: this.org, after });
      for (const row of rows) this.take(row);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.id;
      yield;
    }
  }

  integrationIds(): ReadonlySet<string> {
    if (this.integration !== null) return this.integration;
    const { db, org } = this;
    const profiles = db
      .all<{ id: string; name: string; definitionKey: string | null }>(PROFILES, { org })
      .filter(isForIntegration)
      .map(({ id }) => id);
    const ids = new Set(this.apiOnlyIds());
    for (const { id } of db.all<{ id: string }>(OF_PROFILES, { org, profiles: JSON.stringify(profiles) }))
      ids.add(id);
    for (const { userId, mark } of db.all<{ userId: string; mark: string }>(MARKS, { org })) {
      if (mark === 'integration') ids.add(userId);
      else ids.delete(userId);
    }
    this.integration = ids;
    return ids;
  }

  admins(): readonly Admin[] {
    if (this.adminList !== null) return this.adminList;
    const permissions = this.permissions();
    this.load([...permissions.keys()]);
    const order = new Map(ADMIN_PERMISSIONS.map((name, i) => [name as string, i]));
    const admins: Admin[] = [];
    for (const [id, held] of permissions) {
      const person = this.known.get(id) ?? null;
      if (person?.isActive !== true) continue;
      admins.push({
        ...person,
        permissions: [...held].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
      });
    }
    admins.sort((a, b) => (a.id < b.id ? -1 : 1));
    this.adminList = admins;
    return admins;
  }

  private take(row: Row): void {
    const held = this.permissions().get(row.id);
    this.known.set(row.id, {
      id: row.id,
      username: row.username,
      name: row.name,
      isActive: row.isActive === 1,
      isFrozen: row.isFrozen === 1,
      userType: row.userType,
      profile: row.profile,
      createdAt: row.createdAt,
      lastLoginAt: row.lastLoginAt,
      isIntegration: this.integrationIds().has(row.id),
      isApiOnly: this.apiOnlyIds().has(row.id),
      isAdmin: held !== undefined,
      isSuperAdmin: held !== undefined && SUPER_ADMIN_PERMISSIONS.every((permission) => held.has(permission)),
      usesSso: row.federationId !== null && row.federationId !== '',
    });
  }

  /** Of everybody with an administrative permission: which. */
  private permissions(): Map<string, Set<string>> {
    if (this.permissionsOf !== null) return this.permissionsOf;
    const sets = new Map(
      this.db
        .all<{ id: string; permissions: string }>(ADMIN_SETS, {
          org: this.org,
          permissions: JSON.stringify(ADMIN_PERMISSIONS),
        })
        .map(({ id, permissions }) => [
          id,
          (JSON.parse(permissions) as string[]).filter((name) =>
            (ADMIN_PERMISSIONS as readonly string[]).includes(name),
          ),
        ]),
    );
    const found = new Map<string, Set<string>>();
    for (const { userId, setId } of this.holders([...sets.keys()])) {
      const held = found.get(userId) ?? new Set<string>();
      for (const name of sets.get(setId) ?? []) held.add(name);
      found.set(userId, held);
    }
    this.permissionsOf = found;
    return found;
  }

  private apiOnlyIds(): Set<string> {
    if (this.apiOnly === null) {
      const sets = this.db.all<{ id: string }>(API_ONLY_SETS, { org: this.org }).map(({ id }) => id);
      this.apiOnly = new Set(this.holders(sets).map(({ userId }) => userId));
    }
    return this.apiOnly;
  }

  private holders(sets: readonly string[]): { userId: string; setId: string }[] {
    return this.db.all(HOLDERS, { org: this.org, asOf: this.asOf, sets: JSON.stringify(sets) });
  }
}

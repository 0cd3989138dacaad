import type { Connection } from '../../connection';
import type { Row, Value } from '../selection';

/** SQL for what a row with the id `@id` is called. */
const NAMES = {
  // Somebody who is gone is called what they were called last.
  user: `
    SELECT coalesce(
      (SELECT name FROM sf_user WHERE org_id = @org AND id = @id),
      (SELECT label FROM row_change WHERE org_id = @org AND user_id = @id AND stream = 'users' ORDER BY at DESC, id DESC LIMIT 1)
    ) AS name`,
  profile: 'SELECT name FROM profile WHERE org_id = @org AND id = @id',
  userLicense: 'SELECT coalesce(label, name) AS name FROM user_license WHERE org_id = @org AND id = @id',
  permissionSetLicense:
    'SELECT coalesce(label, developer_name) AS name FROM permission_set_license WHERE org_id = @org AND id = @id',
  packageLicense: 'SELECT namespace_prefix AS name FROM package_license WHERE org_id = @org AND id = @id',
  // The set behind a profile has a name nobody knows.
  permissionSet: `
    SELECT coalesce(p.name, s.label, s.name) AS name FROM permission_set s
    LEFT JOIN profile p ON s.is_owned_by_profile = 1 AND p.org_id = s.org_id AND p.id = s.profile_id
    WHERE s.org_id = @org AND s.id = @id`,
  permissionSetGroup:
    'SELECT coalesce(label, developer_name) AS name FROM permission_set_group WHERE org_id = @org AND id = @id',
  license: `
    SELECT coalesce(label, name) AS name FROM user_license WHERE org_id = @org AND id = @id
    UNION ALL
    SELECT coalesce(label, developer_name) FROM permission_set_license WHERE org_id = @org AND id = @id`,
  externalClientApplication: `
    SELECT coalesce(label, developer_name) AS name FROM external_client_application
    WHERE org_id = @org AND id = @id`,
} as const;

/** Fields that hold the id of a row we have. A role is none: roles are not collected. */
const REFERENCES: Readonly<Record<string, keyof typeof NAMES>> = {
  userId: 'user',
  assigneeId: 'user',
  managerId: 'user',
  executionUserId: 'user',
  profileId: 'profile',
  userLicenseId: 'userLicense',
  permissionSetLicenseId: 'permissionSetLicense',
  packageLicenseId: 'packageLicense',
  permissionSetId: 'permissionSet',
  permissionSetGroupId: 'permissionSetGroup',
  licenseId: 'license',
  externalClientApplicationId: 'externalClientApplication',
};

export interface Names {
  /** What the row is called whose id a field holds; null: no such field, or no such row any more. */
  of(field: string, id: Value): string | null;
  /** The name of the row that one of `row`'s fields points to by `id`; `id` itself when there is none. */
  inPlaceOf(id: string, row: Row): string;
}

/** Looks names up, each once. Good for one transaction or one page. */
export function namesOf(db: Connection, org: number): Names {
  const found = new Map<string, string | null>();
  const names: Names = {
    of(field, id) {
      const kind = REFERENCES[field];
      if (kind === undefined || typeof id !== 'string') return null;
      const key = `${kind} ${id}`;
      let name = found.get(key);
      if (name === undefined) {
        name = db.get<{ name: string | null }>(NAMES[kind], { org, id })?.name ?? null;
        found.set(key, name);
      }
      return name;
    },
    inPlaceOf(id, row) {
      const field = Object.keys(row).find((name) => row[name] === id && name in REFERENCES);
      return field === undefined ? id : (names.of(field, id) ?? id);
    },
  };
  return names;
}

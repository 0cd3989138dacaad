import { ADMIN_PERMISSIONS, type Inputs, type Person, SUPER_ADMIN_PERMISSIONS } from '../../inputs';
import { AUDIT_COLUMNS, type AuditRow, personInBrackets, personNamed, personWithUsername } from './audit';

// Who was given what opens the org: as the setup audit trail says (who gave it, and when to the second), and as the
// tables changed between two collections (exactly who and what, whoever did it).

/** A permission set, a permission set group (its combined set) or the set behind a profile that makes an administrator. */
export interface AdminSet {
  id: string;
  kind: 'permission set' | 'permission set group' | 'profile';
  label: string;
  /** Of the profile or the group; null: a set of its own. */
  ownerId: string | null;
  permissions: string[];
}

export interface Grant {
  key: string;
  source: 'audit-trail' | 'changes';
  at: number;
  set: AdminSet;
  /** Null: the entry's name fits nobody, or several. */
  person: Person | null;
  /** What the entry calls them. */
  who: string;
  /** Username or id; null: not known, or Salesforce. */
  by: string | null;
  byPerson: Person | null;
  /** Somebody was logged in as the user who did it. */
  delegate: string | null;
  display: string | null;
}

const SETS = `
  SELECT s.id, s.type, s.permissions, s.profile_id AS profileId, s.permission_set_group_id AS groupId,
    coalesce(p.name, g.label, s.label, s.name) AS label
  FROM permission_set s
  LEFT JOIN profile p ON p.org_id = s.org_id AND p.id = s.profile_id
  LEFT JOIN permission_set_group g ON g.org_id = s.org_id AND g.id = s.permission_set_group_id
  WHERE s.org_id = @org AND s.permissions <> '[]'`;

export function adminSets(inputs: Inputs): AdminSet[] {
  interface Row {
    id: string;
    permissions: string;
    profileId: string | null;
    groupId: string | null;
    label: string;
  }
  return inputs.rows<Row>(SETS).flatMap(({ id, permissions, profileId, groupId, label }): AdminSet[] => {
    const held = (JSON.parse(permissions) as string[]).filter(isAdministrative);
    if (held.length === 0) return [];
    const kind =
      profileId !== null ? 'profile' : groupId !== null ? 'permission set group' : 'permission set';
    return [{ id, kind, label, ownerId: profileId ?? groupId, permissions: held }];
  });
}

const isAdministrative = (name: string): boolean => (ADMIN_PERMISSIONS as readonly string[]).includes(name);
export const opensAll = (permissions: readonly string[]): boolean =>
  SUPER_ADMIN_PERMISSIONS.every((name) => permissions.includes(name));

// The setup audit trail.

const ENTRIES = `
  SELECT ${AUDIT_COLUMNS} FROM setup_audit_trail a
  WHERE a.org_id = @org AND (lower(a.action) IN ('permsetassign', 'permsetassign_hasexpiration', 'permsetgroupassign')
    OR lower(a.action) LIKE 'changedprofileforuser%')`;

/** "Permission set group Sith: assigned to user …", "Permission set Padawan with expiration: assigned to user …". */
const ASSIGNED =
  /^Permission set (group )?(.+?)(?: with expiration)?: assigned to user (.+?)(?: \(UserID|, expiring|$)/;
const PROFILE = /^Changed profile for user (.+)$/;

export function* auditGrants(inputs: Inputs, sets: readonly AdminSet[]): Generator<Grant> {
  const assignable = new Map(
    sets.filter(({ kind }) => kind !== 'profile').map((set) => [`${set.kind}:${set.label}`, set]),
  );
  const profiles = sets.filter(({ kind }) => kind === 'profile');
  for (const row of inputs.rows<AuditRow>(ENTRIES)) {
    const found = assignedIn(row.display, assignable) ?? profileIn(row.display, profiles);
    if (found === null) continue;
    const byPerson = row.createdById === null ? null : inputs.person(row.createdById);
    const delegated = row.delegate === null ? null : personWithUsername(inputs, row.delegate);
    yield {
      key: row.id,
      source: 'audit-trail',
      at: row.at,
      set: found.set,
      person: personInBrackets(inputs, row.display) ?? personNamed(inputs, found.who),
      who: found.who,
      by: row.delegate ?? byPerson?.username ?? row.createdById,
      byPerson: delegated ?? byPerson,
      delegate: row.delegate,
      display: row.display,
    };
  }
}

function assignedIn(
  display: string,
  assignable: ReadonlyMap<string, AdminSet>,
): { set: AdminSet; who: string } | null {
  const [, group, label = '', who = ''] = ASSIGNED.exec(display) ?? [];
  const set = assignable.get(`permission set${group === undefined ? '' : ' group'}:${label}`);
  return set === undefined ? null : { set, who };
}

/** "Ada from Standard User to System Administrator": both words may be in names, so the end is looked at. */
function profileIn(display: string, profiles: readonly AdminSet[]): { set: AdminSet; who: string } | null {
  const rest = PROFILE.exec(display)?.[1];
  if (rest === undefined) return null;
  for (const set of profiles) {
    const end = ` to ${set.label}`;
    if (!rest.endsWith(end)) continue;
    const [who = ''] = rest.slice(0, -end.length).split(' from ');
    return { set, who };
  }
  return null;
}

// What changed in the tables.

const ASSIGNMENTS = `
  SELECT c.at, c.user_id AS userId, json_extract(c.after, '$.permissionSetId') AS setId
  FROM row_change c
  WHERE c.org_id = @org AND c.stream = 'permissionSetAssignments' AND c.kind = 'added'
    AND json_extract(c.after, '$.permissionSetId') IN (SELECT value FROM json_each(@sets))`;

/** New people with the profile, and people who got it. */
const PROFILES = `
  SELECT c.at, c.user_id AS userId, json_extract(c.after, '$.profileId') AS profileId
  FROM row_change c
  WHERE c.org_id = @org AND c.stream = 'users' AND c.kind IN ('added', 'changed')
    AND json_extract(c.after, '$.profileId') IN (SELECT value FROM json_each(@profiles))`;

export function* changeGrants(inputs: Inputs, sets: readonly AdminSet[]): Generator<Grant> {
  const byId = new Map(sets.map((set) => [set.id, set]));
  const byProfile = new Map(
    sets.flatMap((set) =>
      set.kind === 'profile' && set.ownerId !== null ? [[set.ownerId, set] as const] : [],
    ),
  );
  const assigned = inputs.rows<{ at: number; userId: string; setId: string }>(ASSIGNMENTS, {
    sets: JSON.stringify(sets.filter(({ kind }) => kind !== 'profile').map(({ id }) => id)),
  });
  for (const { at, userId, setId } of assigned) {
    const set = byId.get(setId);
    if (set !== undefined) yield grantOf(inputs, at, userId, set);
  }
  const moved = inputs.rows<{ at: number; userId: string; profileId: string }>(PROFILES, {
    profiles: JSON.stringify([...byProfile.keys()]),
  });
  for (const { at, userId, profileId } of moved) {
    const set = byProfile.get(profileId);
    if (set !== undefined) yield grantOf(inputs, at, userId, set);
  }
}

function grantOf(inputs: Inputs, at: number, userId: string, set: AdminSet): Grant {
  const person = inputs.person(userId);
  return {
    // Given, taken away and given again on one day is one finding.
    key: `${userId}:${set.id}:${new Date(at).toISOString().slice(0, 10)}`,
    source: 'changes',
    ...{ at, set, person },
    who: person?.name ?? userId,
    ...{ by: null, byPerson: null, delegate: null, display: null },
  };
}

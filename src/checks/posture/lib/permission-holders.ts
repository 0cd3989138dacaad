import type { Inputs } from '../../inputs';
import { once } from './once';

/** Names without their ids, for people: what grants a permission. */
interface Grant {
  id: string;
  profileId: string | null;
  groupId: string | null;
  via: string;
}

/** Sets that grant a permission. The set of a group holds what all sets of the group grant, less what it mutes. */
const GRANTING = `
  SELECT s.id, s.profile_id AS profileId, s.permission_set_group_id AS groupId,
    CASE
      WHEN s.is_owned_by_profile = 1 OR s.profile_id IS NOT NULL THEN 'profile ' || coalesce(
        (SELECT p.name FROM profile p WHERE p.org_id = s.org_id AND p.id = s.profile_id), s.label, s.name)
      WHEN s.permission_set_group_id IS NOT NULL THEN 'permission set group ' || coalesce(
        (SELECT coalesce(g.label, g.developer_name) FROM permission_set_group g
         WHERE g.org_id = s.org_id AND g.id = s.permission_set_group_id), s.label, s.name)
      ELSE 'permission set ' || coalesce(s.label, s.name)
    END AS via
  FROM permission_set s
  WHERE s.org_id = @org AND EXISTS (SELECT 1 FROM json_each(s.permissions) WHERE value = @permission)
  ORDER BY s.id`;

/** Active users of the profiles, and those the sets are in effect assigned to. */
const HOLDERS = `
  WITH held AS (
    SELECT a.assignee_id AS user_id, a.permission_set_id AS set_id, NULL AS profile_id,
      a.permission_set_group_id AS group_id
    FROM permission_set_assignment a INDEXED BY permission_set_assignment_set
    WHERE a.org_id = @org AND a.permission_set_id IN (SELECT value FROM json_each(@sets))
      AND coalesce(a.is_active, 1) = 1 AND coalesce(a.expires_at > @asOf, 1)
    UNION ALL
    SELECT a.assignee_id, NULL, NULL, a.permission_set_group_id
    FROM permission_set_assignment a INDEXED BY permission_set_assignment_set
    WHERE a.org_id = @org AND a.permission_set_id IS NULL
      AND a.permission_set_group_id IN (SELECT value FROM json_each(@groups))
      AND coalesce(a.is_active, 1) = 1 AND coalesce(a.expires_at > @asOf, 1)
    UNION ALL
    SELECT u.id, NULL, u.profile_id, NULL FROM sf_user u
    WHERE u.org_id = @org AND u.profile_id IN (SELECT value FROM json_each(@profiles)))
  SELECT h.user_id AS userId, h.set_id AS setId, h.profile_id AS profileId, h.group_id AS groupId
  FROM held h JOIN sf_user u ON u.org_id = @org AND u.id = h.user_id
  WHERE u.is_active = 1`;

interface Held {
  userId: string;
  setId: string | null;
  profileId: string | null;
  groupId: string | null;
}

/**
 * Active users who hold a permission (its name in PermissionSet without "Permissions") as of now, with what gives
 * it to them ("profile X", "permission set Y", "permission set group Z"), in the order of the alphabet.
 */
export const permissionHolders = (inputs: Inputs, permission: string): ReadonlyMap<string, string[]> =>
  once(inputs, `holders of ${permission}`, () => look(inputs, permission));

function look(inputs: Inputs, permission: string): ReadonlyMap<string, string[]> {
  const grants = inputs.rows<Grant>(GRANTING, { permission });
  const holders = new Map<string, string[]>();
  if (grants.length === 0) return holders;
  const by = (key: 'id' | 'profileId' | 'groupId') =>
    new Map(grants.flatMap((grant) => (grant[key] === null ? [] : [[grant[key], grant.via] as const])));
  const [sets, profiles, groups] = [by('id'), by('profileId'), by('groupId')];
  const json = (names: ReadonlyMap<string, string>) => JSON.stringify([...names.keys()]);
  const rows = inputs.rows<Held>(HOLDERS, {
    sets: json(sets),
    profiles: json(profiles),
    groups: json(groups),
  });
  for (const { userId, setId, profileId, groupId } of rows) {
    const via = sets.get(setId ?? '') ?? profiles.get(profileId ?? '') ?? groups.get(groupId ?? '');
    if (via === undefined) continue;
    const known = holders.get(userId);
    if (known === undefined) holders.set(userId, [via]);
    else if (!known.includes(via)) known.push(via);
  }
  for (const via of holders.values()) via.sort();
  return holders;
}

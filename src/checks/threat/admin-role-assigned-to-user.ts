import type { Severity } from '../../shared/model/checks';
import { defineState, OPEN_DAYS, type StateDraft } from '../define';
import type { Inputs, Person } from '../inputs';
import { DAY_MS, isoOf } from '../logins/event';
import { number } from '../parameters';
import {
  type AdminSet,
  adminSets,
  auditGrants,
  changeGrants,
  type Grant,
  opensAll,
} from './lib/admin-grants';
import { nameOr } from './lib/audit';

/** What somebody holds now through these sets: by their profile, or assigned. */
const HELD = `
  SELECT DISTINCT s.permissions FROM permission_set s
  WHERE s.org_id = @org AND s.id IN (SELECT value FROM json_each(@sets)) AND (
    s.profile_id = (SELECT u.profile_id FROM sf_user u WHERE u.org_id = @org AND u.id = @userId)
    OR EXISTS (SELECT 1 FROM permission_set_assignment a
      WHERE a.org_id = @org AND a.assignee_id = @userId AND a.permission_set_id = s.id
        AND coalesce(a.is_active, 1) = 1 AND coalesce(a.expires_at > @asOf, 1)))`;

const CHECKED = `
  SELECT count(*) AS n FROM sf_user WHERE org_id = @org AND is_active = 1`;

const EXTERNAL = /^(guest|power|csp|customer|partner|csn)/i;

export default defineState(
  {
    id: 'admin-role-assigned-to-user',
    title: 'Admin Role Assigned to User',
    category: 'threat',
    alsoKnownAs: ['Admin Role Assigned'],
    finds:
      'Users who were given administrative permissions: through a profile, a permission set or a permission set group.',
    matters:
      'Permissions are what intruders give themselves to stay: with Modify All Data or Manage Users one account is as good as all of them.',
    severityRule:
      'Critical when a guest or external user got them; high when somebody gave them to themselves, or while logged in as another user; medium when they are new to the user; low when the user held all of them already through something else.',
    subjects: 'active users',
    needs: [
      { stream: 'permissionSets', fields: ['Permissions'] },
      { stream: 'users' },
      {
        stream: 'setupAuditTrail',
        fields: ['Action', 'Display'],
        without:
          'Who gave the permissions is not known, and what was given before the first collection is not found.',
      },
      {
        stream: 'permissionSetAssignments',
        without: 'Only what the setup audit trail says is found.',
      },
    ],
    parameters: {
      sameDays: number({
        title: 'One and the same within',
        help: 'What a collection finds changed is not reported again when the setup audit trail told of it so many days before.',
        default: 7,
        unit: 'days',
        min: 1,
        max: 60,
      }),
      ...OPEN_DAYS,
    },
    evidence: {
      at: 'When it was given, by the setup audit trail; otherwise when a collection found it',
      source:
        '“audit-trail”: an entry of the setup audit trail; “changes”: found by comparing two collections',
      role: 'Label of the permission set, permission set group or profile',
      roleKind: '“permission set”, “permission set group” or “profile”',
      permissions: 'Administrative permissions in it, as in PermissionSet, without “Permissions”',
      isNew: 'Whether one of them is held through nothing else, as of the newest collection',
      by: 'Username or id of who gave it; null: not known',
      delegateUser: 'Who was logged in as that user; null: nobody',
      bySelf: 'Whether the user gave it to themselves',
      display: 'What the setup audit trail says; null: no entry',
    },
    remediation: [
      'Ask whoever gave the permissions (see “by”) whether it was agreed, and by whom.',
      'Setup > Users > Users > the user > Permission Set Assignments: remove what is not needed; for a profile: Edit, Profile.',
      'If nobody knows of it: freeze both accounts, and look at Setup > View Setup Audit Trail for what else they changed.',
      'Give administrative permissions for a time only: assign with an expiration date.',
    ],
    references: ['T1098.003', 'T1078.004'],
  },
  function* (inputs, { sameDays }) {
    const sets = adminSets(inputs);
    const within = sameDays * DAY_MS;
    const told = [...auditGrants(inputs, sets)];
    const isTold = toldIn(told, within);
    const grants = new Map(told.map((grant) => [grant.key, grant]));
    for (const grant of changeGrants(inputs, sets)) if (!isTold(grant)) grants.set(grant.key, grant);
    const heldBefore = otherSets(sets, [...grants.values()], within);
    for (const grant of grants.values()) yield draftOf(grant, isNewTo(inputs, grant, heldBefore(grant)));
    return {
      population: inputs.rows<{ n: number }>(CHECKED)[0]?.n ?? 0,
      notes: sets.length === 0 ? ['No permission set or profile read has administrative permissions.'] : [],
    };
  },
);

/** Whether the setup audit trail told of the same: before the collection that noticed it, and not long before. */
function toldIn(told: readonly Grant[], within: number): (grant: Grant) => boolean {
  const times = new Map<string, number[]>();
  for (const { set, person, who, at } of told)
    for (const name of new Set([person?.id ?? who, who])) {
      const key = `${set.id} ${name}`;
      times.set(key, [...(times.get(key) ?? []), at]);
    }
  return ({ set, person, who, at }) =>
    [person?.id, who].some((name) =>
      times.get(`${set.id} ${name ?? ''}`)?.some((before) => before <= at && at - before <= within),
    );
}

function draftOf(grant: Grant, isNew: boolean): StateDraft {
  const { key, source, at, set, person, who, by, byPerson, delegate, display } = grant;
  const bySelf = person !== null && byPerson?.id === person.id;
  const given = by === null ? 'was given' : bySelf ? 'gave themselves' : 'was given';
  const giver = by === null || bySelf ? '' : ` by ${nameOr(byPerson, by)}`;
  return {
    key,
    userId: person?.id ?? null,
    severity: severityOf(person, isNew, bySelf || delegate !== null),
    firstAt: at,
    lastAt: at,
    occurrences: 1,
    summary: `${person?.name ?? who} ${given} the ${set.kind} “${set.label}”${giver}${opensAll(set.permissions) ? ', which opens everything' : ''}.`,
    evidence: {
      at: isoOf(at),
      source,
      role: set.label,
      roleKind: set.kind,
      permissions: set.permissions,
      isNew,
      by,
      delegateUser: delegate,
      bySelf,
      display,
    },
  };
}

function severityOf(person: Person | null, isNew: boolean, isSuspicious: boolean): Severity {
  if (EXTERNAL.test(person?.userType ?? '')) return 'critical';
  if (!isNew) return 'low';
  return isSuspicious ? 'high' : 'medium';
}

/** Ids of the sets somebody may have held before a grant: not those given with it or later. */
function otherSets(
  sets: readonly AdminSet[],
  grants: readonly Grant[],
  within: number,
): (grant: Grant) => string[] {
  const ofPerson = new Map<string, Grant[]>();
  for (const grant of grants)
    if (grant.person !== null)
      ofPerson.set(grant.person.id, [...(ofPerson.get(grant.person.id) ?? []), grant]);
  return ({ person, at, set }) => {
    const fresh = new Set(
      (ofPerson.get(person?.id ?? '') ?? [])
        .filter((other) => other.at >= at - within)
        .map((other) => other.set.id),
    );
    return sets.flatMap(({ id }) => (id === set.id || fresh.has(id) ? [] : [id]));
  };
}

/** Whether the set has a permission that the person holds through none of the others. */
function isNewTo(inputs: Inputs, { person, set }: Grant, others: readonly string[]): boolean {
  if (person === null) return true;
  const rows = inputs.rows<{ permissions: string }>(HELD, {
    userId: person.id,
    sets: JSON.stringify(others),
  });
  const held = new Set(rows.flatMap(({ permissions }) => JSON.parse(permissions) as string[]));
  return set.permissions.some((permission) => !held.has(permission));
}

import { defineState } from '../define';
import { ADMIN_NEEDS, IS_FROZEN, adminsById } from './lib/internal-people';
import { permissionHolders } from './lib/permission-holders';
import { listed } from './lib/words';

const PERMISSION = 'BypassMFAForUiLogins';

interface Row {
  id: string;
  name: string;
  isFrozen: number;
}

const PEOPLE = `
  SELECT u.id, u.name, ${IS_FROZEN} AS isFrozen FROM sf_user u
  WHERE u.org_id = @org AND u.id IN (SELECT value FROM json_each(@ids))`;

const CHECKED = 'SELECT count(*) AS n FROM sf_user u WHERE u.org_id = @org AND u.is_active = 1';

export default defineState(
  {
    id: 'user-authorized-to-bypass-mfa',
    title: 'User Authorized to Bypass MFA',
    category: 'posture',
    finds:
      'Active users with the permission “Waive Multi-Factor Authentication for Exempt Users”, through their profile, a permission set or a permission set group.',
    matters:
      'The permission exempts a user from multi-factor authentication even where the org requires it of everybody. It is meant for test and robot accounts; on a person it leaves the password as the only protection.',
    severityRule:
      'High for users with administrative permissions, otherwise medium; low for users who cannot sign in to the user interface now (frozen, or API only).',
    subjects: 'active users',
    needs: [
      { stream: 'permissionSets', fields: [`Permissions${PERMISSION}`] },
      { stream: 'permissionSetAssignments' },
      { stream: 'users' },
      { stream: 'permissionSetGroups', without: 'Groups go by the names of their permission sets.' },
      { stream: 'userLogins', without: 'Frozen users are taken for people who can sign in.' },
      ...ADMIN_NEEDS.filter(({ stream }) => stream !== 'permissionSetAssignments'),
    ],
    parameters: {},
    evidence: {
      permission: 'The permission, as PermissionSet names it',
      via: 'What gives it to the user: profile, permission set, permission set group',
      isAdmin: 'Whether the user holds administrative permissions',
      isIntegration: 'Whether it is a program: by license, API-only permission or mark',
      cannotSignIn: 'Frozen or API only: cannot sign in to the user interface now',
    },
    remediation: [
      'Setup > Permission Sets (or Permission Set Groups, or Profiles) > the one named in the evidence > System Permissions: clear “Waive Multi-Factor Authentication for Exempt Users”, or remove the user’s assignment.',
      'Let the user register a second factor: their own Settings > Advanced User Details.',
      'Where a robot must sign in without: keep the exemption in a permission set of its own, with login IP ranges on the robot’s profile, and acknowledge the finding with the reason.',
    ],
    references: ['T1556.006', 'T1078.004'],
    weight: 8,
  },
  function* (inputs) {
    const admins = adminsById(inputs);
    const programs = inputs.integrationIds();
    const holders = permissionHolders(inputs, PERMISSION);
    for (const row of inputs.rows<Row>(PEOPLE, { ids: JSON.stringify([...holders.keys()]) })) {
      const via = holders.get(row.id) ?? [];
      const isProgram = programs.has(row.id);
      // Only of the few programs it is asked whether the login page lets them in.
      const cannotSignIn = row.isFrozen === 1 || (isProgram && inputs.person(row.id)?.isApiOnly === true);
      const isAdmin = admins.has(row.id);
      yield {
        key: row.id,
        userId: row.id,
        severity: cannotSignIn ? 'low' : isAdmin ? 'high' : 'medium',
        summary: `${row.name} may sign in without a second factor, by ${listed(via)}.`,
        evidence: { permission: PERMISSION, via, isAdmin, isIntegration: isProgram, cannotSignIn },
      };
    }
    const [checked] = inputs.rows<{ n: number }>(CHECKED);
    return { population: checked?.n ?? 0 };
  },
);

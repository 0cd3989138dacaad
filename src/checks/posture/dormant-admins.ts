import { defineState } from '../define';
import { DAY_MS, dateOf, isoOf } from '../logins/event';
import { number } from '../parameters';
import { FROZEN_NEED, LAST_TOKEN_USE } from './lib/internal-people';

interface Row {
  id: string;
  lastSeenAt: number | null;
  lastTokenUseAt: number | null;
}

const LAST_USE = `
  SELECT u.id, u.last_seen_at AS lastSeenAt, ${LAST_TOKEN_USE} AS lastTokenUseAt
  FROM sf_user u WHERE u.org_id = @org AND u.id IN (SELECT value FROM json_each(@ids))`;

export default defineState(
  {
    id: 'dormant-admins',
    title: 'Dormant Admins',
    category: 'posture',
    finds: 'Active users with administrative permissions who have not signed in for a while, or never did.',
    matters:
      'An administrator who is not there does not notice when somebody else uses the account, and it opens the whole org. Sooner than other accounts it should lose its permissions, or be frozen.',
    severityRule:
      'High for users who can do everything (Modify All Data and Manage Users) and for whom no app was active either, otherwise medium.',
    subjects: 'active users with administrative permissions',
    needs: [
      { stream: 'permissionSets', fields: ['PermissionsModifyAllData', 'PermissionsManageUsers'] },
      { stream: 'permissionSetAssignments' },
      { stream: 'users', fields: ['LastLoginDate'] },
      FROZEN_NEED,
      { stream: 'oauthTokens', without: 'Whether an app uses the account with a token is not known.' },
    ],
    parameters: {
      days: number({
        title: 'No sign-in for',
        help: 'CIS Control 5.3 disables dormant accounts after 45 days.',
        default: 45,
        unit: 'days',
        min: 1,
        max: 3650,
      }),
      neverDays: number({
        title: 'Never signed in, and created at least',
        default: 7,
        unit: 'days ago',
        min: 0,
        max: 365,
      }),
    },
    evidence: {
      permissions: 'Administrative permissions held',
      lastSeenAt: 'The later of LastLoginDate and the newest successful login stored; null: never signed in',
      lastTokenUseAt: 'Newest use of a token that an app holds for the user; null: none known',
      createdAt: 'When the user was created',
      profile: 'Name of the profile',
      isIntegration: 'Whether it is a program: by license, API-only permission or mark',
    },
    remediation: [
      'Setup > Users > Users > the user: Freeze, until it is clear whether the administrator comes back.',
      'Setup > Users > Users > the user > Permission Set Assignments, and the profile: take the administrative permissions away.',
      'If the account is no longer needed: hand over what it owns and runs (jobs, flows, integrations), then clear “Active”.',
    ],
    references: ['T1078.004'],
    weight: 7,
  },
  function* (inputs, { days, neverDays }) {
    // Frozen ones are harmless until somebody unfreezes them; “User Stuck in Non-functional State” has them.
    const admins = inputs.admins().filter(({ isFrozen }) => !isFrozen);
    const ids = JSON.stringify(admins.map(({ id }) => id));
    const uses = new Map(inputs.rows<Row>(LAST_USE, { ids }).map((row) => [row.id, row]));
    const limit = inputs.asOf - days * DAY_MS;
    for (const admin of admins) {
      const { lastSeenAt = null, lastTokenUseAt = null } = uses.get(admin.id) ?? {};
      const since = lastSeenAt === null ? admin.createdAt + neverDays * DAY_MS : lastSeenAt + days * DAY_MS;
      if (since > inputs.asOf) continue;
      const appIsActive = lastTokenUseAt !== null && lastTokenUseAt > limit;
      // A program whose sign-in is long ago goes on with the token it got then: it is in use.
      if (admin.isIntegration && appIsActive) continue;
      yield {
        key: admin.id,
        userId: admin.id,
        severity: admin.isSuperAdmin && !appIsActive ? 'high' : 'medium',
        firstAt: since,
        summary:
          lastSeenAt === null
            ? `${admin.name} holds administrative permissions and, created on ${dateOf(admin.createdAt)}, has never signed in.`
            : `${admin.name} holds administrative permissions and has not signed in since ${dateOf(lastSeenAt)}.`,
        evidence: {
          permissions: [...admin.permissions],
          lastSeenAt: lastSeenAt === null ? null : isoOf(lastSeenAt),
          lastTokenUseAt: lastTokenUseAt === null ? null : isoOf(lastTokenUseAt),
          createdAt: isoOf(admin.createdAt),
          profile: admin.profile,
          isIntegration: admin.isIntegration,
        },
      };
    }
    return { population: admins.length };
  },
);

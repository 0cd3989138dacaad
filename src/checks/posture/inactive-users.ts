import { defineState } from '../define';
import { DAY_MS, isoOf } from '../logins/event';
import { number } from '../parameters';

interface Row {
  id: string;
  username: string;
  name: string;
  lastSeenAt: number;
  lastLoginAt: number | null;
  isAdmin: number;
}

/** `last_seen_at` is the later of User.LastLoginDate and the newest stored success. */
const IDLE = `
  SELECT u.id, u.username, u.name, u.last_seen_at AS lastSeenAt, u.last_login_at AS lastLoginAt,
    u.id IN (SELECT value FROM json_each(@admins)) AS isAdmin
  FROM sf_user u
  WHERE u.org_id = @org AND u.is_active = 1 AND u.last_seen_at <= @limit
    AND coalesce(u.user_type, 'Standard') = 'Standard'
    AND u.id NOT IN (SELECT value FROM json_each(@integration))`;

const CHECKED = `
  SELECT count(*) AS n FROM sf_user u
  WHERE u.org_id = @org AND u.is_active = 1 AND u.last_seen_at IS NOT NULL
    AND coalesce(u.user_type, 'Standard') = 'Standard'
    AND u.id NOT IN (SELECT value FROM json_each(@integration))`;

export default defineState(
  {
    id: 'inactive-users',
    title: 'Inactive Users',
    category: 'posture',
    finds: 'Active internal users who have not signed in for a long time.',
    matters:
      'An account nobody uses is an account nobody watches: whoever gets its password can use it unnoticed, and its license is paid for.',
    severityRule: 'High for users with administrative permissions, otherwise medium.',
    subjects: 'active internal users who have signed in before',
    needs: [{ stream: 'users', fields: ['LastLoginDate'] }],
    parameters: {
      days: number({
        title: 'Not signed in for',
        help: 'Common values are 30, 45 (CIS Control 5.3), 90 and 180.',
        default: 90,
        unit: 'days',
        min: 1,
        max: 3650,
      }),
    },
    evidence: {
      lastSeenAt: 'The later of LastLoginDate and the newest successful login stored',
      lastLoginAt: 'LastLoginDate, as Salesforce has it',
      isAdmin: 'Whether the user holds administrative permissions',
    },
    remediation: [
      'Setup > Users > Users: open the user.',
      'Ask the user’s manager whether the account is still needed.',
      'If not: Freeze first, then clear “Active”. Deactivating gives the license back.',
    ],
    references: ['T1078.004'],
    weight: 5,
  },
  function* (inputs, { days }) {
    const integration = JSON.stringify([...inputs.integrationIds()]);
    const admins = JSON.stringify(inputs.admins().map(({ id }) => id));
    const limit = inputs.asOf - days * DAY_MS;
    for (const row of inputs.rows<Row>(IDLE, { limit, integration, admins })) {
      yield {
        key: row.id,
        userId: row.id,
        severity: row.isAdmin === 1 ? 'high' : 'medium',
        firstAt: row.lastSeenAt + days * DAY_MS,
        summary: `${row.name} has not signed in since ${isoOf(row.lastSeenAt).slice(0, 10)}.`,
        evidence: {
          lastSeenAt: isoOf(row.lastSeenAt),
          lastLoginAt: row.lastLoginAt === null ? null : isoOf(row.lastLoginAt),
          isAdmin: row.isAdmin === 1,
        },
      };
    }
    const [checked] = inputs.rows<{ n: number }>(CHECKED, { integration });
    return { population: checked?.n ?? 0 };
  },
);

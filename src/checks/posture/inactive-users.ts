import { defineState } from '../define';
import { DAY_MS, dateOf, isoOf } from '../logins/event';
import { number } from '../parameters';
import {
  ADMIN_NEEDS,
  CAN_SIGN_IN,
  FROZEN_NEED,
  IS_PROGRAM,
  LAST_TOKEN_USE,
  adminsById,
  programs,
  signInCounts,
} from './lib/internal-people';

interface Row {
  id: string;
  name: string;
  lastSeenAt: number;
  lastLoginAt: number | null;
  lastTokenUseAt: number | null;
  isProgram: number;
  leave: string | null;
}

/**
 * `last_seen_at` is the later of User.LastLoginDate and the newest stored success. A program's may be long ago: apps
 * go on for years with the token they got then.
 */
const IDLE = `
  SELECT u.id, u.name, u.last_seen_at AS lastSeenAt, u.last_login_at AS lastLoginAt,
    ${LAST_TOKEN_USE} AS lastTokenUseAt, ${IS_PROGRAM} AS isProgram,
    (SELECT v.reason FROM leave v WHERE v.org_id = u.org_id AND v.user_id = u.id
       AND coalesce(v.until > @asOf, 1)) AS leave
  FROM sf_user u
  WHERE ${CAN_SIGN_IN} AND CASE
    WHEN ${IS_PROGRAM} THEN u.last_seen_at <= @programLimit AND coalesce(${LAST_TOKEN_USE}, 0) <= @programLimit
    ELSE u.last_seen_at <= @limit END`;

export default defineState(
  {
    id: 'inactive-users',
    title: 'Inactive Users',
    category: 'posture',
    finds:
      'Active internal users who have not signed in for a long time, and integration users that were not used.',
    matters:
      'An account nobody uses is an account nobody watches: whoever gets its password can use it unnoticed, and its license is paid for.',
    severityRule:
      'High for people with administrative permissions, otherwise medium; low for people noted here as on leave.',
    subjects: 'active internal users who have signed in before',
    needs: [
      { stream: 'users', fields: ['UserType', 'LastLoginDate'] },
      FROZEN_NEED,
      { stream: 'oauthTokens', without: 'Integration users are judged by their sign-ins alone.' },
      ...ADMIN_NEEDS,
    ],
    parameters: {
      days: number({
        title: 'Not signed in for',
        help: 'Common values are 30, 45 (CIS Control 5.3), 90 and 180.',
        default: 90,
        unit: 'days',
        min: 1,
        max: 3650,
      }),
      programDays: number({
        title: 'Integration users: not used for',
        help: 'Neither a sign-in nor the use of an app’s token.',
        default: 90,
        unit: 'days',
        min: 1,
        max: 3650,
      }),
    },
    evidence: {
      lastSeenAt: 'The later of LastLoginDate and the newest successful login stored',
      lastLoginAt: 'LastLoginDate, as Salesforce has it',
      lastTokenUseAt: 'Newest use of a token that an app holds for the user; null: none known',
      isAdmin: 'Whether the user holds administrative permissions',
      isIntegration: 'Whether it is a program: by license, API-only permission or mark',
      leave: 'Why the user is on leave, as noted in Seatwatch; null: is not',
    },
    remediation: [
      'Setup > Users > Users: open the user.',
      'Ask the user’s manager whether the account is still needed; for an integration user whoever runs the integration.',
      'If not: Freeze first, then clear “Active”. Deactivating gives the license back.',
    ],
    references: ['T1078.004'],
    weight: 5,
  },
  function* (inputs, { days, programDays }) {
    const admins = adminsById(inputs);
    const limit = inputs.asOf - days * DAY_MS;
    const programLimit = inputs.asOf - programDays * DAY_MS;
    for (const row of inputs.rows<Row>(IDLE, { limit, programLimit, programs: programs(inputs) })) {
      const isProgram = row.isProgram === 1;
      const isAdmin = admins.has(row.id);
      const usedAt = isProgram ? Math.max(row.lastSeenAt, row.lastTokenUseAt ?? 0) : row.lastSeenAt;
      yield {
        key: row.id,
        userId: row.id,
        severity: row.leave !== null ? 'low' : isAdmin ? 'high' : 'medium',
        firstAt: usedAt + (isProgram ? programDays : days) * DAY_MS,
        summary: isProgram
          ? `The integration user ${row.name} has not been used since ${dateOf(usedAt)}.`
          : `${row.name} has not signed in since ${dateOf(usedAt)}.`,
        evidence: {
          lastSeenAt: isoOf(row.lastSeenAt),
          lastLoginAt: row.lastLoginAt === null ? null : isoOf(row.lastLoginAt),
          lastTokenUseAt: row.lastTokenUseAt === null ? null : isoOf(row.lastTokenUseAt),
          isAdmin,
          isIntegration: isProgram,
          leave: row.leave,
        },
      };
    }
    return { population: signInCounts(inputs).seen };
  },
);

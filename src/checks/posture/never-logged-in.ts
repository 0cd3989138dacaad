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
  createdAt: number;
  isProgram: number;
  hasFailures: number;
}

/** Without a success ever, whoever is in `login_user` has failed. */
const NEVER = `
  SELECT u.id, u.name, u.created_at AS createdAt, ${IS_PROGRAM} AS isProgram,
    EXISTS (SELECT 1 FROM login_user k INDEXED BY login_user_id WHERE k.org_id = u.org_id AND k.user_id = u.id) AS hasFailures
  FROM sf_user u
  WHERE ${CAN_SIGN_IN} AND u.last_seen_at IS NULL
    AND CASE WHEN ${IS_PROGRAM} THEN u.created_at <= @programLimit AND ${LAST_TOKEN_USE} IS NULL
      ELSE u.created_at <= @limit END`;

export default defineState(
  {
    id: 'never-logged-in',
    title: 'Never Logged In',
    category: 'posture',
    finds: 'Active internal users who have never signed in although they were created a while ago.',
    matters:
      'The invitation with its first password may still lie in a mailbox. Whoever opens it first owns the account, and would also be the one to register its verification method.',
    severityRule:
      'High for users with administrative permissions, medium where somebody tried to sign in with the name and failed, otherwise low.',
    subjects: 'active internal users',
    needs: [
      { stream: 'users', fields: ['UserType', 'LastLoginDate'] },
      FROZEN_NEED,
      { stream: 'loginHistory', without: 'Failed attempts are not known.' },
      {
        stream: 'oauthTokens',
        without: 'Whether an app uses an integration user with a token is not known.',
      },
      ...ADMIN_NEEDS,
    ],
    parameters: {
      days: number({
        title: 'Created at least',
        help: 'Before that, new users are given the time to sign in.',
        default: 7,
        unit: 'days ago',
        min: 0,
        max: 365,
      }),
      programDays: number({
        title: 'Integration users: created at least',
        help: 'Setting up an integration takes longer.',
        default: 30,
        unit: 'days ago',
        min: 0,
        max: 365,
      }),
    },
    evidence: {
      createdAt: 'When the user was created',
      hasFailedAttempts: 'Whether somebody tried to sign in as the user and failed',
      isAdmin: 'Whether the user holds administrative permissions',
      isIntegration: 'Whether it is a program: by license, API-only permission or mark',
      basedOn: 'What says that there was no sign-in',
    },
    remediation: [
      'Ask the user’s manager whether the account is needed.',
      'If not: Setup > Users > Users > the user > Edit: clear “Active”.',
      'If so: Setup > Users > Users > the user > Reset Password sends a new invitation; the old one is then void.',
    ],
    references: ['T1078.004'],
    weight: 3,
  },
  function* (inputs, { days, programDays }) {
    const admins = adminsById(inputs);
    const limit = inputs.asOf - days * DAY_MS;
    const programLimit = inputs.asOf - programDays * DAY_MS;
    for (const row of inputs.rows<Row>(NEVER, { limit, programLimit, programs: programs(inputs) })) {
      const isAdmin = admins.has(row.id);
      const hasFailures = row.hasFailures === 1;
      yield {
        key: row.id,
        userId: row.id,
        severity: isAdmin ? 'high' : hasFailures ? 'medium' : 'low',
        firstAt: row.createdAt + (row.isProgram === 1 ? programDays : days) * DAY_MS,
        summary: `${row.name}, created on ${dateOf(row.createdAt)}, has never signed in${hasFailures ? '; somebody tried and failed' : ''}.`,
        evidence: {
          createdAt: isoOf(row.createdAt),
          hasFailedAttempts: hasFailures,
          isAdmin,
          isIntegration: row.isProgram === 1,
          basedOn: 'LastLoginDate is empty, and no success is stored',
        },
      };
    }
    return { population: signInCounts(inputs).all };
  },
);

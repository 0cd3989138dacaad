import { defineState } from '../define';
import { DAY_MS, dateOf, isoOf } from '../logins/event';
import { list, number } from '../parameters';
import { FROZEN_NEED, IS_FROZEN } from './lib/internal-people';
import { counted } from './lib/words';

interface Row {
  id: string;
  name: string;
  userType: string;
  profile: string | null;
  createdAt: number;
  lastSeenAt: number | null;
}

/** Values of User.UserType (Object Reference) and what they stand for. */
const TYPES = [
  { value: 'PowerPartner', label: 'Partners (PowerPartner)' },
  { value: 'PowerCustomerSuccess', label: 'Customers with a role (PowerCustomerSuccess)' },
  { value: 'CustomerSuccess', label: 'Customers, older portals (CustomerSuccess)' },
  { value: 'CspLitePortal', label: 'Customers of big sites (CspLitePortal)' },
  { value: 'SelfService', label: 'Self-service portal (SelfService)' },
  { value: 'CsnOnly', label: 'Chatter only, customers of groups included (CsnOnly)' },
] as const;

/** They see accounts and what hangs on them, by role and sharing; the others little more than their own. */
const SEES_MORE = new Set(['PowerPartner', 'PowerCustomerSuccess']);

const OUTSIDE = `
  u.org_id = @org AND u.is_active = 1 AND u.user_type IN (SELECT value FROM json_each(@types))
  AND NOT ${IS_FROZEN}`;

const IDLE = `
  SELECT u.id, u.name, u.user_type AS userType, u.created_at AS createdAt, u.last_seen_at AS lastSeenAt,
    (SELECT p.name FROM profile p WHERE p.org_id = u.org_id AND p.id = u.profile_id) AS profile
  FROM sf_user u
  WHERE ${OUTSIDE}
    AND CASE WHEN u.last_seen_at IS NULL THEN u.created_at <= @neverLimit ELSE u.last_seen_at <= @limit END`;

const CHECKED = `SELECT count(*) AS n FROM sf_user u WHERE ${OUTSIDE}`;

/** The public face of sites: nobody signs in as them, so they have no last sign-in to judge by. */
const GUESTS = `
  SELECT count(*) AS n FROM sf_user u WHERE u.org_id = @org AND u.is_active = 1 AND u.user_type = 'Guest'`;

export default defineState(
  {
    id: 'inactive-guest-external-users',
    title: 'Inactive Guest/External Users',
    category: 'posture',
    alsoKnownAs: ['Inactive Guest Users'],
    finds:
      'Active users from outside (partners, customers, Chatter groups) who have not signed in for a long time, or never did.',
    matters:
      'Nobody tells the company when people leave a partner or customer: their accounts stay behind, outside of any offboarding, with whatever was shared with them.',
    severityRule:
      'Medium for partners and customers with a role, who see data by role and sharing; otherwise low.',
    subjects: 'active external users',
    needs: [{ stream: 'users', fields: ['UserType', 'LastLoginDate'] }, FROZEN_NEED],
    parameters: {
      days: number({ title: 'Not signed in for', default: 90, unit: 'days', min: 1, max: 3650 }),
      neverDays: number({
        title: 'Never signed in, and created at least',
        default: 30,
        unit: 'days ago',
        min: 0,
        max: 3650,
      }),
      types: list({
        title: 'Types of users',
        help: 'Guest users of sites are never judged: nobody signs in as them.',
        default: TYPES.map(({ value }) => value),
        choices: TYPES,
      }),
    },
    evidence: {
      userType: 'UserType',
      profile: 'Name of the profile',
      createdAt: 'When the user was created',
      lastSeenAt: 'The later of LastLoginDate and the newest successful login stored; null: never signed in',
    },
    remediation: [
      'Setup > Users > Users: open the user, or the contact of the user in its account.',
      'Ask the partner or customer (the owner of the account knows whom) whether the person is still there.',
      'If not: on the contact “Disable Customer User” or “Disable Partner User”, or clear “Active” on the user.',
    ],
    references: ['T1078.004'],
    weight: 2,
  },
  function* (inputs, { days, neverDays, types }) {
    const limits = {
      types: JSON.stringify(types),
      limit: inputs.asOf - days * DAY_MS,
      neverLimit: inputs.asOf - neverDays * DAY_MS,
    };
    for (const row of inputs.rows<Row>(IDLE, limits)) {
      const { lastSeenAt, createdAt } = row;
      yield {
        key: row.id,
        userId: row.id,
        severity: SEES_MORE.has(row.userType) ? 'medium' : 'low',
        firstAt: lastSeenAt === null ? createdAt + neverDays * DAY_MS : lastSeenAt + days * DAY_MS,
        summary:
          lastSeenAt === null
            ? `The external user ${row.name}, created on ${dateOf(createdAt)}, has never signed in.`
            : `The external user ${row.name} has not signed in since ${dateOf(lastSeenAt)}.`,
        evidence: {
          userType: row.userType,
          profile: row.profile,
          createdAt: isoOf(createdAt),
          lastSeenAt: lastSeenAt === null ? null : isoOf(lastSeenAt),
        },
      };
    }
    const [checked] = inputs.rows<{ n: number }>(CHECKED, { types: limits.types });
    const guests = inputs.rows<{ n: number }>(GUESTS)[0]?.n ?? 0;
    return {
      population: checked?.n ?? 0,
      notes:
        guests === 0
          ? []
          : [
              `${counted(guests, 'guest user of a site is', 'guest users of sites are')} left out: nobody signs in as them.`,
            ],
    };
  },
);

import { DAY_MS, type DataPlan } from '../options';
import { COMPANY, profileNumber } from './company';

/** A user that is no person, or is there on purpose: the first rows of the user table. */
export interface SystemUser {
  first: string | null;
  last: string;
  username: string;
  profile: number | null;
  userType: string | null;
  created: number;
  lastLogin: number | null;
  /** Key of the usual client; null for users that never sign in. */
  client: string | null;
  /** Works at any hour from a server. */
  program: boolean;
  /** Sign-ins relative to a desk worker (1). */
  weight: number;
}

/** The run-as user of the consumer key: always record number 2. */
export const RUN_AS = 2;
export const RUN_AS_USERNAME = `seatwatch.integration@${COMPANY.domain}`;

/** Years before the anchor the org was created. */
const ORG_AGE_DAYS = 6 * 365;

/** Sign-in programs: [name, client, profile, weight]; the last two only in larger companies. */
const PROGRAMS: readonly (readonly [string, string, string, number])[] = [
  ['Data Loader', 'data-loader', 'Integration API', 3],
  ['Nightly ETL', 'etl', 'Minimum Access - API Only Integrations', 6],
  ['ERP Connector', 'erp', 'Integration API', 12],
  ['Bulk Export', 'data-loader-bulk', 'Minimum Access - API Only Integrations', 2],
  // Under a profile made for people: only what it does tells that it is a program.
  ['Warehouse Sync', 'legacy', 'Standard User', 4],
];

/** Small companies have fewer programs, so that people remain. */
function programCount(users: number): number {
  if (users < 20) return 1;
  if (users < 100) return 3;
  return PROGRAMS.length;
}

export function systemUsers(plan: DataPlan, anchor: number): SystemUser[] {
  const born = anchor - ORG_AGE_DAYS * DAY_MS;
  const yesterday = anchor - DAY_MS;
  const silent = (
    first: string | null,
    last: string,
    username: string,
    profile: string | null,
    userType: string | null,
  ): SystemUser => ({
    first,
    last,
    username: `${username}@${COMPANY.domain}`,
    userType,
    created: born,
    lastLogin: null,
    client: null,
    program: false,
    weight: 0,
    profile: profile === null ? null : profileNumber(profile),
  });
  const runAsProfile =
    plan.runAsLicense === 'Salesforce' ? 'Seatwatch Integration' : 'Minimum Access - API Only Integrations';
  const guests = plan.users >= 100 ? 2 : 1;
  return [
    {
      first: 'Morgan',
      last: 'Hale',
      username: `admin@${COMPANY.domain}`,
      profile: profileNumber('System Administrator'),
      userType: 'Standard',
      created: born,
      lastLogin: yesterday + 9 * 3_600_000,
      client: 'password-0',
      program: false,
      weight: 2,
    },
    {
      first: 'Seatwatch',
      last: 'Integration',
      username: RUN_AS_USERNAME,
      profile: profileNumber(runAsProfile),
      userType: 'Standard',
      created: anchor - 40 * DAY_MS,
      lastLogin: yesterday + 4 * 3_600_000,
      client: 'seatwatch',
      program: true,
      weight: 1.5,
    },
    silent(null, 'Automated Process', 'autoproc', null, 'AutomatedProcess'),
    // The platform's own integration user shows no user type at all.
    silent('Platform', 'Integration User', 'cloud', null, null),
    silent('Integration', 'User', 'insightsintegration', 'Analytics Cloud Integration User', 'Standard'),
    silent('Security', 'User', 'insightssecurity', 'Analytics Cloud Security User', 'Standard'),
    ...Array.from({ length: guests }, (_, i) =>
      silent(
        null,
        i === 0 ? 'Help Center Site Guest User' : 'Partner Portal Site Guest User',
        `guest${i + 1}`,
        'Northfield Help Center Profile',
        'Guest',
      ),
    ),
    ...PROGRAMS.slice(0, programCount(plan.users)).map(([name, client, profile, weight], i): SystemUser => ({
      first: name,
      last: 'Integration',
      username: `${name.toLowerCase().replaceAll(' ', '.')}@${COMPANY.domain}`,
      profile: profileNumber(profile),
      userType: 'Standard',
      created: born + i * 100 * DAY_MS,
      lastLogin: yesterday + (i + 1) * 3_600_000,
      client,
      program: true,
      weight,
    })),
  ];
}

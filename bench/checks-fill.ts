import type { LocalDatabase } from '../src/db/api';
import { AS_OF, DAY, HOUR, store, type StreamName, type StreamRecords } from '../test/builders/db';
import * as rows from '../test/builders/db-records';
import { session, setupChange, verification } from '../test/builders/session-rows';
import { below, pick } from './db-random';
import { range, type Size, userId } from './db-scale';

const PAGE = 5_000;
const ADMIN_SETS = 20;
const SETS = 200;
const APPS = ['Data Loader', 'Workbench', 'Calendar Link', 'Sales Booster', 'Invoice Export'];

/** What checks of states read besides people and sign-ins, in proportion to the size, so that they have to look. */
export async function fillChecked(db: LocalDatabase, { users }: Size): Promise<void> {
  const some = (share: number): string[] => range(Math.ceil(users * share)).map((i) => userId(i));
  await store(db, 'organization', [ORGANIZATION]);
  await store(
    db,
    'permissionSets',
    range(SETS).map((i) =>
      rows.permissionSet(`0PS${i}`, {
        label: `Set ${i}`,
        permissions: i < ADMIN_SETS ? ['CustomizeApplication', 'ModifyAllData'] : ['ApiEnabled'],
      }),
    ),
  );
  await pages(
    db,
    'permissionSetAssignments',
    // One person in a hundred is an administrator.
    range(users * 2).map((i) =>
      rows.permissionSetAssignment(
        userId(i % users),
        `0PS${i % 200 === 0 ? i % ADMIN_SETS : ADMIN_SETS + below(SETS - ADMIN_SETS)}`,
        {
          id: `0Pa${i}`,
        },
      ),
    ),
  );
  await pages(
    db,
    'twoFactorMethods',
    some(0.9).map((id, i) => ({
      id: `0Kg${i}`,
      userId: id,
      methods: [pick(['Totp', 'SalesforceAuthenticator'])],
    })),
  );
  await pages(
    db,
    'oauthTokens',
    some(0.3).map((id, i) =>
      rows.oauthToken(id, { id: `token ${i}`, appName: pick(APPS), lastUsedAt: AS_OF - below(120) * DAY }),
    ),
  );
  await pages(
    db,
    'authSessions',
    some(0.2).map((id, i) => session(`0Ak${i}`, id, { sourceIp: `185.10.${below(250)}.${below(250)}` })),
  );
  await pages(
    db,
    'verificationHistory',
    range(users).map((i) =>
      verification(`0Qt${i}`, userId(below(users)), { verificationTime: AS_OF - below(30 * 24) * HOUR - i }),
    ),
  );
  await pages(
    db,
    'setupAuditTrail',
    range(Math.min(100_000, users)).map((i) =>
      setupChange(
        `0Ym${i}`,
        pick(['PermSetAssign', 'resetpassword', 'changedemail', 'suOrgAdminLogin']),
        `Entry ${i}`,
        {
          ...{ createdAt: AS_OF - below(170 * 24) * HOUR - i, createdById: userId(below(20)) },
        },
      ),
    ),
  );
  await db.recordUsage('org-1', AS_OF, 60_000, 100_000);
  await db.saveAddressList('org-1', {
    ...{ id: null, everyOrg: false, name: 'Offices', purpose: 'office', by: 'bench', at: AS_OF },
    ranges: [{ cidr: '62.0.0.0/18', note: '' }],
  });
  for (const stream of NOTHING) await store(db, stream, []);
}

/** Few rows or none in most orgs. */
const NOTHING = [
  'samlSsoConfigs',
  'authProviders',
  'connectedApplications',
  'externalClientApplications',
  'externalClientPolicies',
  'permissionSetGroups',
  'trustedIpRanges',
  'eventLogFiles',
] as const satisfies readonly StreamName[];

const ORGANIZATION = {
  ...{ id: '00D1', name: 'Acme', organizationType: 'Enterprise Edition', instanceName: 'EU42' },
  ...{ isSandbox: false, trialExpirationAt: null, timeZone: 'Europe/Berlin' },
};

async function pages<S extends StreamName>(
  db: LocalDatabase,
  stream: S,
  all: StreamRecords[S][],
): Promise<void> {
  for (let i = 0; i < all.length; i += PAGE)
    await store(db, stream, all.slice(i, i + PAGE), { endOfPass: i + PAGE >= all.length });
}

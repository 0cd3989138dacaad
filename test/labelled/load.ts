import type { LoginRecord, StreamName, StreamRecords } from '../../src/core/collect/records';
import { AS_OF, DAY, newOrg, store as storeRows, type TestDatabase } from '../builders/db';
import * as rows from '../builders/db-records';
import { loginFile } from '../builders/session-rows';
import { DENIED, LISTED_CARRIER, LISTED_VPN, OFFICES } from './networks';
import { ADMIN_SET, ADMIN_SET_LABEL, usernameOf } from './org';
import { type LabelledPerson, TODAY } from './people';
import type { World } from './world';

// Puts the company into a database as a collection would: through its commits.

const PAGE = 2_000;

/** Everything but sign-ins. */
export async function loadOrg({ db }: TestDatabase, world: World, at = AS_OF): Promise<void> {
  const store: typeof storeRows = (into, stream, all, changes) =>
    storeRows(into, stream, all, { at, ...changes });
  const pages = inPagesOf(store);
  await db.insertOrg(newOrg());
  await store(db, 'organization', [
    {
      id: '00DHx0000000001AAA',
      name: 'Harbor & Field',
      organizationType: 'Enterprise Edition',
      instanceName: 'EU42',
      isSandbox: false,
      trialExpirationAt: null,
      timeZone: 'Europe/Berlin',
    },
  ]);
  await store(db, 'userLicenses', [rows.userLicense(), rows.userLicense('license-int', INTEGRATION_LICENSE)]);
  await store(db, 'profiles', [
    rows.profile('profile-1', { name: 'Standard User' }),
    rows.profile('profile-admin', { name: 'System Administrator' }),
    rows.profile('profile-int', { name: 'API Integrations', userLicenseId: 'license-int' }),
  ]);
  await store(db, 'permissionSets', [
    setOf('0PSHxPROFILE001AAA', 'profile-1', []),
    setOf('0PSHxPROFILE002AAA', 'profile-admin', ADMIN_RIGHTS),
    setOf('0PSHxPROFILE003AAA', 'profile-int', ['ApiEnabled', 'ApiUserOnly']),
    rows.permissionSet(ADMIN_SET, { label: ADMIN_SET_LABEL, permissions: ['CustomizeApplication'] }),
  ]);
  const { people, plot } = world;
  const deactivated = (person: LabelledPerson) => plot.deactivated.has(person.id) || person.ends < TODAY;
  await pages(
    db,
    'users',
    people.map((person) => userRow(person, deactivated(person), world.lastLogins.get(person.id) ?? null)),
  );
  await pages(
    db,
    'userLogins',
    people.map((person) => rows.frozen(person.id, person.frozenOn !== null)),
  );
  await pages(
    db,
    'permissionSetAssignments',
    holders(world, false).map((id) => rows.permissionSetAssignment(id, ADMIN_SET)),
  );
  await pages(
    db,
    'twoFactorMethods',
    people
      .filter(({ habit }) => habit !== 'integration')
      .map(({ id, n }) => ({ id: `2FA-${n}`, userId: id, methods: ['SalesforceAuthenticator', 'Totp'] })),
  );
  await pages(db, 'setupAuditTrail', world.setup);
  await pages(db, 'oauthTokens', plot.tokens);
  await store(db, 'samlSsoConfigs', [SSO]);
  await store(db, 'authProviders', []);
  await store(db, 'trustedIpRanges', [
    {
      id: '193.17.0.0-193.17.255.255',
      startAddress: '193.17.0.0',
      endAddress: '193.17.255.255',
      description: null,
    },
  ]);
  await addressLists(db);
}

/** What is read after the sign-ins. */
export async function loadRest({ db }: TestDatabase, world: World): Promise<void> {
  const { plot, sessions, verifications } = world;
  const pages = inPagesOf(storeRows);
  await pages(db, 'authSessions', sessions);
  await pages(db, 'verificationHistory', verifications);
  await storeRows(db, 'eventLogFiles', [loginFile('0ATHx0000000001AAA')]);
  await db.commitEventLog({
    ...{ orgId: 'org-1', fileId: '0ATHx0000000001AAA', first: true, apiUsage: [], at: AS_OF },
    ...{ loginEvents: plot.loginEvents, rows: plot.loginEvents.length },
  });
}

/** What a second collection finds changed. */
export async function loadChanges({ db }: TestDatabase, world: World, at = AS_OF): Promise<void> {
  await storeRows(
    db,
    'permissionSetAssignments',
    holders(world, true).map((id) => rows.permissionSetAssignment(id, ADMIN_SET)),
    { pass: 2, at },
  );
}

/** Who has the administrators' permission set: at the first collection, or at the newest one. */
function holders({ people, plot }: World, newest: boolean): string[] {
  const given = plot.promoted.filter(({ unseen }) => newest || !unseen).map(({ person }) => person.id);
  return [...people.filter(({ admin }) => admin === 'admin').map(({ id }) => id), ...given];
}

const INTEGRATION_LICENSE = {
  name: 'Salesforce Integration',
  label: 'Salesforce Integration',
  definitionKey: 'SFDC_INTEGRATION',
};
const SSO = {
  id: '0LEHx0000000001AAA',
  developerName: 'Directory',
  label: 'Directory',
  issuer: 'https://sso.harbor.example',
  loginUrl: 'https://sso.harbor.example/saml',
  audience: 'https://harbor.my.salesforce.com',
  version: '2.0',
};
const ADMIN_RIGHTS = ['AuthorApex', 'CustomizeApplication', 'ManageUsers', 'ModifyAllData', 'ModifyMetadata'];

const setOf = (id: string, profileId: string, permissions: string[]) =>
  rows.permissionSet(id, { name: id, type: 'Profile', isOwnedByProfile: true, profileId, permissions });

function userRow(
  person: LabelledPerson,
  isGone: boolean,
  lastLoginAt: number | null,
): StreamRecords['users'] {
  const { n, id, name, habit, profile, sso, createdAt, city } = person;
  const username = usernameOf(person);
  return rows.user(id, {
    username,
    name,
    email: username,
    isActive: !isGone,
    userType: habit === 'partner' ? 'PowerPartner' : 'Standard',
    profileId: profile,
    department: habit === 'field' ? 'Sales' : 'Operations',
    country: city.country,
    federationId: sso ? username : null,
    createdAt,
    lastLoginAt,
    lastPasswordChangeAt: AS_OF - (20 + (n % 60)) * DAY,
  });
}

/** The lists an admin keeps: most offices, the company's VPN, a carrier, and addresses nobody may come from. */
async function addressLists(db: TestDatabase['db']): Promise<void> {
  const ranges = (cidrs: readonly string[]) => cidrs.map((cidr) => ({ cidr, note: '' }));
  const offices = OFFICES.filter(({ isListed }) => isListed).flatMap(({ addresses }) =>
    addresses.map((address) => `${address}/${address.includes(':') ? '128' : '32'}`),
  );
  const lists = [
    ['Offices', 'office', offices],
    ['VPN', 'vpn', LISTED_VPN],
    ['Mobile', 'carrier', LISTED_CARRIER],
    ['Blocked', 'denied', DENIED],
  ] as const;
  for (const [name, purpose, cidrs] of lists)
    await db.saveAddressList('org-1', {
      id: null,
      everyOrg: false,
      ...{ name, purpose, ranges: ranges(cidrs) },
      by: 'Test',
      at: AS_OF,
    });
}

type Store = typeof storeRows;

const inPagesOf =
  (store: Store) =>
  async <S extends StreamName>(db: TestDatabase['db'], stream: S, all: StreamRecords[S][]): Promise<void> => {
    for (let i = 0; i === 0 || i < all.length; i += PAGE)
      await store(db, stream, all.slice(i, i + PAGE), { endOfPass: i + PAGE >= all.length });
  };

/** Sign-ins in the order given. */
export async function loadLogins(
  db: TestDatabase['db'],
  logins: readonly LoginRecord[],
  at = AS_OF,
): Promise<void> {
  for (let i = 0; i < logins.length; i += PAGE)
    await storeRows(db, 'loginHistory', logins.slice(i, i + PAGE), {
      endOfPass: i + PAGE >= logins.length,
      at,
    });
}

import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import type { NeededAnyway } from '../shared/model/suggestions';
import { SuggestionsQuery } from '../shared/model/suggestions';
import { createConnection } from './connection';
import { openDatabase } from './open';
import { unneededCounts } from './queries/licensing/suggestions';
import { rounds } from '../../test/builders/rounds';

// Who could do with a cheaper license, worked out a second time: person by person from the records, and
// compared on hundreds of small organizations.

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.dispose());

const LICENSES = [
  rows.userLicense('crm'),
  rows.userLicense('platform', { name: 'Salesforce Platform', definitionKey: 'AUL' }),
  rows.userLicense('robot', { name: 'Salesforce Integration', definitionKey: 'SFDC_INTEGRATION' }),
  rows.userLicense('member', { name: 'Partner Community', definitionKey: 'PID_Partner_Community' }),
  rows.userLicense('by-login', {
    name: 'Partner Community Login',
    definitionKey: 'PID_Partner_Community_Login',
    monthlyLoginsEntitlement: 500,
  }),
  rows.userLicense('free', { name: 'Chatter Free', definitionKey: null }),
].map((license) => ({ ...license, label: license.id }));

const set: typeof rows.permissionSet = (id, changes) =>
  rows.permissionSet(id, { permissions: ['ApiEnabled'], ...changes });

/** Profiles: `admin` grants what only administrators have, `no-set` has no permission set of its own. */
const PROFILES = LICENSES.flatMap(({ id }) =>
  ['plain', 'admin', 'Read Only', 'no-set'].map((name) => ({ id: `${id}/${name}`, name, userLicenseId: id })),
);
const SETS = [
  ...PROFILES.filter(({ name }) => name !== 'no-set').map(({ id, name }) =>
    set(`of ${id}`, {
      type: 'Profile',
      isOwnedByProfile: true,
      profileId: id,
      permissions: name === 'admin' ? ['ModifyAllData'] : [],
    }),
  ),
  set('harmless'),
  set('admin-set', { permissions: ['ManageUsers', 'ViewSetup'] }),
  set('tied-a', { licenseId: 'psl-a' }),
  set('tied-a2', { licenseId: 'psl-a' }),
  set('tied-b', { licenseId: 'psl-b' }),
  set('Sales_User', { namespacePrefix: 'ns' }),
  set('of-group', { type: 'Group', permissionSetGroupId: 'group' }),
];
/** `psl-none` has no permission set, `psl-old` is over, `psl-crm` needs a full license. */
const PSLS = [
  rows.permissionSetLicense('psl-a', { developerName: 'Alpha' }),
  rows.permissionSetLicense('psl-b', { developerName: 'Beta' }),
  rows.permissionSetLicense('psl-none', { developerName: 'Gamma' }),
  rows.permissionSetLicense('psl-old', { developerName: 'Delta', status: 'Expired' }),
  rows.permissionSetLicense('psl-crm', { developerName: 'CRMUserPsl' }),
].map((psl) => ({ ...psl, label: psl.developerName }));
const TIED: Record<string, readonly string[]> = { 'psl-a': ['tied-a', 'tied-a2'], 'psl-b': ['tied-b'] };

const WAYS = {
  api: { loginType: 'Other Apex API', application: 'Loader', browser: 'Unknown', apiType: 'SOAP Partner' },
  ui: { loginType: 'Application', application: 'Browser' },
} as const;

const age = fc.oneof(
  fc.constantFrom(0, 1, 30 * DAY, 90 * DAY - 1, 90 * DAY, 90 * DAY + 1, 180 * DAY - 1, 180 * DAY),
  fc.integer({ min: 0, max: 89 * DAY }),
  fc.integer({ min: 0, max: 250 * DAY }),
);
const assignment = fc.record({
  set: fc.constantFrom(
    'harmless',
    'admin-set',
    'tied-a',
    'tied-a2',
    'tied-b',
    'Sales_User',
    'unseen',
    'group',
  ),
  isActive: fc.constantFrom(true, true, null, false),
  ends: fc.constantFrom<(number | null)[]>(null, null, -1, 0, 1),
});
type Assignment = typeof assignment extends fc.Arbitrary<infer T> ? T : never;
const person = fc.record({
  isActive: fc.constantFrom(true, true, true, false),
  isFrozen: fc.constantFrom(false, false, false, true),
  license: fc.constantFrom(
    'crm',
    'crm',
    'crm',
    'crm',
    'platform',
    'member',
    'member',
    'robot',
    'by-login',
    'free',
  ),
  profile: fc.constantFrom('plain', 'plain', 'plain', 'plain', 'plain', 'admin', 'Read Only', 'no-set'),
  createdAge: fc.constantFrom(90 * DAY - 1, 90 * DAY, 400 * DAY, 400 * DAY),
  lastLoginAge: fc.option(age),
  logins: fc.array(
    fc.record({
      age,
      way: fc.constantFrom('api', 'api', 'ui'),
      ok: fc.constantFrom(true, true, true, false),
    }),
    { maxLength: 9 },
  ),
  features: fc.constantFrom<string[][]>([], [], ['InteractionUser'], ['SupportUser']),
  psls: fc.oneof(
    fc.constant<string[]>([]),
    fc.subarray(['psl-a', 'psl-b', 'psl-none', 'psl-old', 'psl-crm'], { maxLength: 2 }),
  ),
  sets: fc.oneof(fc.constant<Assignment[]>([]), fc.array(assignment, { maxLength: 3 })),
});
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

const ownSets = fc.array(
  fc.constantFrom<NeededAnyway[]>(
    { license: 'alpha', by: 'everybody', name: '' },
    { license: 'Beta', by: 'profile', name: 'read' },
    { license: 'Gamma', by: 'permission-set', name: 'ns__sales_user' },
  ),
  { maxLength: 3 },
);
const pricing = fc.record({
  crm: fc.option(fc.constantFrom(1200, 100)),
  platform: fc.option(fc.constantFrom(300, 1200)),
  member: fc.option(fc.constantFrom(240, 60)),
  'by-login': fc.option(fc.constantFrom(60, 120)),
  'psl-a': fc.option(fc.constant(90)),
});
type Prices = typeof pricing extends fc.Arbitrary<infer T> ? T : never;
type Priced = keyof Prices;

interface Expected {
  line: string;
  saving: number | null;
}

/** What the definition says of one person. */
function expectedOf(
  id: string,
  one: Person,
  days: { inactive: number; stored: number },
  prices: Prices,
  needed: NeededAnyway[],
): Expected[] {
  const found: Expected[] = [];
  const within = (limit: number) => one.logins.filter((login) => login.ok && login.age < limit * DAY);
  const ages = [...one.logins.filter(({ ok }) => ok).map((login) => login.age), one.lastLoginAge];
  const seen = Math.min(...ages.map((value) => value ?? Infinity));
  const isUsed = one.isActive && !one.isFrozen && Number.isFinite(seen) && seen < days.inactive * DAY;
  const monthly = (within(90).length * 30) / Math.min(90, days.stored);
  const isOld = one.createdAge >= 90 * DAY;
  const price = (license: Priced) => prices[license];
  const valid = one.sets.filter(({ isActive, ends }) => isActive !== false && (ends === null || ends > 0));

  // By which ways somebody signs in is known by day: that on which the 180 days begin counts whole.
  const firstDay = Math.floor((AS_OF - 180 * DAY + 1) / DAY);
  const ways = one.logins.filter((login) => login.ok && AS_OF - login.age >= firstDay * DAY);
  const isProgram = within(180).length > 0 && ways.every(({ way }) => way === 'api');
  const costs = { crm: price('crm'), platform: price('platform') };
  if (isUsed && isProgram && (one.license === 'crm' || one.license === 'platform')) {
    // Integration seats are included, and some are free.
    found.push({ line: `${id} integration-license ${one.license}`, saving: costs[one.license] });
  } else if (isUsed && one.license === 'crm' && within(90).length > 0 && days.stored >= 30) {
    const isRare = monthly <= 2 && isOld;
    const isAdmin =
      one.profile === 'admin' ||
      one.profile === 'no-set' ||
      valid.some(({ set: of }) => of === 'admin-set' || of === 'unseen');
    const needsCrm = one.features.includes('SupportUser') || one.psls.includes('psl-crm');
    const saving = costs.crm === null || costs.platform === null ? null : costs.crm - costs.platform;
    if ((isRare || one.profile === 'Read Only') && !isAdmin && !needsCrm && (saving === null || saving > 0))
      found.push({ line: `${id} platform-license crm`, saving });
  }
  if (isUsed && one.license === 'member' && within(90).length > 0 && isOld && days.stored >= 30) {
    const [member, login] = [price('member'), price('by-login')];
    if (member !== null && login !== null) {
      if (member > login * monthly)
        found.push({ line: `${id} login-based-license member`, saving: member - login * monthly });
    } else if (monthly <= 2) found.push({ line: `${id} login-based-license member`, saving: null });
  }
  for (const psl of one.isActive ? one.psls : []) {
    const rule = (by: NeededAnyway['by'], of: string) =>
      needed.some((entry) => entry.by === by && entry.license.toLowerCase() === of);
    const tied = [
      ...(TIED[psl] ?? []),
      ...(psl === 'psl-none' && rule('permission-set', 'gamma') ? ['Sales_User'] : []),
    ];
    // Whoever has a set that is not stored may have any.
    if (tied.length === 0 || one.profile === 'no-set') continue;
    if (psl === 'psl-a' && rule('everybody', 'alpha')) continue;
    if (psl === 'psl-b' && rule('profile', 'beta') && one.profile === 'Read Only') continue;
    if (valid.some(({ set: of }) => tied.includes(of) || of === 'group' || of === 'unseen')) continue;
    const saving = psl === 'psl-a' ? price('psl-a') : null;
    found.push({ line: `${id} unneeded-permission-set-license ${psl}`, saving });
  }
  return found;
}

let count = 0;
/** How often each kind was expected: a test in which nothing happens proves nothing. */
const met = new Map<string, number>();

async function load(people: Person[], stored: number): Promise<string> {
  const orgId = `org-${String(++count)}`;
  await test.db.insertOrg(newOrg({ id: orgId, name: orgId, url: `https://${orgId}` }));
  const at = { orgId };
  const each = <T>(make: (one: Person, id: string) => T[]) =>
    people.flatMap((one, i) => make(one, `u${String(i)}`));
  await store(test.db, 'userLicenses', LICENSES, at);
  await store(
    test.db,
    'profiles',
    PROFILES.map(({ id, ...facts }) => rows.profile(id, facts)),
    at,
  );
  await store(test.db, 'permissionSetLicenses', PSLS, at);
  await store(test.db, 'permissionSets', SETS, at);
  const users = each((one, id) => [
    rows.user(id, {
      isActive: one.isActive,
      profileId: `${one.license}/${one.profile}`,
      features: one.features,
      createdAt: AS_OF - one.createdAge,
      lastLoginAt: one.lastLoginAge === null ? null : AS_OF - one.lastLoginAge,
    }),
  ]);
  await store(test.db, 'users', users, at);
  await store(test.db, 'userLogins', each((one, id) => [rows.frozen(id, one.isFrozen)]), at); // prettier-ignore
  const logins = each((one, id) =>
    one.logins.map((login, j) =>
      rows.login(`${id}-${String(j)}`, id, AS_OF - login.age, {
        ...WAYS[login.way],
        status: login.ok ? 'Success' : 'Invalid Password',
      }),
    ),
  );
  // Somebody nobody knows signed in once, which tells since when sign-ins are stored.
  const first = rows.login('first', 'stranger', AS_OF - stored * DAY);
  await store(test.db, 'loginHistory', [first, ...logins], at);
  await store(
    test.db,
    'permissionSetLicenseAssignments',
    each((one, id) => one.psls.map((psl) => rows.pslAssignment(id, psl))),
    at,
  );
  await store(
    test.db,
    'permissionSetAssignments',
    each((one, id) => [
      {
        ...{ id: `${id}-own`, assigneeId: id, permissionSetGroupId: null, expiresAt: null, isActive: true },
        permissionSetId: `of ${one.license}/${one.profile}`,
      },
      ...one.sets.map(({ set: of, isActive, ends }, j) => ({
        id: `${id}-${String(j)}`,
        assigneeId: id,
        permissionSetId: of === 'group' ? 'of-group' : of,
        permissionSetGroupId: of === 'group' ? 'group' : null,
        expiresAt: ends === null ? null : AS_OF + ends,
        isActive,
      })),
    ]),
    at,
  );
  return orgId;
}

it('suggests exactly what the definitions say, and counts, sorts, searches and prices the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 1, maxLength: 30 }),
      fc.constantFrom(30, 90, 200),
      fc.constantFrom(29, 45, 251, 251),
      pricing,
      ownSets,
      async (people, inactiveDays, oldest, prices, needed) => {
        const orgId = await load(people, oldest);
        for (const [licenseId, amount] of Object.entries(prices)) {
          const kind = licenseId.startsWith('psl') ? 'permissionSet' : 'user';
          const price =
            amount === null ? null : { amount, per: 'year' as const, currency: 'EUR', contractEnd: null };
          await test.db.setPrice(orgId, { kind, licenseId, price });
        }
        await test.db.setNeededAnyway(orgId, needed);
        const first = Math.max(
          oldest * DAY,
          ...people.flatMap(({ logins }) => logins.map(({ age: of }) => of)),
        );
        const firstDay = Math.floor((AS_OF - first) / DAY);
        const stored = Math.min(180, Math.floor((AS_OF - firstDay * DAY) / DAY));
        const expected = people.flatMap((one, i) =>
          expectedOf(`u${String(i)}`, one, { inactive: inactiveDays, stored }, prices, needed),
        );
        for (const { line } of expected) {
          const kind = line.split(' ')[1] ?? '';
          met.set(kind, (met.get(kind) ?? 0) + 1);
        }
        const ask = (changes: object) =>
          test.db.suggestions(
            SuggestionsQuery.parse({ orgId, asOf: null, inactiveDays, limit: 1000, ...changes }),
          );
        const page = await ask({});
        const cents = (amount: number | null) => (amount === null ? null : Math.round(amount * 100) / 100);
        const lines = page.rows.map((row) => ({
          line: `${row.userId} ${row.kind} ${row.from.id}`,
          saving: row.annualSaving,
        }));
        const byLine = (a: Expected, b: Expected) => (a.line < b.line ? -1 : 1);
        expect(lines.toSorted(byLine)).toEqual(
          expected.map((one) => ({ ...one, saving: cents(one.saving) })).toSorted(byLine),
        );
        for (const row of page.rows) {
          expect(row.evidence.length).toBeGreaterThan(0);
          expect(row.check.length).toBeGreaterThan(0);
          expect([...row.evidence, ...row.check].join(' ')).not.toMatch(/NaN|undefined|null|Infinity/);
        }

        // Other questions about the same list.
        expect(page.total).toBe(expected.length);
        const sum = expected.reduce((total, { saving }) => total + (saving ?? 0), 0);
        expect(page.annual[0]?.amount ?? 0).toBeCloseTo(sum, 1);
        for (const [kind, n] of Object.entries(page.counts)) {
          const mine = expected.filter(({ line }) => line.split(' ')[1] === kind);
          expect(n).toBe(mine.length);
          const filtered = await ask({ kind, search: 'user u0' });
          expect(filtered.counts).toEqual(page.counts);
          expect(filtered.total).toBe(mine.filter(({ line }) => line.startsWith('u0 ')).length);
        }
        const sorted = await ask({ sort: 'logins90d', descending: false });
        const counts = sorted.rows.map((row) => row.logins90d);
        expect(counts).toEqual(counts.toSorted((a, b) => a - b));
        const half = Math.max(1, Math.ceil(page.total / 2));
        const pages = [await ask({ limit: half }), await ask({ offset: half })].flatMap(
          ({ rows: some }) => some,
        );
        expect(pages).toEqual(page.rows);

        const perLicense = new Map<string, number>();
        for (const { line } of expected) {
          const [, kind, license = ''] = line.split(' ');
          if (kind === 'unneeded-permission-set-license')
            perLicense.set(license, (perLicense.get(license) ?? 0) + 1);
        }
        expect(countsOf(orgId, needed)).toEqual(perLicense);
      },
    ),
    { numRuns: rounds(60) },
  );
  expect([...met].filter(([, n]) => n < 8)).toEqual([]);
  expect(met.size).toBe(4);
}, 120_000);

function countsOf(orgId: string, needed: NeededAnyway[]): Map<string, number> {
  const sqlite = openDatabase({ file: test.file, readOnly: true });
  try {
    const db = createConnection(sqlite, test.file);
    return unneededCounts(db, db.orgKey(orgId), needed);
  } finally {
    sqlite.close();
  }
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import type { StreamRecords } from '../../test/builders/db';
import { SuggestionsQuery } from '../shared/model/suggestions';
import { createConnection } from './connection';
import { openDatabase } from './open';
import { eachGrant, grantsOf, renumbered } from './queries/licensing/suggestions/grants';
import { peopleOf } from './queries/people';

// What the oracle does not tell: the sentences, and what happens while something is not known yet.

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
});
afterEach(() => test.dispose());

const ask = (changes: Partial<SuggestionsQuery> = {}) =>
  test.db.suggestions(SuggestionsQuery.parse({ orgId: 'org-1', asOf: null, inactiveDays: 90, ...changes }));

const { permissionSet: set, permissionSetAssignment: assigned } = rows;
const OWN = set('own', { type: 'Profile', isOwnedByProfile: true, profileId: 'profile-1' });

/** `n` sign-ins of one person, a day apart, and one of a stranger 200 days ago: so long they are stored. */
const logins = (userId: string, n: number, changes: Parameters<typeof rows.login>[3] = {}) => [
  rows.login('first', 'stranger', AS_OF - 200 * DAY),
  ...Array.from({ length: n }, (_, i) =>
    rows.login(`${userId}-${String(i)}`, userId, AS_OF - (i + 1) * DAY, changes),
  ),
];
const BY_API = { loginType: 'Remote Access 2.0', application: 'ETL', browser: 'Unknown', apiType: 'REST' };

async function people(...licenses: StreamRecords['userLicenses'][]): Promise<void> {
  await store(test.db, 'profiles', [rows.profile()]);
  await store(test.db, 'userLicenses', [rows.userLicense(), ...licenses]);
  await store(test.db, 'permissionSetLicenses', [
    rows.permissionSetLicense('psl-1', { developerName: 'TableauViewerPsl', label: 'Tableau Viewer' }),
  ]);
  await store(test.db, 'users', [rows.user('u1', { lastLoginAt: AS_OF - DAY }), rows.user('u2')]);
}

it('has nothing to say before the first collection', async () => {
  expect(await ask()).toEqual({
    asOf: null,
    total: 0,
    counts: {
      'integration-license': 0,
      'platform-license': 0,
      'login-based-license': 0,
      'unneeded-permission-set-license': 0,
    },
    annual: [],
    rows: [],
    notEvaluated: [],
  });
});

describe('a program with a full license', () => {
  const robots = (changes: Partial<StreamRecords['userLicenses']> = {}) =>
    rows.userLicense('robot', {
      name: 'Salesforce Integration',
      label: 'Salesforce Integration',
      definitionKey: 'SFDC_INTEGRATION',
      total: 5,
      used: 3,
      ...changes,
    });

  it('is told from its sign-ins, with the seats to move to', async () => {
    await people(robots());
    await store(test.db, 'loginHistory', logins('u1', 12, BY_API));
    await test.db.setPrice('org-1', {
      kind: 'user',
      licenseId: 'license-1',
      price: { amount: 150, per: 'month', currency: 'USD', contractEnd: null },
    });
    const { rows: found, annual } = await ask();
    expect(found).toEqual([
      {
        kind: 'integration-license',
        userId: 'u1',
        name: 'User u1',
        username: 'u1@acme.test',
        profile: 'Profile profile-1',
        from: { kind: 'user', id: 'license-1', name: 'Salesforce' },
        to: { kind: 'user', id: 'robot', name: 'Salesforce Integration', free: 2 },
        lastLoginAt: '2026-06-29T12:00:00.000Z',
        logins90d: 12,
        evidence: [
          '12 sign-ins in the last 180 days, all of them through an API; last seen on 2026-06-29.',
          '“Salesforce Integration” has 2 of 5 seats free.',
        ],
        check: [
          'With an integration license nobody can sign in to the user interface any more, not even to look something up.',
          'What the program reads and writes must be granted anew: the license begins with hardly any object.',
        ],
        // Integration seats are included while one is free.
        annualSaving: 1800,
        currency: 'USD',
      },
    ]);
    expect(annual).toEqual([{ currency: 'USD', amount: 1800 }]);
  });

  it('is not, with one sign-in of a person among them', async () => {
    await people(robots());
    await store(test.db, 'loginHistory', [...logins('u1', 12, BY_API), rows.login('ui', 'u1', AS_OF - DAY)]);
    expect((await ask()).counts['integration-license']).toBe(0);
  });

  it('saves nobody knows how much where no included seat is free', async () => {
    await people(robots({ used: 5 }));
    await store(test.db, 'loginHistory', logins('u1', 12, BY_API));
    await test.db.setPrice('org-1', {
      kind: 'user',
      licenseId: 'license-1',
      price: { amount: 150, per: 'month', currency: 'USD', contractEnd: null },
    });
    const [row] = (await ask()).rows;
    expect(row).toMatchObject({ annualSaving: null, currency: null });
    expect(row?.evidence[1]).toMatch(/^All 5 seats .* are in use/);
  });

  it('is told also in an org without integration license, which says so', async () => {
    await people();
    await store(test.db, 'loginHistory', logins('u1', 3, BY_API));
    const [row] = (await ask()).rows;
    expect(row).toMatchObject({ kind: 'integration-license', to: null });
    expect(row?.evidence[1]).toMatch(/has no integration license/);
  });

  it('says so where sign-ins do not reach back so far, or do not tell how they were made', async () => {
    await people(robots());
    await store(test.db, 'loginHistory', [
      ...logins('u1', 3, BY_API).slice(1),
      rows.login('odd', 'u2', AS_OF - 40 * DAY, { loginType: 'Something new', application: 'N/A' }),
    ]);
    const [row] = (await ask()).rows;
    expect(row?.check.slice(2)).toEqual([
      'Sign-ins before 2026-05-21 are not stored: there may have been others.',
      'Some sign-ins of this org do not tell whether a program made them; they are not looked at here.',
    ]);
  });
});

describe('what has not been collected', () => {
  it('is named, and nothing is concluded from it', async () => {
    await people();
    await store(test.db, 'permissionSetLicenseAssignments', [rows.pslAssignment('u1')]);
    await store(test.db, 'loginHistory', logins('u1', 2));
    const page = await ask();
    expect(page.rows).toEqual([]);
    expect(page.notEvaluated.map(({ kind }) => kind)).toEqual([
      'platform-license',
      'unneeded-permission-set-license',
    ]);

    // Only one of the two, and not to its end.
    await store(test.db, 'permissionSets', [OWN, set('tied', { licenseId: 'psl-1' })]);
    await store(test.db, 'permissionSetAssignments', [], { endOfPass: false });
    expect((await ask()).notEvaluated).toHaveLength(2);

    await store(test.db, 'permissionSetAssignments', []);
    const known = await ask();
    expect(known.notEvaluated).toEqual([]);
    expect(known.rows.map(({ kind }) => kind).sort()).toEqual([
      'platform-license',
      'unneeded-permission-set-license',
    ]);
  });

  it('no sign-in: nobody is called rare', async () => {
    await people();
    await store(test.db, 'permissionSets', [OWN]);
    await store(test.db, 'permissionSetAssignments', []);
    const { rows: found, notEvaluated } = await ask();
    expect(found).toEqual([]);
    expect(notEvaluated.map(({ kind }) => kind)).toEqual([
      'integration-license',
      'platform-license',
      'login-based-license',
    ]);
  });
});

describe('a permission set license', () => {
  async function held(): Promise<void> {
    await people();
    await store(test.db, 'permissionSets', [
      OWN,
      set('tied', { licenseId: 'psl-1', label: 'Console' }),
      set('of-group', { type: 'Group', permissionSetGroupId: 'group-1' }),
    ]);
    await store(test.db, 'permissionSetLicenseAssignments', [rows.pslAssignment('u1')]);
  }
  const unneeded = async () => (await ask({ kind: 'unneeded-permission-set-license' })).rows;

  it('is not needed without a permission set, and the sentences say which', async () => {
    await held();
    await store(test.db, 'permissionSetAssignments', []);
    const [row] = await unneeded();
    expect(row).toMatchObject({ to: null, from: { kind: 'permissionSet', id: 'psl-1' } });
    expect(row?.evidence[0]).toBe(
      'The permission set that uses it, “Console”, is not assigned; neither directly nor through a permission set group.',
    );
  });

  it.each([
    ['of its own', assigned('u1', 'tied'), 0],
    ['of its own, ending later', assigned('u1', 'tied', { expiresAt: AS_OF + 1 }), 0],
    ['of its own, over', assigned('u1', 'tied', { expiresAt: AS_OF }), 1],
    ['of its own, inactive', assigned('u1', 'tied', { isActive: false }), 1],
    [
      'of its own, where Salesforce does not say whether it is active',
      assigned('u1', 'tied', { isActive: null }),
      0,
    ],
    [
      'of a group, whose sets are not known',
      assigned('u1', 'of-group', { permissionSetGroupId: 'group-1' }),
      0,
    ],
    [
      'of a group named without its set',
      assigned('u1', '', { permissionSetId: null, permissionSetGroupId: 'group-1' }),
      0,
    ],
    ['that is not stored', assigned('u1', 'unseen'), 0],
    ['of the profile alone', assigned('u1', 'own'), 1],
    ['of somebody else', assigned('u2', 'tied'), 1],
  ])('with an assignment %s', async (_, assignment, n) => {
    await held();
    await store(test.db, 'permissionSetAssignments', [assignment]);
    expect(await unneeded()).toHaveLength(n);
  });

  it('is needed anyway, if the admin says so', async () => {
    await held();
    await store(test.db, 'permissionSetAssignments', []);
    const say = async (by: 'everybody' | 'profile' | 'permission-set', name: string) => {
      await test.db.setNeededAnyway('org-1', [{ license: 'tableauviewerpsl', by, name }]);
      return (await unneeded()).length;
    };
    expect(await say('everybody', '')).toBe(0);
    expect(await say('profile', 'profile p')).toBe(0);
    expect(await say('profile', 'rofile')).toBe(1);
    expect(await say('permission-set', 'other')).toBe(1);
  });

  it('follows new assignments and new permission sets', async () => {
    await held();
    await store(test.db, 'permissionSetAssignments', []);
    expect(await unneeded()).toHaveLength(1);
    await store(test.db, 'permissionSetAssignments', [assigned('u1', 'tied')]);
    expect(await unneeded()).toHaveLength(0);
    await store(test.db, 'permissionSets', [OWN, set('tied')], { pass: 2 });
    // None is tied to the license any more: nothing can be said of it.
    expect(await unneeded()).toHaveLength(0);
  });
});

it('a member who signs in rarely pays less by logins', async () => {
  await store(test.db, 'profiles', [rows.profile('profile-1', { userType: 'PowerPartner' })]);
  await store(test.db, 'userLicenses', [
    rows.userLicense('license-1', { name: 'Partner Community', label: 'Partners', definitionKey: 'PID_P' }),
    rows.userLicense('by-login', {
      name: 'Partner Community Login',
      label: 'Partner logins',
      definitionKey: 'PID_P_Login',
      monthlyLoginsEntitlement: 400,
    }),
  ]);
  await store(test.db, 'users', [rows.user('u1', { userType: 'PowerPartner' })]);
  await store(test.db, 'loginHistory', logins('u1', 7));
  expect((await ask()).total).toBe(0); // 2.3 a month
  const price = (licenseId: string, amount: number) =>
    test.db.setPrice('org-1', {
      kind: 'user',
      licenseId,
      price: { amount, per: 'month', currency: 'USD', contractEnd: null },
    });
  await price('license-1', 25);
  await price('by-login', 10);
  const [row] = (await ask()).rows;
  expect(row).toMatchObject({
    kind: 'login-based-license',
    to: { id: 'by-login', name: 'Partner logins' },
    annualSaving: 20, // 12 × (25 − 10 × 7 ÷ 3)
  });
  expect(row?.evidence).toEqual([
    '7 sign-ins in the last 90 days: 2.3 per 30 days.',
    'A member costs 25 USD a month, a login 10 USD: cheaper up to 2.5 logins a month.',
    '400 logins a month are bought of “Partner logins”.',
  ]);
  await price('by-login', 11);
  expect((await ask()).total).toBe(0);
});

it('tells assignments of people by their ids, though others came before them meanwhile', async () => {
  await people();
  await store(test.db, 'permissionSets', [OWN, set('tied', { licenseId: 'psl-1' })]);
  await store(test.db, 'permissionSetAssignments', [
    assigned('u1', 'tied', { expiresAt: AS_OF + DAY }),
    assigned('u2', 'tied', { expiresAt: AS_OF }),
  ]);
  await store(test.db, 'permissionSetLicenseAssignments', [
    rows.pslAssignment('u1'),
    rows.pslAssignment('u2'),
    rows.pslAssignment('a0'),
  ]);
  const db = createConnection(openDatabase({ file: test.file, readOnly: true }), test.file);
  try {
    const org = db.orgKey('org-1');
    const before = grantsOf(db, org, peopleOf(db, org));
    await store(test.db, 'users', [rows.user('a0'), rows.user('u1'), rows.user('u2')]);
    const now = peopleOf(db, org);
    const moved = renumbered(before, now);
    const given = ['a0', 'u1', 'u2'].map((id) => {
      const sets: (string | undefined)[] = [];
      eachGrant(moved, now.ids.numberOf(id), AS_OF, (place) => sets.push(moved.sets[place]?.id));
      return sets;
    });
    // Of whoever came since nothing is known: a set that is not stored.
    expect(given).toEqual([[undefined], ['tied'], []]);
    expect(moved.ofProfile).toEqual(grantsOf(db, org, now).ofProfile);
  } finally {
    db.sqlite.close();
  }
});

it('looks back without permission sets: they are kept as they are now', async () => {
  await people();
  await store(test.db, 'permissionSets', [OWN, set('tied', { licenseId: 'psl-1' })]);
  await store(test.db, 'permissionSetAssignments', []);
  await store(test.db, 'permissionSetLicenseAssignments', [rows.pslAssignment('u1')]);
  await store(test.db, 'loginHistory', logins('u1', 2));
  await store(test.db, 'users', [rows.user('u1', { lastLoginAt: AS_OF - DAY })], {
    at: AS_OF + 2 * DAY,
    pass: 2,
  });
  expect((await ask()).counts['unneeded-permission-set-license']).toBe(1);
  const past = await ask({ asOf: new Date(AS_OF + DAY).toISOString() });
  expect(past.rows).toEqual([]);
  expect(past.notEvaluated.map(({ kind, why }) => [kind, why.includes('newest data')])).toEqual([
    ['platform-license', true],
    ['unneeded-permission-set-license', true],
  ]);
});

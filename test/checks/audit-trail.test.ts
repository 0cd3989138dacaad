import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import assigned from '../../src/checks/threat/admin-role-assigned-to-user';
import impersonation from '../../src/checks/threat/admin-impersonation';
import type { StreamRecords } from '../../src/core/collect/records';
import { CheckScene, type StateVerdict } from '../builders/check-scene';
import { AS_OF, DAY, HOUR } from '../builders/db';
import * as rows from '../builders/db-records';
import { setupChange } from '../builders/session-rows';

const ID = (name: string): string => `005${name.padEnd(12, '0')}AAA`;
const [BOSS, HELP, ADA, BOB] = [ID('boss'), ID('help'), ID('ada'), ID('bob')];

let scene: CheckScene;
beforeEach(async () => {
  scene = await CheckScene.of(['permissionSetAssignments', 'setupAuditTrail', 'loginHistory']);
  await scene.store('profiles', [rows.profile(), rows.profile('admins', { name: 'System Administrator' })]);
  await scene.store('permissionSets', [
    rows.permissionSet('of-admins', {
      ...{ isOwnedByProfile: true, type: 'Profile', profileId: 'admins' },
      permissions: ['CustomizeApplication', 'ManageUsers', 'ModifyAllData'],
    }),
    rows.permissionSet('release', { label: 'Release', permissions: ['CustomizeApplication'] }),
    rows.permissionSet('code', { label: 'Code: all', permissions: ['ApiEnabled', 'AuthorApex'] }),
    rows.permissionSet('harmless', { label: 'Harmless', permissions: ['ViewSetup'] }),
    rows.permissionSet('of-group', {
      ...{ type: 'Group', permissionSetGroupId: 'group', label: null },
      permissions: ['ManageUsers'],
    }),
  ]);
  await scene.store('permissionSetGroups', [
    { id: 'group', developerName: 'Desk', label: 'Desk', status: 'Updated', namespacePrefix: null },
  ]);
  await scene.store('users', [
    rows.user(BOSS, { name: 'Boss', username: 'boss@acme.test', profileId: 'admins' }),
    rows.user(HELP, { name: 'Help Desk', username: 'help@acme.test' }),
    rows.user(ADA, { name: 'Ada' }),
    rows.user(BOB, { name: 'Bob' }),
  ]);
});
afterEach(() => scene.dispose());

const severities = ({ drafts }: StateVerdict): Record<string, string> =>
  Object.fromEntries([...drafts].map(([key, { severity }]) => [key, severity]));

const audit = (...entries: StreamRecords['setupAuditTrail'][]): Promise<void> =>
  scene.store('setupAuditTrail', entries);

describe('Admin Impersonation', () => {
  const loginAs = (id: string, name: string, changes: Partial<StreamRecords['setupAuditTrail']> = {}) =>
    setupChange(id, 'suOrgAdminLogin', `Logged in using Login-As access for ${name}`, {
      createdById: HELP,
      ...changes,
    });

  it('finds who logged in as whom', async () => {
    await audit(
      loginAs('a', 'Ada'),
      setupChange('b', 'suOrgAdminLogout', 'Logged out using Login-As access for Ada'),
    );
    expect([...scene.judge(impersonation).drafts.values()]).toMatchObject([
      {
        ...{ key: 'a', userId: HELP, severity: 'low', summary: 'Help Desk logged in as Ada.' },
        ...{ firstAt: AS_OF - HOUR, lastAt: AS_OF - HOUR },
        evidence: { by: 'help@acme.test', asUser: `${ADA}@acme.test`, delegateUser: null },
      },
    ]);
  });

  it('is an alarm when it gives permissions that one has not', async () => {
    await audit(loginAs('a', 'Boss'), loginAs('b', 'Boss', { createdById: BOSS }));
    expect(severities(scene.judge(impersonation))).toEqual({ a: 'high', b: 'low' });
  });

  it('knows the other ways, in any case of letters', async () => {
    await audit(
      loginAs('a', 'Ada', { action: 'SUNETWORKADMINLOGIN' }),
      loginAs('b', 'Ada', { action: 'suPRMAdminLogin' }),
      loginAs('c', 'Ada', { action: 'suloginaccessused', createdById: null }),
      setupChange('d', 'loginasgrantedtosfdc', 'ada@acme.test has granted salesforce.com login access'),
      setupChange(
        'e',
        'overridegrantaccessenabledoff',
        'Changed Administrators Can Log in as Any User from off to on',
      ),
      setupChange(
        'f',
        'overridegrantaccessenabledon',
        'Changed Administrators Can Log in as Any User from on to off',
      ),
      setupChange('g', 'createduser', 'Created new user Ada'),
    );
    // Whoever is not among the users is from outside.
    expect(severities(scene.judge(impersonation))).toEqual({
      a: 'low',
      b: 'low',
      c: 'medium',
      d: 'info',
      e: 'medium',
    });
  });

  it('finds what was changed in the name of another', async () => {
    const change = setupChange('a', 'changedemail', 'Changed email for user Ada', { createdById: ADA });
    await audit({ ...change, delegateUser: 'help@acme.test' }, { ...change, id: 'b', delegateUser: '' });
    expect([...scene.judge(impersonation).drafts.values()]).toMatchObject([
      {
        ...{ key: 'a', userId: HELP, severity: 'medium' },
        summary: 'Help Desk, logged in as Ada: Changed email for user Ada.',
      },
    ]);
  });

  it('blames nobody where a name fits several or none', async () => {
    await scene.store('users', [
      rows.user(BOSS, { name: 'Twin', profileId: 'admins' }),
      rows.user(BOB, { name: 'Twin' }),
    ]);
    await audit(loginAs('a', 'Twin', { createdById: BOB }), loginAs('b', 'Nobody', { createdById: BOB }));
    const { drafts } = scene.judge(impersonation);
    expect([...drafts.values()].map(({ evidence }) => evidence['asUser'])).toEqual(['Twin', 'Nobody']);
    expect([...drafts.values()].map(({ severity }) => severity)).toEqual(['low', 'low']);
  });

  it('is not evaluated without the trail', async () => {
    const fresh = await CheckScene.of(['users']);
    expect(fresh.judge(impersonation).notEvaluated).toContain(
      '“Setup audit trail” has not been collected yet',
    );
    fresh.dispose();
  });
});

describe('Admin Role Assigned to User', () => {
  const given = (id: string, what: string, name: string, user: string, by: string | null = BOSS) =>
    setupChange(id, 'PermSetAssign', `${what}: assigned to user ${name} (UserID: [${user.slice(0, 15)}])`, {
      createdById: by,
    });

  it('reads sets, groups and profiles out of the trail', async () => {
    await audit(
      given('a', 'Permission set Release', 'Ada', ADA),
      given('b', 'Permission set Code: all with expiration', 'Bob', BOB),
      { ...given('c', 'Permission set group Desk', 'Ada', ADA), action: 'PermSetGroupAssign' },
      setupChange(
        'd',
        'changedprofileforuserstdtostd',
        'Changed profile for user Bob from Standard User to System Administrator',
        { createdById: BOSS },
      ),
      given('e', 'Permission set Harmless', 'Ada', ADA),
      given('f', 'Permission set Unheard of', 'Ada', ADA),
      setupChange('g', 'PermSetUnassign', 'Permission set Release: unassigned from user Ada'),
      setupChange(
        'h',
        'changedprofileforuser',
        'Changed profile for user Bob from System Administrator to Standard User',
      ),
    );
    const { drafts, population } = scene.judge(assigned);
    expect([...drafts.values()].map(({ key, userId, severity }) => [key, userId, severity])).toEqual([
      ['a', ADA, 'medium'],
      ['b', BOB, 'medium'],
      ['c', ADA, 'medium'],
      ['d', BOB, 'medium'],
    ]);
    expect(drafts.get('d')?.summary).toBe(
      'Bob was given the profile “System Administrator” by Boss, which opens everything.',
    );
    expect(drafts.get('a')?.evidence).toMatchObject({
      by: 'boss@acme.test',
      permissions: ['CustomizeApplication'],
    });
    expect(population).toBe(4);
  });

  it('finds what changed between two collections, with or without the trail', async () => {
    await scene.store(
      'users',
      [
        rows.user(BOSS, { profileId: 'admins' }),
        rows.user(ADA, { profileId: 'admins' }),
        rows.user(BOB),
        rows.user(ID('new'), { profileId: 'admins' }),
      ],
      { pass: 2 },
    );
    await scene.store('permissionSetAssignments', [rows.permissionSetAssignment(BOB, 'code')], { pass: 2 });
    const keys = [
      `${ADA}:of-admins:2026-06-30`,
      `${BOB}:code:2026-06-30`,
      `${ID('new')}:of-admins:2026-06-30`,
    ];
    expect([...scene.judge(assigned).drafts.keys()].sort()).toEqual(keys.sort());
    // The trail tells of one of them: that entry takes its place.
    await audit(given('a', 'Permission set Code: all', 'Bob', BOB));
    expect([...scene.judge(assigned).drafts.keys()].sort()).toEqual(
      ['a', ...keys].filter((key) => !key.startsWith(BOB)).sort(),
    );
  });

  it('takes an entry for the same within the days set, to the millisecond, and never a later one', async () => {
    await scene.store('permissionSetAssignments', [rows.permissionSetAssignment(BOB, 'code')], { pass: 2 });
    const count = async (createdAt: number): Promise<number> => {
      await audit({ ...given(`x${createdAt}`, 'Permission set Code: all', 'Bob', BOB), createdAt });
      return scene.judge(assigned).drafts.size;
    };
    expect(await count(AS_OF + 1)).toBe(2);
    expect(await count(AS_OF - 7 * DAY - 1)).toBe(3);
    // This one explains the change: two entries and no change are left.
    expect(await count(AS_OF - 7 * DAY)).toBe(3);
    expect(
      [...scene.judge(assigned).drafts.values()].filter(({ evidence }) => evidence['source'] === 'changes'),
    ).toEqual([]);
  });

  it('is worse for outsiders, for oneself and in the name of another, and quiet for those who had it', async () => {
    await scene.store('users', [
      rows.user(BOSS, { name: 'Boss', username: 'boss@acme.test', profileId: 'admins' }),
      rows.user(HELP, { name: 'Help Desk', username: 'help@acme.test' }),
      rows.user(ADA, { name: 'Ada' }),
      rows.user(BOB, { name: 'Bob', userType: 'PowerPartner' }),
    ]);
    await audit(
      given('outsider', 'Permission set Release', 'Bob', BOB),
      given('self', 'Permission set Release', 'Ada', ADA, ADA),
      { ...given('as', 'Permission set Release', 'Help Desk', HELP, ADA), delegateUser: 'boss@acme.test' },
      given('had', 'Permission set Release', 'Boss', BOSS, BOSS),
    );
    expect(severities(scene.judge(assigned))).toEqual({
      outsider: 'critical',
      self: 'high',
      as: 'high',
      had: 'low',
    });
  });

  it('does not let two sets given together excuse each other', async () => {
    await scene.store('permissionSets', [
      rows.permissionSet('release', { label: 'Release', permissions: ['CustomizeApplication'] }),
      rows.permissionSet('twin', { label: 'Twin', permissions: ['CustomizeApplication'] }),
    ]);
    await scene.store('permissionSetAssignments', [
      rows.permissionSetAssignment(ADA, 'release'),
      rows.permissionSetAssignment(ADA, 'twin'),
    ]);
    await audit(
      given('a', 'Permission set Release', 'Ada', ADA),
      given('b', 'Permission set Twin', 'Ada', ADA),
    );
    expect(severities(scene.judge(assigned))).toEqual({ a: 'medium', b: 'medium' });
    // Held through the profile for long: nothing new.
    await audit(given('c', 'Permission set Twin', 'Boss', BOSS));
    expect(severities(scene.judge(assigned))['c']).toBe('low');
  });

  it('is not evaluated without permission sets', async () => {
    const fresh = await CheckScene.of(['users', 'setupAuditTrail']);
    expect(fresh.judge(assigned).notEvaluated).toContain('“Permission sets” has not been collected yet');
    fresh.dispose();
  });
});

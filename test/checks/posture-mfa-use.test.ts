import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import bypass from '../../src/checks/posture/user-authorized-to-bypass-mfa';
import weak from '../../src/checks/posture/weak-mfa-used-to-successfully-sign-in';
import { CheckScene } from '../builders/check-scene';
import { AS_OF, DAY } from '../builders/db';
import * as rows from '../builders/db-records';
import { postureScene, severities, verified } from '../builders/posture-scene';

let scene: CheckScene;
beforeEach(async () => {
  scene = await postureScene(['userLogins', 'verificationHistory', 'permissionSetGroups']);
});
afterEach(() => scene.dispose());

describe('Weak MFA Used To Successfully Sign In', () => {
  beforeEach(() =>
    scene.store('users', [
      rows.user('mail'),
      rows.user('boss', { profileId: 'admins' }),
      rows.user('app'),
      rows.user('customer', { userType: 'CspLitePortal' }),
    ]),
  );

  it('finds successes at sign-in in the time set', async () => {
    const at = (days: number, more = 0) => ({ verificationTime: AS_OF - days * DAY + more });
    await scene.store('verificationHistory', [
      verified('mail', 'Email', { ...at(30, 1), policy: 'DeviceActivation' }),
      verified('mail', 'Sms', { ...at(2), activity: 'Log In', sourceIp: '192.0.2.9' }),
      verified('boss', 'TempCode', at(1)),
      verified('app', 'Totp', at(1)),
      verified('app', 'Email', at(30)),
      verified('app', 'Email', { ...at(1), status: 'Initiated' }),
      verified('app', 'Email', { ...at(1), activity: 'ChangeEmail' }),
      verified('app', 'Email', at(0, 1)),
      verified('customer', 'Email', at(1)),
    ]);
    const verdict = scene.judge(weak);
    expect(severities(verdict)).toEqual({ mail: 'low', boss: 'medium' });
    expect(verdict.population).toBe(3);
    expect(verdict.drafts.get('mail')).toMatchObject({
      occurrences: 2,
      firstAt: AS_OF - 30 * DAY + 1,
      lastAt: AS_OF - 2 * DAY,
      summary: 'User mail signed in with email and text message as verification.',
      evidence: {
        methods: ['Email', 'Sms'],
        policies: ['DeviceActivation', 'TwoFactorAuthentication'],
        ips: ['192.0.2.1', '192.0.2.9'],
        ipCount: 2,
      },
    });
    expect(severities(scene.judge(weak, { external: true }))).toHaveProperty('customer', 'low');
    expect(severities(scene.judge(weak, { weak: ['Totp'] }))).toEqual({ app: 'low' });
  });

  it('is not evaluated without the verification history', async () => {
    const bare = await CheckScene.of(['users']);
    expect(bare.judge(weak).notEvaluated).toContain('Verification history');
    bare.dispose();
  });
});

describe('User Authorized to Bypass MFA', () => {
  const PERMISSION = 'BypassMFAForUiLogins';

  it('names what gives the permission: profile, set or group', async () => {
    await scene.store('users', [
      rows.user('by-profile', { profileId: 'testers' }),
      rows.user('by-set'),
      rows.user('by-group', { profileId: 'admins' }),
      rows.user('by-two', { profileId: 'testers' }),
      rows.user('expired'),
      rows.user('inactive-grant'),
      rows.user('off', { isActive: false, profileId: 'testers' }),
      rows.user('frozen'),
      rows.user('robot', { profileId: 'testers' }),
      rows.user('plain'),
    ]);
    await scene.store('userLogins', [rows.frozen('frozen')]);
    await scene.store('profiles', [
      rows.profile(),
      rows.profile('testers', { name: 'Test Robots' }),
      rows.profile('admins'),
    ]);
    await scene.store('permissionSetGroups', [
      { id: 'group', developerName: 'QA', label: 'Quality', status: 'Updated', namespacePrefix: null },
    ]);
    const permissions = [PERMISSION];
    await scene.store('permissionSets', [
      rows.permissionSet('of-admins', {
        isOwnedByProfile: true,
        profileId: 'admins',
        permissions: ['ModifyAllData'],
      }),
      rows.permissionSet('of-testers', { isOwnedByProfile: true, profileId: 'testers', permissions }),
      rows.permissionSet('exempt', { label: 'Exempt from MFA', permissions }),
      rows.permissionSet('of-group', { type: 'Group', permissionSetGroupId: 'group', permissions }),
      rows.permissionSet('api', { permissions: ['ApiUserOnly'] }),
    ]);
    await scene.store('permissionSetAssignments', [
      // Salesforce also lists the sets that profiles own.
      rows.permissionSetAssignment('by-profile', 'of-testers'),
      rows.permissionSetAssignment('by-set', 'exempt', { expiresAt: AS_OF + 1 }),
      rows.permissionSetAssignment('by-group', 'of-group', { permissionSetGroupId: 'group' }),
      rows.permissionSetAssignment('by-two', 'exempt', { isActive: null }),
      rows.permissionSetAssignment('expired', 'exempt', { expiresAt: AS_OF }),
      rows.permissionSetAssignment('inactive-grant', 'exempt', { isActive: false }),
      rows.permissionSetAssignment('off', 'exempt'),
      rows.permissionSetAssignment('frozen', 'exempt'),
      rows.permissionSetAssignment('robot', 'api'),
    ]);
    const verdict = scene.judge(bypass);
    expect(verdict.population).toBe(9);
    const found = [...verdict.drafts.values()].map(({ key, severity, evidence }) => [
      key,
      severity,
      evidence['via'],
    ]);
    expect(found.sort()).toEqual([
      ['by-group', 'high', ['permission set group Quality']],
      ['by-profile', 'medium', ['profile Test Robots']],
      ['by-set', 'medium', ['permission set Exempt from MFA']],
      ['by-two', 'medium', ['permission set Exempt from MFA', 'profile Test Robots']],
      ['frozen', 'low', ['permission set Exempt from MFA']],
      ['robot', 'low', ['profile Test Robots']],
    ]);
    expect(verdict.drafts.get('by-group')?.summary).toBe(
      'User by-group may sign in without a second factor, by permission set group Quality.',
    );
  });

  it('takes an assignment that names only the group', async () => {
    await scene.store('users', [rows.user('u1')]);
    await scene.store('permissionSets', [
      rows.permissionSet('of-group', {
        label: 'Fallback',
        permissionSetGroupId: 'group',
        permissions: [PERMISSION],
      }),
    ]);
    await scene.store('permissionSetAssignments', [
      rows.permissionSetAssignment('u1', '', { permissionSetId: null, permissionSetGroupId: 'group' }),
    ]);
    expect(scene.judge(bypass).drafts.get('u1')?.evidence['via']).toEqual(['permission set group Fallback']);
  });

  it('is not evaluated where the permission could not be read', async () => {
    expect(scene.judge(bypass).notEvaluated).toBeNull();
    await scene.test.db.saveDroppedFields('org-1', 'PermissionSet', [`Permissions${PERMISSION}`]);
    expect(scene.judge(bypass).notEvaluated).toContain(PERMISSION);
  });
});

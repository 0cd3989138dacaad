import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import directLogin from '../../src/checks/posture/salesforce-direct-login-settings';
import { CheckScene } from '../builders/check-scene';
import { AS_OF, DAY, type StreamName } from '../builders/db';
import * as rows from '../builders/db-records';

const READ: StreamName[] = [
  'users',
  'profiles',
  'permissionSets',
  'permissionSetAssignments',
  'loginHistory',
  'samlSsoConfigs',
  'authProviders',
];
const SAML = { loginType: 'SAML Idp Initiated SSO', authenticationServiceId: '0LE' };

let scene: CheckScene;
beforeEach(async () => {
  scene = await CheckScene.of(READ);
});
afterEach(() => scene.dispose());

const setUp = () =>
  scene.store('samlSsoConfigs', [
    {
      id: '0LE',
      developerName: 'Idp',
      label: null,
      issuer: null,
      loginUrl: null,
      audience: null,
      version: null,
    },
  ]);

async function people(): Promise<void> {
  const federationId = 'x';
  await scene.store('profiles', [rows.profile(), rows.profile('closed')]);
  await scene.store('users', [
    rows.user('by-id', { federationId }),
    rows.user('by-profile', { federationId, profileId: 'closed' }),
    rows.user('by-set', { federationId }),
    rows.user('set-over', { federationId }),
    rows.user('came', { federationId: '' }),
    rows.user('came-long-ago'),
    rows.user('no-sso'),
    rows.user('gone', { federationId, isActive: false }),
    rows.user('customer', { federationId, userType: 'CspLitePortal' }),
    rows.user('robot', { federationId }),
    rows.user('boss', { federationId }),
  ]);
  await scene.store('loginHistory', [
    rows.login('l1', 'came', AS_OF - 14 * DAY, SAML),
    rows.login('l2', 'came-long-ago', AS_OF - 15 * DAY, SAML),
    rows.login('l3', 'no-sso', AS_OF - DAY),
  ]);
}

async function permissions(sso: boolean): Promise<void> {
  await scene.store('permissionSets', [
    rows.permissionSet('admin', { permissions: ['ModifyAllData'] }),
    rows.permissionSet('api', { permissions: ['ApiUserOnly'] }),
    ...(sso
      ? [
          rows.permissionSet('of-closed', {
            isOwnedByProfile: true,
            profileId: 'closed',
            permissions: ['IsSsoEnabled'],
          }),
          rows.permissionSet('only-sso', { permissions: ['IsSsoEnabled'] }),
        ]
      : []),
  ]);
  await scene.store('permissionSetAssignments', [
    rows.permissionSetAssignment('boss', 'admin'),
    rows.permissionSetAssignment('robot', 'api'),
    ...(sso
      ? [
          rows.permissionSetAssignment('by-set', 'only-sso', { expiresAt: AS_OF + 1 }),
          rows.permissionSetAssignment('set-over', 'only-sso', { expiresAt: AS_OF }),
        ]
      : []),
  ]);
}

describe('Salesforce Direct Login Settings', () => {
  it('finds users of single sign-on who lack the permission that closes the login page', async () => {
    await people();
    await permissions(true);
    const { drafts, population, notes } = scene.judge(directLogin);
    expect([...drafts.keys()].sort()).toEqual(['by-id', 'came', 'set-over']);
    // With those it is closed to; without the administrator.
    expect(population).toBe(5);
    expect(notes).toEqual([
      'Whether “Disable login with Salesforce credentials” is switched on cannot be read; without it the permission has no effect.',
      '1 administrator is left out.',
    ]);
    expect(drafts.get('came')).toMatchObject({
      severity: 'medium',
      userId: 'came',
      summary: 'User came uses single sign-on, but can sign in with a Salesforce password.',
      evidence: { profile: 'Profile profile-1', hasFederationId: false },
    });
    expect([...scene.judge(directLogin, { ssoDays: 15, withoutAdmins: false }).drafts.keys()].sort()).toEqual(
      ['boss', 'by-id', 'came', 'came-long-ago', 'set-over'],
    );
  });

  it('finds one thing where nobody has the permission, and says whether the org knows it', async () => {
    await people();
    await permissions(false);
    const judged = () => scene.judge(directLogin);
    const { drafts, population, notes } = judged();
    expect([...drafts.keys()]).toEqual(['nobody']);
    expect(population).toBe(1);
    expect(notes).toContain('The org is judged as a whole.');
    expect(drafts.get('nobody')).toMatchObject({
      severity: 'medium',
      userId: null,
      summary:
        'Nobody is required to use single sign-on: all 5 users of it can sign in with a Salesforce password.',
      evidence: { userCount: 5, isKnown: null },
    });
    for (const [names, isKnown] of [
      [['Id', 'PermissionsModifyAllData'], false],
      [['Id', 'PermissionsIsSsoEnabled'], true],
    ] as const) {
      await scene.test.db.saveDescriptions('org-1', [
        { object: 'PermissionSet', apiVersion: '67.0', at: AS_OF, names: [...names] },
      ]);
      expect(judged().drafts.get('nobody')?.evidence['isKnown']).toBe(isKnown);
    }
  });

  it('finds nothing where it is set up but nobody uses it', async () => {
    await setUp();
    await scene.store('users', [rows.user('ada')]);
    await permissions(false);
    expect(scene.judge(directLogin)).toMatchObject({ population: 0, notEvaluated: null });
    expect(scene.judge(directLogin).drafts.size).toBe(0);
  });

  it('is not evaluated without single sign-on, nor without permission sets', async () => {
    await scene.store('users', [rows.user('ada', { federationId: 'x' })]);
    expect(scene.judge(directLogin).notEvaluated).toBe(
      'no single sign-on is set up in this org, nor has anybody come through one.',
    );
    const other = await CheckScene.of(READ.filter((name) => name !== 'permissionSets'));
    expect(other.judge(directLogin).notEvaluated).toMatch(/“Permission sets” has not been collected yet/);
    other.dispose();
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCESS_SSO, ACCESS_UI } from '../../src/checks/posture/lib/sso-people';
import noMfa from '../../src/checks/posture/no-mfa-configured';
import noStrong from '../../src/checks/posture/no-strong-mfa';
import { SSO, UI } from '../../src/db/queries/login-access';
import type { CheckScene } from '../builders/check-scene';
import { AS_OF, DAY, type StreamRecords } from '../builders/db';
import * as rows from '../builders/db-records';
import { postureScene, severities, verified } from '../builders/posture-scene';

let scene: CheckScene;
beforeEach(async () => {
  scene = await postureScene(['userLogins', 'verificationHistory']);
});
afterEach(() => scene.dispose());

const seen = { lastLoginAt: AS_OF - 5 * DAY };
const methods = (userId: string, ...names: string[]): StreamRecords['twoFactorMethods'] => ({
  id: `methods-of-${userId}`,
  userId,
  methods: names.sort(),
});

describe('No MFA Configured', () => {
  it('finds who has no method, or only an email address and a phone number', async () => {
    await scene.store('users', [
      rows.user('none', seen),
      rows.user('weak', seen),
      rows.user('unlisted', seen),
      rows.user('boss', { ...seen, profileId: 'admins' }),
      rows.user('app', seen),
      rows.user('key', seen),
      rows.user('never'),
      rows.user('frozen', seen),
      rows.user('robot', seen),
      rows.user('partner', { ...seen, userType: 'PowerPartner' }),
      rows.user('off', { ...seen, isActive: false }),
    ]);
    await scene.store('userLogins', [rows.frozen('frozen')]);
    await scene.store('permissionSetAssignments', [rows.permissionSetAssignment('robot', 'api')]);
    await scene.store('twoFactorMethods', [
      methods('none'),
      methods('weak', 'UserVerifiedEmailAddress', 'UserVerifiedMobileNumber', 'TempCode'),
      methods('app', 'Totp', 'UserVerifiedEmailAddress'),
      methods('key', 'SecurityKey'),
      methods('boss', 'UserVerifiedMobileNumber'),
    ]);
    const verdict = scene.judge(noMfa);
    expect(severities(verdict)).toEqual({ none: 'medium', weak: 'medium', unlisted: 'medium', boss: 'high' });
    expect(verdict.population).toBe(6);
    expect(verdict.notes).toEqual(['The list of registered methods is of 2026-06-30.']);
    expect(verdict.drafts.get('unlisted')?.evidence).toMatchObject({ registered: [], isListed: false });
    expect(verdict.drafts.get('weak')?.evidence).toMatchObject({
      registered: ['TempCode', 'UserVerifiedEmailAddress', 'UserVerifiedMobileNumber'],
    });
  });

  it('believes a success with a method over the list, for the days set', async () => {
    const ids = ['used', 'label', 'lightning', 'long-ago', 'failed', 'mail', 'code', 'future'];
    await scene.store(
      'users',
      ids.map((id) => rows.user(id, seen)),
    );
    await scene.store('twoFactorMethods', []);
    await scene.store('verificationHistory', [
      verified('used', 'Totp', { verificationTime: AS_OF - 30 * DAY + 1 }),
      verified('label', 'salesforceauthenticator', { status: 'AutomatedSuccess', activity: 'ConnectedApp' }),
      verified('lightning', 'LL'),
      verified('long-ago', 'U2F', { verificationTime: AS_OF - 30 * DAY }),
      verified('failed', 'Totp', { status: 'FailedInvalidCode' }),
      verified('mail', 'Email'),
      verified('code', 'TempCode'),
      verified('future', 'Totp', { verificationTime: AS_OF + 1 }),
    ]);
    const { drafts } = scene.judge(noMfa);
    expect([...drafts.keys()].sort()).toEqual(['code', 'failed', 'future', 'long-ago', 'mail']);
    expect(drafts.get('long-ago')?.evidence).toMatchObject({
      lastMfaAt: new Date(AS_OF - 30 * DAY).toISOString(),
    });
  });

  it('leaves out who uses single sign-on only, unless told otherwise', async () => {
    const federated = { ...seen, federationId: 'x' };
    await scene.store('users', [
      rows.user('sso', seen),
      rows.user('federated', federated),
      rows.user('both', federated),
      rows.user('password', seen),
      rows.user('former', federated),
      rows.user('federated-api', federated),
    ]);
    await scene.store('twoFactorMethods', []);
    const saml = { loginType: 'SAML Sfdc Initiated SSO' };
    // The oldest day looked at, and the day before.
    const first = (Math.floor(AS_OF / DAY) - 90) * DAY;
    await scene.store('loginHistory', [
      rows.login('l1', 'sso', AS_OF - 3 * DAY, saml),
      rows.login('l2', 'both', AS_OF - 3 * DAY, saml),
      rows.login('l3', 'both', first),
      rows.login('l4', 'password', AS_OF - 3 * DAY),
      // A password that was wrong, or used longer ago, or by a program, says nothing.
      rows.login('l5', 'sso', AS_OF - 2 * DAY, { status: 'Invalid Password' }),
      rows.login('l6', 'former', first - 1),
      rows.login('l7', 'federated-api', AS_OF - 3 * DAY, {
        loginType: 'Other Apex API',
        application: 'Loader',
        apiType: 'SOAP Partner',
      }),
    ]);
    const verdict = scene.judge(noMfa);
    expect([...verdict.drafts.keys()].sort()).toEqual(['both', 'password']);
    expect(verdict.population).toBe(2);
    expect(verdict.notes[1]).toMatch(/^4 people who use single sign-on only are left out/);
    expect(scene.judge(noMfa, { ssoToo: true })).toMatchObject({ population: 6 });
    expect(scene.judge(noMfa, { ssoToo: true }).drafts.size).toBe(6);
  });

  it('says nothing of people created since the list was read, or not in a list half read', async () => {
    await scene.store('users', [
      rows.user('old', { ...seen, createdAt: AS_OF - 4 * DAY }),
      rows.user('new', { ...seen, createdAt: AS_OF - 4 * DAY + 1 }),
    ]);
    await scene.store('twoFactorMethods', [], { at: AS_OF - 4 * DAY });
    expect([...scene.judge(noMfa).drafts.keys()]).toEqual(['old']);
    await scene.store('twoFactorMethods', [methods('new')], { endOfPass: false, pass: 2 });
    const partial = scene.judge(noMfa);
    expect([...partial.drafts.keys()]).toEqual(['new']);
    expect(partial.notes.join(' ')).toContain('has not been read to the end yet');
  });

  it('is not evaluated without the list, or one of its methods', async () => {
    await scene.store('users', [rows.user('none', seen)]);
    expect(scene.judge(noMfa).notEvaluated).toContain('Verification methods');
    await scene.store('twoFactorMethods', []);
    expect(scene.judge(noMfa).notEvaluated).toBeNull();
    const described = { object: 'TwoFactorMethodsInfo', apiVersion: '54.0', at: AS_OF };
    const names = [
      'Id',
      'UserId',
      'HasTotp',
      'HasU2F',
      'HasSalesforceAuthenticator',
      'HasBuiltInAuthenticator',
    ];
    await scene.test.db.saveDescriptions('org-1', [{ ...described, names }]);
    expect(scene.judge(noMfa).notEvaluated).toContain('HasSecurityKey');
  });

  it('knows the bits of sign-ins as the database writes them', () => {
    expect([ACCESS_UI, ACCESS_SSO]).toEqual([UI, SSO]);
  });
});

describe('No Strong MFA', () => {
  beforeEach(async () => {
    await scene.store('users', [
      rows.user('totp', seen),
      rows.user('developer', seen),
      rows.user('boss', { ...seen, profileId: 'admins' }),
      rows.user('key', seen),
      rows.user('touch', { ...seen, profileId: 'admins' }),
      rows.user('none', seen),
      rows.user('proven', seen),
      rows.user('proven-app', seen),
    ]);
    await scene.store('permissionSetAssignments', [rows.permissionSetAssignment('developer', 'apex')]);
    await scene.store('twoFactorMethods', [
      methods('totp', 'Totp', 'UserVerifiedEmailAddress'),
      methods('developer', 'SalesforceAuthenticator'),
      methods('boss', 'SalesforceAuthenticator', 'Totp'),
      methods('key', 'SecurityKey', 'Totp'),
      methods('touch', 'BuiltInAuthenticator'),
      methods('none', 'UserVerifiedMobileNumber'),
      methods('proven', 'Totp'),
    ]);
    await scene.store('verificationHistory', [
      verified('proven', 'WebAuthnRoamingAuthenticator'),
      verified('proven-app', 'Totp'),
      verified('boss', 'U2F', { verificationTime: AS_OF - 100 * DAY }),
    ]);
  });

  it('finds who has a second factor that can be phished', () => {
    const verdict = scene.judge(noStrong);
    expect(severities(verdict)).toEqual({
      totp: 'low',
      developer: 'medium',
      boss: 'high',
      'proven-app': 'low',
    });
    expect(verdict.population).toBe(8);
    expect(verdict.drafts.get('boss')).toMatchObject({
      summary:
        'User boss has no phishing-resistant method, only Salesforce Authenticator and Authenticator app with codes (TOTP).',
      evidence: { registered: ['SalesforceAuthenticator', 'Totp'] },
    });
  });

  it('can be about administrators only, and count another method as strong', () => {
    expect(severities(scene.judge(noStrong, { everybody: false }))).toEqual({
      developer: 'medium',
      boss: 'high',
    });
    const strong = ['SecurityKey', 'U2F', 'BuiltInAuthenticator', 'SalesforceAuthenticator'];
    expect(severities(scene.judge(noStrong, { strong }))).toEqual({ totp: 'low', 'proven-app': 'low' });
  });
});

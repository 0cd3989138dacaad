import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import missing from '../../src/checks/posture/missing-value-in-mandatory-field';
import passwords from '../../src/checks/posture/user-password-expiration';
import stuck from '../../src/checks/posture/user-stuck-in-non-functional-state';
import { CheckScene } from '../builders/check-scene';
import { AS_OF, DAY } from '../builders/db';
import * as rows from '../builders/db-records';
import { postureScene, severities } from '../builders/posture-scene';

let scene: CheckScene;
beforeEach(async () => {
  scene = await postureScene();
});
afterEach(() => scene.dispose());

const keys = (verdict: { drafts: Map<string, unknown> }) => [...verdict.drafts.keys()].sort();

describe('User Stuck in Non-functional State', () => {
  it('finds frozen and locked users with a license', async () => {
    await scene.store('users', [
      rows.user('frozen'),
      rows.user('locked', { failedLogins: 10, profileId: 'admins' }),
      rows.user('fine'),
      rows.user('off', { isActive: false }),
      rows.user('unlicensed', { profileId: null }),
      rows.user('guest', { userType: 'Guest' }),
    ]);
    // The first time they are read nobody knows since when.
    await scene.store('userLogins', [
      rows.frozen('frozen'),
      { ...rows.frozen('locked', false), isPasswordLocked: true },
      rows.frozen('fine', false),
      rows.frozen('off'),
      rows.frozen('unlicensed'),
      rows.frozen('guest'),
    ]);
    const verdict = scene.judge(stuck);
    expect(verdict.population).toBe(3);
    expect([...verdict.drafts.values()].map(({ severity, summary }) => [severity, summary])).toEqual([
      ['low', 'User frozen is frozen, but is active with a license “Salesforce”.'],
      ['medium', 'User locked is locked, but is active with a license “Salesforce”.'],
    ]);
    expect(verdict.drafts.get('locked')?.evidence).toMatchObject({ failedLogins: 10, noticedAt: null });
  });

  it('waits the days set from the collection that saw it', async () => {
    await scene.store('users', [rows.user('u1')]);
    await scene.store('userLogins', [rows.frozen('u1', false)]);
    const noticedAt = AS_OF + 10 * DAY;
    await scene.store('userLogins', [rows.frozen('u1')], { at: noticedAt, pass: 2 });
    expect(keys(scene.judge(stuck, {}, noticedAt + 7 * DAY - 1))).toEqual([]);
    expect(scene.judge(stuck, {}, noticedAt + 7 * DAY).drafts.get('u1')).toMatchObject({
      firstAt: noticedAt,
      evidence: { noticedAt: new Date(noticedAt).toISOString() },
    });
    // Another change of the row is not another freezing.
    const later = noticedAt + 6 * DAY;
    const locked = { ...rows.frozen('u1'), isPasswordLocked: true };
    await scene.store('userLogins', [locked], { at: later, pass: 3 });
    expect(scene.judge(stuck, {}, noticedAt + 7 * DAY).drafts.get('u1')?.firstAt).toBe(noticedAt);
  });

  it('is not evaluated where frozen users cannot be read', async () => {
    const bare = await CheckScene.of(['users']);
    expect(bare.judge(stuck).notEvaluated).toContain('Frozen and locked users');
    bare.dispose();
  });
});

describe('User Password Expiration', () => {
  const fresh = { lastPasswordChangeAt: AS_OF - DAY, passwordExpiresAt: AS_OF + 89 * DAY };
  const old = { ...fresh, lastPasswordChangeAt: AS_OF - 365 * DAY };

  it('finds old, expired and everlasting passwords', async () => {
    await scene.store('users', [
      rows.user('fresh', fresh),
      rows.user('old', old),
      rows.user('nearly-old', { ...old, lastPasswordChangeAt: AS_OF - 365 * DAY + 1 }),
      rows.user('expired', { ...fresh, passwordExpiresAt: AS_OF - 30 * DAY }),
      rows.user('just-expired', { ...fresh, passwordExpiresAt: AS_OF - 30 * DAY + 1 }),
      rows.user('lasting', fresh),
      rows.user('boss', { ...old, profileId: 'admins' }),
      rows.user('robot', { ...old, lastPasswordChangeAt: AS_OF - 900 * DAY }),
      rows.user('lasting-robot', { ...old, federationId: 'x' }),
      rows.user('unset'),
      rows.user('customer', { ...old, userType: 'CspLitePortal' }),
      rows.user('frozen', old),
    ]);
    await scene.store('userLogins', [rows.frozen('frozen')]);
    await scene.store('permissionSetAssignments', [
      rows.permissionSetAssignment('lasting', 'lasting'),
      rows.permissionSetAssignment('lasting-robot', 'lasting'),
      ...['robot', 'lasting-robot'].map((id) => rows.permissionSetAssignment(id, 'api')),
    ]);
    const verdict = scene.judge(passwords);
    expect(severities(verdict)).toEqual({
      old: 'low',
      expired: 'low',
      lasting: 'low',
      boss: 'medium',
      'lasting-robot': 'low',
    });
    expect(verdict.population).toBe(10);
    expect(verdict.notes).toEqual([
      '1 user has no date of a password change: they never set one, and are not judged by its age.',
    ]);
    expect(verdict.drafts.get('lasting')).toMatchObject({
      summary: 'The password of User lasting never expires, by permission set Lasting.',
      evidence: { reasons: ['never-expires'], neverExpiresBy: ['permission set Lasting'] },
    });
    expect(verdict.drafts.get('old')).toMatchObject({
      firstAt: AS_OF,
      summary: 'The password of User old was last changed on 2025-06-30.',
    });
    expect(severities(scene.judge(passwords, { programsToo: false }))).not.toHaveProperty('lasting-robot');
  });

  it('leaves out whose password is not used: single sign-on only, or checked elsewhere', async () => {
    await scene.store('users', [
      rows.user('federated', { ...old, federationId: 'x' }),
      rows.user('delegated', old),
      rows.user('both', { ...old, federationId: 'x' }),
    ]);
    await scene.store('loginHistory', [rows.login('l1', 'both', AS_OF - DAY)]);
    await scene.store('permissionSetAssignments', [rows.permissionSetAssignment('delegated', 'delegated')]);
    const verdict = scene.judge(passwords);
    expect(severities(verdict)).toEqual({ both: 'low' });
    expect(verdict.population).toBe(1);
  });

  it('says what it cannot tell', async () => {
    await scene.store('userLogins', []);
    await scene.store('users', [rows.user('u1', { ...fresh, passwordExpiresAt: null })]);
    expect(scene.judge(passwords).notes).toEqual([
      'No password has an expiration date: the password policy is “Never expires”, or the dates cannot be read.',
    ]);
    await scene.test.db.saveDroppedFields('org-1', 'User', ['PasswordExpirationDate']);
    await scene.test.db.saveDroppedFields('org-1', 'PermissionSet', ['PermissionsPasswordNeverExpires']);
    const { notEvaluated, notes } = scene.judge(passwords);
    expect(notEvaluated).toBeNull();
    expect(notes.join(' ')).toMatch(/Expired passwords are not known\..*Who holds “Password Never Expires”/s);
    await scene.test.db.saveDroppedFields('org-1', 'User', ['LastPasswordChangeDate']);
    expect(scene.judge(passwords).notEvaluated).toContain('LastPasswordChangeDate');
  });
});

describe('Missing Value in Mandatory Field', () => {
  const full = { managerId: 'm', department: 'Sales', federationId: 'f', country: 'DE' };

  it('names what is missing, and judges no field that is not in use', async () => {
    await scene.store('users', [
      rows.user('full', { ...full, federationId: null }),
      rows.user('blank', { ...full, department: '  ', federationId: null }),
      rows.user('two', { department: null, managerId: null, profileId: 'admins' }),
      rows.user('manager', { ...full, managerId: null, federationId: null }),
      rows.user('robot', { department: null }),
      rows.user('off', { isActive: false }),
      rows.user('partner', { userType: 'PowerPartner' }),
    ]);
    await scene.store('permissionSetAssignments', [rows.permissionSetAssignment('robot', 'api')]);
    const verdict = scene.judge(missing);
    expect(severities(verdict)).toEqual({ blank: 'low', two: 'medium', manager: 'low' });
    expect(verdict.drafts.get('two')).toMatchObject({
      summary: 'User two has no manager and department.',
      evidence: { missing: ['ManagerId', 'Department'], isAdmin: true },
    });
    expect(verdict.population).toBe(4);
    expect(verdict.notes).toEqual([
      'Federation ID is not judged: it is filled for 0 of 4 people, so it is not in use here.',
    ]);
  });

  it('counts a field from exactly the share set', async () => {
    await scene.store('users', [
      rows.user('a', full),
      ...['b', 'c', 'd'].map((id) => rows.user(id, { ...full, federationId: null })),
    ]);
    expect(scene.judge(missing).drafts.size).toBe(3);
    expect(scene.judge(missing, { usedPercent: 26 }).drafts.size).toBe(0);
    expect(severities(scene.judge(missing, { fields: ['country', 'role'], usedPercent: 0 }))).toEqual({
      a: 'low',
      b: 'low',
      c: 'low',
      d: 'low',
    });
  });

  it('is not evaluated where no field is left to judge', async () => {
    await scene.store('users', [rows.user('u1')]);
    expect(scene.judge(missing).notEvaluated).toBe('none of the fields called for is in use in this org.');
    expect(scene.judge(missing, { fields: [] }).notEvaluated).toBe('no field is called for.');
    await scene.test.db.saveDroppedFields('org-1', 'User', ['ManagerId', 'Department']);
    expect(scene.judge(missing).notes).toContain('Manager is not judged: the field could not be read.');
    expect(scene.judge(missing, { fields: ['manager'] }).notEvaluated).toBe(
      'none of the fields called for could be read.',
    );
  });
});

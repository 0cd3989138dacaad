import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import dormantAdmins from '../../src/checks/posture/dormant-admins';
import excessive from '../../src/checks/posture/excessive-admins';
import { CheckScene } from '../builders/check-scene';
import { AS_OF, DAY } from '../builders/db';
import * as rows from '../builders/db-records';
import { postureScene, severities } from '../builders/posture-scene';

let scene: CheckScene;
beforeEach(async () => {
  scene = await postureScene(['oauthTokens']);
});
afterEach(() => scene.dispose());

const seen = (days: number, more = 0) => ({ lastLoginAt: AS_OF - days * DAY + more });

describe('Dormant Admins', () => {
  const boss = { profileId: 'admins' };

  it('finds administrators who are not there, to the millisecond', async () => {
    await scene.store('users', [
      rows.user('gone', { ...boss, ...seen(45) }),
      rows.user('there', { ...boss, ...seen(45, 1) }),
      rows.user('never', { ...boss, createdAt: AS_OF - 7 * DAY }),
      rows.user('new', { ...boss, createdAt: AS_OF - 7 * DAY + 1 }),
      rows.user('developer', seen(45)),
      rows.user('expired', seen(45)),
      rows.user('frozen', { ...boss, ...seen(300) }),
      rows.user('plain', seen(300)),
      rows.user('off', { ...boss, ...seen(300), isActive: false }),
    ]);
    await scene.store('userLogins', [rows.frozen('frozen')]);
    await scene.store('permissionSetAssignments', [
      rows.permissionSetAssignment('developer', 'apex', { expiresAt: AS_OF + 1 }),
      rows.permissionSetAssignment('expired', 'apex', { expiresAt: AS_OF }),
    ]);
    const verdict = scene.judge(dormantAdmins);
    expect(severities(verdict)).toEqual({
      developer: 'medium',
      gone: 'high',
      never: 'high',
    });
    expect(verdict.population).toBe(5);
    expect(verdict.drafts.get('developer')?.evidence).toMatchObject({ permissions: ['AuthorApex'] });
    expect(verdict.drafts.get('never')?.summary).toContain('has never signed in');
  });

  it('knows of apps that go on with a token', async () => {
    await scene.store('users', [
      rows.user('person', { ...boss, ...seen(60) }),
      rows.user('robot', { ...boss, ...seen(60) }),
    ]);
    await scene.test.db.setMark('org-1', 'robot', 'integration', 'Kim', AS_OF);
    const used = { lastUsedAt: AS_OF - DAY };
    await scene.store('oauthTokens', [rows.oauthToken('person', used), rows.oauthToken('robot', used)]);
    const { drafts } = scene.judge(dormantAdmins);
    expect(severities({ drafts })).toEqual({ person: 'medium' });
  });

  it('is not evaluated where permissions cannot be read, or their fields are not described', async () => {
    const bare = await CheckScene.of(['users', 'permissionSetAssignments']);
    expect(bare.judge(dormantAdmins).notEvaluated).toContain('Permission sets');
    await bare.store('permissionSets', []);
    const described = { object: 'PermissionSet', apiVersion: '67.0', at: AS_OF };
    await bare.test.db.saveDescriptions('org-1', [
      { ...described, names: ['Id', 'PermissionsModifyAllData'] },
    ]);
    expect(bare.judge(dormantAdmins).notEvaluated).toContain('PermissionsManageUsers');
    await bare.test.db.saveDescriptions('org-1', [
      { ...described, names: ['Id', 'PermissionsModifyAllData', 'PermissionsManageUsers'] },
    ]);
    expect(bare.judge(dormantAdmins).notEvaluated).toBeNull();
    bare.dispose();
  });
});
describe('Excessive Admins', () => {
  const bosses = (count: number) =>
    Array.from({ length: count }, (_, i) => rows.user(`boss${String(i + 10)}`, { profileId: 'admins' }));

  it('allows a number, and says who is above it', async () => {
    await scene.store('users', [...bosses(5), rows.user('plain')]);
    expect(scene.judge(excessive).drafts.size).toBe(0);
    await scene.store('users', [...bosses(6), rows.user('plain')], { pass: 2 });
    const verdict = scene.judge(excessive);
    expect(severities(verdict)).toEqual({ 'super-admins': 'medium' });
    expect(verdict.population).toBe(2);
    expect(verdict.drafts.get('super-admins')).toMatchObject({
      summary: 'There are 6 super administrators; at most 5 are allowed.',
      evidence: { count: 6, limit: 5, integrations: 0, activeUsers: 7 },
    });
    await scene.store('users', bosses(11), { pass: 3 });
    expect(severities(scene.judge(excessive))).toEqual({ 'super-admins': 'high', admins: 'low' });
    await scene.store('users', bosses(30), { pass: 4 });
    const many = scene.judge(excessive).drafts.get('admins');
    expect(many?.severity).toBe('medium');
    expect(many?.evidence['count']).toBe(30);
    expect(many?.evidence['users']).toHaveLength(20);
  });

  it('allows a share of a big org, counts programs, and no frozen users', async () => {
    const people = Array.from({ length: 600 }, (_, i) => rows.user(`u${String(i)}`));
    await scene.store('users', [...people, ...bosses(6)]);
    expect(severities(scene.judge(excessive))).toEqual({});
    expect(severities(scene.judge(excessive, { superAdminPercent: 0.9 }))).toEqual({
      'super-admins': 'medium',
    });
    await scene.store('userLogins', [rows.frozen('boss10')]);
    expect(severities(scene.judge(excessive, { superAdminPercent: 0 }))).toEqual({});
    await scene.store('users', [...people, ...bosses(7)], { pass: 2 });
    await scene.test.db.setMark('org-1', 'boss11', 'integration', 'Kim', AS_OF);
    const { drafts } = scene.judge(excessive, { superAdminPercent: 0 });
    expect(drafts.get('super-admins')?.evidence).toMatchObject({ count: 6, integrations: 1 });
    expect((drafts.get('super-admins')?.evidence['users'] as string[]).at(-1)).toBe('boss11@acme.test');
  });

  it('is not evaluated where permissions cannot be read', async () => {
    const bare = await CheckScene.of(['users', 'permissionSetAssignments']);
    expect(bare.judge(excessive).notEvaluated).toContain('Permission sets');
    bare.dispose();
  });
});

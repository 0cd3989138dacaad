import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import external from '../../src/checks/posture/inactive-guest-external-users';
import inactive from '../../src/checks/posture/inactive-users';
import never from '../../src/checks/posture/never-logged-in';
import { CheckScene } from '../builders/check-scene';
import { AS_OF, DAY } from '../builders/db';
import * as rows from '../builders/db-records';
import { postureScene, severities } from '../builders/posture-scene';

let scene: CheckScene;
beforeEach(async () => {
  scene = await postureScene(['oauthTokens']);
});
afterEach(() => scene.dispose());

/** Read, and nobody is frozen. */
const nobodyFrozen = () => scene.store('userLogins', []);

const seen = (days: number, more = 0) => ({ lastLoginAt: AS_OF - days * DAY + more });
const keys = (verdict: { drafts: Map<string, unknown> }) => [...verdict.drafts.keys()].sort();

describe('Inactive Users', () => {
  it('begins after exactly the days set', async () => {
    await scene.store('users', [
      rows.user('gone', seen(90)),
      rows.user('just-there', seen(90, 1)),
      rows.user('never'),
      rows.user('left', { ...seen(300), isActive: false }),
      rows.user('partner', { ...seen(300), userType: 'PowerPartner' }),
    ]);
    const verdict = scene.judge(inactive);
    expect(keys(verdict)).toEqual(['gone']);
    expect(verdict.population).toBe(2);
    expect(verdict.drafts.get('gone')).toMatchObject({
      severity: 'medium',
      firstAt: AS_OF,
      summary: 'User gone has not signed in since 2026-04-01.',
    });
    expect(keys(scene.judge(inactive, { days: 91 }))).toEqual([]);
  });

  it('goes by a stored success that is newer than LastLoginDate', async () => {
    await scene.store('users', [rows.user('api', seen(200)), rows.user('failing', seen(200))]);
    await scene.store('loginHistory', [
      rows.login('l1', 'api', AS_OF - 3 * DAY),
      rows.login('l2', 'failing', AS_OF - 3 * DAY, { status: 'Invalid Password' }),
    ]);
    expect(keys(scene.judge(inactive))).toEqual(['failing']);
  });

  it('is worse for administrators and milder for people on leave', async () => {
    await scene.store('users', [
      rows.user('boss', { ...seen(100), profileId: 'admins' }),
      rows.user('away', seen(100)),
      rows.user('back', seen(100)),
    ]);
    const noted = { reason: 'Parental leave', by: 'Kim', at: AS_OF };
    await scene.test.db.setLeave('org-1', ['away'], { ...noted, until: AS_OF + 1 });
    await scene.test.db.setLeave('org-1', ['back'], { ...noted, until: AS_OF });
    const { drafts } = scene.judge(inactive);
    expect([...drafts.values()].map(({ userId, severity }) => [userId, severity]).sort()).toEqual([
      ['away', 'low'],
      ['back', 'medium'],
      ['boss', 'high'],
    ]);
  });

  it('leaves frozen people to another check, and the users of the platform out', async () => {
    await scene.store('userLicenses', [
      rows.userLicense('cloud', { name: 'Analytics Cloud Integration User' }),
      rows.userLicense(),
    ]);
    await scene.store('profiles', [
      rows.profile(),
      rows.profile('platform', { name: 'Insights', userLicenseId: 'cloud' }),
    ]);
    await scene.store('users', [
      rows.user('frozen', seen(100)),
      rows.user('thawed', seen(100)),
      rows.user('insights', { ...seen(100), profileId: 'platform' }),
      rows.user('none', { ...seen(100), profileId: null }),
    ]);
    await scene.store('userLogins', [rows.frozen('frozen'), rows.frozen('thawed', false)]);
    const verdict = scene.judge(inactive);
    expect(keys(verdict)).toEqual(['none', 'thawed']);
    expect(verdict.population).toBe(2);
  });

  it('takes the use of a token for use by a program, not by a person', async () => {
    await scene.store('users', [
      rows.user('robot', seen(100)),
      rows.user('idle-robot', seen(100)),
      rows.user('person', seen(100)),
    ]);
    await scene.store('permissionSetAssignments', [
      rows.permissionSetAssignment('robot', 'api'),
      rows.permissionSetAssignment('idle-robot', 'api'),
    ]);
    const used = { lastUsedAt: AS_OF - 90 * DAY + 1 };
    await scene.store('oauthTokens', [
      rows.oauthToken('robot', used),
      rows.oauthToken('idle-robot', { lastUsedAt: AS_OF - 90 * DAY }),
      rows.oauthToken('person', used),
    ]);
    const { drafts } = scene.judge(inactive);
    expect(keys({ drafts })).toEqual(['idle-robot', 'person']);
    expect(drafts.get('idle-robot')).toMatchObject({
      firstAt: AS_OF,
      evidence: { isIntegration: true, lastTokenUseAt: '2026-04-01T12:00:00.000Z' },
    });
  });

  it('is not evaluated without LastLoginDate, and says what else is missing', async () => {
    await nobodyFrozen();
    expect(scene.judge(inactive).notes).toEqual([]);
    await scene.test.db.saveDroppedFields('org-1', 'User', ['LastLoginDate']);
    expect(scene.judge(inactive).notEvaluated).toContain('LastLoginDate');
    const bare = await CheckScene.of(['users']);
    expect(bare.judge(inactive)).toMatchObject({ notEvaluated: null, population: 0 });
    expect(bare.judge(inactive).notes.join(' ')).toMatch(/Frozen users are taken.*Who is an administrator/s);
    bare.dispose();
  });
});

describe('Never Logged In', () => {
  const created = (days: number, more = 0) => ({ createdAt: AS_OF - days * DAY + more });

  it('gives new users the days set', async () => {
    await scene.store('users', [
      rows.user('old', created(7)),
      rows.user('new', created(7, 1)),
      rows.user('seen', { ...created(50), ...seen(40) }),
      rows.user('customer', { ...created(50), userType: 'CspLitePortal' }),
      rows.user('system', { ...created(50), userType: null, profileId: null }),
      rows.user('off', { ...created(50), isActive: false }),
    ]);
    const verdict = scene.judge(never);
    expect(keys(verdict)).toEqual(['old']);
    expect(verdict.population).toBe(3);
    expect(verdict.drafts.get('old')).toMatchObject({ severity: 'low', firstAt: AS_OF });
  });

  it('does not find who signed in by API only, and rates attempts and administrators higher', async () => {
    await scene.store('users', [
      rows.user('api'),
      rows.user('tried'),
      rows.user('boss', { profileId: 'admins' }),
    ]);
    await scene.store('loginHistory', [
      rows.login('l1', 'api', AS_OF - 50 * DAY, { loginType: 'Remote Access 2.0' }),
      rows.login('l2', 'tried', AS_OF - DAY, { status: 'Invalid Password' }),
    ]);
    const { drafts } = scene.judge(never);
    expect(severities({ drafts })).toEqual({
      boss: 'high',
      tried: 'medium',
    });
    expect(drafts.get('tried')?.summary).toContain('somebody tried and failed');
  });

  it('gives integration users longer, and not at all where an app uses a token', async () => {
    await scene.store('users', [
      rows.user('new', created(29)),
      rows.user('old', created(30)),
      rows.user('used', created(30)),
    ]);
    await scene.store(
      'permissionSetAssignments',
      ['new', 'old', 'used'].map((id) => rows.permissionSetAssignment(id, 'api')),
    );
    await scene.store('oauthTokens', [
      rows.oauthToken('used', { lastUsedAt: AS_OF - 80 * DAY }),
      rows.oauthToken('old', { lastUsedAt: null }),
    ]);
    expect(keys(scene.judge(never))).toEqual(['old']);
  });

  it('is not evaluated without LastLoginDate', async () => {
    await scene.test.db.saveDroppedFields('org-1', 'User', ['LastLoginDate']);
    expect(scene.judge(never).notEvaluated).toContain('LastLoginDate');
  });
});

describe('Inactive Guest/External Users', () => {
  const partner = { userType: 'PowerPartner' };

  it('finds who is away or never came, by type', async () => {
    await scene.store('users', [
      rows.user('away', { ...partner, ...seen(90) }),
      rows.user('there', { ...partner, ...seen(90, 1) }),
      rows.user('never', { userType: 'CspLitePortal', createdAt: AS_OF - 30 * DAY }),
      rows.user('new', { userType: 'CspLitePortal', createdAt: AS_OF - 30 * DAY + 1 }),
      rows.user('frozen', { ...partner, ...seen(200) }),
      rows.user('inside', seen(200)),
      rows.user('guest', { userType: 'Guest' }),
    ]);
    await scene.store('userLogins', [rows.frozen('frozen')]);
    const verdict = scene.judge(external);
    expect(severities(verdict)).toEqual({
      away: 'medium',
      never: 'low',
    });
    expect(verdict.population).toBe(4);
    expect(verdict.notes).toEqual(['1 guest user of a site is left out: nobody signs in as them.']);
    expect(keys(scene.judge(external, { types: ['CspLitePortal'] }))).toEqual(['never']);
  });

  it('is not evaluated without the type of users', async () => {
    await scene.test.db.saveDroppedFields('org-1', 'User', ['UserType']);
    expect(scene.judge(external).notEvaluated).toContain('UserType');
  });
});

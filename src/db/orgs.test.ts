import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import { certificate } from '../../test/builders/certificate';
import * as rows from '../../test/builders/db-records';
import { SubStepId } from '../shared/model/setup';
import { openPlain } from './open';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
});
afterEach(() => test.dispose());

describe('orgs', () => {
  it('comes back as it was added', async () => {
    const org = await test.db.insertOrg(newOrg());
    expect(org).toMatchObject({ id: 'org-1', name: 'Acme', paused: false, isDemo: false, dataAsOf: null });
    expect(await test.db.getOrg('org-1')).toEqual(org);
    expect(await test.db.findOrgByName('ACME')).toEqual(org);
    expect(await test.db.listOrgs()).toEqual([org]);
  });

  it('refuses a name in use, whatever its case', async () => {
    await test.db.insertOrg(newOrg());
    await expect(test.db.insertOrg(newOrg({ id: 'org-2', name: 'aCME' }))).rejects.toMatchObject({
      code: 'NAME_TAKEN',
      kind: 'usage',
    });
    await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other' }));
    await expect(test.db.updateOrg('org-2', { name: 'ACME' })).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    expect(await test.db.updateOrg('org-1', { name: 'ACME' })).toMatchObject({ name: 'ACME' });
  });

  it('changes only what it is told to', async () => {
    const org = await test.db.insertOrg(newOrg());
    expect(await test.db.updateOrg('org-1', { paused: true })).toEqual({ ...org, paused: true });
    expect(await test.db.updateOrg('org-1', {})).toEqual({ ...org, paused: true });
    await test.db.setOrgIdentity('org-1', { edition: 'Enterprise Edition' });
    await test.db.setOrgIdentity('org-1', { isSandbox: false, runAsUserId: '005000000000001AAA' });
    expect((await test.db.getOrg('org-1'))?.identity).toMatchObject({
      edition: 'Enterprise Edition',
      isSandbox: false,
      runAsUserId: '005000000000001AAA',
    });
  });

  it('attaches kept data again when the same URL is added later', async () => {
    await test.db.insertOrg(newOrg());
    await store(test.db, 'users', [rows.user('u1')]);
    await test.db.removeOrg('org-1', false);
    expect(await test.db.listOrgs()).toEqual([]);
    await expect(test.db.rowCounts('org-1')).rejects.toMatchObject({ code: 'UNKNOWN_ORG' });

    const again = await test.db.insertOrg(
      newOrg({ id: 'org-9', name: 'Acme again', consumerKey: 'another.key' }),
    );
    expect(again).toMatchObject({ id: 'org-1', name: 'Acme again', consumerKey: 'another.key' });
    expect(await test.db.rowCounts('org-1')).toMatchObject({ users: 1 });
  });

  it('deletes every trace when told to, and of no other org', async () => {
    await test.db.insertOrg(newOrg());
    await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other.my.salesforce.com' }));
    for (const orgId of ['org-1', 'org-2']) {
      await store(test.db, 'users', [rows.user('u1')], { orgId });
      await store(test.db, 'loginHistory', [rows.login('l1', 'u1', AS_OF)], { orgId });
    }
    await test.db.removeOrg('org-1', true);
    const again = await test.db.insertOrg(newOrg({ id: 'org-9' }));
    expect(again.id).toBe('org-9');
    expect(await test.db.rowCounts('org-9')).toMatchObject({ users: 0, loginHistory: 0 });
    expect(await test.db.rowCounts('org-2')).toMatchObject({ users: 1, loginHistory: 1 });
  });

  it('says which org it does not know', async () => {
    await expect(test.db.updateOrg('nope', {})).rejects.toMatchObject({ code: 'UNKNOWN_ORG', kind: 'usage' });
    expect(await test.db.getOrg('nope')).toBeNull();
  });
});

describe('rules for collecting', () => {
  it('are none at first, are set and taken back one by one, and end with the org', async () => {
    const none = { runBudget: null, dailyBudget: null, keepLoginsDays: null };
    expect(await test.db.insertOrg(newOrg())).toMatchObject(none);
    await test.db.updateOrg('org-1', { runBudget: 50, dailyBudget: 1_000 });
    await test.db.updateOrg('org-1', { keepLoginsDays: 365 });
    expect(await test.db.getOrg('org-1')).toMatchObject({
      runBudget: 50,
      dailyBudget: 1_000,
      keepLoginsDays: 365,
    });
    expect(await test.db.updateOrg('org-1', { runBudget: null })).toMatchObject({
      runBudget: null,
      dailyBudget: 1_000,
    });
    // Above all: an old rule must not remove logins that were kept when the org was.
    await test.db.removeOrg('org-1', false);
    expect(await test.db.insertOrg(newOrg())).toMatchObject({ id: 'org-1', ...none });
  });
});

describe('certificates', () => {
  const current = certificate();

  it('come and go with the org', async () => {
    const jwt = { auth: 'jwt-bearer' as const, jwtUsername: 'bot@acme.example' };
    const org = await test.db.insertOrg(newOrg({ ...jwt, certificates: { current, next: null } }));
    expect(org.certificates).toEqual({ current, next: null });
    const next = { ...current, fingerprint: 'CC:DD' };
    await test.db.updateOrg('org-1', { certificates: { current, next } });
    expect(await test.db.updateOrg('org-1', { paused: true })).toMatchObject({ certificates: { next } });

    await test.db.removeOrg('org-1', false);
    const again = await test.db.insertOrg(newOrg({ id: 'org-9' }));
    expect(again).toMatchObject({ id: 'org-1', auth: 'client-credentials', certificates: null });
  });

  it('that cannot be read keep no org from being listed', async () => {
    await test.db.insertOrg(newOrg());
    const raw = openPlain(test.file, undefined);
    for (const rubbish of ['{', '{"current":{}}', '[]', 'null']) {
      raw.prepare('UPDATE org SET certificates = ?').run(rubbish);
      expect((await test.db.listOrgs()).map((org) => org.certificates)).toEqual([null]);
    }
    raw.close();
  });

  it('of the draft and what was typed do not disturb each other', async () => {
    await test.db.saveDraftCertificate(current);
    const typed = {
      name: 'A',
      url: '',
      consumerKey: '',
      auth: 'jwt-bearer' as const,
      username: 'bot@acme.example',
    };
    await test.db.saveDraft(typed);
    expect(await test.db.getSetup(null)).toMatchObject({ draft: typed, draftCertificate: current });
    await test.db.saveDraftCertificate(null);
    expect(await test.db.getSetup(null)).toMatchObject({ draft: typed, draftCertificate: null });
    await test.db.saveDraftCertificate(current);
    await test.db.insertOrg(newOrg({ auth: 'jwt-bearer' }));
    await test.db.adoptDraft('org-1');
    expect((await test.db.getSetup(null)).draftCertificate).toBeNull();
  });
});

describe('setup', () => {
  it('keeps steps of the other way of signing in out of an org’s checklist', async () => {
    await test.db.setSubStep(null, 'app.run-as', { doneBy: null, problem: 'No run-as user.' }, AS_OF);
    await test.db.setSubStep(null, 'app.key-secret', { doneBy: 'user', problem: null }, AS_OF);
    await test.db.setSubStep(null, 'app.jwt-bearer', { doneBy: 'user', problem: null }, AS_OF);
    await test.db.setSubStep(null, 'app.oauth', { doneBy: 'user', problem: null }, AS_OF);
    await test.db.insertOrg(newOrg({ auth: 'jwt-bearer' }));
    await test.db.adoptDraft('org-1');
    // Written by an earlier version, whose checks knew one way only.
    await test.db.setSubStep('org-1', 'app.client-credentials', { doneBy: null, problem: 'Old.' }, AS_OF);
    const { steps } = await test.db.getSetup('org-1');
    expect(steps.map(({ id }) => id)).toEqual(SubStepId.options);
    const touched = steps.filter(({ updatedAt }) => updatedAt !== null);
    expect(touched.map(({ id }) => id)).toEqual(['app.oauth', 'app.jwt-bearer']);
  });

  it('lists every sub-step in order and hands the draft over to the org', async () => {
    await test.db.setSubStep(null, 'app.oauth', { doneBy: 'user', problem: null }, AS_OF);
    await test.db.setSubStep(null, 'app.run-as', { doneBy: 'app', problem: 'No run-as user.' }, AS_OF);
    const typed = {
      name: 'Acme',
      url: 'https://acme',
      consumerKey: 'key',
      auth: 'client-credentials' as const,
      username: '',
    };
    await test.db.saveDraft(typed);

    const draft = await test.db.getSetup(null);
    expect(draft.steps.map((step) => step.id)).toEqual(SubStepId.options);
    expect(draft.draft).toEqual(typed);
    expect(draft.steps.find((step) => step.id === 'app.run-as')).toMatchObject({
      doneBy: null,
      problem: 'No run-as user.',
    });

    await test.db.insertOrg(newOrg());
    await test.db.adoptDraft('org-1');
    const adopted = await test.db.getSetup('org-1');
    expect(adopted.steps).toEqual(draft.steps);
    expect(adopted.draft).toEqual({ ...typed, name: '', url: '', consumerKey: '' });
    expect((await test.db.getSetup(null)).steps.every((step) => step.updatedAt === null)).toBe(true);
  });

  it('remembers the newest connectivity report', async () => {
    await test.db.insertOrg(newOrg());
    expect(await test.db.lastConnectivity('org-1')).toBeNull();
    const report = {
      org: 'Acme',
      connected: true,
      checks: [],
      at: new Date(AS_OF).toISOString(),
      callsMade: 3,
    };
    await test.db.saveConnectivity('org-1', { ...report, callsMade: 1 });
    await test.db.saveConnectivity('org-1', report);
    expect(await test.db.lastConnectivity('org-1')).toEqual(report);
  });
});

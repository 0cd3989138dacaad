import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { SubStepId } from '../shared/model/setup';

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
    await test.db.setOrgIdentity('org-1', { isSandbox: false });
    expect((await test.db.getOrg('org-1'))?.identity).toMatchObject({
      edition: 'Enterprise Edition',
      isSandbox: false,
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

describe('setup', () => {
  it('lists every sub-step in order and hands the draft over to the org', async () => {
    await test.db.setSubStep(null, 'app.oauth', { doneBy: 'user', problem: null }, AS_OF);
    await test.db.setSubStep(null, 'app.run-as', { doneBy: 'app', problem: 'No run-as user.' }, AS_OF);
    await test.db.saveDraft({ name: 'Acme', url: 'https://acme', consumerKey: 'key' });

    const draft = await test.db.getSetup(null);
    expect(draft.steps.map((step) => step.id)).toEqual(SubStepId.options);
    expect(draft.draft).toEqual({ name: 'Acme', url: 'https://acme', consumerKey: 'key' });
    expect(draft.steps.find((step) => step.id === 'app.run-as')).toMatchObject({
      doneBy: null,
      problem: 'No run-as user.',
    });

    await test.db.insertOrg(newOrg());
    await test.db.adoptDraft('org-1');
    const adopted = await test.db.getSetup('org-1');
    expect(adopted.steps).toEqual(draft.steps);
    expect(adopted.draft).toEqual({ name: '', url: '', consumerKey: '' });
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

import { describe, expect, it } from 'vitest';
import { createFakeBridge, type FakeBridgeOptions } from '../../../../test/fakes/bridge';
import type { AuthKind } from '../../../shared/model/org';
import { SubStepId, subStepsFor, type SetupProgress } from '../../../shared/model/setup';
import { createApi } from '../../api/client';
import { GUIDE_STEPS, countStep, initiallyOpen, nextGuided } from './content';
import { createSetupStore, type ConnectionInput } from './setup-store';

const details: ConnectionInput = {
  name: 'Acme',
  url: 'https://acme.my.salesforce.com',
  consumerKey: '3MVG9.key',
  auth: 'client-credentials',
  username: '',
  consumerSecret: 'secret',
};
const jwtDetails: ConnectionInput = {
  ...details,
  auth: 'jwt-bearer',
  username: 'seatwatch@acme.example',
  consumerSecret: '',
};
const BOTH: readonly AuthKind[] = ['client-credentials', 'jwt-bearer'];

async function open(orgId: string | null, options: FakeBridgeOptions = {}) {
  const bridge = createFakeBridge({ scenario: 'fresh', latencyMs: 0, users: 5, ...options });
  const store = createSetupStore(createApi(bridge), orgId);
  await store.getState().load();
  const { progress } = store.getState();
  if (!progress) throw new Error('No progress');
  return { bridge, store, progress };
}

describe('the checklist', () => {
  it.each(BOTH)('explains every sub-step of steps 1 and 2 in the contract’s order: %s', (auth) => {
    const guided = GUIDE_STEPS[auth].flatMap((step) => step.subSteps.map((subStep) => subStep.id));
    expect([...guided, 'integration.details', 'integration.test', 'integration.collect']).toEqual(
      subStepsFor(auth),
    );
  });

  it.each(BOTH)('counts and walks through the sub-steps of one way of signing in: %s', (auth) => {
    const ids = subStepsFor(auth);
    const progress: SetupProgress = {
      orgId: null,
      // Everything is ticked, whatever way it belongs to.
      steps: SubStepId.options.map((id) => ({ id, doneBy: 'user', problem: null, updatedAt: null })),
      draft: { name: '', url: '', consumerKey: '', auth, username: '' },
      draftCertificate: null,
    };
    for (const prefix of ['user.', 'app.', 'integration.']) {
      const all = ids.filter((id) => id.startsWith(prefix)).length;
      expect(countStep(progress, auth, prefix)).toEqual({ done: all, all, problems: 0 });
    }
    const walked: (SubStepId | null)[] = ['user.edition'];
    for (let id = walked[0]; id; id = walked.at(-1)) walked.push(nextGuided(id, auth));
    expect(walked).toEqual([...ids.filter((id) => !id.startsWith('integration.')), null]);
    expect(initiallyOpen(progress, auth)).toEqual([]);
  });

  it('leaves out what only the other way of signing in has', async () => {
    const { progress } = await open(null);
    const steps = progress.steps.map((step) =>
      step.id === 'app.key-secret' ? { ...step, problem: 'Wrong.' } : step,
    );
    const failed = { ...progress, steps };
    expect(initiallyOpen(failed, 'client-credentials')).toEqual(['app.key-secret']);
    expect(countStep(failed, 'client-credentials', 'app.').problems).toBe(1);
    expect(initiallyOpen(failed, 'jwt-bearer')).toEqual(['user.edition']);
    expect(countStep(failed, 'jwt-bearer', 'app.').problems).toBe(0);
    expect(nextGuided('app.key-secret', 'jwt-bearer')).toBeNull();
    expect(nextGuided('user.ip-restrictions', 'client-credentials')).toBe('app.create');
    expect(nextGuided('user.ip-restrictions', 'jwt-bearer')).toBe('user.trusted-ranges');
    expect(nextGuided('user.trusted-ranges', 'jwt-bearer')).toBe('app.certificate');
  });

  it('unfolds the first open sub-step, or what has a problem', async () => {
    const { store, progress } = await open(null);
    expect(initiallyOpen(progress, 'client-credentials')).toEqual(['user.edition']);
    await store.getState().tick('user.edition', true);
    const ticked = store.getState().progress ?? progress;
    expect(initiallyOpen(ticked, 'client-credentials')).toEqual(['user.license']);
    expect(countStep(ticked, 'client-credentials', 'user.')).toEqual({ done: 1, all: 7, problems: 0 });
    expect(countStep(ticked, 'jwt-bearer', 'user.')).toEqual({ done: 1, all: 9, problems: 0 });
  });

  it('shows the sub-step that a failed test points to', async () => {
    const { store } = await open('acme', { outcome: 'wrong-secret' });
    await store.getState().test();
    const { report, progress } = store.getState();
    expect(report?.connected).toBe(false);
    expect(progress && initiallyOpen(progress, 'client-credentials')).toEqual(['app.key-secret']);
  });

  it('adds the org, and says why not when main refuses', async () => {
    const { store } = await open(null);
    expect(await store.getState().save({ ...details, url: 'https://login.salesforce.com' })).toBeNull();
    expect(store.getState().saveError).toMatchObject({ code: 'WRONG_HOST', subStep: 'app.my-domain' });
    expect((await store.getState().save(details))?.name).toBe('Acme');
    expect(store.getState().saveError).toBeNull();
  });

  it('keeps the stored secret when none is entered, and drafts never hold one', async () => {
    const { bridge, store } = await open('acme');
    await store.getState().save({ ...details, consumerSecret: '' });
    const update = bridge.calls.find((call) => call.method === 'orgs.update');
    expect(update?.input).not.toHaveProperty('consumerSecret');

    const adding = await open(null);
    await adding.store.getState().saveDraft({ name: 'A', url: 'b', consumerKey: 'c' });
    const draft = adding.bridge.calls.find((call) => call.method === 'orgs.saveDraft');
    expect(draft?.input).toEqual({
      name: 'A',
      url: 'b',
      consumerKey: 'c',
      auth: 'client-credentials',
      username: '',
    });
  });

  it('keeps the choice and the fields apart: neither overwrites the other in the draft', async () => {
    const { bridge, store } = await open(null);
    await store.getState().saveDraft({ name: 'A' });
    await store.getState().saveDraft({ auth: 'jwt-bearer' });
    await store.getState().saveDraft({ name: 'Acme' });
    await store.getState().tick('user.edition', true);
    expect(store.getState().progress?.draft).toMatchObject({ name: 'Acme', auth: 'jwt-bearer' });
    expect(bridge.calls.findLast((call) => call.method === 'orgs.saveDraft')?.input).toMatchObject({
      name: 'Acme',
      auth: 'jwt-bearer',
    });
  });

  it('leaves no draft behind when the form closes after the org was added', async () => {
    const { bridge, store } = await open(null);
    await store.getState().save(details);
    await store.getState().saveDraft({ name: details.name, url: details.url });
    expect(bridge.calls.filter((call) => call.method === 'orgs.saveDraft')).toEqual([]);
  });
});

describe('signing in with a certificate', () => {
  it('needs a key first, then adds the org with it', async () => {
    const { bridge, store } = await open(null);
    expect(await store.getState().save(jwtDetails)).toBeNull();
    expect(store.getState().saveError).toMatchObject({ code: 'NO_PRIVATE_KEY', subStep: 'app.certificate' });

    await store.getState().prepareKey('generate');
    expect(store.getState()).toMatchObject({ preparing: null, keyError: null, saveError: null });
    const made = store.getState().progress?.draftCertificate;
    expect(made?.origin).toBe('generated');

    const org = await store.getState().save(jwtDetails);
    expect(org).toMatchObject({ auth: 'jwt-bearer', jwtUsername: 'seatwatch@acme.example' });
    expect(org?.certificates?.current).toEqual(made);
    expect(bridge.calls.findLast((call) => call.method === 'orgs.add')?.input).toMatchObject({
      credentials: { auth: 'jwt-bearer', username: 'seatwatch@acme.example' },
    });
  });

  it('says what is wrong with an imported key, and keeps the one before', async () => {
    const { store } = await open(null, { fileDialog: 'broken-key' });
    await store.getState().prepareKey('generate');
    const made = store.getState().progress?.draftCertificate;
    await store.getState().prepareKey('import');
    expect(store.getState().keyError?.code).toBe('INVALID_PRIVATE_KEY');
    expect(store.getState().progress?.draftCertificate).toEqual(made);
  });

  it('does nothing when the file dialog is dismissed', async () => {
    const { store } = await open(null, { fileDialog: 'dismiss' });
    await store.getState().prepareKey('import');
    expect(store.getState()).toMatchObject({ preparing: null, keyError: null });
    expect(store.getState().progress?.draftCertificate).toBeNull();
  });

  it('changes the username of a saved org, and sends no secret', async () => {
    const { bridge, store } = await open('acme', { certificateDays: 400 });
    await store.getState().save({ ...jwtDetails, username: 'other@acme.example' });
    const update = bridge.calls.find((call) => call.method === 'orgs.update');
    expect(update?.input).toMatchObject({ jwtUsername: 'other@acme.example' });
    expect(update?.input).not.toHaveProperty('consumerSecret');
  });
});

import { describe, expect, it } from 'vitest';
import { createFakeBridge, type FakeBridgeOptions } from '../../../../test/fakes/bridge';
import { SubStepId } from '../../../shared/model/setup';
import { createApi } from '../../api/client';
import { GUIDE_STEPS, countStep, initiallyOpen, nextGuided } from './content';
import { createSetupStore } from './setup-store';

const details = {
  name: 'Acme',
  url: 'https://acme.my.salesforce.com',
  consumerKey: '3MVG9.key',
  consumerSecret: 'secret',
};

async function open(orgId: string | null, options: FakeBridgeOptions = {}) {
  const bridge = createFakeBridge({ scenario: 'fresh', latencyMs: 0, users: 5, ...options });
  const store = createSetupStore(createApi(bridge), orgId);
  await store.getState().load();
  const { progress } = store.getState();
  if (!progress) throw new Error('No progress');
  return { bridge, store, progress };
}

describe('the checklist', () => {
  it('explains every sub-step of steps 1 and 2 in the contract’s order', () => {
    const guided = GUIDE_STEPS.flatMap((step) => step.subSteps.map((subStep) => subStep.id));
    expect([...guided, 'integration.details', 'integration.test', 'integration.collect']).toEqual(
      SubStepId.options,
    );
  });

  it('unfolds the first open sub-step, or what has a problem', async () => {
    const { store, progress } = await open(null);
    expect(initiallyOpen(progress)).toEqual(['user.edition']);
    await store.getState().tick('user.edition', true);
    const ticked = store.getState().progress ?? progress;
    expect(initiallyOpen(ticked)).toEqual(['user.license']);
    expect(countStep(ticked, 'user.')).toEqual({ done: 1, all: 7, problems: 0 });
    expect(nextGuided('user.ip-restrictions')).toBe('app.create');
    expect(nextGuided('app.wait')).toBeNull();
  });

  it('shows the sub-step that a failed test points to', async () => {
    const { store } = await open('acme', { outcome: 'wrong-secret' });
    await store.getState().test();
    const { report, progress } = store.getState();
    expect(report?.connected).toBe(false);
    expect(progress && initiallyOpen(progress)).toEqual(['app.key-secret']);
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
    expect(draft?.input).toEqual({ name: 'A', url: 'b', consumerKey: 'c' });
  });
});

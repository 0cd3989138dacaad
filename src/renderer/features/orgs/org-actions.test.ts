import { describe, expect, it } from 'vitest';
import { createFakeBridge } from '../../../../test/fakes/bridge';
import { createApi } from '../../api/client';
import { createOrgActionsStore } from './org-actions';

function setUp() {
  const bridge = createFakeBridge({ latencyMs: 0, users: 5 });
  const store = createOrgActionsStore(createApi(bridge));
  const [org] = bridge.orgs;
  if (!org) throw new Error('No org');
  return { bridge, store, org };
}

describe('org actions', () => {
  it('rename and close', async () => {
    const { bridge, store, org } = setUp();
    store.getState().open('rename', org);
    expect(await store.getState().rename('New name')).toBe(true);
    expect(bridge.orgs[0]?.name).toBe('New name');
    expect(store.getState().dialog).toBeNull();
  });

  it('test shows the report of the org whose dialog is open', async () => {
    const { store, org } = setUp();
    store.getState().open('test', org);
    await store.getState().test();
    expect(store.getState().report?.connected).toBe(true);
  });

  it('a report that comes after the dialog was closed is dropped', async () => {
    const { store, org } = setUp();
    store.getState().open('test', org);
    const testing = store.getState().test();
    store.getState().close();
    await testing;
    expect(store.getState()).toMatchObject({ report: null, error: null, dialog: null });
  });

  it('remove passes on whether data goes too, and a refusal stays in the dialog', async () => {
    const { bridge, store, org } = setUp();
    store.getState().open('remove', org);
    expect(await store.getState().remove(true)).toBe(true);
    expect(bridge.calls.at(-1)).toEqual({
      method: 'orgs.remove',
      input: { orgId: org.id, deleteData: true },
    });
    store.getState().open('remove', org);
    expect(await store.getState().remove(false)).toBe(false);
    expect(store.getState().error?.code).toBe('UNKNOWN_ORG');
  });
});

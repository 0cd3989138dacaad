import { expect, it } from 'vitest';
import { createFakeBridge } from '../../../../test/fakes/bridge';
import { createApi } from '../client';
import { createServices, lastingStore } from '../services';
import { createStore } from 'zustand/vanilla';
import { createPolicyStore } from './policy-store';

it('forbids nothing until it is known, then what the administrator decided', async () => {
  const policy = { disabledFeatures: ['export' as const] };
  const store = createPolicyStore(createApi(createFakeBridge({ latencyMs: 0, users: 5, policy })));
  expect(store.getState().status).toEqual({ file: null, policy: {} });
  await store.getState().load();
  expect(store.getState().status).toEqual({ file: '/etc/seatwatch/policy.json', policy });
});

it('says when it could not be asked for', async () => {
  const store = createPolicyStore(createApi(createFakeBridge({ latencyMs: 0, scenario: 'error', users: 5 })));
  await store.getState().load();
  expect(store.getState().error?.code).toBe('DATABASE_UNREACHABLE');
  expect(store.getState().status.policy).toEqual({});
});

it('keeps stores that outlive a page apart by client and by maker', () => {
  const [one, two] = [0, 1].map(() => createServices(createFakeBridge({ users: 5 })).api);
  if (!one || !two) throw new Error('unreachable');
  const makeA = () => createStore(() => ({ a: 1 }));
  const makeB = () => createStore(() => ({ b: 1 }));
  expect(lastingStore(one, makeA)).toBe(lastingStore(one, makeA));
  expect(lastingStore(one, makeA)).not.toBe(lastingStore(two, makeA));
  expect(lastingStore(one, makeB).getState()).toEqual({ b: 1 });
});

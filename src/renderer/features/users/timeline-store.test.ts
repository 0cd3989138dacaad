import { describe, expect, it, vi } from 'vitest';
import { createFakeBridge } from '../../../../test/fakes/bridge';
import { createApi } from '../../api/client';
import { createTimelineStore, PAGE } from './timeline-store';

const NOW = Date.UTC(2026, 5, 30, 12);

async function open(scenario: 'demo' | 'error' = 'demo') {
  const bridge = createFakeBridge({ now: NOW, latencyMs: 0, scenario });
  const api = createApi(bridge);
  const users =
    scenario === 'error'
      ? null
      : await api.review.users({ orgId: 'acme', inactiveDays: 90, sort: 'lastLoginAt', descending: true });
  const store = createTimelineStore(api, { orgId: 'acme', userId: users?.rows[0]?.id ?? 'x' });
  return { bridge, store, state: () => store.getState() };
}
const settled = (state: () => { loading: boolean }) => vi.waitFor(() => expect(state().loading).toBe(false));

describe('the timeline of a user', () => {
  it('grows by a page at a time until it ends, and begins anew when asked to', async () => {
    const { bridge, state } = await open();
    state().reload();
    await settled(state);
    expect(state().entries).toHaveLength(PAGE);
    const { next } = state();
    expect(next).not.toBeNull();
    state().more();
    await settled(state);
    expect(bridge.calls.at(-1)?.input).toMatchObject({ before: next });
    const { entries } = state();
    expect(state().next).toBeNull();
    expect(entries.length).toBeGreaterThan(PAGE);
    expect(new Set(entries.map(({ at, title }) => `${at} ${title}`)).size).toBe(entries.length);
    state().reload();
    await settled(state);
    expect(state().entries).toEqual(entries.slice(0, PAGE));
  });

  it('keeps what it has when an answer fails', async () => {
    const { state } = await open('error');
    state().reload();
    await settled(state);
    expect(state()).toMatchObject({ entries: [], loaded: false });
    expect(state().error).not.toBeNull();
  });
});

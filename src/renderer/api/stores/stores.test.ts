import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeBridge, type FakeBridgeOptions } from '../../../../test/fakes/bridge';
import { createServices } from '../services';
import { createVaultPromptStore } from './vault-prompt-store';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(options: FakeBridgeOptions = {}) {
  const bridge = createFakeBridge({ latencyMs: 1, collectMs: 1000, users: 10, ...options });
  return { bridge, ...createServices(bridge) };
}

describe('collections', () => {
  it('follow a run from start to end', async () => {
    const { collect, orgs } = setUp();
    const started = collect.getState().start('acme');
    await vi.advanceTimersByTimeAsync(300);
    await started;
    expect(collect.getState().progress['acme']?.rowsDone).toBeGreaterThan(0);
    expect(collect.getState().starting).toEqual([]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(collect.getState().progress['acme']).toBeUndefined();
    expect(collect.getState().ended['acme']?.state).toBe('complete');
    expect(orgs.getState().orgs?.find((org) => org.id === 'acme')?.state).toBe('complete');
  });

  it('can be canceled', async () => {
    const { collect } = setUp({ collectMs: 60_000 });
    void collect.getState().start('acme');
    await vi.advanceTimersByTimeAsync(300);
    void collect.getState().cancel('acme');
    expect(collect.getState().canceling).toEqual(['acme']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(collect.getState().canceling).toEqual([]);
    expect(collect.getState().ended['acme']?.state).toBe('interrupted');
  });

  it('forget the progress of a run that died without a word', async () => {
    const { bridge, collect } = setUp();
    const runId = 1;
    const counts = {
      rowsDone: 1,
      rowsExpected: null,
      rowsPerSecond: 0,
      callsMade: 1,
      orgUsed: null,
      orgMax: null,
    };
    const startedAt = new Date().toISOString();
    bridge.emit('collect.progressed', {
      orgId: 'acme',
      runId,
      phase: 'collecting',
      activity: 'Users',
      ...counts,
      startedAt,
      plan: null,
    });
    expect(collect.getState().progress['acme']).toBeDefined();
    const asked = collect.getState().resume('acme');
    await vi.advanceTimersByTimeAsync(10);
    await asked;
    expect(collect.getState().progress['acme']).toBeUndefined();
  });
});

describe('the answer to Collect Now', () => {
  it('is kept when the org is still paused: nobody shall wonder why nothing happened', async () => {
    const { collect, bridge } = setUp({ scenario: 'quota' });
    void collect.getState().start('acme');
    await vi.advanceTimersByTimeAsync(1000);
    expect(collect.getState().answers['acme']).toMatchObject({
      state: 'paused-quota',
      apiCalls: { made: 1 },
    });
    expect(bridge.orgs[0]).toMatchObject({ state: 'paused-quota', lastRun: { runId: 42 } });
    // The next one begins without the old answer.
    void collect.getState().start('acme');
    expect(collect.getState().answers['acme']).toBeUndefined();
  });

  it('is not the end of a collection that nobody here asked for', async () => {
    const { collect, bridge } = setUp({ scenario: 'collecting' });
    await vi.advanceTimersByTimeAsync(3000);
    expect(collect.getState().ended['acme']?.state).toBe('complete');
    expect(collect.getState().answers).toEqual({});
    // Nor is one after a start that failed.
    const start = collect.getState().start('no-such-org');
    await Promise.all([
      expect(start).rejects.toMatchObject({ code: 'UNKNOWN_ORG' }),
      vi.advanceTimersByTimeAsync(10),
    ]);
    bridge.emit('collect.ended', { orgId: 'no-such-org', run: collect.getState().ended['acme'] });
    expect(collect.getState().answers).toEqual({});
  });
});

describe('looking back', () => {
  it('is per org, and ends with null', () => {
    const { lookBack } = setUp();
    lookBack.getState().lookAt('a', '2026-11-01T00:00:00Z');
    lookBack.getState().lookAt('b', '2026-11-02T00:00:00Z');
    lookBack.getState().lookAt('a', null);
    expect(lookBack.getState().moments).toEqual({ b: '2026-11-02T00:00:00Z' });
  });

  it('reaches the questions of the pages', async () => {
    const { api } = setUp({ users: 200 });
    const at = new Date(Date.now() - 400 * 86_400_000).toISOString();
    const asked = Promise.all([
      api.review.overview({ orgId: 'acme', inactiveDays: 90, asOf: at }),
      api.review.overview({ orgId: 'acme', inactiveDays: 90 }),
    ]);
    await vi.advanceTimersByTimeAsync(10);
    const [then, now] = await asked;
    expect(then.asOf).toBe(at);
    expect(then.users.total).toBeLessThan(now.users.total);
  });
});

describe('events', () => {
  it('that do not fit the contract are dropped', () => {
    const complained = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { bridge, collect } = setUp();
    bridge.emit('collect.progressed', { orgId: 1 });
    bridge.emit('made.up', {});
    expect(collect.getState().progress).toEqual({});
    expect(complained).toHaveBeenCalledOnce();
  });
});

describe('settings', () => {
  it('are sent as far as they changed, and the others stay', async () => {
    const { bridge, settings } = setUp({ settings: { thresholdPercent: 60 } });
    void settings.getState().load();
    await vi.advanceTimersByTimeAsync(10);
    void settings.getState().update({ colorScheme: 'dark' });
    expect(settings.getState().settings.colorScheme).toBe('dark');
    await vi.advanceTimersByTimeAsync(10);
    expect(settings.getState().settings).toMatchObject({ colorScheme: 'dark', thresholdPercent: 60 });
    const sent = bridge.calls.find((call) => call.method === 'app.updateSettings');
    expect(sent?.input).toEqual({ colorScheme: 'dark' });
  });
});

describe('the vault prompt', () => {
  it('is one dialog for everybody who waits', async () => {
    const prompt = createVaultPromptStore();
    const answers = Promise.all([prompt.getState().ask(), prompt.getState().ask()]);
    expect(prompt.getState().open).toBe(true);
    prompt.getState().answer(true);
    expect(await answers).toEqual([true, true]);
    expect(prompt.getState().open).toBe(false);
  });

  it('opens for a call that meets a locked vault, and the call goes on', async () => {
    const { api, vaultPrompt } = setUp({ scenario: 'locked' });
    const added = api.orgs.addDemo();
    await vi.advanceTimersByTimeAsync(10);
    expect(vaultPrompt.getState().open).toBe(true);
    void api.app.unlockVault({ passphrase: 'correct horse' }).then(() => vaultPrompt.getState().answer(true));
    await vi.advanceTimersByTimeAsync(100);
    expect((await added).isDemo).toBe(true);
  });
});

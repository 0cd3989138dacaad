import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeBridge, type FakeBridgeOptions } from '../../../../test/fakes/bridge';
import { createApi } from '../../api/client';
import { createForgetStore } from './forget-store';
import { backupsWords, forgottenWords, laterWords } from './forget-words';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const person = { orgId: 'acme', userId: '005Fk0000000001IAA', name: 'Kim Lee' };
const other = { ...person, userId: '005Fk0000000002IAA', name: 'Lee Kim' };

function setUp(options: FakeBridgeOptions = {}) {
  const bridge = createFakeBridge({ latencyMs: 1, users: 5, ...options });
  return { bridge, store: createForgetStore(createApi(bridge)) };
}
const settle = () => vi.advanceTimersByTimeAsync(200);

describe('the store', () => {
  it('removes nothing before it was shown', async () => {
    const { bridge, store } = setUp();
    void store.getState().open(person);
    expect(await store.getState().forget()).toBeNull();
    await settle();
    expect(store.getState().preview?.rows).toMatchObject({ users: 1 });
    expect(bridge.calls.map((call) => call.method)).toEqual(['data.previewForget']);
  });

  it('leaves the person out of later collections unless told otherwise', async () => {
    const { bridge, store } = setUp();
    void store.getState().open(person);
    await settle();
    store.getState().setAndIgnore(false);
    const done = store.getState().forget();
    store.getState().close();
    expect(store.getState().busy).toBe(true);
    await settle();
    expect(await done).not.toBeNull();
    expect(bridge.calls.at(-1)).toEqual({
      method: 'data.forget',
      input: { orgId: 'acme', userId: person.userId, andIgnore: false },
    });
    expect(store.getState().person).toBeNull();
    void store.getState().open(other);
    expect(store.getState().andIgnore).toBe(true);
  });

  it('never shows one person what is known of another', async () => {
    const { store } = setUp();
    void store.getState().open(person);
    void store.getState().open(other);
    expect(store.getState().preview).toBeNull();
    await settle();
    expect(store.getState().preview?.userId).toBe(other.userId);
  });

  it('says why it could not be counted, and counts again', async () => {
    const { bridge, store } = setUp({ scenario: 'error' });
    void store.getState().open(person);
    await settle();
    expect(store.getState()).toMatchObject({ preview: null, error: { code: 'DATABASE_UNREACHABLE' } });
    void store.getState().retry();
    await settle();
    expect(bridge.calls).toHaveLength(2);
  });
});

describe('words', () => {
  const report = { orgId: 'o', userId: 'u', username: null, rows: { users: 1, login: 2000 }, backups: [] };

  it('tells what the next collection does', () => {
    expect(laterWords(true)).toContain('leave out');
    expect(laterWords(false)).toContain('stores the user record again');
    // The next collection reads logins since the last one only.
    expect(laterWords(false)).toContain('logins from then on');
  });

  it('names backups only where there are some', () => {
    expect(backupsWords([])).toBeNull();
    expect(backupsWords(['a.db'])).toContain('1 backup on this computer still holds this person');
    expect(backupsWords(['a.db', 'b.db'])).toContain('2 backups on this computer still hold this person');
    expect(forgottenWords(report)).toBe('2,001 rows removed.');
    expect(forgottenWords({ ...report, backups: ['a.db'] })).toContain('2,001 rows removed. 1 backup');
  });
});

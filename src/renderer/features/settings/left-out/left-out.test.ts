import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LEFT_OUT } from '../../../../../test/fakes/bridge-care';
import { createFakeBridge, type FakeBridgeOptions } from '../../../../../test/fakes/bridge';
import { createApi } from '../../../api/client';
import { createLeftOutStore } from './left-out-store';
import { referenceOf, userIdProblem } from './left-out-words';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(options: FakeBridgeOptions = {}) {
  const bridge = createFakeBridge({ latencyMs: 1, users: 5, ...options });
  const store = createLeftOutStore(createApi(bridge));
  return { bridge, store, now: () => store.getState() };
}
const settle = () => vi.advanceTimersByTimeAsync(200);

describe('people who are left out', () => {
  it('are listed, found by their id, and collected again only when confirmed', async () => {
    const { bridge, now } = setUp();
    void now().load();
    await settle();
    const all = now().list.data ?? [];
    expect(all).toHaveLength(3);
    void now().setUserId(` ${LEFT_OUT[0]} `);
    await settle();
    const [person, ...others] = now().list.data ?? [];
    expect(others).toEqual([]);
    if (person === undefined) throw new Error('There is nobody.');
    now().ask(person);
    expect(bridge.calls.some(({ method }) => method === 'data.stopLeavingOut')).toBe(false);
    void now().confirm();
    void now().confirm();
    now().close();
    expect(now()).toMatchObject({ busy: true, asking: person });
    await settle();
    expect(now()).toMatchObject({ busy: false, asking: null, done: person, userId: '' });
    expect(bridge.calls.filter(({ method }) => method === 'data.stopLeavingOut')).toEqual([
      { method: 'data.stopLeavingOut', input: { orgId: person.orgId, digest: person.digest } },
    ]);
    expect(now().list.data).toEqual(all.filter(({ digest }) => digest !== person.digest));
  });

  it('are all there while the id is being typed, and none where nobody has it', async () => {
    const { bridge, now } = setUp();
    void now().load();
    await settle();
    for (const text of ['0', '005', '005Fk00000009']) void now().setUserId(text);
    await settle();
    expect(bridge.calls).toHaveLength(1);
    expect(now().list.data).toHaveLength(3);
    void now().setUserId('005000000000000AAA');
    await settle();
    expect(now().list.data).toEqual([]);
    void now().setUserId('');
    await settle();
    expect(now().list.data).toHaveLength(3);
  });

  it('stay so when somebody changes their mind, or it does not work', async () => {
    const { bridge, now } = setUp({ scenario: 'error' });
    void now().load();
    await settle();
    expect(now().list).toMatchObject({ data: null, error: { code: 'DATABASE_UNREACHABLE' } });
    const person = { orgId: 'acme', orgName: 'Acme', digest: 'ab'.repeat(32), since: '2026-06-30T12:00:00Z' };
    now().ask(person);
    now().close();
    await now().confirm();
    expect(bridge.calls).toHaveLength(1);
    now().ask(person);
    void now().confirm();
    await settle();
    expect(now()).toMatchObject({ asking: person, busy: false, error: { code: 'DATABASE_UNREACHABLE' } });
  });

  it('come to those who are forgotten from now on', async () => {
    const { bridge, now } = setUp({ leftOut: 'none' });
    const api = createApi(bridge);
    void now().load();
    await settle();
    expect(now().list.data).toEqual([]);
    void api.data.forget({ orgId: 'acme', userId: '005Fk0000000001IAA', andIgnore: true });
    await settle();
    void now().load();
    await settle();
    expect(now().list.data).toMatchObject([{ orgId: 'acme' }]);
  });
});

describe('words', () => {
  it('tells entries apart by the beginning of their digest', () => {
    expect(referenceOf({ digest: '0123456789abcdef'.repeat(4) })).toBe('01234567');
  });

  it.each([
    ['', null],
    ['005000000000001AAA', null],
    [' 005000000000001AAA ', null],
    ['005000000000001', 'short form'],
    ['ada@acme.test', 'begin with 005'],
    ['001000000000001AAA', 'begin with 005'],
  ])('%j', (text, problem) => {
    const words = userIdProblem(text);
    if (problem === null) expect(words).toBeNull();
    else expect(words).toContain(problem);
  });
});

import { describe, expect, it, vi } from 'vitest';
import type { Api } from '../../../shared/contract';
import type { EventName } from '../../../shared/contract/events';
import { createUrgentFindingsStore } from './urgent-findings-store';

type Answer = Awaited<ReturnType<Api['security']['findings']>>;

function setUp() {
  const pending: ((total: number) => void)[] = [];
  const findings = vi.fn<Api['security']['findings']>(
    () => new Promise((resolve) => pending.push((total) => resolve({ total } as Answer))),
  );
  const listeners: ((payload: never) => void)[] = [];
  const on = vi.fn((_name: EventName, listener: (payload: never) => void) => {
    listeners.push(listener);
    return () => undefined;
  });
  const store = createUrgentFindingsStore({ security: { findings } }, { on: on });
  const evaluated = (orgId: string, critical: number, high: number) => {
    for (const listener of listeners) listener({ orgId, open: { critical, high, medium: 9 } } as never);
  };
  return { store, findings, pending, evaluated };
}
const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('what the navigation counts', () => {
  it('is what is open, critical or high', async () => {
    const { store, findings, pending } = setUp();
    const refreshed = store.getState().refresh('a');
    expect(findings.mock.lastCall?.[0]).toMatchObject({
      orgId: 'a',
      severities: ['critical', 'high'],
      statuses: ['open'],
    });
    pending[0]?.(7);
    await refreshed;
    expect(store.getState().counts).toEqual({ a: 7 });
  });

  it('follows an evaluation at once, and an older answer does not take that back', async () => {
    const { store, pending, evaluated } = setUp();
    void store.getState().refresh('a');
    void store.getState().refresh('b');
    evaluated('a', 1, 2);
    pending[0]?.(99);
    pending[1]?.(4);
    await settle();
    expect(store.getState().counts).toEqual({ a: 3, b: 4 });
  });

  it('keeps what it knew when there is no answer', async () => {
    const { store, findings, evaluated } = setUp();
    evaluated('a', 1, 0);
    findings.mockRejectedValueOnce(new Error('no'));
    await store.getState().refresh('a');
    expect(store.getState().counts).toEqual({ a: 1 });
  });
});

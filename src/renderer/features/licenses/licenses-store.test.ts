import { describe, expect, it, vi } from 'vitest';
import type { Api } from '../../../shared/contract';
import { DEFAULT_POLICY, type IdleRule } from '../../../shared/model/idle-rule';
import { makeLicense, pricedLicense } from '../../../../test/builders/license-rows';
import { createLicensesStore, licensesAt, sameCurve, sameDefinition } from './licenses-store';

const OWN: IdleRule = { ...DEFAULT_POLICY, inactiveDays: 60, includeFree: false };

function setUp() {
  const review = {
    licenses: vi.fn<Api['review']['licenses']>(() =>
      Promise.resolve({ asOf: '2026-11-20T00:00:00Z', licenses: [pricedLicense('A', 'EUR', 1200)] }),
    ),
    setPrice: vi.fn<Api['review']['setPrice']>(() => Promise.resolve()),
  };
  const licenses = {
    policy: vi.fn<Api['licenses']['policy']>(() =>
      Promise.resolve({ inactiveDays: 60, policy: DEFAULT_POLICY, neededAnyway: [] }),
    ),
    setPolicy: vi.fn<Api['licenses']['setPolicy']>(() => Promise.resolve()),
    curve: vi.fn<Api['licenses']['curve']>(() =>
      Promise.resolve({
        asOf: '2026-11-20T00:00:00Z',
        licenses: [{ kind: 'user', id: 'A', always: 2, byDays: [[70, 8]] }],
      }),
    ),
    summary: vi.fn<Api['licenses']['summary']>(() =>
      Promise.resolve({
        keep: 0,
        ask: 0,
        open: 0,
        reclaimed: 0,
        returned: 0,
        openAnnual: [],
        reclaimedAnnual: [],
        savedSoFar: [],
        unpriced: 0,
      }),
    ),
    leave: vi.fn<Api['licenses']['leave']>(() =>
      Promise.resolve(
        [false, true].map((isExpired, n) => ({
          userId: String(n),
          name: 'Ana',
          username: 'ana@acme.example',
          reason: 'Parental leave',
          until: null,
          isExpired,
          by: 'Kim',
          at: '2026-11-01T00:00:00Z',
        })),
      ),
    ),
    export: vi.fn<Api['licenses']['export']>(() =>
      Promise.resolve({ path: '/tmp/x.csv', files: 1, rows: 3 }),
    ),
  };
  const api = {
    review: review as unknown as Api['review'],
    licenses: licenses as unknown as Api['licenses'],
  };
  const store = createLicensesStore(api, { orgId: 'o', inactiveDays: 60 });
  const open = async () => {
    await store.getState().loadOwn();
    await store.getState().load();
  };
  return { review, licenses, store, open };
}

describe('createLicensesStore', () => {
  it('counts by the org’s own definition', async () => {
    const { review, licenses, store, open } = setUp();
    await open();
    expect(store.getState().rule).toEqual(OWN);
    expect(store.getState().isChanged).toBe(false);
    const asked = { orgId: 'o', rule: OWN, asOf: null };
    expect(review.licenses).toHaveBeenCalledExactlyOnceWith(asked);
    expect(licenses.curve).toHaveBeenCalledExactlyOnceWith(asked);
    expect(store.getState().onLeave).toBe(1);
    expect(store.getState().lastPrice).toEqual({ per: 'month', currency: 'EUR', contractEnd: null });
  });

  it('tries another threshold without a call, and asks for the table only when it is set', async () => {
    const { review, licenses, store, open } = setUp();
    await open();
    store.getState().tryDays(71);
    const { table, curve, trying } = store.getState();
    expect(table.data && licensesAt(table.data, curve.data, trying ?? 0)[0]?.unused).toBe(2);
    expect(review.licenses).toHaveBeenCalledOnce();
    store.getState().setRule({ inactiveDays: 71 });
    expect(store.getState().trying).toBeNull();
    expect(store.getState().isChanged).toBe(true);
    expect(review.licenses.mock.calls[1]?.[0].rule?.inactiveDays).toBe(71);
    expect(licenses.curve).toHaveBeenCalledOnce();
    expect(licenses.setPolicy).not.toHaveBeenCalled();
  });

  it('asks for the curve as well when more than the threshold changes', async () => {
    const { licenses, store, open } = setUp();
    await open();
    store.getState().setRule({ externalDays: 180 });
    expect(licenses.curve).toHaveBeenCalledTimes(2);
  });

  it('goes back to the org’s own definition and keeps what is shown besides', async () => {
    const { store, open } = setUp();
    await open();
    store.getState().setRule({ inactiveDays: 30, integration: 'any-login', includeFree: true });
    store.getState().resetRule();
    expect(store.getState().rule).toEqual({ ...OWN, includeFree: true });
    expect(store.getState().isChanged).toBe(false);
  });

  it('saves what was tried as the org’s own definition', async () => {
    const { licenses, store, open } = setUp();
    await open();
    store.getState().setRule({ inactiveDays: 30, newUserDays: 14, includeFree: true });
    await store.getState().saveRule();
    expect(licenses.setPolicy).toHaveBeenCalledExactlyOnceWith({
      orgId: 'o',
      inactiveDays: 30,
      policy: { ...DEFAULT_POLICY, newUserDays: 14 },
    });
    expect(store.getState().isChanged).toBe(false);
    store.getState().setRule({ inactiveDays: 60 });
    expect(store.getState().isChanged).toBe(true);
  });

  it('leaves the definition as it was when it cannot be saved', async () => {
    const { licenses, store, open } = setUp();
    await open();
    store.getState().setRule({ inactiveDays: 30 });
    licenses.setPolicy.mockRejectedValueOnce(new Error('disk full'));
    await expect(store.getState().saveRule()).rejects.toThrow('disk full');
    expect(store.getState().isChanged).toBe(true);
    expect(store.getState().own.data).toEqual(OWN);
  });

  it('follows a definition changed elsewhere, unless another is being tried', async () => {
    const { review, licenses, store, open } = setUp();
    await open();
    const changed = { inactiveDays: 45, policy: DEFAULT_POLICY, neededAnyway: [] };
    licenses.policy.mockResolvedValue(changed);
    await store.getState().loadOwn();
    expect(store.getState().rule.inactiveDays).toBe(45);
    expect(review.licenses).toHaveBeenCalledTimes(2);
    store.getState().setRule({ inactiveDays: 10 });
    licenses.policy.mockResolvedValue({ ...changed, inactiveDays: 20 });
    await store.getState().loadOwn();
    expect(store.getState().rule.inactiveDays).toBe(10);
    store.getState().resetRule();
    expect(store.getState().rule.inactiveDays).toBe(20);
  });

  it('looks back, once per moment', async () => {
    const { review, store, open } = setUp();
    await open();
    store.getState().setAsOf(null);
    expect(review.licenses).toHaveBeenCalledOnce();
    store.getState().setAsOf('2026-11-01T00:00:00Z');
    await vi.waitFor(() => expect(store.getState().table.loading).toBe(false));
    expect(review.licenses.mock.calls[1]?.[0].asOf).toBe('2026-11-01T00:00:00Z');
  });

  it('saves prices and shows what follows from them, even when one fails', async () => {
    const { review, store, open } = setUp();
    await open();
    const price = { amount: 99.5, per: 'year', currency: 'CHF', contractEnd: '2027-01-31' } as const;
    const rows = [makeLicense({ name: 'A' }), makeLicense({ name: 'B', kind: 'package' })];
    await store.getState().setPrice(rows, price);
    expect(review.setPrice.mock.calls.map(([input]) => input)).toEqual([
      { orgId: 'o', kind: 'user', licenseId: 'A', price },
      { orgId: 'o', kind: 'package', licenseId: 'B', price },
    ]);
    expect(review.licenses).toHaveBeenCalledTimes(2);
    review.setPrice.mockRejectedValueOnce(new Error('disk full'));
    await expect(store.getState().setPrice(rows, null)).rejects.toThrow('disk full');
    expect(review.licenses).toHaveBeenCalledTimes(3);
  });

  it('exports once at a time, by the rule on screen', async () => {
    const { licenses, store, open } = setUp();
    await open();
    const first = store.getState().exportUnused();
    expect(await store.getState().exportUnused()).toBeNull();
    expect(await first).toMatchObject({ path: '/tmp/x.csv', rows: 3 });
    expect(licenses.export).toHaveBeenCalledExactlyOnceWith({
      query: { orgId: 'o', asOf: null, rule: OWN },
      format: 'csv',
    });
    expect(store.getState().exporting).toBe(false);
  });

  it('goes without the number of people on leave when that cannot be read', async () => {
    const { licenses, store } = setUp();
    licenses.leave.mockRejectedValueOnce(new Error('gone'));
    await store.getState().loadOwn();
    await store.getState().load();
    expect(store.getState().onLeave).toBeNull();
    expect(store.getState().table.data?.licenses).toHaveLength(1);
  });
});

describe('licensesAt', () => {
  const table = { asOf: null, lookedAt: null, rule: OWN, licenses: [makeLicense({ name: 'A' })] };
  const curve = {
    curve: { asOf: null, licenses: [{ kind: 'user' as const, id: 'A', always: 0, byDays: [] }] },
    rule: OWN,
    lookedAt: null,
  };

  it('is the answer itself at the threshold that was asked for', () => {
    expect(licensesAt(table, curve, 60)).toBe(table.licenses);
  });

  it('does not mix with a curve of another rule or moment', () => {
    expect(licensesAt(table, curve, 61)[0]?.unused).toBe(0);
    expect(licensesAt(table, { ...curve, rule: { ...OWN, graceDays: 0 } }, 61)).toBe(table.licenses);
    expect(licensesAt(table, { ...curve, lookedAt: '2026-11-01T00:00:00Z' }, 61)).toBe(table.licenses);
    expect(licensesAt(table, null, 61)).toBe(table.licenses);
  });
});

it('tells rules apart by every part of them', () => {
  const others: Partial<IdleRule>[] = [
    { graceDays: 1 },
    { newUserDays: 1 },
    { externalDays: 1 },
    { integration: 'any-login' },
    { integrationDays: 1 },
    { exceptions: false },
  ];
  for (const change of others) {
    expect(sameCurve(OWN, { ...OWN, ...change })).toBe(false);
    expect(sameDefinition(OWN, { ...OWN, ...change })).toBe(false);
  }
  // Every part of the model is named above, or below.
  expect(Object.keys(OWN).sort()).toEqual(
    [...others.flatMap(Object.keys), 'inactiveDays', 'includeFree'].sort(),
  );
  expect(sameCurve(OWN, { ...OWN, inactiveDays: 1 })).toBe(true);
  expect(sameDefinition(OWN, { ...OWN, inactiveDays: 1 })).toBe(false);
  expect(sameCurve(OWN, { ...OWN, includeFree: true })).toBe(false);
  expect(sameDefinition(OWN, { ...OWN, includeFree: true })).toBe(true);
});

import { describe, expect, it, vi } from 'vitest';
import type { Api } from '../../../shared/contract';
import { DEFAULT_POLICY, type IdleRule } from '../../../shared/model/idle-rule';
import type { SavingsGroup } from '../../../shared/model/reclaim';
import { createSavingsStore, currenciesOf, sortGroups, totalSavings } from './savings-store';
import { savingsSentences } from './savings-words';

const RULE: IdleRule = { ...DEFAULT_POLICY, inactiveDays: 90, includeFree: false };
const group = (label: string | null, change: Partial<SavingsGroup> = {}): SavingsGroup => ({
  value: label,
  label,
  people: 2,
  seats: 3,
  unpriced: 0,
  annual: [],
  ...change,
});
const usd = (amount: number) => ({ currency: 'USD', amount });
const eur = (amount: number) => ({ currency: 'EUR', amount });
const GROUPS = [
  group('Sales', { annual: [usd(900), eur(10)], seats: 5 }),
  group(null, { annual: [usd(100)], seats: 9, unpriced: 4 }),
  group('Finance', { annual: [eur(400)] }),
];
const labels = (groups: readonly SavingsGroup[]) => groups.map(({ label }) => label);

describe('groups', () => {
  it('add up by currency, that with most money first', () => {
    expect(totalSavings(GROUPS)).toEqual([usd(1000), eur(410)]);
    expect(currenciesOf(GROUPS)).toEqual(['USD', 'EUR']);
  });

  it('are sorted by any number and by name, nobody’s last', () => {
    expect(labels(sortGroups(GROUPS, null))).toEqual(['Sales', null, 'Finance']);
    expect(labels(sortGroups(GROUPS, { column: 'seats', descending: true }))).toEqual([
      null,
      'Sales',
      'Finance',
    ]);
    expect(labels(sortGroups(GROUPS, { column: 'money:EUR', descending: true }))).toEqual([
      'Finance',
      'Sales',
      null,
    ]);
    for (const descending of [true, false]) {
      const sorted = labels(sortGroups(GROUPS, { column: 'label', descending }));
      expect(sorted).toEqual(descending ? ['Sales', 'Finance', null] : ['Finance', 'Sales', null]);
    }
  });
});

describe('sentences', () => {
  it('say what is saved, where most of it is, and what is missing', () => {
    expect(savingsSentences(GROUPS, 'department')).toEqual([
      'Reclaiming all 17 idle seats now would save $1,000 and €410 a year, $83 and €34 a month.',
      'Sales alone makes up 90% of it in USD ($900 a year).',
      '4 seats without a price are not in these amounts.',
    ]);
  });

  it('name those without a group', () => {
    const groups = [group(null, { annual: [usd(75)] }), group('A', { annual: [usd(25)] })];
    expect(savingsSentences(groups, 'manager')[1]).toBe('No manager alone makes up 75% of it ($75 a year).');
  });

  it('do not make up money', () => {
    expect(savingsSentences([group('A', { seats: 2, unpriced: 2 })], 'country')).toEqual([
      '2 idle seats could be reclaimed now. None of them has a price, so what that saves is not known.',
    ]);
    expect(savingsSentences([], 'country')).toEqual([]);
  });
});

describe('createSavingsStore', () => {
  const setUp = () => {
    const savings = vi.fn<Api['licenses']['savings']>(() => Promise.resolve(GROUPS));
    const store = createSavingsStore({ licenses: { savings } as unknown as Api['licenses'] }, 'o');
    return { savings, store };
  };

  it('asks by the rule on the page, once per rule, moment and kind of group', async () => {
    const { savings, store } = setUp();
    store.getState().reload();
    expect(savings).not.toHaveBeenCalled();
    store.getState().follow(RULE, null);
    store.getState().follow(RULE, null);
    store.getState().setBy('department');
    store.getState().setBy('manager');
    store.getState().follow(RULE, '2026-11-01T00:00:00Z');
    await vi.waitFor(() => expect(store.getState().groups.loading).toBe(false));
    expect(savings.mock.calls.map(([input]) => [input.by, input.asOf])).toEqual([
      ['department', null],
      ['manager', null],
      ['manager', '2026-11-01T00:00:00Z'],
    ]);
    expect(store.getState().groups.data).toEqual({ by: 'manager', groups: GROUPS });
  });
});

import { expect, it, vi } from 'vitest';
import type { Api } from '../../../shared/contract';
import type { Overview } from '../../../shared/model/overview';
import { isPartial, rowsInWords, stateShares, toActivityPoints } from './overview-figures';
import { createOverviewStore } from './overview-store';

it('puts UTC days at their UTC midnight', () => {
  expect(toActivityPoints([{ day: '2026-11-20', activeUsers: 5, logins: 9, failures: 1 }])).toEqual([
    { time: Date.UTC(2026, 10, 20), activeUsers: 5, failures: 1 },
  ]);
});

it('has a share for every user', () => {
  const users = { total: 15, active: 1, inactive: 2, neverLoggedIn: 3, frozen: 4, deactivated: 5 };
  expect(stateShares(users).reduce((sum, share) => sum + share.count, 0)).toBe(users.total);
});

it('names the stored rows that a person thinks of', () => {
  expect(rowsInWords({ loginHistory: 54_000, users: 1, somethingNew: 3, profiles: 0 })).toEqual([
    '1 user',
    '54,000 logins',
  ]);
});

it('calls data partial when the last run did not reach its end', () => {
  expect(isPartial(null)).toBe(false);
  expect(isPartial({ state: 'complete' })).toBe(false);
  expect(isPartial({ state: 'paused-quota' })).toBe(true);
});

it('asks with the org’s number of days; the newest answer wins', async () => {
  const answers: ((overview: Overview) => void)[] = [];
  const overview = vi.fn<Api['review']['overview']>(() => new Promise((resolve) => answers.push(resolve)));
  const store = createOverviewStore({ review: { overview } as unknown as Api['review'] }, 'o');
  store.getState().load(90, null);
  store.getState().load(30, '2026-11-01T00:00:00.000Z');
  expect(overview.mock.calls.map(([input]) => [input.inactiveDays, input.asOf])).toEqual([
    [90, null],
    [30, '2026-11-01T00:00:00.000Z'],
  ]);
  const named = (asOf: string) => ({ asOf }) as Overview;
  answers[1]?.(named('new'));
  answers[0]?.(named('old'));
  await vi.waitFor(() => expect(store.getState().overview.loading).toBe(false));
  expect(store.getState().overview.data?.asOf).toBe('new');
});

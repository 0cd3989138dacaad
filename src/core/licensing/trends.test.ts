import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type IdleRule } from '../../shared/model/idle-rule';
import type { LicenseUse } from '../../shared/model/license-trend';
import type { LicenseRef, LicenseTableRow } from '../../shared/model/licenses';
import type { Database } from '../ports';
import { licenseTrends } from './trends';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 5, 30, 12);
const date = (daysAgo: number): string => new Date(NOW - daysAgo * DAY_MS).toISOString().slice(0, 10);

const use = (id: string, ...ago: number[]): LicenseUse => ({
  kind: 'user',
  id,
  name: id,
  points: ago.map((days) => ({ day: date(days), paid: 100, used: 90, idle: 10, active: null })),
});
const row = (id: string, changes: Partial<LicenseTableRow>) =>
  ({ kind: 'user', id, unused: 12, price: null, expiresAt: null, ...changes }) as LicenseTableRow;

function database(uses: LicenseUse[], rows: LicenseTableRow[]) {
  const asked: { since?: number; license?: LicenseRef | null; rule?: IdleRule } = {};
  const db: Pick<Database, 'licenseUse' | 'licenses' | 'idlePolicy'> = {
    licenseUse: (_, license, since) => {
      Object.assign(asked, { license, since });
      return Promise.resolve(uses);
    },
    licenses: (_, rule) => {
      asked.rule = rule;
      return Promise.resolve(rows);
    },
    idlePolicy: () => Promise.resolve({ inactiveDays: 60, policy: DEFAULT_POLICY, neededAnyway: [] }),
  };
  return { db, asked };
}
const trends = (db: Parameters<typeof licenseTrends>[0], license: LicenseRef | null, days: number) =>
  licenseTrends(db, 'org-1', license, days, { now: () => NOW });

describe('the trend of every license', () => {
  it('shows the days asked for, and foretells from its own 180 whatever is shown', async () => {
    const { db, asked } = database([use('a', 120, 90, 31, 30, 29, 1, 0)], [row('a', {})]);
    const [trend] = await trends(db, null, 30);
    expect(trend?.points.map(({ day }) => day)).toEqual([date(29), date(1), date(0)]);
    expect(trend?.forecast).toMatchObject({ pace: 'steady', points: 7, spanDays: 120 });
    expect(asked.since).toBeLessThanOrEqual(NOW - 180 * DAY_MS);
    await trends(db, null, 365);
    expect(asked.since).toBe(NOW - 365 * DAY_MS);
  });

  it('takes the contract’s end as entered, else as Salesforce says, and idle seats by the org’s own rule', async () => {
    const price = { amount: 10, per: 'month', currency: 'USD', contractEnd: '2026-12-31' } as const;
    const expiresAt = '2027-03-15T00:00:00.000Z';
    const { db, asked } = database(
      [use('a', 0), use('b', 0), use('c', 0), use('gone', 0)],
      [
        row('a', { price, expiresAt }),
        row('b', { price: { ...price, contractEnd: null }, expiresAt }),
        row('c', {}),
      ],
    );
    const found = await trends(db, { kind: 'user', id: 'a' }, 30);
    expect(asked.license).toEqual({ kind: 'user', id: 'a' });
    expect(asked.rule).toEqual({ ...DEFAULT_POLICY, inactiveDays: 60, includeFree: false });
    expect(
      found.map(({ forecast }) => [
        forecast.contractEnd,
        forecast.couldDropWithIdle,
        forecast.annual?.amount,
      ]),
    ).toEqual([
      ['2026-12-31', 22, 22 * 120],
      ['2027-03-15', 22, 22 * 120],
      [null, 22, undefined],
      [null, 10, undefined],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Forecast, LicenseTrend, LicenseUsePoint } from '../../../../shared/model/license-trend';
import { byWorth, chartPoints, lastFound, sumOf, timeOf } from './trend-data';
import { paceWords, togetherWords, verdictOf } from './trend-words';

const TODAY = '2026-06-30';
const point = (day: string, changes: Partial<LicenseUsePoint> = {}): LicenseUsePoint => ({
  day,
  paid: 100,
  used: 80,
  idle: 10,
  active: null,
  ...changes,
});
const FORECAST: Forecast = {
  pace: 'growing',
  perMonth: 6,
  fit: 0.9,
  points: 12,
  spanDays: 60,
  contractEnd: '2026-12-31',
  atEnd: { used: 117, low: 110, high: 124 },
  runsOutOn: '2026-10-08',
  couldDrop: 0,
  couldDropWithIdle: 0,
  annual: null,
};
const trend = (changes: Partial<Forecast> = {}, points = [point(TODAY)]) => ({
  points,
  forecast: { ...FORECAST, ...changes },
});

describe('the chart', () => {
  it('has what is known, and goes on from the last collection to the contract’s end', () => {
    const points = [
      point('2026-06-01', { idle: null, active: 50 }),
      point('2026-06-28'),
      point('2026-06-29', { used: 82, paid: null }),
    ];
    expect(chartPoints(trend({}, points))).toEqual([
      { time: timeOf('2026-06-01'), paid: 100, used: 80, active: 50 },
      { time: timeOf('2026-06-28'), paid: 100, used: 80, idle: 10 },
      { time: timeOf('2026-06-29'), used: 82, idle: 10, projected: 82, low: 82, high: 82 },
      { time: timeOf('2026-12-31'), projected: 117, low: 110, high: 124 },
    ]);
    expect(chartPoints(trend()).at(-1)).toMatchObject({ paid: 100 });
  });

  it('does not go on without a contract’s end, beyond it, or from Salesforce’s own counts', () => {
    const last = (changes: Partial<Forecast>, points?: LicenseUsePoint[]) =>
      chartPoints(trend(changes, points)).some((one) => 'projected' in one);
    expect(last({})).toBe(true);
    expect(last({ atEnd: null })).toBe(false);
    expect(last({ contractEnd: null })).toBe(false);
    expect(last({ contractEnd: TODAY })).toBe(false);
    expect(last({}, [point(TODAY, { idle: null })])).toBe(false);
    expect(last({}, [])).toBe(false);
  });

  it('adds licenses up, each with what was found last', () => {
    const a = { points: [point('2026-06-01', { used: 1 }), point('2026-06-03', { used: 2 })] };
    const b = { points: [point('2026-06-02', { paid: 50, used: 10, idle: 5 })] };
    const unlimited = { points: [point('2026-06-02', { paid: null })] };
    const counted = { points: [point('2026-06-02', { idle: null })] };
    expect(sumOf([a, b, unlimited, counted])).toEqual([
      { day: '2026-06-01', paid: 100, used: 1, idle: 10, active: null },
      { day: '2026-06-02', paid: 150, used: 11, idle: 15, active: null },
      { day: '2026-06-03', paid: 150, used: 12, idle: 15, active: null },
    ]);
    expect(sumOf([])).toEqual([]);
  });

  it('knows the newest point that a collection found', () => {
    expect(lastFound([point('2026-06-01'), point('2026-06-02', { used: null })])?.day).toBe('2026-06-01');
    expect(lastFound([point('2026-06-01', { idle: null })])).toBeUndefined();
  });
});

describe('the words', () => {
  const title = (changes: Partial<Forecast>, points?: LicenseUsePoint[]) =>
    verdictOf(trend(changes, points), TODAY).title;
  const more = (changes: Partial<Forecast>, points?: LicenseUsePoint[]) =>
    verdictOf(trend(changes, points), TODAY).more.join(' ');

  it('say when the seats run out, set against the contract', () => {
    expect(title({})).toBe('At this pace you will run out on Oct 8, 2026, before the contract ends');
    expect(title({ runsOutOn: '2027-02-01' })).toBe(
      'At this pace you will run out on Feb 1, 2027, after the contract ends',
    );
    expect(title({ contractEnd: null, atEnd: null })).toBe('At this pace you will run out on Oct 8, 2026');
    expect(title({ runsOutOn: TODAY })).toBe('All seats are in use, and use is growing');
    expect(title({ runsOutOn: null })).toMatch(/more than five years/);
  });

  it('say what else is so', () => {
    expect(title({ pace: 'steady', runsOutOn: null })).toBe('Use is steady');
    expect(title({ pace: 'shrinking', runsOutOn: null })).toBe('Use is shrinking');
    expect(title({ pace: 'steady', runsOutOn: null }, [point(TODAY, { used: 100 })])).toBe(
      'All seats are in use; use is steady',
    );
  });

  it('say what is missing for a forecast', () => {
    const unknown = { pace: 'unknown', atEnd: null, runsOutOn: null } as const;
    expect(title({ ...unknown, points: 0, spanDays: 0 }, [])).toBe(
      'Not enough history yet: no collection yet',
    );
    expect(title({ ...unknown, points: 1, spanDays: 0 })).toBe('Not enough history yet: 1 collection');
    expect(title({ ...unknown, points: 3, spanDays: 10 })).toBe(
      'Not enough history yet: 3 collections over 10 days',
    );
    expect(more(unknown)).toMatch(/at least 4 collections over 3 weeks/);
  });

  it('say what could be dropped', () => {
    const annual = { currency: 'USD', amount: 12_000 };
    expect(more({ couldDrop: 12, couldDropWithIdle: 31, annual })).toContain(
      'You could drop 12 seats at renewal on Dec 31, 2026, 31 if the idle ones are given back first, $12,000 per year. 117 seats are used by then at this pace, 110 to 124 by how the collections scatter.',
    );
    expect(more({ couldDrop: 0, couldDropWithIdle: 1 })).toContain(
      'You could drop 1 seat at renewal on Dec 31, 2026 if the idle ones are given back first.',
    );
    expect(more({ couldDrop: 1, couldDropWithIdle: 1 })).toContain('You could drop 1 seat at renewal on');
    expect(more({})).toContain('No seat could be dropped at renewal on Dec 31, 2026.');
    expect(more({ couldDrop: null, couldDropWithIdle: null })).not.toMatch(/drop/);
  });

  it('ask for the contract’s end where it is missing or over', () => {
    expect(more({ contractEnd: null, atEnd: null })).toContain('Enter the end of the contract');
    expect(more({ contractEnd: '2026-06-29', atEnd: null })).toContain('The contract ended on Jun 29, 2026');
    expect(more({ contractEnd: null, atEnd: null }, [point(TODAY, { paid: null })])).not.toContain('Enter');
  });

  it('say how rough the line is', () => {
    expect(more({ fit: 0.49 })).toContain('They scatter a lot');
    expect(more({ fit: 0.5 })).not.toContain('scatter a lot');
    expect(more({ fit: 0.1, pace: 'steady', perMonth: 0.2, runsOutOn: null })).not.toContain('scatter a lot');
  });

  it('write the pace', () => {
    expect(paceWords({ pace: 'growing', perMonth: 9.2 })).toBe('+9.2 a month');
    expect(paceWords({ pace: 'shrinking', perMonth: -4 })).toBe('−4 a month');
    expect(paceWords({ pace: 'steady', perMonth: 0.2 })).toBe('Steady');
    expect(paceWords({ pace: 'unknown', perMonth: null })).toBe('Not known yet');
    expect(togetherWords([trend(), trend(), trend({ pace: 'unknown' })])).toBe(
      '2 growing, 1 without enough history',
    );
  });
});

it('puts what is worth most first', () => {
  const one = (name: string, changes: Partial<Forecast>): LicenseTrend => ({
    kind: 'user',
    id: name,
    name,
    ...trend(changes),
  });
  const names = [
    one('b', { couldDropWithIdle: null }),
    one('many', { couldDropWithIdle: 40 }),
    one('a', { couldDropWithIdle: null }),
    one('cheap', { annual: { currency: 'USD', amount: 1 } }),
    one('dear', { annual: { currency: 'USD', amount: 900 } }),
  ]
    .toSorted(byWorth)
    .map(({ name }) => name);
  expect(names).toEqual(['dear', 'cheap', 'many', 'a', 'b']);
});

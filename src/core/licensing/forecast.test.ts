import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LicenseUsePoint } from '../../shared/model/license-trend';
import { type ForecastContext, forecast } from './forecast';

const DAY_MS = 86_400_000;
const TODAY = '2026-06-30';
const date = (daysFromToday: number): string =>
  new Date(Date.parse(TODAY) + daysFromToday * DAY_MS).toISOString().slice(0, 10);

type Given = [daysAgo: number, used: number, paid?: number | null];
const points = (...given: Given[]): LicenseUsePoint[] =>
  given
    .toSorted((a, b) => b[0] - a[0])
    .map(([ago, used, paid = 200]) => ({ day: date(-ago), paid, used, idle: 0, active: null }));
const at = (given: LicenseUsePoint[], context: Partial<ForecastContext> = {}) =>
  forecast({ points: given }, { contractEnd: null, today: TODAY, price: null, idleNow: 0, ...context });

/** One seat every five days: six a month. */
const GROWING = points([60, 88], [45, 91], [30, 94], [15, 97], [0, 100]);

describe('a straight line', () => {
  it('goes on to the end of the contract', () => {
    expect(at(GROWING, { contractEnd: date(90) })).toMatchObject({
      pace: 'growing',
      perMonth: 6,
      fit: 1,
      points: 5,
      spanDays: 60,
      contractEnd: date(90),
      atEnd: { used: 118, low: 118, high: 118 },
      couldDrop: 82,
      runsOutOn: date(500),
    });
  });

  it('runs out on the first day without a free seat, and today when none is free any more', () => {
    const paid = (n: number) => GROWING.map((point) => ({ ...point, paid: n }));
    expect(at(paid(101)).runsOutOn).toBe(date(5));
    expect(at(paid(100)).runsOutOn).toBe(TODAY);
    expect(at(paid(90)).runsOutOn).toBe(TODAY);
  });

  it('does not look further than five years', () => {
    const far = GROWING.map((point) => ({ ...point, paid: 100 + 365 }));
    expect(at(far).runsOutOn).toBe(date(5 * 365));
    expect(at(far.map((point) => ({ ...point, paid: 466 }))).runsOutOn).toBeNull();
    expect(at(GROWING, { contractEnd: date(5 * 365) }).atEnd).not.toBeNull();
    expect(at(GROWING, { contractEnd: date(5 * 365 + 1) }).atEnd).toBeNull();
  });

  it('has nothing to say about a contract that is over', () => {
    expect(at(GROWING, { contractEnd: date(-1) })).toMatchObject({ atEnd: null, couldDrop: 100 });
    expect(at(GROWING, { contractEnd: TODAY }).atEnd).toMatchObject({ used: 100 });
  });

  it('begins at what was found last, so that a step is not forgotten', () => {
    const left = points([60, 100], [45, 100], [30, 100], [15, 100], [0, 50]);
    const found = at(left, { contractEnd: TODAY });
    expect(found.pace).toBe('shrinking');
    expect(found.atEnd?.used).toBe(50);
  });
});

describe('what could be dropped', () => {
  const price = { amount: 10, per: 'month', currency: 'EUR', contractEnd: null } as const;

  it('is what is paid and not used then, with the idle seats and what they cost per year', () => {
    expect(at(GROWING, { contractEnd: date(90), idleNow: 8, price })).toMatchObject({
      couldDrop: 82,
      couldDropWithIdle: 90,
      annual: { currency: 'EUR', amount: 90 * 120 },
    });
  });

  it('is of now where there is no pace', () => {
    expect(at(points([3, 40]), { contractEnd: date(90), idleNow: 5 })).toMatchObject({
      pace: 'unknown',
      perMonth: null,
      fit: null,
      atEnd: null,
      couldDrop: 160,
      couldDropWithIdle: 165,
      annual: null,
    });
  });

  it('is not known of unlimited licenses, nor without any collection', () => {
    const unlimited = GROWING.map((point) => ({ ...point, paid: null }));
    expect(at(unlimited, { contractEnd: date(90), price })).toMatchObject({
      pace: 'growing',
      atEnd: { used: 118 },
      runsOutOn: null,
      couldDrop: null,
      couldDropWithIdle: null,
      annual: null,
    });
    expect(at([])).toMatchObject({ pace: 'unknown', points: 0, spanDays: 0, couldDrop: null });
  });
});

describe('too little is known', () => {
  it.each([
    ['three points', points([60, 1], [30, 2], [0, 3]), 'unknown'],
    ['four points over 20 days', points([20, 1], [15, 2], [10, 3], [0, 4]), 'unknown'],
    ['four points over 21 days', points([21, 1], [15, 2], [10, 3], [0, 4]), 'growing'],
    ['points older than 180 days', points([240, 1], [200, 2], [181, 3], [0, 4]), 'unknown'],
  ])('%s', (_, given, pace) => {
    expect(at(given).pace).toBe(pace);
  });

  it('counts only what collections found, not Salesforce’s own counts of the days before', () => {
    const counted = GROWING.map((point, i) => (i < 2 ? { ...point, idle: null } : point));
    expect(at(counted)).toMatchObject({ pace: 'unknown', points: 3, couldDrop: 100 });
  });
});

describe('whatever the figures', () => {
  const seats = fc.integer({ min: 0, max: 200_000 });
  const history = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 180 }), seats), {
      selector: ([ago]) => ago,
      minLength: 4,
      maxLength: 40,
    })
    .filter((given) => {
      const days = given.map(([ago]) => ago);
      return Math.max(...days) - Math.min(...days) >= 21;
    });
  const end = fc.integer({ min: 0, max: 1000 });

  it('is never negative, and the range holds the figure', () => {
    fc.assert(
      fc.property(history, end, seats, fc.option(seats), (given, days, idleNow, paid) => {
        const found = at(points(...given.map(([ago, used]): Given => [ago, used, paid])), {
          contractEnd: date(days),
          idleNow,
        });
        const { atEnd, couldDrop, couldDropWithIdle, fit } = found;
        expect(atEnd).not.toBeNull();
        expect(atEnd?.low).toBeGreaterThanOrEqual(0);
        expect(atEnd?.used).toBeGreaterThanOrEqual(atEnd?.low ?? 0);
        expect(atEnd?.high).toBeGreaterThanOrEqual(atEnd?.used ?? 0);
        expect(fit).toBeGreaterThanOrEqual(0);
        expect(fit).toBeLessThanOrEqual(1);
        if (paid === null) expect(couldDrop).toBeNull();
        else {
          expect(couldDrop).toBeGreaterThanOrEqual(0);
          expect(couldDropWithIdle).toBeGreaterThanOrEqual(couldDrop ?? 0);
          expect(couldDropWithIdle).toBeLessThanOrEqual(paid);
        }
      }),
    );
  });

  it('a later end goes further the same way, with a range no narrower', () => {
    fc.assert(
      fc.property(history, end, fc.integer({ min: 1, max: 500 }), (given, days, more) => {
        const soon = at(points(...given), { contractEnd: date(days) });
        const late = at(points(...given), { contractEnd: date(days + more) });
        const change = (late.atEnd?.used ?? 0) - (soon.atEnd?.used ?? 0);
        if (soon.pace === 'growing') expect(change).toBeGreaterThanOrEqual(0);
        else if (soon.pace === 'shrinking') expect(change).toBeLessThanOrEqual(0);
        else expect(change).toBe(0);
        expect((late.atEnd?.high ?? 0) - (late.atEnd?.used ?? 0)).toBeGreaterThanOrEqual(
          (soon.atEnd?.high ?? 0) - (soon.atEnd?.used ?? 0) - 1,
        );
      }),
    );
  });

  it('more seats every day by so many shift it by as many, and the pace not at all', () => {
    fc.assert(
      fc.property(history, end, fc.integer({ min: 1, max: 5000 }), (given, days, more) => {
        const lifted = given.map(([ago, used]): Given => [ago, used + 200_000 + more]);
        const base = given.map(([ago, used]): Given => [ago, used + 200_000]);
        const context = { contractEnd: date(days) };
        const [before, after] = [at(points(...base), context), at(points(...lifted), context)];
        // On the border of steady a rounding may decide.
        fc.pre(before.pace === after.pace);
        expect(after.perMonth).toBe(before.perMonth);
        if ((before.atEnd?.low ?? 0) > 0)
          expect(Math.abs((after.atEnd?.used ?? 0) - (before.atEnd?.used ?? 0) - more)).toBeLessThanOrEqual(
            1,
          );
      }),
    );
  });

  it('the same history on other days gives the same pace, the day it runs out moved along', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 3000 }), (given, later) => {
        const moved = points(...given).map((point) => ({
          ...point,
          day: new Date(Date.parse(point.day) + later * DAY_MS).toISOString().slice(0, 10),
        }));
        const [here, there] = [at(points(...given)), at(moved, { today: date(later) })];
        expect(there.pace).toBe(here.pace);
        expect(there.perMonth).toBe(here.perMonth);
        expect(there.runsOutOn === null).toBe(here.runsOutOn === null);
        if (here.runsOutOn !== null && there.runsOutOn !== null)
          expect((Date.parse(there.runsOutOn) - Date.parse(here.runsOutOn)) / DAY_MS).toBe(later);
      }),
    );
  });

  it('a steeper line uses more at the end and runs out no later', () => {
    const slopes = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(slopes, slopes, fc.integer({ min: 0, max: 400 }), (slope, more, days) => {
        // Both have the same seats today.
        const line = (perTenDays: number) =>
          at(
            points(
              ...[50, 40, 30, 20, 10, 0].map((ago): Given => [ago, 3000 - (perTenDays * ago) / 10, 5000]),
            ),
            {
              contractEnd: date(days),
            },
          );
        const [slow, fast] = [line(slope), line(slope + more)];
        expect(fast.atEnd?.used).toBeGreaterThanOrEqual(slow.atEnd?.used ?? 0);
        if (slow.runsOutOn !== null)
          expect(fast.runsOutOn !== null && fast.runsOutOn <= slow.runsOutOn).toBe(true);
      }),
    );
  });

  it('is steady below half a seat a month, and then goes on as it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 0, max: 400 }), (hundredths, days) => {
        // So many hundredths of a seat a month: the line goes through these exactly.
        const given = [120, 90, 60, 30, 0].map((ago): Given => [ago, 100 - (hundredths / 100) * (ago / 30)]);
        const found = at(points(...given), { contractEnd: date(days) });
        expect(found.pace).toBe('steady');
        expect(found.runsOutOn).toBeNull();
        expect(found.atEnd?.used).toBe(100);
      }),
    );
  });

  it.each([
    [0.49, 'steady'],
    [0.51, 'growing'],
    [-0.49, 'steady'],
    [-0.51, 'shrinking'],
  ])('%d seats a month are %s', (perMonth, pace) => {
    const given = [120, 90, 60, 30, 0].map((ago): Given => [ago, 100 - perMonth * (ago / 30)]);
    expect(at(points(...given)).pace).toBe(pace);
  });

  it('a step in what is paid is no growth in use', () => {
    fc.assert(
      fc.property(seats, seats, (before, after) => {
        const given = [60, 45, 30, 15, 0].map((ago): Given => [ago, 80, ago > 20 ? before : after]);
        const found = at(points(...given), { contractEnd: date(100) });
        expect(found).toMatchObject({ pace: 'steady', perMonth: 0, fit: 1, runsOutOn: null });
        expect(found.atEnd).toEqual({ used: 80, low: 80, high: 80 });
        expect(found.couldDrop).toBe(Math.max(0, after - 80));
      }),
    );
  });
});

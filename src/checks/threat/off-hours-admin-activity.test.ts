import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../logins/event';
import { type LoginWords, found, type Scene, somebody } from '../testing/logins';
import { addressList, at, everyDay, PROGRAM } from '../testing/scenes';
import check from './off-hours-admin-activity';

// The org's clock is UTC here; day 0 is a Monday.
const people = [somebody('ada', { isAdmin: true })];
const work = everyDay(40, { ip: '91.12.3.4' }).filter((_, day) => day % 7 < 5);
const MONDAY = 42;
const then = (words: Partial<LoginWords>, more: Partial<Scene> = {}, before = work) => [
  ...found(check, {
    logins: [...before, { at: at(MONDAY, 3), ip: '91.12.3.4', ...words }],
    people,
    ...more,
  }).values(),
];

describe('off-hours admin activity', () => {
  it('is a sign-in at night', () => {
    expect(then({})).toMatchObject([
      {
        severity: 'low',
        evidence: { localHour: 3, weekday: 'Monday', off: 'hours', usualPercent: 0, newNetwork: false },
      },
    ]);
  });

  it('begins and ends at the hours set', () => {
    expect(then({ at: at(MONDAY, 7) - 1 })).toHaveLength(1);
    expect(then({ at: at(MONDAY, 7) })).toEqual([]);
    expect(then({ at: at(MONDAY, 20) - 1 })).toEqual([]);
    expect(then({ at: at(MONDAY, 20) })).toHaveLength(1);
    expect(then({}, { values: { from: 3 } })).toEqual([]);
    // Work from 22 to 6.
    expect(then({}, { values: { from: 22, to: 6 } })).toEqual([]);
    expect(then({ at: at(MONDAY, 12) }, { values: { from: 22, to: 6 } })).toHaveLength(1);
  });

  it('is a sign-in on a weekend, unless weekends are for work', () => {
    const [finding] = then({ at: at(MONDAY + 5, 12) });
    expect(finding?.evidence).toMatchObject({ weekday: 'Saturday', off: 'weekend' });
    expect(then({ at: at(MONDAY + 5, 12) }, { values: { weekends: false } })).toEqual([]);
    expect(then({ at: at(MONDAY + 4, 12) })).toEqual([]);
  });

  it('is medium from a network that is new to them', () => {
    expect(then({ ip: '190.12.3.4' })[0]?.severity).toBe('medium');
  });

  it('knows who works at such hours', () => {
    const night = (day: number): LoginWords => ({ at: at(day, 4), ip: '91.12.3.4' });
    // One of 31 is 3.2 % of the sign-ins, an hour around counts, too.
    expect(then({}, {}, [...work, night(2)])).toEqual([]);
    expect(then({}, { values: { usual: 4 } }, [...work, night(2)])).toHaveLength(1);
    const saturday = { at: at(12, 10), ip: '91.12.3.4' };
    expect(then({ at: at(MONDAY + 5, 12) }, {}, [...work, saturday])).toEqual([]);
  });

  it('asks for habits first', () => {
    expect(then({}, { historySince: at(0) }, work.slice(-19))).toEqual([]);
    expect(then({}, { historySince: at(0) }, work.slice(-20))).toHaveLength(1);
    expect(then({}, { historySince: at(MONDAY, 3) - 14 * DAY_MS + 1 })).toEqual([]);
    const young = [somebody('ada', { isAdmin: true, createdAt: at(MONDAY, 3) - 14 * DAY_MS + 1 })];
    expect(then({}, { people: young })).toEqual([]);
  });

  it('is about people with administrative permissions, not about programs', () => {
    expect(then({}, { people: [somebody('ada')] })).toEqual([]);
    expect(then({}, { people: [somebody('ada', { isAdmin: true, isIntegration: true })] })).toEqual([]);
    expect(then({ client: PROGRAM })).toEqual([]);
    expect(then({}, { addresses: [addressList('office', '91.12.3.4')] })).toHaveLength(1);
  });
});

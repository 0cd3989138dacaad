import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../logins/event';
import { found, somebody } from '../testing/logins';
import { at, burst, everyDay } from '../testing/scenes';
import check from './accounts-with-unusually-high-activity';

const many = (count: number, day = 20) => burst(count, at(day, 6), MINUTE_MS / 2);

describe('accounts with unusually high activity', () => {
  it('is a day far above the account’s own', () => {
    const findings = found(check, { logins: [...everyDay(20), ...many(60)] });
    expect([...findings.keys()]).toEqual(['ada:2026-01-25']);
    expect(findings.get('ada:2026-01-25')).toMatchObject({
      severity: 'medium',
      occurrences: 1,
      evidence: { logins: 60, medianLogins: 1, baselineDays: 20 },
    });
  });

  it('is none below the minimum', () => {
    expect(found(check, { logins: [...everyDay(20), ...many(59)] }).size).toBe(0);
  });

  it('is none where the account is always that busy', () => {
    const busy = Array.from({ length: 20 }, (_, day) => many(13, day)).flat();
    // Five times the median of 13 is 65.
    expect(found(check, { logins: [...busy, ...many(65)] }).size).toBe(0);
    expect(found(check, { logins: [...busy, ...many(66)] }).size).toBe(1);
  });

  it('knows that some days are busier', () => {
    // One day of 81 in twenty is an exception; three are habit, and half again as much is allowed: 121.
    const after = (busy: number[], count: number) =>
      found(check, {
        logins: [...everyDay(20), ...busy.flatMap((day) => many(80, day)), ...many(count)],
      }).has('ada:2026-01-25');
    expect(after([4], 81)).toBe(true);
    expect(after([4, 9, 14], 121)).toBe(false);
    expect(after([4, 9, 14], 122)).toBe(true);
  });

  it('judges programs by their own steady volume', () => {
    const people = [somebody('ada', { isIntegration: true })];
    const steady = Array.from({ length: 20 }, (_, day) => many(96, day)).flat();
    expect(found(check, { logins: [...steady, ...many(288)], people }).size).toBe(0);
    const [finding] = found(check, { logins: [...steady, ...many(289)], people }).values();
    expect(finding).toMatchObject({ severity: 'low', evidence: { isIntegration: true, medianLogins: 96 } });
  });

  it('judges nobody without a baseline', () => {
    expect(
      found(check, { logins: [...everyDay(20).slice(11), ...many(200)], historySince: at(0) }).size,
    ).toBe(0);
    expect(
      found(check, { logins: [...everyDay(20).slice(10), ...many(200)], historySince: at(0) }).size,
    ).toBe(1);
    expect(found(check, { logins: [...everyDay(20), ...many(200)], historySince: at(6, 8) }).size).toBe(0);
  });

  it('counts failures of nobody', () => {
    const failures = many(100).map((login) => ({ ...login, status: 'Invalid Password' }));
    expect(found(check, { logins: [...everyDay(20), ...failures] }).size).toBe(0);
  });
});

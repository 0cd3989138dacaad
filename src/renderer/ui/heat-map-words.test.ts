import { describe, expect, it } from 'vitest';
import type { HeatMap } from '../../shared/model/sign-in-map';
import { heatMapSummary, hourWords, LONG_WEEKDAYS } from './heat-map-words';

const week = (): number[][] => Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
const map = (logins: number[][], failures = week()): HeatMap => ({
  timeZone: 'UTC',
  since: null,
  until: null,
  logins,
  failures,
});

describe('a heat map in words', () => {
  it('begins the week on Monday and ends the day at midnight', () => {
    expect([LONG_WEEKDAYS[0], LONG_WEEKDAYS[6]]).toEqual(['Monday', 'Sunday']);
    expect([hourWords(8), hourWords(23)]).toEqual(['08:00–09:00', '23:00–00:00']);
  });

  it('says how many, and when most', () => {
    const logins = week();
    logins[1]?.splice(9, 1, 88);
    logins[6]?.splice(23, 1, 12);
    expect(heatMapSummary(map(logins), 'logins')).toBe('100 sign-ins. Most on Tuesday, 09:00–10:00: 88.');
    expect(heatMapSummary(map(logins), 'failures')).toBe('0 failures.');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLimitInfo } from './limit-info';
import { firstResume, nextResume } from './resume';

describe('Sforce-Limit-Info', () => {
  it.each([
    ['api-usage=18/5000', { used: 18, max: 5000 }, null],
    [
      'api-usage=18/5000; per-app-api-usage=17/250(appName=My app)',
      { used: 18, max: 5000 },
      { used: 17, max: 250, name: 'My app' },
    ],
    [
      'per-app-api-usage=17/250(appName=X),api-usage=18/5000',
      { used: 18, max: 5000 },
      { used: 17, max: 250, name: 'X' },
    ],
    ['per-app-api-usage=17/250', null, { used: 17, max: 250, name: null }],
    [' API-Usage = 5 / 10 ', { used: 5, max: 10 }, null],
    ['api-usage=5/0', null, null],
    ['api-usage=-3/100', { used: 0, max: 100 }, null],
    ['something else', null, null],
    ['', null, null],
    [null, null, null],
  ])('%s', (header, api, app) => {
    expect(parseLimitInfo(header)).toEqual({ api, app });
  });

  it('reads both in any order and with either separator', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        fc.constantFrom('; ', ', ', ';', ','),
        (a, b, swap, separator) => {
          const parts = [`api-usage=${String(a)}/99`, `per-app-api-usage=${String(b)}/77(appName=n)`];
          const info = parseLimitInfo((swap ? parts.reverse() : parts).join(separator));
          expect(info).toEqual({ api: { used: a, max: 99 }, app: { used: b, max: 77, name: 'n' } });
        },
      ),
    );
  });
});

describe('resuming', () => {
  const at = (text: string) => Date.parse(text);

  it('waits for the next UTC midnight, at least an hour', () => {
    expect(firstResume(at('2026-01-15T12:00:00Z'))).toBe(at('2026-01-16T00:00:00Z'));
    expect(firstResume(at('2026-01-15T23:30:00Z'))).toBe(at('2026-01-16T00:30:00Z'));
    expect(firstResume(at('2026-01-15T00:00:00Z'))).toBe(at('2026-01-16T00:00:00Z'));
  });

  it('backs off to six hours', () => {
    expect([1, 2, 3, 4, 5, 40].map((n) => nextResume(0, n) / 3_600_000)).toEqual([1, 2, 4, 6, 6, 6]);
  });
});

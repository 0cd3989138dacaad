import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../logins/event';
import { type LoginWords, found, type Scene, somebody } from '../testing/logins';
import { at, everyDay, FIREFOX, PROGRAM } from '../testing/scenes';
import check from './rare-browser-platform-client-for-the-user';

const KEY = 'ada:2026-03-06';
const home = everyDay(60, { ip: '91.12.3.4' });
const then = (words: Partial<LoginWords>, more: Partial<Scene> = {}, before: LoginWords[] = home) =>
  found(check, { logins: [...before, { at: at(60, 12), ip: '91.12.3.4', ...words }], ...more }).get(KEY);

describe('rare browser, platform or client for the user', () => {
  it('is a browser or platform not used before', () => {
    expect(then({ client: FIREFOX })).toMatchObject({
      severity: 'low',
      evidence: { news: ['browser', 'platform'], devices: ['Chrome on Windows'], newNetwork: false },
    });
    expect(then({ client: { browser: 'Edge 140' } })?.evidence['news']).toEqual(['browser']);
    expect(then({ client: { platform: 'Mac OSX' } })?.evidence['news']).toEqual(['platform']);
  });

  it('is medium when all of it is new, the network as well', () => {
    expect(then({ client: FIREFOX, ip: '190.12.3.4' })?.severity).toBe('medium');
    expect(then({ client: { browser: 'Edge 140' }, ip: '190.12.3.4' })?.severity).toBe('low');
  });

  it('takes no update for news', () => {
    for (const browser of ['Chrome 99', 'Chrome 132.0.1', 'chrome'].slice(0, 2))
      expect(then({ client: { browser, platform: 'Windows 11' } })).toBeUndefined();
  });

  it('knows a new pair of known parts', () => {
    const mac = { at: at(3, 18), ip: '91.12.3.4', client: { browser: 'Safari 18', platform: 'Mac OSX' } };
    const found = then({ client: { platform: 'Mac OSX' } }, {}, [mac, ...home]);
    expect(found?.evidence['news']).toEqual(['combination']);
  });

  it('is an application not used before, but not the absence of one', () => {
    expect(then({ client: PROGRAM })).toMatchObject({
      severity: 'low',
      app: 'Loader',
      evidence: { news: ['client'], applications: ['Browser'] },
    });
    expect(then({ client: { ...PROGRAM, application: 'N/A' } })).toBeUndefined();
  });

  it('is medium for integration users', () => {
    const people = [somebody('ada', { isIntegration: true })];
    const steady = home.map((login) => ({ ...login, client: PROGRAM }));
    expect(then({ client: { ...PROGRAM, application: 'Other' } }, { people }, steady)?.severity).toBe(
      'medium',
    );
    expect(then({ client: PROGRAM }, { people }, steady)).toBeUndefined();
  });

  it('is rare again after so many days', () => {
    const once = (ms: number) => ({ at: at(60, 12) - 90 * DAY_MS - ms, ip: '91.12.3.4', client: FIREFOX });
    expect(then({ client: FIREFOX }, {}, [once(0), ...home])).toBeUndefined();
    expect(then({ client: FIREFOX }, {}, [once(1), ...home])).toBeDefined();
  });

  it('judges nobody without habits', () => {
    expect(then({ client: FIREFOX }, { historySince: at(0) }, home.slice(-19))).toBeUndefined();
    expect(then({ client: FIREFOX }, { historySince: at(0) }, home.slice(-20))).toBeDefined();
    expect(then({ client: FIREFOX }, { historySince: at(60, 12) - 30 * DAY_MS + 1 })).toBeUndefined();
    const people = [somebody('ada', { createdAt: at(60, 12) - 30 * DAY_MS + 1 })];
    expect(then({ client: FIREFOX }, { people })).toBeUndefined();
  });
});

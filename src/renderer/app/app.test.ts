import { describe, expect, it } from 'vitest';
import { makeOrg, makeRun } from '../../../test/fakes/bridge-orgs';
import { orgRoute } from '../ui/routing/route';
import { orgStateWords } from '../ui/org-state';
import { describeEnd } from './announce-collections';
import { homeRoute } from './current-org';
import { pageForKey } from './hotkeys';

const NOW = Date.UTC(2026, 5, 1);
const [one, two] = [makeOrg('one', 'One', NOW), makeOrg('two', 'Two', NOW)];

describe('home', () => {
  it('is the org looked at last, the only one, the list, or the welcome page', () => {
    expect(homeRoute([one, two], 'two')).toEqual(orgRoute('two'));
    expect(homeRoute([one], 'gone')).toEqual(orgRoute('one'));
    expect(homeRoute([one, two], 'gone')).toEqual({ name: 'orgs' });
    expect(homeRoute([], 'gone')).toBeNull();
  });
});

describe('shortcuts', () => {
  const key = { key: '2', ctrlKey: true, metaKey: false, altKey: false, shiftKey: false };

  it('Ctrl or Cmd with a digit opens a page', () => {
    expect(pageForKey(key)).toBe('users');
    expect(pageForKey({ ...key, ctrlKey: false, metaKey: true, key: '4' })).toBe('changes');
    expect(pageForKey({ ...key, key: '6' })).toBe('findings');
  });

  it('everything else is left alone', () => {
    expect(pageForKey({ ...key, ctrlKey: false })).toBeUndefined();
    expect(pageForKey({ ...key, shiftKey: true })).toBeUndefined();
    expect(pageForKey({ ...key, key: '0' })).toBeUndefined();
    expect(pageForKey({ ...key, key: 'a' })).toBeUndefined();
  });
});

describe('the end of a collection', () => {
  it('is told with its cost, or with what to do', () => {
    const zone = 'utc' as const;
    expect(describeEnd('One', makeRun('One', 1, 'complete', NOW), zone)).toMatchObject({
      kind: 'success',
      message: '185,536 rows stored, 63 API calls.',
    });
    expect(describeEnd('One', makeRun('One', 1, 'paused-quota', NOW), zone).message).toContain('75%');
    expect(describeEnd('One', makeRun('One', 1, 'failed', NOW), zone)).toMatchObject({ kind: 'problem' });
    expect(describeEnd('One', makeRun('One', 1, 'interrupted', NOW), zone).message).toContain('kept');
  });
});

describe('the state of an org', () => {
  it('puts a running collection first, then a pause by hand, then the last run', () => {
    expect(orgStateWords({ ...one, paused: true, state: 'collecting' }).label).toBe('Collecting');
    expect(orgStateWords({ ...one, paused: true, state: 'failed' }).label).toBe('Paused');
    expect(orgStateWords({ ...one, state: 'failed' }).label).toBe('Last collection failed');
    expect(orgStateWords({ ...one, state: 'idle', dataAsOf: null }).label).toBe('Not collected yet');
    expect(orgStateWords(one).label).toBe('Up to date');
  });
});

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Api } from '../../../shared/contract';
import {
  NO_COUNTS,
  type CheckPreview,
  type CheckState,
  type ParameterInfo,
} from '../../../shared/model/checks';
import { AppError } from '../../../shared/model/errors';
import { resultWords } from './check-words';
import { changedParameters, countShown, listed, NO_FILTER } from './checks-filter';
import { createChecksStore } from './checks-store';
import { parameterProblem, rangeWords, sameValue, valuesOf, valueWords } from './parameter-form';
import { changeWords } from './preview-words';
import { createSettingsStore, PREVIEW_DELAY_MS } from './settings-store';

const number: ParameterInfo = {
  id: 'days',
  title: 'Quiet for',
  help: null,
  unit: 'days',
  kind: 'number',
  default: 90,
  min: 1,
  max: 3650,
  step: 1,
  choices: [],
};
const list: ParameterInfo = {
  ...number,
  id: 'countries',
  kind: 'list',
  default: ['IR', 'KP'],
  min: null,
  max: null,
  step: null,
  unit: '',
  choices: [{ value: 'IR', label: 'Iran' }],
};

function check(change: Partial<CheckState> = {}, info: Partial<CheckState['info']> = {}): CheckState {
  return {
    info: {
      id: 'inactive-users',
      title: 'Inactive Users',
      category: 'posture',
      alsoKnownAs: ['Dormant accounts'],
      finds: 'Users who do not sign in.',
      matters: 'Nobody watches them.',
      severityRule: 'Medium.',
      subjects: 'active users',
      needs: [],
      parameters: [number, list],
      evidence: {},
      remediation: [],
      references: [{ id: 'T1078', title: 'Valid Accounts', url: 'https://attack.mitre.org' }],
      weight: 5,
      ...info,
    },
    enabled: true,
    values: { days: 90, countries: ['KP', 'IR'] },
    changedBy: null,
    changedAt: null,
    result: null,
    open: NO_COUNTS,
    acknowledged: 0,
    muted: 0,
    ...change,
  };
}
const result = {
  evaluatedAt: '2026-11-22T09:00:00Z',
  status: 'evaluated' as const,
  reason: null,
  notes: [],
  population: 1204,
};

describe('the catalog', () => {
  const quiet = check({}, { id: 'a', title: 'A' });
  const loud = check({ open: { ...NO_COUNTS, critical: 1 } }, { id: 'z', title: 'Z' });
  const off = check({ enabled: false }, { id: 'b', title: 'B', category: 'threat' });
  const changed = check({ values: { days: 30, countries: ['IR', 'KP'] } }, { id: 'c', title: 'C' });
  const missing = check(
    { result: { ...result, status: 'not-evaluated', reason: '“Sessions” has not been collected yet.' } },
    { id: 'd', title: 'D' },
  );
  const all = [quiet, loud, off, changed, missing];
  const ids = (states: readonly CheckState[]) => states.map(({ info }) => info.id);

  it('lists the worst first, then by name', () => {
    expect(ids(listed(all, 'posture', NO_FILTER))).toEqual(['z', 'a', 'c', 'd']);
    expect(ids(listed(all, 'threat', NO_FILTER))).toEqual(['b']);
  });

  it('finds checks by their other names and techniques', () => {
    expect(listed([quiet], 'posture', { show: 'all', search: ' dormant ACC' })).toHaveLength(1);
    expect(listed([quiet], 'posture', { show: 'all', search: 't1078' })).toHaveLength(1);
    expect(listed([quiet], 'posture', { show: 'all', search: 'nonsense' })).toHaveLength(0);
  });

  it('shows what one goes through it for', () => {
    const shown = (show: Parameters<typeof countShown>[1]) => countShown(all, show);
    expect([shown('all'), shown('findings'), shown('not-evaluated'), shown('off'), shown('changed')]).toEqual(
      [5, 1, 1, 1, 1],
    );
    expect(changedParameters(changed).map(({ id }) => id)).toEqual(['days']);
  });

  it('never lets a check pass in silence', () => {
    expect(resultWords(quiet)).toMatchObject({ label: 'Never evaluated', tone: 'quiet' });
    expect(resultWords(missing)).toMatchObject({
      label: 'Not evaluated',
      tone: 'warn',
      detail: '“Sessions” has not been collected yet.',
    });
    expect(resultWords(off).label).toBe('Off');
    expect(resultWords(check({ result: { ...result, status: 'off' } })).label).toBe('Not evaluated yet');
    expect(resultWords(check({ result }))).toEqual({
      label: 'Evaluated',
      tone: 'ok',
      detail: '1,204 active users',
    });
  });
});

describe('switching a check', () => {
  it('keeps its settings, and reads the list again even when it failed', async () => {
    const setCheck = vi.fn<Api['security']['setCheck']>(() => Promise.resolve());
    const states = [check({ values: { days: 30, countries: [] } }), check({}, { id: 'usual' })];
    const checks = vi.fn(() => Promise.resolve(states));
    const api = { security: { checks, setCheck } as unknown as Api['security'] };
    const store = createChecksStore(api, 'o');
    store.getState().reload();
    await vi.waitFor(() => expect(store.getState().checks.data).not.toBeNull());
    await store.getState().toggle('inactive-users', false);
    expect(setCheck.mock.lastCall?.[0]).toEqual({
      orgId: 'o',
      check: 'inactive-users',
      enabled: false,
      values: { days: 30, countries: [] },
    });
    await store.getState().toggle('usual', false);
    expect(setCheck.mock.lastCall?.[0].values).toBeNull();
    setCheck.mockRejectedValueOnce(new Error('no'));
    await expect(store.getState().toggle('usual', true)).rejects.toThrow('no');
    expect(checks).toHaveBeenCalledTimes(4);
    expect(store.getState().switching.size).toBe(0);
  });
});

describe('the settings of a check', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const answer = (gone: number): CheckPreview => ({
    status: 'evaluated',
    reason: null,
    notes: [],
    now: NO_COUNTS,
    would: NO_COUNTS,
    gone,
    added: 0,
    examples: [],
  });
  function setUp(state = check()) {
    const pending: {
      days: unknown;
      answer: (preview: CheckPreview) => void;
      fail: (error: Error) => void;
    }[] = [];
    const preview = vi.fn<Api['security']['preview']>(
      ({ values }) =>
        new Promise((resolve, reject) => {
          pending.push({ days: values['days'], answer: resolve, fail: reject });
        }),
    );
    const setCheck = vi.fn<Api['security']['setCheck']>(() => Promise.resolve());
    const store = createSettingsStore({ security: { preview, setCheck } }, { orgId: 'o', check: state });
    return { store, preview, setCheck, pending };
  }
  const pause = () => vi.advanceTimersByTimeAsync(PREVIEW_DELAY_MS);

  it('asks what would change once typing pauses', async () => {
    const { store, preview, pending } = setUp();
    store.getState().set('days', 1);
    store.getState().set('days', 12);
    store.getState().set('days', 120);
    expect(store.getState().preview.loading).toBe(true);
    await pause();
    expect(preview.mock.calls.map(([input]) => input.values['days'])).toEqual([120]);
    pending[0]?.answer(answer(3));
    await pause();
    expect(store.getState().preview).toMatchObject({ loading: false, data: { gone: 3 } });
  });

  it('drops the answer to what is not typed any more, and its failure', async () => {
    const { store, pending } = setUp();
    store.getState().set('days', 30);
    await pause();
    store.getState().set('days', 40);
    await pause();
    pending[1]?.answer(answer(40));
    await pause();
    pending[0]?.answer(answer(30));
    await pause();
    expect(store.getState().preview.data?.gone).toBe(40);
    store.getState().set('days', 50);
    await pause();
    store.getState().discard();
    pending[2]?.fail(new Error('late'));
    await pause();
    expect(store.getState().preview).toEqual({ data: null, error: null, loading: false });
  });

  it('asks nothing for what cannot be used or is in force already', async () => {
    const { store, preview } = setUp();
    for (const days of ['', 0, 9999] as const) store.getState().set('days', days);
    await pause();
    store.getState().set('days', 90);
    store.getState().set('countries', ['IR', 'KP']);
    await pause();
    expect(preview).not.toHaveBeenCalled();
    expect(store.getState().preview.loading).toBe(false);
  });

  it('tells why there is no preview, and tries again', async () => {
    const { store, preview, pending } = setUp();
    store.getState().set('days', 30);
    await pause();
    pending[0]?.fail(new AppError({ code: 'GONE', kind: 'data', message: 'Gone.', fix: 'Retry.' }));
    await pause();
    expect(store.getState().preview).toMatchObject({ loading: false, error: { code: 'GONE' } });
    store.getState().retryPreview();
    await pause();
    expect(preview).toHaveBeenCalledTimes(2);
  });

  it('saves the defaults as no settings at all', async () => {
    const { store, setCheck } = setUp(check({ values: { days: 30, countries: ['IR', 'KP'] } }));
    store.getState().set('days', 45);
    await store.getState().save();
    expect(setCheck.mock.lastCall?.[0].values).toEqual({ days: 45, countries: ['IR', 'KP'] });
    store.getState().reset('days');
    await store.getState().save();
    expect(setCheck.mock.lastCall?.[0]).toEqual({
      orgId: 'o',
      check: 'inactive-users',
      enabled: true,
      values: null,
    });
  });

  it('keeps what was typed when saving failed', async () => {
    const { store, setCheck } = setUp();
    setCheck.mockRejectedValueOnce(new Error('no'));
    store.getState().set('days', 45);
    await expect(store.getState().save()).rejects.toThrow('no');
    expect(store.getState()).toMatchObject({ saving: false, draft: { days: 45 } });
  });
});

describe('values', () => {
  it('are within their range, both ends included', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const inside = value >= 1 && value <= 3650;
        expect(parameterProblem(number, value) === null).toBe(inside);
        expect(valuesOf([number], { days: value }) !== null).toBe(inside);
      }),
    );
    expect(parameterProblem(number, '')).toBe('Enter a number.');
    expect(valuesOf([number], {})).toBeNull();
  });

  it('are the same whatever the order of a list', () => {
    expect(sameValue(['a', 'b'], ['b', 'a'])).toBe(true);
    expect(sameValue(['a'], ['a', 'b'])).toBe(false);
    expect(sameValue(true, true)).toBe(true);
  });

  it('are written with their unit and labels', () => {
    expect(valueWords(number, 1200)).toBe('1,200 days');
    expect(valueWords(list, ['IR', 'XX'])).toBe('Iran, XX');
    expect(valueWords(list, [])).toBe('None');
    expect(rangeWords(number)).toBe('1 to 3,650 days');
    expect(rangeWords({ ...number, max: null })).toBe('At least 1 days');
  });
});

it('says what would change', () => {
  expect(changeWords({ status: 'evaluated', gone: 0, added: 0 })).toBe('Nothing would change');
  expect(changeWords({ status: 'evaluated', gone: 12, added: 1 })).toBe('12 would be gone, 1 would be new');
  expect(changeWords({ status: 'not-evaluated', gone: 3, added: 0 })).toBe('Nothing would be found');
});

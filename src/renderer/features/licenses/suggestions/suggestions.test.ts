import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Api } from '../../../../shared/contract';
import type { Suggestion, SuggestionsPage, SuggestionsQuery } from '../../../../shared/model/suggestions';
import { problemsOf, sameEntries, toEntry, type Draft } from './needed-anyway';
import { insteadWords } from './suggestion-words';
import { createSuggestionsStore, SUGGESTION_SEARCH_DELAY_MS } from './suggestions-store';

const license = (name: string, free: number | null) => ({ kind: 'user' as const, id: name, name, free });

describe('what to take instead', () => {
  const words = (kind: Suggestion['kind'], to: Suggestion['to']) => insteadWords({ kind, to });

  it('names the license and its free seats', () => {
    expect(words('platform-license', license('Platform', 1204))).toBe('Platform (1,204 free)');
    expect(words('platform-license', license('Platform', 0))).toBe('Platform (none free)');
    expect(words('login-based-license', license('By login', null))).toBe('By login');
  });

  it('says so where there is none', () => {
    expect(words('integration-license', null)).toBe('integration license (the org has none)');
    expect(words('unneeded-permission-set-license', null)).toBe('nothing instead');
  });
});

describe('the list of what is needed anyway', () => {
  const draft = (key: number, changes: Partial<Draft> = {}): Draft => ({
    key,
    license: 'SomePsl',
    by: 'everybody',
    name: '',
    ...changes,
  });

  it('wants a license, and a name where one is asked for', () => {
    const problems = problemsOf([
      draft(1),
      draft(2, { license: '  ' }),
      draft(3, { license: 'Some License' }),
      draft(4, { by: 'profile', name: ' ' }),
      draft(5, { by: 'permission-set' }),
      draft(6, { by: 'permission-set', name: 'Set' }),
    ]);
    expect([...problems.keys()]).toEqual([2, 3, 4, 5]);
    expect(problems.get(4)).toHaveProperty('name');
    expect(problems.get(4)).not.toHaveProperty('license');
  });

  it('does not take the same line twice, however it is written', () => {
    const twice = [
      draft(1, { by: 'profile', name: 'Read' }),
      draft(2, { license: ' somepsl', by: 'profile', name: 'read ' }),
    ];
    expect([...problemsOf(twice).keys()]).toEqual([2]);
    expect(problemsOf([draft(1, { name: 'a' }), draft(2, { name: 'b' })]).has(2)).toBe(true);
  });

  it('is saved without blanks, and without a name for everybody', () => {
    expect(toEntry(draft(1, { license: ' SomePsl ', name: 'left over' }))).toEqual({
      license: 'SomePsl',
      by: 'everybody',
      name: '',
    });
    expect(
      sameEntries([draft(1, { name: 'left over' })], [{ license: 'SomePsl', by: 'everybody', name: '' }]),
    ).toBe(true);
  });
});

describe('the store', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function setUp() {
    const asked: SuggestionsQuery[] = [];
    const page: SuggestionsPage = {
      asOf: null,
      total: 0,
      counts: {
        'integration-license': 0,
        'platform-license': 0,
        'login-based-license': 0,
        'unneeded-permission-set-license': 0,
      },
      annual: [],
      rows: [],
      notEvaluated: [],
    };
    const api = {
      licenses: {
        suggestions: (query: SuggestionsQuery) => {
          asked.push(query);
          return Promise.resolve(page);
        },
      },
    } as unknown as Pick<Api, 'licenses'>;
    return { asked, store: createSuggestionsStore(api, { orgId: 'acme', inactiveDays: 90 }) };
  }

  it('asks for most savings first', async () => {
    const { store, asked } = setUp();
    store.getState().reload();
    await vi.runAllTimersAsync();
    expect(asked).toEqual([
      {
        orgId: 'acme',
        asOf: null,
        inactiveDays: 90,
        kind: null,
        search: '',
        sort: 'annualSaving',
        descending: true,
        offset: 0,
        limit: 100,
      },
    ]);
    expect(store.getState().summary).toMatchObject({ counts: { 'platform-license': 0 } });
  });

  it('asks again for another kind, threshold or moment, not for the same', async () => {
    const { store, asked } = setUp();
    store.getState().setKind(null);
    store.getState().setInactiveDays(90);
    store.getState().setAsOf(null);
    await vi.runAllTimersAsync();
    expect(asked).toEqual([]);
    store.getState().setKind('platform-license');
    await vi.runAllTimersAsync();
    store.getState().setInactiveDays(30);
    await vi.runAllTimersAsync();
    store.getState().setAsOf('2026-06-01T00:00:00.000Z');
    await vi.runAllTimersAsync();
    expect(asked.at(-1)).toMatchObject({
      kind: 'platform-license',
      inactiveDays: 30,
      asOf: '2026-06-01T00:00:00.000Z',
    });
    expect(asked).toHaveLength(3);
  });

  it('waits for a pause in typing, and not when the filters are cleared', async () => {
    const { store, asked } = setUp();
    store.getState().setSearch('Ma');
    await vi.advanceTimersByTimeAsync(SUGGESTION_SEARCH_DELAY_MS - 1);
    store.getState().setSearch('May ');
    await vi.advanceTimersByTimeAsync(SUGGESTION_SEARCH_DELAY_MS - 1);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked.map(({ search }) => search)).toEqual(['May']);
    store.getState().clearFilters();
    await vi.runAllTimersAsync();
    expect(asked.map(({ search }) => search)).toEqual(['May', '']);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Api } from '../../../shared/contract';
import { NO_COUNTS } from '../../../shared/model/checks';
import type { Finding, FindingsPage } from '../../../shared/model/findings';
import {
  countOf,
  filterOf,
  filtersFromParams,
  findingsRoute,
  groupsFilterOf,
  isFiltered,
  severityCountsOf,
  showsOnlyOpen,
  USUAL_FILTERS,
} from './finding-filters';
import { createFindingsStore, FINDING_SEARCH_DELAY_MS } from './findings-store';

const counts = (change: Partial<typeof NO_COUNTS>) => ({ ...NO_COUNTS, ...change });
const finding = (id: number): Finding => ({
  id,
  check: 'inactive-users',
  title: 'Inactive Users',
  category: 'posture',
  severity: 'medium',
  status: 'open',
  userId: `005${id}`,
  username: null,
  name: `User ${id}`,
  ip: null,
  app: null,
  firstSeenAt: '2026-11-01T00:00:00Z',
  lastSeenAt: '2026-11-02T00:00:00Z',
  summary: 'Something.',
  evidence: {},
  occurrences: 0,
  foundAt: '2026-11-02T00:00:00Z',
  resolvedAt: null,
  resolvedReason: null,
  acknowledgement: null,
  muted: false,
});

const FACETS: Pick<FindingsPage, 'counts' | 'byCheck' | 'byUser'> = {
  counts: counts({ high: 5, medium: 7 }),
  byCheck: [
    { check: 'a', title: 'A', counts: counts({ high: 5, medium: 1 }) },
    { check: 'b', title: 'B', counts: counts({ medium: 6 }) },
  ],
  byUser: [{ userId: '0051', username: null, name: 'User 1', counts: counts({ high: 2 }) }],
};

function setUp() {
  const findings = vi.fn<Api['security']['findings']>(({ offset = 0, limit = 100 }) =>
    Promise.resolve({
      ...FACETS,
      total: 3,
      rows: [1, 2, 3].slice(offset, offset + limit).map(finding),
      evaluatedAt: '2026-11-22T09:00:00Z',
    }),
  );
  const security = {
    findings,
    finding: vi.fn<Api['security']['finding']>(({ id }) =>
      Promise.resolve({ finding: finding(id), history: [] }),
    ),
    checks: vi.fn(() => Promise.resolve([])),
    mutes: vi.fn(() => Promise.resolve([])),
    score: vi.fn(() =>
      Promise.resolve({ score: null, evaluatedAt: null, parts: [], leftOut: [], trend: [] }),
    ),
  };
  const store = createFindingsStore({ security: security as unknown as Api['security'] }, { orgId: 'o' });
  return { store, security, findings };
}
const settle = () => vi.advanceTimersByTimeAsync(0);
const subject = { kind: 'user' as const, value: '0051', label: 'User 1' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the findings on the page', () => {
  it('takes rows, counts and the time of the evaluation from one question', async () => {
    const { store, findings } = setUp();
    store.getState().reload();
    await settle();
    expect(findings).toHaveBeenCalledOnce();
    expect(findings.mock.lastCall?.[0]).toMatchObject({ orgId: 'o', statuses: ['open'], sort: 'severity' });
    expect(store.getState()).toMatchObject({
      evaluatedAt: '2026-11-22T09:00:00Z',
      facets: { counts: { high: 5 } },
      list: { total: 3 },
    });
  });

  it('asks for the other groups only when one is chosen, and not again for the same question', async () => {
    const { store, findings } = setUp();
    store.getState().reload();
    await settle();
    findings.mockClear();
    store.getState().setFilters({ checks: ['a'] });
    await settle();
    // The groups are still those of the question without the check: they are known.
    expect(findings.mock.calls.map(([query]) => [query.checks, query.limit])).toEqual([[['a'], 100]]);
    store.getState().setFilters({ statuses: [] });
    await settle();
    expect(findings.mock.calls.slice(1).map(([query]) => [query.checks, query.limit])).toEqual([
      [['a'], 100],
      [[], 1],
    ]);
    store.getState().setGrouping('severity');
    await settle();
    // By severity, the counts of the list are those of the groups.
    expect(findings).toHaveBeenCalledTimes(3);
    expect(store.getState().facets).not.toBeNull();
  });

  it('drops counts of a question that is not asked any more', async () => {
    const { store, findings } = setUp();
    let answer: (page: FindingsPage) => void = () => undefined;
    findings.mockImplementation(({ limit, severities }) =>
      limit === 1 && severities?.length === 0
        ? new Promise((resolve) => (answer = resolve))
        : Promise.resolve({ ...FACETS, total: 1, rows: [finding(1)], evaluatedAt: null }),
    );
    store.getState().setFilters({ severities: ['high'], statuses: [] });
    await settle();
    store.getState().clearFilters();
    await settle();
    answer({ ...FACETS, counts: counts({ info: 99 }), total: 99, rows: [], evaluatedAt: null });
    await settle();
    expect(store.getState().facets?.counts.info).toBe(0);
  });

  it('searches when typing pauses, and forgets what was ticked', async () => {
    const { store, findings } = setUp();
    store.getState().reload();
    await settle();
    await store.getState().pick(1, false);
    expect(store.getState().picked()).toEqual({ ids: [2] });
    store.getState().setSearch(' ada ');
    await vi.advanceTimersByTimeAsync(FINDING_SEARCH_DELAY_MS);
    expect(findings.mock.lastCall?.[0].search).toBe('ada');
    expect(store.getState().picked()).toBeNull();
  });

  it('gives all that match as the filter they match', async () => {
    const { store } = setUp();
    store.getState().reload();
    await settle();
    store.getState().pickAll();
    expect(store.getState().picked()).toEqual({ filter: filterOf(USUAL_FILTERS) });
  });

  it('reads the open finding again with everything else', async () => {
    const { store, security } = setUp();
    store.getState().open({ id: 7, title: 'Inactive Users' });
    await settle();
    expect(store.getState().opened?.detail.data?.finding.id).toBe(7);
    store.getState().reload();
    await settle();
    expect(security.finding).toHaveBeenCalledTimes(2);
    expect(security.score).toHaveBeenCalledOnce();
  });
});

describe('filters', () => {
  it('leave the groups and severities out of the question behind the groups', () => {
    const filters = { ...USUAL_FILTERS, severities: ['high' as const], checks: ['a'], subject };
    expect(groupsFilterOf(filters, 'check')).toMatchObject({ severities: [], checks: [], userId: '0051' });
    expect(groupsFilterOf(filters, 'user')).toMatchObject({ severities: [], checks: ['a'], userId: null });
    expect(groupsFilterOf({ ...filters, subject: { ...subject, kind: 'ip' } }, 'user').ip).toBe('0051');
  });

  it('count severities among what the chosen group leaves', () => {
    const by = (grouping: 'check' | 'user', change: Partial<typeof USUAL_FILTERS>) =>
      severityCountsOf(FACETS, { ...USUAL_FILTERS, ...change }, grouping);
    expect(by('check', {})).toEqual(FACETS.counts);
    expect(by('check', { checks: ['b'] })).toEqual(counts({ medium: 6 }));
    expect(by('check', { checks: ['a', 'b'] })).toEqual(FACETS.counts);
    expect(by('user', { subject })).toEqual(counts({ high: 2 }));
    expect(by('user', { subject: { ...subject, value: 'not among the hundred' } })).toBeNull();
    expect(countOf(FACETS.counts, ['medium'])).toBe(7);
    expect(countOf(FACETS.counts, [])).toBe(12);
  });

  it('come from the address, whatever is in it', () => {
    expect(filtersFromParams({})).toEqual(USUAL_FILTERS);
    expect(filtersFromParams({ severity: 'nonsense', status: '', category: 'x' })).toEqual(USUAL_FILTERS);
    const params = { check: 'a', severity: 'high,critical', status: 'all', user: '0051', name: 'User 1' };
    expect(findingsRoute('o', params)).toMatchObject({ page: 'findings', params });
    expect(filterOf(filtersFromParams(params))).toMatchObject({
      checks: ['a'],
      severities: ['high', 'critical'],
      statuses: [],
      userId: '0051',
      ip: null,
    });
  });

  it('are told from the usual ones', () => {
    expect(isFiltered(USUAL_FILTERS)).toBe(false);
    expect(isFiltered({ ...USUAL_FILTERS, search: '  ' })).toBe(false);
    expect(isFiltered({ ...USUAL_FILTERS, statuses: [] })).toBe(true);
    expect(showsOnlyOpen(USUAL_FILTERS)).toBe(true);
    expect(showsOnlyOpen({ ...USUAL_FILTERS, muted: 'with' })).toBe(false);
  });
});

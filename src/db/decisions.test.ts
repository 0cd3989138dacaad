import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, store } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import {
  ORG,
  closeScene,
  decide,
  list,
  old,
  openScene,
  query,
  seat,
  setPrice,
  stored,
  test,
} from '../../test/builders/decisions-scene';
import { type DecisionsQuery } from '../shared/model/reclaim';

beforeEach(openScene);
afterEach(closeScene);

describe('decide', () => {
  it('writes down what was seen at that moment', async () => {
    await setPrice(100);
    expect(await decide([seat('idle')], 'reclaim', { note: 'Left in May' })).toBe(1);
    await store(test.db, 'users', [rows.user('idle', { name: 'Renamed', lastLoginAt: AS_OF })], { pass: 2 });
    await setPrice(500);
    expect((await list()).rows).toEqual([
      {
        kind: 'user',
        licenseId: 'license-1',
        license: 'Salesforce',
        userId: 'idle',
        name: 'Ida Idle',
        username: 'idle@acme.test',
        department: null,
        manager: null,
        managerEmail: null,
        decision: 'reclaim',
        note: 'Left in May',
        decidedBy: 'Kim',
        decidedAt: new Date(AS_OF).toISOString(),
        reason: 'inactive',
        daysIdle: 200,
        isIdle: false,
        outcome: 'open',
        reclaimedAt: null,
        annualPrice: 1200,
        currency: 'USD',
        savedSoFar: 0,
      },
    ]);
  });

  it('takes seats of every kind that somebody holds, and no others', async () => {
    const held = [
      seat('idle'),
      seat('idle', 'permissionSet', 'psl-1'),
      seat('idle', 'package', 'package-1'),
      seat('idle', 'feature', 'MarketingUser'),
      // Deactivated users keep what was assigned to them; their license and flags they have given back.
      seat('gone', 'permissionSet', 'psl-1'),
    ];
    const notHeld = [
      seat('gone'),
      seat('gone', 'feature', 'MarketingUser'),
      seat('busy', 'permissionSet', 'psl-1'),
      seat('idle', 'feature', 'SupportUser'),
      seat('idle', 'user', 'license-9'),
      seat('nobody'),
    ];
    expect(await decide([...held, ...notHeld], 'ask')).toBe(held.length);
    const decided = (await list()).rows.map(({ userId, kind, licenseId: id }) => ({ userId, kind, id }));
    expect(new Set(decided.map((one) => JSON.stringify(one)))).toEqual(
      new Set(held.map((one) => JSON.stringify(one))),
    );
  });

  it('counts a seat that is named twice once, and one in use without a reason', async () => {
    expect(await decide([seat('busy'), seat('busy')], 'keep')).toBe(1);
    expect((await list()).rows).toMatchObject([{ reason: null, daysIdle: null, isIdle: false }]);
  });

  it('keeps every decision and puts the newest in force', async () => {
    await decide([seat('idle')], 'ask', { at: AS_OF });
    await decide([seat('idle')], 'reclaim', { at: AS_OF + 1, by: 'Ada' });
    expect(stored('decision, decided_by, is_current')).toEqual([
      { decision: 'ask', decided_by: 'Kim', is_current: 0 },
      { decision: 'reclaim', decided_by: 'Ada', is_current: 1 },
    ]);
    expect((await list()).rows).toMatchObject([{ decision: 'reclaim', decidedBy: 'Ada' }]);
  });

  it('takes back what was decided, and leaves a trace', async () => {
    await decide([seat('idle'), seat('never')], 'reclaim');
    expect(await decide([seat('idle'), seat('busy')], null, { at: AS_OF + 1, note: 'Wrong person' })).toBe(1);
    expect((await list()).rows.map(({ userId }) => userId)).toEqual(['never']);
    expect(stored('user_id, decision, note, is_current').at(-1)).toEqual({
      user_id: 'idle',
      decision: null,
      note: 'Wrong person',
      is_current: 1,
    });
    expect(await decide([seat('idle')], null)).toBe(0);
  });

  it('takes back decisions about seats that are gone', async () => {
    await decide([seat('idle')], 'reclaim');
    await store(test.db, 'users', [rows.user('busy')], { pass: 2 });
    expect(await decide([seat('idle')], 'keep')).toBe(0);
    expect(await decide([seat('idle')], null)).toBe(1);
    expect((await list()).total).toBe(0);
  });

  it('decides about everything a list shows, whatever its page', async () => {
    const idle = (await test.db.seats(query())).total;
    expect(idle).toBeGreaterThan(3);
    expect(await decide(query({ limit: 1, offset: 2 }), 'reclaim')).toBe(idle);
    expect((await list()).total).toBe(idle);
  });

  it('is not confused by a list that gets shorter by deciding', async () => {
    const open = query({ decisions: ['none'], limit: 1 });
    const idle = (await test.db.seats(open)).total;
    expect(await decide(open, 'reclaim')).toBe(idle);
    expect((await test.db.seats(open)).total).toBe(0);
    expect(await decide(query({ decisions: ['reclaim'] }), null)).toBe(idle);
    expect((await test.db.seats(open)).total).toBe(idle);
  });

  it('walks through lists of more than one page', { timeout: 30_000 }, async () => {
    const many = Array.from({ length: 4_500 }, (_, i) => rows.user(`m${i}`, { lastLoginAt: old }));
    await store(test.db, 'users', many, { pass: 2 });
    const lists = query({ license: { kind: 'user', id: 'license-1' } });
    expect(await decide(lists, 'reclaim')).toBe(4_500);
    expect(await test.db.reclaimSummary(ORG, AS_OF)).toMatchObject({ open: 4_500 });
  });

  it('shows in the list of idle seats at once', async () => {
    await decide([seat('never')], 'ask', { note: 'Hired in June' });
    const seats = (await test.db.seats(query({ license: { kind: 'user', id: 'license-1' } }))).rows;
    expect(
      seats.map(({ userId, decision, decisionNote }) => [userId, decision, decisionNote]),
    ).toContainEqual(['never', 'ask', 'Hired in June']);
  });
});

describe('the review list', () => {
  beforeEach(async () => {
    await decide([seat('idle')], 'reclaim', { at: AS_OF, note: 'Straße' });
    await decide([seat('never')], 'ask', { at: AS_OF + 1 });
    await decide([seat('busy')], 'keep', { at: AS_OF + 2 });
  });
  const users = async (changes: Partial<DecisionsQuery>) =>
    (await list(changes)).rows.map(({ userId }) => userId);

  it('is filtered by decision and outcome', async () => {
    expect(await users({ decisions: ['ask', 'keep'] })).toEqual(['busy', 'never']);
    expect(await users({ outcomes: ['reclaimed'] })).toEqual([]);
    expect(await users({ outcomes: ['open'], decisions: ['reclaim'] })).toEqual(['idle']);
  });

  it.each([
    ['åSA', ['never']],
    ['STRASSE', []],
    ['straße', ['idle']],
    ['bob busy', ['busy', 'idle']], // his own seat, and that of whom he manages
    ['sales', ['busy', 'never', 'idle']], // a department, and the license of all
    ['100%', []],
  ])('finds %s in what it shows', async (search, expected) => {
    expect(await users({ search })).toEqual(expected);
  });

  it('has a total order for every sorting, and pages that neither repeat nor miss a row', async () => {
    for (const sort of ['decidedAt', 'name', 'license', 'manager', 'annualPrice', 'reclaimedAt'] as const) {
      for (const descending of [true, false]) {
        const whole = await users({ sort, descending });
        const paged = await Promise.all(
          [0, 1, 2].map((offset) => users({ sort, descending, limit: 1, offset })),
        );
        expect(paged.flat()).toEqual(whole);
        expect(new Set(whole).size).toBe(3);
        expect(await users({ sort, descending: !descending })).toEqual([...whole].reverse());
      }
    }
    expect(await users({ sort: 'name', descending: false })).toEqual(['busy', 'idle', 'never']);
    expect((await list({ limit: 1 })).total).toBe(3);
  });

  it('says who is idle today by the org’s own definition', async () => {
    const idle = async () =>
      (await list({ sort: 'name', descending: false })).rows.map(({ isIdle }) => isIdle);
    expect(await idle()).toEqual([false, true, true]);
    await test.db.updateOrg(ORG, { inactiveDays: 365 });
    expect(await idle()).toEqual([false, false, true]);
  });

  it('names the manager, and where to write to', async () => {
    expect((await list({ search: 'Ida' })).rows).toMatchObject([
      { manager: 'Bob Busy', managerEmail: 'busy@mail.test' },
    ]);
  });
});

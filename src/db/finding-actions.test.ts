import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import { findingRow, findingsQuery, insertFindings, raw } from '../../test/builders/finding-rows';
import { FindingsFilter, type FindingsQuery } from '../shared/model/findings';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
  await store(test.db, 'users', [rows.user('ada', { name: 'Ada', username: 'ada@acme.test' })]);
});
afterEach(() => test.dispose());

const acknowledge = (
  selection: Parameters<typeof test.db.acknowledge>[1],
  changes: { reason?: string; until?: number | null; by?: string; at?: number } = {},
) =>
  test.db.acknowledge('org-1', selection, {
    reason: 'Known.',
    until: null,
    by: 'Kim',
    at: AS_OF,
    ...changes,
  });
const reopen = (selection: Parameters<typeof test.db.reopen>[1], note = '', at = AS_OF) =>
  test.db.reopen('org-1', selection, { note, by: 'Lee', at });
const page = (changes: Partial<FindingsQuery> = {}, now = AS_OF) =>
  test.db.findings(findingsQuery(changes), now);
const filter = (changes: Partial<FindingsFilter> = {}) => ({ filter: FindingsFilter.parse(changes) });
const history = async (id: number) => (await test.db.finding('org-1', id, AS_OF))?.history;
const iso = (ms: number) => new Date(ms).toISOString();

describe('acknowledging', () => {
  it('says who, why and until when, and is told in the history', async () => {
    const [id = 0, other = 0] = insertFindings(test, [findingRow(), findingRow()]);
    expect(await acknowledge({ ids: [id] }, { until: AS_OF + DAY })).toBe(1);
    expect((await page({ statuses: ['acknowledged'] })).rows).toMatchObject([
      { id, acknowledgement: { by: 'Kim', at: iso(AS_OF), reason: 'Known.', until: iso(AS_OF + DAY) } },
    ]);
    expect((await page()).rows.map((row) => row.id)).toEqual([other]);
    expect((await page({}, AS_OF + DAY)).total).toBe(2);
    expect(await history(id)).toEqual([
      { at: iso(AS_OF), kind: 'acknowledged', by: 'Kim', note: `Known. (until ${iso(AS_OF + DAY)})` },
    ]);
    expect(await history(other)).toEqual([]);
    // Said again: the newest words count, both are kept.
    expect(await acknowledge({ ids: [id] }, { reason: 'Still known.', by: 'Lee', at: AS_OF + 1 })).toBe(1);
    expect((await test.db.finding('org-1', id, AS_OF))?.finding.acknowledgement).toMatchObject({
      by: 'Lee',
      reason: 'Still known.',
      until: null,
    });
    expect((await history(id))?.map(({ note }) => note)).toEqual([
      `Known. (until ${iso(AS_OF + DAY)})`,
      'Still known.',
    ]);
  });

  it('is of what a filter lists, in any number, and never of what is resolved', async () => {
    const found = Array.from({ length: 12_345 }, (_, index) =>
      findingRow({ severity: index % 2 === 0 ? 'high' : 'low', userId: `u${index % 10}` }),
    );
    insertFindings(test, found);
    const [resolved = 0] = insertFindings(test, [
      findingRow({ severity: 'high', resolvedAt: AS_OF - 1, resolvedReason: 'quiet' }),
    ]);
    expect(await acknowledge(filter({ severities: ['high'], statuses: [] }))).toBe(6_173);
    expect(await page()).toMatchObject({ total: 6_172, counts: { high: 0, low: 6_172 } });
    expect(await history(resolved)).toEqual([]);
    expect(await acknowledge(filter({ userId: 'u1', muted: 'with' }))).toBe(1_235);
    expect(await acknowledge(filter({ userId: 'u1' }))).toBe(0);
    expect(await acknowledge({ ids: [resolved, 999_999] })).toBe(0);
  });

  it('leaves muted ones and other orgs alone', async () => {
    await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other' }));
    const [foreign = 0] = insertFindings(test, [findingRow()], 'org-2');
    insertFindings(test, [findingRow({ ip: '192.0.2.1' }), findingRow()]);
    const why = { reason: 'Test.', until: null, by: 'Kim', at: AS_OF };
    await test.db.mute('org-1', { check: null, target: 'ip', value: '192.0.2.1', ...why });
    expect(await acknowledge(filter())).toBe(1);
    expect(await acknowledge({ ids: [foreign] })).toBe(0);
    expect((await page({ orgId: 'org-2' })).total).toBe(1);
    await expect(test.db.acknowledge('nobody', { ids: [1] }, why)).rejects.toMatchObject({
      code: 'UNKNOWN_ORG',
    });
  });
});

describe('reopening', () => {
  it('takes back what is in force, with a note in the history', async () => {
    const [open = 0, known = 0, over = 0] = insertFindings(test, [
      findingRow(),
      findingRow(),
      findingRow({ acknowledgedBy: 'Kim', acknowledgedAt: AS_OF - 9, acknowledgedUntil: AS_OF }),
    ]);
    await acknowledge({ ids: [known] });
    expect(await reopen({ ids: [open, known, over] }, 'It was not.')).toBe(1);
    expect((await page()).total).toBe(3);
    expect((await history(known))?.at(-1)).toEqual({
      at: iso(AS_OF),
      kind: 'reopened',
      by: 'Lee',
      note: 'It was not.',
    });
    expect(await history(open)).toEqual([]);
    expect(await reopen({ ids: [known] })).toBe(0);
  });

  it('by filter, without a note, also of what is resolved by now', async () => {
    const ids = insertFindings(test, [findingRow(), findingRow()]);
    await acknowledge({ ids });
    raw(test, (sqlite) =>
      sqlite
        .prepare(`UPDATE finding SET resolved_at = ?, resolved_reason = 'quiet' WHERE id = ?`)
        .run(AS_OF, ids[0]),
    );
    expect(await reopen(filter({ statuses: ['acknowledged', 'resolved'] }))).toBe(2);
    expect((await history(ids[0] ?? 0))?.at(-1)).toMatchObject({ kind: 'reopened', note: null });
    expect((await test.db.finding('org-1', ids[0] ?? 0, AS_OF))?.finding).toMatchObject({
      status: 'resolved',
      acknowledgement: null,
    });
  });
});

describe('muting', () => {
  const why = { reason: 'Penetration test.', by: 'Kim', at: AS_OF, until: null };
  const mute = (changes: Partial<Parameters<typeof test.db.mute>[1]>) =>
    test.db.mute('org-1', { check: null, target: 'user', value: 'ada', ...why, ...changes });
  const muted = async (now = AS_OF) =>
    (await page({ muted: 'only' }, now)).rows.map(({ id }) => id).sort((a, b) => a - b);

  it('hides what it names, of one check or all, until it ends; everything stays kept', async () => {
    const [ofAda = 0, dormant = 0, ofIp = 0, ofApp = 0] = insertFindings(test, [
      findingRow({ userId: 'ada', check: 'inactive-users' }),
      findingRow({ userId: 'ada' }),
      findingRow({ userId: 'other', ip: '192.0.2.1' }),
      findingRow({ app: 'Loader' }),
    ]);
    await mute({ check: 'Inactive Users', until: AS_OF + DAY });
    expect(await muted()).toEqual([ofAda]);
    expect(await muted(AS_OF + DAY)).toEqual([]);
    await mute({ target: 'ip', value: '192.0.2.1' });
    await mute({ target: 'app', value: 'Loader' });
    expect(await muted()).toEqual([ofAda, ofIp, ofApp]);
    expect((await page()).rows.map(({ id }) => id)).toEqual([dormant]);
    const all = (await page({ muted: 'with' })).rows;
    expect(all.filter((row) => row.muted).map(({ id }) => id)).toHaveLength(3);
    await mute({});
    expect(await muted()).toEqual([ofAda, dormant, ofIp, ofApp]);
    // A value of one kind is none of another.
    await mute({ target: 'app', value: 'other' });
    expect(await muted()).toHaveLength(4);
  });

  it('is listed with names, newest first, and taken back', async () => {
    await mute({ check: 'inactive-users', at: AS_OF - 5 });
    await mute({ target: 'ip', value: '192.0.2.1', until: AS_OF + 1 });
    await mute({ target: 'user', value: 'gone', at: AS_OF - 9 });
    const list = await test.db.mutes('org-1', AS_OF);
    expect(list).toMatchObject([
      { check: null, target: 'ip', value: '192.0.2.1', label: '192.0.2.1', until: iso(AS_OF + 1) },
      {
        check: 'inactive-users',
        target: 'user',
        value: 'ada',
        label: 'Ada (ada@acme.test)',
        reason: 'Penetration test.',
        by: 'Kim',
        at: iso(AS_OF - 5),
        until: null,
      },
      { label: 'gone' },
    ]);
    expect(await test.db.mutes('org-1', AS_OF + 1)).toHaveLength(2);
    for (const { id } of list) await test.db.unmute('org-1', id);
    expect(await test.db.mutes('org-1', AS_OF)).toEqual([]);
    await test.db.unmute('org-1', 999);
  });

  it('says each thing once, and only of checks there are', async () => {
    await mute({ check: 'inactive-users' });
    await mute({ check: 'inactive-users', reason: 'Other words.' });
    await mute({});
    expect((await test.db.mutes('org-1', AS_OF)).map(({ reason }) => reason)).toEqual([
      'Penetration test.',
      'Other words.',
    ]);
    await expect(mute({ check: 'no-such-check' })).rejects.toMatchObject({ code: 'UNKNOWN_CHECK' });
  });
});

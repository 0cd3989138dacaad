import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AS_OF, DAY, type TestDatabase, newOrg, store, testDatabase } from '../../test/builders/db';
import * as rows from '../../test/builders/db-records';
import {
  type FindingRow,
  findingRow,
  findingsQuery,
  insertFindings,
  raw,
} from '../../test/builders/finding-rows';
import type { FindingsQuery, FindingsPage } from '../shared/model/findings';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
  await test.db.insertOrg(newOrg());
  await store(test.db, 'users', [
    rows.user('ada', { name: 'Ada Lovelace', username: 'ada@acme.test' }),
    rows.user('oe', { name: 'Øyvind ÆRLIG', username: 'oe@acme.test' }),
  ]);
});
afterEach(() => test.dispose());

const insert = (...found: FindingRow[]): number[] => insertFindings(test, found);
const page = (changes: Partial<FindingsQuery> = {}, now = AS_OF): Promise<FindingsPage> =>
  test.db.findings(findingsQuery(changes), now);
const ids = async (changes: Partial<FindingsQuery> = {}, now = AS_OF): Promise<number[]> =>
  (await page(changes, now)).rows.map(({ id }) => id);

describe('a finding', () => {
  it('is told with all there is about it', async () => {
    const [id = 0] = insert(
      findingRow({
        severity: 'high',
        userId: 'ada',
        ip: '192.0.2.7',
        app: 'Loader',
        occurrences: 3,
        summary: 'Ada Lovelace came back.',
        evidence: { at: '2026-06-29T12:00:00.000Z', list: [1, 2], nothing: null },
        acknowledgedBy: 'Kim',
        acknowledgedAt: AS_OF - 1,
        acknowledgedReason: 'Back from leave.',
        acknowledgedUntil: AS_OF + DAY,
      }),
    );
    raw(test, (sqlite) => {
      sqlite
        .prepare(
          `INSERT INTO finding_event (finding_id, at, kind, by, note)
           VALUES (?, ?, 'found', NULL, NULL), (?, ?, 'acknowledged', 'Kim', 'Back from leave.')`,
        )
        .run(id, AS_OF - DAY, id, AS_OF - 1);
    });
    const iso = (ms: number) => new Date(ms).toISOString();
    expect(await test.db.finding('org-1', id, AS_OF)).toEqual({
      finding: {
        id,
        check: 'access-from-dormant-account',
        title: 'Access From Dormant Account',
        category: 'threat',
        severity: 'high',
        status: 'acknowledged',
        userId: 'ada',
        username: 'ada@acme.test',
        name: 'Ada Lovelace',
        ip: '192.0.2.7',
        app: 'Loader',
        firstSeenAt: iso(AS_OF - 2 * DAY),
        lastSeenAt: iso(AS_OF - DAY),
        summary: 'Ada Lovelace came back.',
        evidence: { at: '2026-06-29T12:00:00.000Z', list: [1, 2], nothing: null },
        occurrences: 3,
        foundAt: iso(AS_OF - DAY),
        resolvedAt: null,
        resolvedReason: null,
        acknowledgement: {
          by: 'Kim',
          at: iso(AS_OF - 1),
          reason: 'Back from leave.',
          until: iso(AS_OF + DAY),
        },
        muted: false,
      },
      history: [
        { at: iso(AS_OF - DAY), kind: 'found', by: null, note: null },
        { at: iso(AS_OF - 1), kind: 'acknowledged', by: 'Kim', note: 'Back from leave.' },
      ],
    });
    await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other' }));
    expect(await test.db.finding('org-2', id, AS_OF)).toBeNull();
    expect(await test.db.finding('org-1', id + 1, AS_OF)).toBeNull();
  });

  it('is open, acknowledged until a moment, or resolved', async () => {
    const acknowledged = { acknowledgedBy: 'Kim', acknowledgedAt: AS_OF - 5, acknowledgedReason: 'Known.' };
    insert(
      findingRow(),
      findingRow(acknowledged),
      findingRow({ ...acknowledged, acknowledgedUntil: AS_OF }),
      findingRow({ ...acknowledged, resolvedAt: AS_OF - 1, resolvedReason: 'quiet' }),
    );
    const statuses = async (now: number) =>
      (await page({ statuses: [], sort: 'firstSeenAt' }, now)).rows
        .sort((a, b) => a.id - b.id)
        .map(({ status }) => status);
    expect(await statuses(AS_OF - 1)).toEqual(['open', 'acknowledged', 'acknowledged', 'resolved']);
    expect(await statuses(AS_OF)).toEqual(['open', 'acknowledged', 'open', 'resolved']);
    const count = async (status: 'open' | 'acknowledged' | 'resolved', now: number) =>
      (await page({ statuses: [status] }, now)).total;
    expect([await count('open', AS_OF - 1), await count('open', AS_OF)]).toEqual([1, 2]);
    expect([await count('acknowledged', AS_OF - 1), await count('acknowledged', AS_OF)]).toEqual([2, 1]);
    expect(await count('resolved', AS_OF)).toBe(1);
  });

  it('that goes on was last seen when its check was last evaluated', async () => {
    const found = (key: string, changes: Partial<FindingRow> = {}) =>
      findingRow({ check: 'inactive-users', key, lastSeenAt: null, foundAt: AS_OF - 9, ...changes });
    const [open, resolved, other] = insert(
      found('a'),
      found('b', { resolvedAt: AS_OF - 7, resolvedReason: 'no-longer-true' }),
      found('c', { check: 'never-logged-in' }),
    );
    const lastSeen = async () =>
      Object.fromEntries(
        (await page({ statuses: [] })).rows.map(({ id, lastSeenAt }) => [id, AS_OF - Date.parse(lastSeenAt)]),
      );
    expect(await lastSeen()).toEqual({ [open ?? 0]: 9, [resolved ?? 0]: 7, [other ?? 0]: 9 });
    raw(test, (sqlite) => {
      sqlite
        .prepare(
          `INSERT INTO check_progress (org_id, through, fingerprint, evaluated_at, as_of) VALUES (1, 0, '', ?, ?)`,
        )
        .run(AS_OF - 1, AS_OF - 3);
      sqlite
        .prepare(
          `INSERT INTO check_result (org_id, check_id, status, notes, evaluated_at, as_of)
           VALUES (1, 'inactive-users', 'evaluated', '[]', ?, ?)`,
        )
        .run(AS_OF, AS_OF - 2);
    });
    expect(await lastSeen()).toEqual({ [open ?? 0]: 2, [resolved ?? 0]: 7, [other ?? 0]: 3 });
    expect((await page()).evaluatedAt).toBe(new Date(AS_OF).toISOString());
  });

  it('of a check that no longer exists keeps its id as title, and evidence nobody can read is empty', async () => {
    insert(findingRow({ check: 'gone-check' }));
    raw(test, (sqlite) => sqlite.exec(`UPDATE finding SET evidence = '{broken'`));
    expect(await page({ checks: ['gone-check'] })).toMatchObject({
      rows: [{ check: 'gone-check', title: 'gone-check', evidence: {} }],
      byCheck: [{ check: 'gone-check', title: 'gone-check' }],
    });
  });
});

describe('the list', () => {
  it('before anything was found', async () => {
    expect(await page()).toEqual({
      total: 0,
      rows: [],
      counts: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
      byCheck: [],
      byUser: [],
      evaluatedAt: null,
    });
    await expect(page({ orgId: 'nobody' })).rejects.toMatchObject({ code: 'UNKNOWN_ORG' });
  });

  it('counts what a filter keeps, whatever the page, worst first', async () => {
    insert(
      findingRow({ userId: 'ada', severity: 'low' }),
      findingRow({ userId: 'oe', severity: 'critical', check: 'inactive-users' }),
      findingRow({ userId: 'oe', severity: 'low' }),
      findingRow({ userId: 'gone', severity: 'high' }),
      findingRow({ severity: 'medium' }),
      findingRow({ severity: 'medium', resolvedAt: AS_OF, resolvedReason: 'quiet' }),
    );
    const { rows: shown, ...summary } = await page({ offset: 1, limit: 2 });
    expect(shown.map(({ severity }) => severity)).toEqual(['high', 'medium']);
    const none = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
    expect(summary).toEqual({
      total: 5,
      counts: { ...none, critical: 1, high: 1, medium: 1, low: 2 },
      byCheck: [
        { check: 'inactive-users', title: 'Inactive Users', counts: { ...none, critical: 1 } },
        {
          check: 'access-from-dormant-account',
          title: 'Access From Dormant Account',
          counts: { ...none, high: 1, medium: 1, low: 2 },
        },
      ],
      byUser: [
        {
          userId: 'oe',
          username: 'oe@acme.test',
          name: 'Øyvind ÆRLIG',
          counts: { ...none, critical: 1, low: 1 },
        },
        { userId: 'gone', username: null, name: null, counts: { ...none, high: 1 } },
        { userId: 'ada', username: 'ada@acme.test', name: 'Ada Lovelace', counts: { ...none, low: 1 } },
      ],
      evaluatedAt: null,
    });
  });

  it('is searched in words, people, addresses, apps and titles, in any case of any alphabet', async () => {
    const [one = 0, two = 0, three = 0] = insert(
      findingRow({ userId: 'oe', summary: 'Signed in from Ülsen_100%.' }),
      findingRow({ ip: '2001:db8::7', app: 'Data Loader' }),
      findingRow({ check: 'inactive-users', summary: 'Nothing since March.' }),
    );
    const found = async (search: string) => (await ids({ search })).sort((a, b) => a - b);
    expect(await found('ülsEN_100%')).toEqual([one]);
    expect(await found('øyvind ær')).toEqual([one]);
    expect(await found('OE@ACME')).toEqual([one]);
    expect(await found('2001:DB8')).toEqual([two]);
    expect(await found(' data loader ')).toEqual([two]);
    expect(await found('inactive users')).toEqual([three]);
    expect(await found('dormant')).toEqual([one, two]);
    expect(await found('%')).toEqual([one]);
    expect(await found('nobody')).toEqual([]);
    // Names are those of now.
    await store(test.db, 'users', [rows.user('oe', { name: 'Renamed' })], { pass: 2, endOfPass: false });
    expect(await found('renamed')).toEqual([one]);
    expect(await found('øyvind')).toEqual([]);
  });

  it('is filtered by every field, and checks are found by their other names', async () => {
    const [one = 0, two = 0, three = 0] = insert(
      findingRow({ userId: 'ada', ip: '192.0.2.1', app: 'A', severity: 'high' }),
      findingRow({ userId: 'oe', ip: '192.0.2.2', app: 'B', severity: 'low' }),
      findingRow({ check: 'inactive-users', severity: 'low' }),
    );
    const found = async (changes: Partial<FindingsQuery>) => (await ids(changes)).sort((a, b) => a - b);
    expect(await found({ userId: 'ada' })).toEqual([one]);
    expect(await found({ userId: 'nobody' })).toEqual([]);
    expect(await found({ ip: '192.0.2.2' })).toEqual([two]);
    expect(await found({ app: 'B' })).toEqual([two]);
    expect(await found({ severities: ['low', 'critical'] })).toEqual([two, three]);
    expect(await found({ checks: ['inactive-users', 'no-such-check'] })).toEqual([three]);
    expect(await found({ checks: ['Inactive Users'] })).toEqual([three]);
    expect(await found({ category: 'threat' })).toEqual([one, two]);
    expect(await found({ category: 'posture', severities: ['low'] })).toEqual([three]);
  });

  it('is as of the newest evaluation, however often it was asked for before', async () => {
    await store(test.db, 'users', [rows.user('idle', { lastLoginAt: AS_OF - 300 * DAY })], {
      pass: 2,
      endOfPass: false,
    });
    const idle = () => page({ checks: ['inactive-users'], statuses: [], userId: 'idle' });
    expect((await idle()).total).toBe(0);
    await test.db.evaluateChecks('org-1', AS_OF, false);
    expect((await idle()).rows).toMatchObject([
      { status: 'open', lastSeenAt: new Date(AS_OF).toISOString() },
    ]);
    await test.db.setCheck('org-1', 'inactive-users', false, null, { by: 'Kim', at: AS_OF });
    await test.db.evaluateChecks('org-1', AS_OF + DAY, false);
    expect((await idle()).rows).toMatchObject([{ status: 'resolved', resolvedReason: 'check-off' }]);
    expect((await page()).evaluatedAt).toBe(new Date(AS_OF + DAY).toISOString());
  });

  it('belongs to one org', async () => {
    await test.db.insertOrg(newOrg({ id: 'org-2', name: 'Other', url: 'https://other' }));
    insert(findingRow());
    insertFindings(test, [findingRow({ severity: 'info' })], 'org-2');
    for (const orgId of ['org-1', 'org-2', 'org-1'])
      expect((await page({ orgId })).rows.map(({ severity }) => severity)).toEqual([
        orgId === 'org-1' ? 'medium' : 'info',
      ]);
  });
});

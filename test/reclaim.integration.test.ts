import { afterEach, expect, it } from 'vitest';
import type { HttpFetch } from '../src/core/ports';
import { parseJson } from '../src/core/salesforce/token';
import { IdleRule } from '../src/shared/model/idle-rule';
import { type SeatRef, type SeatTableRow, SeatsQuery } from '../src/shared/model/licenses';
import { DecisionsQuery } from '../src/shared/model/reclaim';
import { collectRig, type CollectRig } from './builders/collect-rig';

const DAY = 86_400_000;
let rig: CollectRig;
afterEach(() => rig.dispose());

const refOf = ({ userId, licenseKind, licenseId }: SeatTableRow): SeatRef => ({
  userId,
  kind: licenseKind,
  id: licenseId,
});

/** The org answers without the package licenses of some people. */
function withoutPackagesOf(userIds: ReadonlySet<string>): HttpFetch {
  interface Row {
    UserId?: string;
    attributes: { type: string };
  }
  return async (url, init) => {
    const response = await fetch(url, init);
    if (!url.endsWith('/composite')) return response;
    const body = parseJson(await response.text()) as {
      compositeResponse: { body: { records?: Row[] | undefined } }[];
    };
    for (const { body: part } of body.compositeResponse) {
      part.records = part.records?.filter(
        ({ attributes, UserId = '' }) => attributes.type !== 'UserPackageLicense' || !userIds.has(UserId),
      );
    }
    return Response.json(body, { headers: response.headers });
  };
}

it(
  'shows with the next collection which seats were reclaimed, and what that saves',
  { timeout: 120_000 },
  async () => {
    rig = await collectRig();
    const { orgId } = rig;
    const { db } = rig.database;
    const idle = async (kind: 'user' | 'package') => {
      const rule = IdleRule.parse({});
      const query = SeatsQuery.parse({ orgId, asOf: null, rule, sort: 'name', limit: 500 });
      const { rows } = await db.seats(query);
      return rows.filter(({ licenseKind, reason }) => licenseKind === kind && reason === 'inactive');
    };
    const summary = () => db.reclaimSummary(orgId, rig.now());
    const outcomes = async () =>
      Object.fromEntries(
        (await db.decisions(DecisionsQuery.parse({ orgId }), rig.now())).rows.map((row) => [
          `${row.userId} ${row.kind}`,
          row.outcome,
        ]),
      );

    await rig.collector.collect(orgId);
    const [left, stays] = await idle('user');
    const [boxed] = await idle('package');
    if (!left || !stays || !boxed) throw new Error('The demo org has idle seats of both kinds.');
    await db.setPrice(orgId, {
      kind: 'user',
      licenseId: left.licenseId,
      price: { amount: 1_461, per: 'year', currency: 'USD', contractEnd: null },
    });
    const chosen = [left, stays, boxed].map(refOf);
    const signed = { note: '', by: 'Kim', at: rig.now() };
    expect(await db.decide(orgId, chosen, { decision: 'reclaim', ...signed })).toBe(3);
    expect(await summary()).toMatchObject({ open: 3, reclaimed: 0, savedSoFar: [] });

    // The admin acts in the org: one user is deactivated, one loses a package license.
    rig.demo.control({ users: { [left.username]: { active: false } } });
    rig.advance(DAY);
    const second = await rig.restart(withoutPackagesOf(new Set([boxed.userId]))).collect(orgId);
    expect(second.state).toBe('complete');
    expect(await outcomes()).toEqual({
      [`${left.userId} user`]: 'reclaimed',
      [`${stays.userId} user`]: 'open',
      [`${boxed.userId} package`]: 'reclaimed',
    });
    const { rows } = await db.decisions(DecisionsQuery.parse({ orgId, search: left.username }), rig.now());
    expect(rows).toMatchObject([{ reclaimedAt: second.endedAt }]);

    rig.advance(10 * DAY);
    const savedDays = (rig.now() - Date.parse(second.endedAt ?? '')) / DAY;
    expect(await summary()).toMatchObject({
      open: 1,
      reclaimed: 2,
      unpriced: 1,
      reclaimedAnnual: [{ currency: 'USD', amount: 1_461 }],
      // 1,461 a year are 4 a day.
      savedSoFar: [{ currency: 'USD', amount: Math.round(savedDays * 4 * 100) / 100 }],
    });

    // Somebody takes it back in the org.
    rig.demo.control({ users: { [left.username]: { active: true } } });
    const third = await rig.restart(withoutPackagesOf(new Set([boxed.userId]))).collect(orgId);
    expect(third.state).toBe('complete');
    expect((await outcomes())[`${left.userId} user`]).toBe('returned');

    const days = [second, third].map(({ endedAt }) => endedAt?.slice(0, 10));
    const use = await db.licenseUse(orgId, { kind: 'user', id: left.licenseId }, 0);
    const counted = use[0]?.points.filter((point) => point.idle !== null);
    expect(counted?.slice(-2).map(({ day }) => day)).toEqual(days);
    expect(counted).toHaveLength(3);
    const now = (
      await db.licenses(orgId, IdleRule.parse({ integration: 'api-only', exceptions: true }))
    ).find(({ id }) => id === left.licenseId);
    expect(counted?.at(-1)).toMatchObject({ paid: now?.total, used: now?.used, idle: now?.unused });
    // Salesforce's own counts reach further back.
    expect(use[0]?.points[0]?.idle).toBeNull();
  },
);

it('writes nothing down for a collection that was interrupted', { timeout: 120_000 }, async () => {
  rig = await collectRig();
  const { orgId } = rig;
  const { db } = rig.database;
  const stop = new AbortController();
  const ended = await rig.collector.collect(orgId, {
    signal: stop.signal,
    onProgress: ({ phase }) => phase === 'collecting' && stop.abort(),
  });
  expect(ended.state).toBe('interrupted');
  const snapshots = async () =>
    (await db.licenseUse(orgId, null, 0)).flatMap(({ points }) => points.filter(({ idle }) => idle !== null));
  expect(await snapshots()).toEqual([]);
  await rig.collector.collect(orgId);
  expect(await snapshots()).not.toEqual([]);
});

it(
  'calls a collection complete although its license use could not be written down',
  { timeout: 120_000 },
  async () => {
    rig = await collectRig();
    const { db } = rig.database;
    db.recordLicenseUse = () => Promise.reject(new Error('disk full'));
    expect(await rig.collector.collect(rig.orgId)).toMatchObject({ state: 'complete' });
    expect(rig.log.lines.filter((line) => line.startsWith('error'))).toEqual([
      expect.stringMatching(/license use not recorded.*disk full/),
    ]);
  },
);

it('takes nobody for gone who is only hidden from the run-as user', { timeout: 120_000 }, async () => {
  rig = await collectRig();
  const { orgId } = rig;
  const { db } = rig.database;
  await rig.collector.collect(orgId);
  const query = SeatsQuery.parse({ orgId, asOf: null, rule: IdleRule.parse({}) });
  const decided = await db.decide(orgId, query, {
    decision: 'reclaim',
    note: '',
    by: 'Kim',
    at: rig.now(),
  });
  expect(decided).toBeGreaterThan(20);
  rig.demo.control({ permissions: { viewAllUsers: false, manageUsers: false } });
  rig.advance(8 * DAY);
  const blind = await rig.collector.collect(orgId);
  expect(blind).toMatchObject({ state: 'complete' });
  expect(blind.error?.message).toMatch(/shows the run-as user only/);
  expect((await db.seats(query)).total).toBeLessThan(decided);
  expect(await db.reclaimSummary(orgId, rig.now())).toMatchObject({ open: decided, reclaimed: 0 });
});

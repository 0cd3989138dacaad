import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoOrgOptions } from '../../src/demo-org';
import { DEFAULT_POLICY, IdleRule } from '../../src/shared/model/idle-rule';
import type { LicenseTableRow, SeatTableRow } from '../../src/shared/model/licenses';
import type { GroupBy } from '../../src/shared/model/reclaim';
import { Scene } from './licensing-scene';
import { type Asked, LICENSES, type Twin } from './licensing-twin';

const DAY = 86_400_000;

const REASONS = ['user-deactivated', 'frozen', 'never-logged-in', 'inactive'] as const;
const THRESHOLDS = [1, 7, 30, 60, 89, 90, 91, 120, 180, 365, 700];

/** One org, collected over HTTP, against the same company's own tables. */
export function agreement(name: string, options: DemoOrgOptions): void {
  let scene: Scene;
  let twin: Twin;
  let licenses: LicenseTableRow[];

  beforeAll(async () => {
    scene = await Scene.of(options);
    ({ twin } = scene);
  }, 300_000);

  afterAll(() => scene.dispose());

  const definitions: [string, () => Promise<{ rule: IdleRule; asked: Omit<Asked, 'asOf'> }>][] = [
    [
      'the contract’s rule',
      () =>
        Promise.resolve({
          rule: IdleRule.parse({}),
          asked: {
            ...{ threshold: 90, grace: 7, newDays: 0, outsiderDays: null, programDays: null },
            ...{ byApi: false, leave: false },
          },
        }),
    ],
    [
      'the org’s own definition',
      async () => {
        const { inactiveDays, policy } = await scene.db.idlePolicy(scene.orgId);
        return {
          rule: { ...policy, inactiveDays, includeFree: false },
          asked: {
            ...{ threshold: 60, grace: 14, newDays: 45, outsiderDays: 20, programDays: 3 },
            ...{ byApi: true, leave: true },
          },
        };
      },
    ],
    [
      'what the window begins with',
      () =>
        Promise.resolve({
          rule: { ...DEFAULT_POLICY, inactiveDays: 91, includeFree: false },
          asked: {
            ...{ threshold: 91, grace: 7, newDays: 0, outsiderDays: null, programDays: null },
            ...{ byApi: true, leave: true },
          },
        }),
    ],
  ];

  describe.each(definitions)(`${name}, by %s`, (_, define) => {
    let rule: IdleRule;
    let asked: Asked;
    beforeAll(async () => {
      const defined = await define();
      rule = defined.rule;
      asked = { ...defined.asked, asOf: scene.asOf };
      twin.judge(asked);
      licenses = await scene.db.licenses(scene.orgId, rule);
    });

    it('licenses: bought, used, held, idle and what that costs', () => {
      const expected = twin.all<Record<string, unknown>>(`
        WITH license AS (${LICENSES}),
        held AS (
          SELECT kind, label, sum(active) AS active, sum(NOT active) AS gone
          FROM seat JOIN somebody USING (who) GROUP BY 1, 2),
        found AS (
          SELECT kind, label, ${REASONS.map((reason) => `sum(reason = '${reason}') AS "${reason}"`).join()}
          FROM seat JOIN idle USING (who) WHERE ${twin.paid('seat')} GROUP BY 1, 2)
        SELECT kind, label AS name, total, used, total - used AS free, coalesce(held.active, 0) AS assignedActive,
          coalesce(held.gone, 0) AS heldByDeactivated,
          ${REASONS.map((reason) => `coalesce("${reason}", 0) AS "${reason}"`).join()}, price.a_year AS price
        FROM license LEFT JOIN held USING (kind, label) LEFT JOIN found USING (kind, label)
        LEFT JOIN price USING (kind, label) ORDER BY 1, 2`);
      const found = licenses
        .map(({ kind, name: label, total, used, free, assignedActive, heldByDeactivated, ...row }) => ({
          ...{ kind, name: label, total, used, free, assignedActive, heldByDeactivated },
          ...row.reasons,
          price: row.price === null ? null : row.price.amount * (row.price.per === 'year' ? 1 : 12),
        }))
        .sort((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name));
      expect(found).toEqual(expected);
      for (const row of licenses) {
        const unused = Object.values(row.reasons).reduce((sum, n) => sum + n, 0);
        expect([row.name, row.unused, row.neverLoggedIn]).toEqual([
          row.name,
          unused,
          row.reasons['never-logged-in'],
        ]);
        const price = expected.find((one) => one['kind'] === row.kind && one['name'] === row.name)?.['price'];
        const waste = price === null || row.metering !== 'seats' ? null : Number(price) * unused;
        expect([row.name, row.annualWaste]).toEqual([row.name, waste]);
      }
      // Enough of everything for the comparison to mean something.
      const kinds = new Set(licenses.filter((row) => row.unused > 0).map((row) => row.kind));
      expect(kinds).toEqual(new Set(['user', 'permissionSet', 'package', 'feature']));
    });

    it('every seat of the unused list, with its evidence', async () => {
      const expected = twin.all<Record<string, unknown>>(`
        SELECT who, seat.kind, seat.label, idle.reason, u.username, u.email, u.name, p.name AS profile,
          u.department, u.country, boss.name AS manager, boss.email AS managerEmail,
          s.seen, u.created_date AS born, cast((${String(asked.asOf)} - s.seen) / 86400000 AS INTEGER) AS since,
          cast((${String(asked.asOf)} - idle.used) / 86400000 AS INTEGER) AS days,
          (SELECT count(*) FROM login l WHERE l.user = who AND l.status = 1 AND l.t > ${String(asked.asOf - 30 * DAY)}) AS d30,
          (SELECT count(*) FROM login l WHERE l.user = who AND l.status = 1 AND l.t > ${String(asked.asOf - 90 * DAY)}) AS d90,
          (SELECT count(*) FROM login l WHERE l.user = who AND l.status = 1 AND l.t > ${String(asked.asOf - 180 * DAY)}) AS d180,
          (SELECT count(*) FROM login l WHERE l.user = who AND l.status <> 1 AND l.t > ${String(asked.asOf - 30 * DAY)}) AS failed,
          trim(iif(way.ui, 'ui ', '') || iif(way.api, 'api ', '') || iif(way.mobile, 'mobile ', '') || iif(way.sso, 'sso', '')) AS access,
          (SELECT group_concat(label, '; ' ORDER BY label) FROM seat all_seats WHERE all_seats.who = seat.who) AS held,
          price.a_year, price.currency, idle.is_program AS program, s.outsider,
          CASE WHEN idle.reason = 'never-logged-in' AND EXISTS (SELECT 1 FROM login l WHERE l.user = who) THEN 'only-failed-logins'
            WHEN idle.reason = 'inactive' AND idle.is_program AND ${Number(asked.byApi)} THEN 'no-api-use'
            WHEN idle.reason = 'inactive' AND s.outsider AND ${Number(asked.outsiderDays !== null)} THEN 'external-rule' END AS detail
        FROM seat JOIN idle USING (who) JOIN user u ON u.n = who JOIN somebody s USING (who)
        LEFT JOIN profile p ON p.n = u.profile_id LEFT JOIN user boss ON boss.n = u.manager_id
        LEFT JOIN way USING (who) LEFT JOIN price ON price.kind = seat.kind AND price.label = seat.label
        WHERE ${twin.paid('seat')}`);
      const rows = await scene.everySeat(rule);
      const key = (row: { userId: string; kind: string; label: string }) =>
        `${row.userId} ${row.kind} ${row.label}`;
      const found = new Map(
        rows.map((row) => [key({ ...row, kind: row.licenseKind, label: row.license }), row]),
      );
      expect(found.size).toBe(rows.length);
      expect(rows).toHaveLength(expected.length);
      const differing = expected.filter((want) => {
        const row = found.get(
          key({ ...(want as { kind: string; label: string }), userId: twin.userId(Number(want['who'])) }),
        );
        return JSON.stringify(row === undefined ? null : told(row)) !== JSON.stringify(wanted(want));
      });
      // One pair says more than thousands.
      const first = differing[0];
      expect(first === undefined ? null : wanted(first)).toEqual(
        first === undefined
          ? null
          : told(
              found.get(
                key({
                  ...(first as { kind: string; label: string }),
                  userId: twin.userId(Number(first['who'])),
                }),
              ),
            ),
      );
      expect(differing).toEqual([]);
    });

    it.each<GroupBy>(['department', 'profile', 'manager', 'country'])('savings by %s', async (by) => {
      const column = by === 'manager' ? 'boss' : by;
      const expected = twin.all<{
        value: string | number | null;
        label: string | null;
        people: number;
        seats: number;
        unpriced: number;
        eur: number | null;
        usd: number | null;
      }>(`
        SELECT s.${column} AS value, ${by === 'manager' ? '(SELECT name FROM user WHERE n = s.boss)' : `s.${column}`} AS label,
          count(DISTINCT who) AS people, count(*) AS seats, sum(price.a_year IS NULL) AS unpriced,
          sum(price.a_year) FILTER (WHERE currency = 'EUR') AS eur, sum(price.a_year) FILTER (WHERE currency = 'USD') AS usd
        FROM somebody s JOIN idle USING (who) JOIN seat USING (who)
        LEFT JOIN price ON price.kind = seat.kind AND price.label = seat.label
        WHERE ${twin.paid('seat')} GROUP BY s.${column}`);
      const groups = await scene.db.savings(scene.orgId, rule, by);
      const amount = (annual: (typeof groups)[number]['annual'], currency: string) =>
        annual.find((one) => one.currency === currency)?.amount ?? null;
      const found = groups.map(({ annual, ...group }) => ({
        ...group,
        eur: amount(annual, 'EUR'),
        usd: amount(annual, 'USD'),
      }));
      const order = (a: { value: unknown }, b: { value: unknown }) =>
        compare(String(a.value), String(b.value));
      expect(found.sort(order)).toEqual(
        expected
          .map((group) => ({
            ...group,
            value: typeof group.value === 'number' ? twin.userId(group.value) : group.value,
          }))
          .sort(order),
      );
      const costs = groups.map(({ annual }) => annual[0]?.amount ?? 0);
      expect(costs).toEqual([...costs].sort((a, b) => b - a));
      expect(groups.length).toBeGreaterThan(3);
    });

    it('the curve, at every threshold', async () => {
      const curve = await scene.db.idleCurve(scene.orgId, rule);
      expect(curve.asOf).toBe(new Date(scene.asOf).toISOString());
      const labels = new Map(licenses.map((row) => [row.id, row.name]));
      for (const threshold of THRESHOLDS) {
        twin.judge({ ...asked, threshold });
        const expected = twin.all(
          `SELECT kind, label, count(*) AS seats FROM seat JOIN idle USING (who) WHERE ${twin.paid('seat')} GROUP BY 1, 2 ORDER BY 1, 2`,
        );
        const found = curve.licenses
          .map(({ kind, id, always, byDays }) => ({
            kind,
            label: labels.get(id) ?? id,
            seats: byDays.reduce((sum, [days, n]) => (days >= threshold ? sum + n : sum), always),
          }))
          .filter(({ seats }) => seats > 0)
          .sort((a, b) => compare(a.kind, b.kind) || compare(a.label, b.label));
        expect([threshold, found]).toEqual([threshold, expected]);
      }
      twin.judge(asked);
    });
  });

  it(`${name}: what is to be reclaimed, as one sum per currency`, async () => {
    const { db } = scene;
    const rule = IdleRule.parse({});
    twin.judge({
      ...{ asOf: scene.asOf, threshold: 90, grace: 7, newDays: 0, outsiderDays: null, programDays: null },
      ...{ byApi: false, leave: false },
    });
    const query = { ...scene.seatsQuery(rule), reasons: ['inactive' as const] };
    const decided = await db.decide(scene.orgId, query, {
      ...{ decision: 'reclaim', note: '', by: 'Ada', at: scene.asOf },
    });
    const sums = twin.all<{ currency: string | null; seats: number; amount: number | null }>(`
      SELECT price.currency, count(*) AS seats, sum(price.a_year) AS amount
      FROM seat JOIN idle USING (who) LEFT JOIN price ON price.kind = seat.kind AND price.label = seat.label
      WHERE reason = 'inactive' AND ${twin.paid('seat')} GROUP BY 1`);
    const summary = await db.reclaimSummary(scene.orgId, scene.asOf);
    expect(decided).toBe(sums.reduce((sum, { seats }) => sum + seats, 0));
    expect(summary.open).toBe(decided);
    const priced = sums.flatMap(({ currency, amount }) => (currency === null ? [] : [{ currency, amount }]));
    const order = (a: { currency: string }, b: { currency: string }) => compare(a.currency, b.currency);
    expect([...summary.openAnnual].sort(order)).toEqual(priced.sort(order));
    expect(decided).toBeGreaterThan(50);
  });
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const moment = (ms: unknown): string | null => (typeof ms === 'number' ? new Date(ms).toISOString() : null);
const days = (n: unknown): number | null => (typeof n === 'number' ? Math.max(0, n) : null);

/** A row of the unused list, and what the company's tables say of it, in one form. */
const told = (row: SeatTableRow | undefined) =>
  row === undefined
    ? null
    : [
        ...[row.username, row.reason, row.name, row.email, row.profile, row.department, row.country],
        ...[row.manager, row.managerEmail, row.lastLoginAt, row.createdAt, row.daysSinceLogin, row.daysIdle],
        ...[row.logins30d, row.logins90d, row.logins180d, row.failedLogins30d, row.access],
        row.licensesHeld.split('; ').sort(compare).join('; '),
        ...[row.annualSaving, row.currency, row.isIntegration, row.isExternal, row.detail],
      ];

const wanted = (row: Record<string, unknown>) => [
  ...[row['username'], row['reason'], row['name'], row['email'], row['profile'], row['department']],
  ...[row['country'], row['manager'], row['managerEmail'], moment(row['seen']), moment(row['born'])],
  ...[days(row['since']), days(row['days']), row['d30'], row['d90'], row['d180'], row['failed']],
  ...[row['access'] ?? '', row['held'], row['a_year'], row['currency']],
  ...[row['program'] === 1, row['outsider'] === 1, row['detail']],
];

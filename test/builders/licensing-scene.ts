import Sqlite from 'better-sqlite3';
import { expect } from 'vitest';
import type { DemoOrgOptions } from '../../src/demo-org';
import { type IdlePolicy, IdleRule } from '../../src/shared/model/idle-rule';
import { type LicenseTableRow, type SeatTableRow, SeatsQuery } from '../../src/shared/model/licenses';
import type { SeatPrice } from '../../src/shared/model/prices';
import type { LocalDatabase } from '../../src/db/api';
import { type CollectRig, NOON, collectRig } from './collect-rig';
import { Twin } from './licensing-twin';

const DAY = 86_400_000;

/** What the admin enters; amounts of which twelve make no fractions of cents. */
const PRICES: readonly [LicenseTableRow['kind'], string, Omit<SeatPrice, 'contractEnd'>][] = [
  ['user', 'Salesforce', { amount: 1980, per: 'year', currency: 'EUR' }],
  ['user', 'Salesforce Platform', { amount: 25, per: 'month', currency: 'EUR' }],
  ['user', 'Customer Community', { amount: 5.25, per: 'month', currency: 'USD' }],
  // Paid by logins: on no list, whatever its price.
  ['user', 'Customer Community Login', { amount: 2, per: 'month', currency: 'USD' }],
  ['permissionSet', 'CRM User', { amount: 30, per: 'month', currency: 'EUR' }],
  ['permissionSet', 'Sales Console User', { amount: 0, per: 'month', currency: 'EUR' }],
  ['package', 'SBQQ', { amount: 900, per: 'year', currency: 'USD' }],
  ['feature', 'Marketing User', { amount: 10, per: 'month', currency: 'EUR' }],
];

/** The org's own definition, away from every default. */
const OWN: IdlePolicy = {
  graceDays: 14,
  newUserDays: 45,
  externalDays: 20,
  integration: 'api-only',
  integrationDays: 3,
  exceptions: true,
};
const OWN_THRESHOLD = 60;

/** An org collected over HTTP, the same company's own tables, and an admin who has said the same of both. */
export class Scene {
  readonly db: LocalDatabase;
  readonly orgId: string;

  private constructor(
    private readonly rig: CollectRig,
    readonly twin: Twin,
    /** The moment the collected data speaks of, epoch ms. */
    readonly asOf: number,
  ) {
    this.db = rig.database.db;
    this.orgId = rig.orgId;
  }

  static async of(options: DemoOrgOptions): Promise<Scene> {
    const twin = await Twin.of(options);
    const rig = await collectRig(options, { asItComes: true });
    const run = await rig.collector.collect(rig.orgId);
    expect([run.state, run.error]).toEqual(['complete', null]);
    const { asOf } = await rig.database.db.seats(
      SeatsQuery.parse({ orgId: rig.orgId, asOf: null, rule: {} }),
    );
    const scene = new Scene(rig, twin, Date.parse(asOf ?? ''));
    expect(scene.asOf).toBeGreaterThanOrEqual(NOON);
    await scene.enterPrices();
    scene.noteRequests();
    await scene.castPeople();
    twin.know(scene.asOf);
    return scene;
  }

  async dispose(): Promise<void> {
    this.twin.close();
    await this.rig.dispose();
  }

  seatsQuery(rule: IdleRule, offset = 0, limit = 500): SeatsQuery {
    return { ...SeatsQuery.parse({ orgId: this.orgId, asOf: null, rule }), offset, limit };
  }

  async everySeat(rule: IdleRule): Promise<SeatTableRow[]> {
    const rows: SeatTableRow[] = [];
    for (;;) {
      const page = await this.db.seats(this.seatsQuery(rule, rows.length, 5_000));
      rows.push(...page.rows);
      if (rows.length >= page.total) {
        expect(rows).toHaveLength(page.total);
        return rows;
      }
    }
  }

  private async enterPrices(): Promise<void> {
    const licenses = await this.db.licenses(this.orgId, IdleRule.parse({}));
    for (const [kind, label, price] of PRICES) {
      const license = licenses.find((row) => row.kind === kind && row.name === label);
      if (license === undefined) throw new Error(`There is no license ${label}.`);
      await this.db.setPrice(this.orgId, {
        kind,
        licenseId: license.id,
        price: { ...price, contractEnd: null },
      });
      this.twin.note('price', kind, label, price.amount * (price.per === 'year' ? 1 : 12), price.currency);
    }
  }

  /** Of requests the company has log files, no tables: these are the counts that were read from them. */
  private noteRequests(): void {
    const { twin } = this;
    const sqlite = new Sqlite(this.rig.database.file, { readonly: true });
    const counted = sqlite
      .prepare('SELECT user_id AS userId, max(day) AS day FROM api_usage WHERE requests > 0 GROUP BY 1')
      .all() as { userId: string; day: number }[];
    sqlite.close();
    // Programs are among the first.
    const numbers = new Map(Array.from({ length: 100 }, (_, who) => [twin.userId(who), who]));
    for (const { userId, day } of counted) {
      const who = numbers.get(userId);
      if (who === undefined) throw new Error(`${userId} is no program.`);
      twin.note('request', who, (day + 1) * DAY);
    }
    expect(counted.length).toBeGreaterThan(3);
  }

  /** People the admin says something of: taken from the company's tables, told to both. */
  private async castPeople(): Promise<void> {
    const { db, orgId, twin, asOf } = this;
    const by = { by: 'Ada', at: asOf };
    const some = (where: string, n: number) =>
      twin
        .all<{ n: number }>(`SELECT n FROM user u WHERE ${where} ORDER BY n LIMIT ${String(n)}`)
        .map((row) => row.n);
    const internal = `is_active AND NOT is_frozen AND user_type = 'Standard'`;
    const quiet = `${internal} AND last_login_date < ${String(asOf - 100 * DAY)}`;
    const regular = `${internal} AND n > 60 AND last_login_date > ${String(asOf - DAY)}`;
    const mark = async (who: number, is: 'integration' | 'person') => {
      twin.note('mark', who, is);
      await db.setMark(orgId, twin.userId(who), is, by.by, by.at);
    };
    const [away, marked] = [some(quiet, 9), some(quiet, 12).slice(9)];
    for (const who of [...marked, ...some(regular, 25)]) await mark(who, 'integration');
    for (const who of some(`username LIKE 'nightly.etl@%' OR username LIKE 'erp.connector@%'`, 2))
      await mark(who, 'person');
    const ends: (number | null)[] = [null, asOf + 1, asOf + 30 * DAY, asOf, asOf - 1];
    const others = [...some('NOT is_active', 2), ...some('is_frozen', 2), ...some(regular, 2)];
    for (const [i, who] of [...away, ...others].entries()) {
      const until = ends[i % ends.length] ?? null;
      twin.note('on_leave', who, until);
      await db.setLeave(orgId, [twin.userId(who)], { reason: 'Leave', until, ...by });
    }
    await db.updateOrg(orgId, { inactiveDays: OWN_THRESHOLD });
    await db.setIdlePolicy(orgId, OWN);
  }
}

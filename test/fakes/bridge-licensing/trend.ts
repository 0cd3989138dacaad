import { forecast } from '../../../src/core/licensing/forecast';
import type { ContractType } from '../../../src/shared/contract';
import type { Handlers } from '../../../src/shared/contract/define';
import { DEFAULT_POLICY } from '../../../src/shared/model/idle-rule';
import type { LicenseUsePoint } from '../../../src/shared/model/license-trend';
import type { LicenseTableRow } from '../../../src/shared/model/licenses';
import { DAY, iso } from '../bridge-people';
import type { LicensingWorld } from './world';

type LicensesHandlers = Handlers<ContractType['licenses']>;

/** Collections began so many days ago; before, Salesforce's own daily counts are all there is. */
const COLLECTED_DAYS = 130;
/** Seats a month by license, in turn: growing, steady, shrinking, growing fast. */
const PACES = [9, 0, -4, 22, 1.5];

export function createFakeTrend(world: LicensingWorld): Pick<LicensesHandlers, 'trend'> {
  const date = (daysAgo: number) => iso(world.now - daysAgo * DAY).slice(0, 10);

  const pointsOf = (row: LicenseTableRow, n: number): LicenseUsePoint[] => {
    const pace = PACES[n % PACES.length] ?? 0;
    // Some licenses were bought a short while ago.
    const first = n % 7 === 4 ? 9 : 400;
    const points: LicenseUsePoint[] = [];
    for (let ago = first; ago >= 0; ago -= ago > COLLECTED_DAYS ? 7 : 2) {
      const isCollected = ago <= COLLECTED_DAYS;
      if (!isCollected && row.metric === null) continue;
      const wobble = Math.round(Math.sin(ago / 5 + n) * Math.max(1, row.used * 0.008));
      const used = Math.max(0, Math.round(row.used - (pace * ago) / 30) + (ago === 0 ? 0 : wobble));
      const paid =
        row.total === null ? null : ago > 75 && n % 3 === 0 ? Math.round(row.total * 0.9) : row.total;
      const idle = Math.min(used, Math.round(row.unused * (1.15 - ago / 900)));
      const active = row.metric === null ? null : Math.round(used * 0.72);
      points.push({ day: date(ago), paid, used, idle: isCollected ? idle : null, active });
    }
    return points;
  };

  return {
    trend: ({ orgId, license, days }) => {
      const rule = {
        ...DEFAULT_POLICY,
        inactiveDays: world.org(orgId).inactiveDays,
        includeFree: false,
      };
      const firstDay = date(days);
      return world
        .licenses(orgId, rule, null)
        .map((row, n) => ({ row, points: pointsOf(row, n) }))
        .filter(({ row }) => license === null || (row.kind === license.kind && row.id === license.id))
        .map(({ row, points }) => ({
          kind: row.kind,
          id: row.id,
          name: row.name,
          points: points.filter(({ day }) => day > firstDay),
          forecast: forecast(
            { points },
            {
              contractEnd: row.price?.contractEnd ?? row.expiresAt?.slice(0, 10) ?? null,
              today: date(0),
              price: row.price,
              idleNow: row.unused,
            },
          ),
        }));
    },
  };
}

import type { ContractType } from '../../src/shared/contract';
import type { Handlers } from '../../src/shared/contract/define';
import { IdleRule } from '../../src/shared/model/idle-rule';
import type { LicenseTableRow, SeatTableRow } from '../../src/shared/model/licenses';
import type { CurrencyAmount } from '../../src/shared/model/prices';
import type { UserTableRow } from '../../src/shared/model/users';
import { createFakeChanges, type ChangesData } from './bridge-changes';
import { compare, licenseKey, type LicensingWorld } from './bridge-licensing/world';
import { createFakeLimits } from './bridge-limits';
import { DAY, iso, makeLogins, seeded } from './bridge-people';

export interface ReviewData extends Omit<ChangesData, 'mode'> {
  mode?: ChangesData['mode'];
  world: LicensingWorld;
  now: number;
}

/** Answers of the review service over made-up people. */
export function createFakeReview(data: ReviewData): Handlers<ContractType['review']> {
  const { world } = data;

  /** Who was there at that moment; null: now. */
  const usersAt = (orgId: string, asOf: string | null): UserTableRow[] =>
    data.users(orgId).filter((user) => asOf === null || user.createdAt <= asOf);

  return {
    overview: ({ orgId, inactiveDays, asOf }) => {
      const org = data.org(orgId);
      const users = usersAt(orgId, asOf);
      const rule = IdleRule.parse({ inactiveDays });
      const licenses = world.licenses(orgId, rule, asOf);
      const paid = licenses.filter((l) => l.kind === 'user' && l.paidPerSeat);
      const sum = (rows: LicenseTableRow[], of: (row: LicenseTableRow) => number) =>
        rows.reduce((total, row) => total + of(row), 0);
      const annual = sum(licenses, (l) => l.annualWaste ?? 0);
      const count = (state: UserTableRow['state']) => users.filter((u) => u.state === state).length;
      const reasons: Record<string, number> = {};
      for (const seat of world.seats(orgId, rule, asOf))
        reasons[seat.reason] = (reasons[seat.reason] ?? 0) + 1;
      const random = seeded(3);
      return {
        asOf: asOf ?? org.dataAsOf,
        seats: {
          paid: sum(paid, (l) => l.total ?? 0),
          used: sum(paid, (l) => l.used),
          free: sum(paid, (l) => l.free ?? 0),
          unused: sum(paid, (l) => l.unused),
        },
        reasons,
        waste: annual > 0 ? [{ currency: 'USD', monthly: annual / 12, annual }] : [],
        users: {
          total: users.length,
          active: count('active'),
          inactive: count('inactive'),
          neverLoggedIn: count('never-logged-in'),
          frozen: count('frozen'),
          deactivated: count('deactivated'),
        },
        activity:
          users.length === 0
            ? []
            : Array.from({ length: 180 }, (_, i) => {
                const time = data.now - (179 - i) * DAY;
                const weekend = [0, 6].includes(new Date(time).getUTCDay());
                const active = Math.round(
                  users.length * (weekend ? 0.07 : 0.46 + i / 2600) * (0.92 + random() * 0.16),
                );
                const spike = i === 151 ? 320 : 0;
                return {
                  day: iso(time).slice(0, 10),
                  activeUsers: active,
                  logins: Math.round(active * (1.7 + random() * 0.5)),
                  failures: Math.round(active * 0.04 * (0.5 + random())) + spike,
                };
              }),
        topLicenses: licenses
          .filter((l) => l.unused > 0)
          .sort((a, b) => b.unused - a.unused)
          .slice(0, 6),
        lastRun: org.lastRun,
        quota: org.quota,
        historySince: org.historySince,
        historyUntil: org.historyUntil,
      };
    },
    users: (query) => {
      const all = usersAt(query.orgId, query.asOf);
      const needle = query.search.toLowerCase();
      const rows = all
        .filter((u) => !needle || `${u.name} ${u.username} ${u.email ?? ''}`.toLowerCase().includes(needle))
        .filter((u) => query.states.length === 0 || query.states.includes(u.state))
        .filter((u) => query.licenses.length === 0 || query.licenses.includes(u.license ?? ''))
        .filter((u) => query.profiles.length === 0 || query.profiles.includes(u.profile ?? ''))
        .sort((a, b) => compare(a[query.sort], b[query.sort], query.descending));
      return {
        asOf: query.asOf ?? data.org(query.orgId).dataAsOf,
        total: rows.length,
        all: all.length,
        rows: rows.slice(query.offset, query.offset + query.limit),
        facets: {
          licenses: distinct(all.map((u) => u.license)),
          profiles: distinct(all.map((u) => u.profile)),
        },
      };
    },
    user: ({ orgId, userId, asOf }) => {
      const user = usersAt(orgId, asOf).find((u) => u.id === userId);
      if (!user) return null;
      return {
        user,
        licenses: world.heldBy(user).map(({ kind, name }) => ({ kind, name })),
        recentLogins: makeLogins(user),
      };
    },
    licenses: ({ orgId, rule, asOf }) => ({
      asOf: asOf ?? data.org(orgId).dataAsOf,
      licenses: world.licenses(orgId, rule, asOf),
    }),
    seats: (query) => {
      const rows = world.seatsOf(query);
      return {
        asOf: query.asOf ?? data.org(query.orgId).dataAsOf,
        total: rows.length,
        rows: rows.slice(query.offset, query.offset + query.limit),
        annual: annualOf(rows),
      };
    },
    setPrice: ({ kind, licenseId, price }) =>
      void world.prices.set(licenseKey({ kind, id: licenseId }), price),
    ...createFakeLimits(data),
    ...createFakeChanges({ ...data, mode: data.mode ?? 'usual' }),
  };
}

function distinct(values: (string | null)[]): string[] {
  return [...new Set(values.filter((v) => v !== null))].sort();
}

function annualOf(seats: readonly SeatTableRow[]): CurrencyAmount[] {
  const sums = new Map<string, number>();
  for (const { currency, annualSaving } of seats) {
    if (currency !== null && annualSaving !== null)
      sums.set(currency, (sums.get(currency) ?? 0) + annualSaving);
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount })).sort((a, b) => b.amount - a.amount);
}

import type { ContractType } from '../../src/shared/contract';
import type { Handlers } from '../../src/shared/contract/define';
import type { IdleRule, LicenseTableRow, UnusedSeat } from '../../src/shared/model/licenses';
import type { UserTableRow } from '../../src/shared/model/users';
import { createFakeChanges, type ChangesData } from './bridge-changes';
import { createFakeLimits } from './bridge-limits';
import { DAY, iso, makeLogins, seeded } from './bridge-people';

export interface ReviewData extends Omit<ChangesData, 'mode'> {
  mode?: ChangesData['mode'];
  now: number;
}

const LICENSES = [
  ['user', '100A', 'Salesforce', 'SFDC', 820, 165],
  ['user', '100B', 'Salesforce Platform', 'AUL', 260, 25],
  ['user', '100C', 'Customer Community Plus', 'PID_Customer_Community_Plus', 150, 15],
  ['user', '100D', 'Chatter Free', 'CSN_User', 5000, null],
  ['user', '100E', 'Salesforce Integration', 'INTEGRATION', 40, null],
  ['permissionSet', '0PLA', 'CRM Analytics Growth', 'EinsteinAnalyticsGrowthPsl', 120, 125],
  ['permissionSet', '0PLB', 'Field Service Dispatcher', 'FieldServiceDispatcherPsl', 60, null],
  ['permissionSet', '0PLC', 'Sales Engagement', 'HighVelocitySalesUser', 200, 75],
  ['package', '050A', 'Signature Flow', 'sigflow', 300, 12],
  ['package', '050B', 'Phone Connect', 'phcon', null, null],
] as const;

/** Answers of the review service over made-up people. */
export function createFakeReview(data: ReviewData): Handlers<ContractType['review']> {
  const prices = new Map<string, { monthlyPrice: number | null; currency: string }>();

  /** Who was there at that moment; null: now. */
  const usersAt = (orgId: string, asOf: string | null): UserTableRow[] =>
    data.users(orgId).filter((user) => asOf === null || user.createdAt <= asOf);

  const holders = (orgId: string, asOf: string | null, name: string, kind: string): UserTableRow[] => {
    const users = usersAt(orgId, asOf);
    if (kind === 'user') return users.filter((u) => u.license === name);
    const every = 3 + (name.length % 5);
    return users.filter((u, i) => u.license === 'Salesforce' && i % every === 0).slice(0, 180);
  };

  const reasonOf = (user: UserTableRow, rule: IdleRule): UnusedSeat['reason'] | null => {
    if (!user.isActive) return 'user-deactivated';
    if (user.isFrozen) return 'frozen';
    const age = (data.now - Date.parse(user.createdAt)) / DAY;
    if (user.daysSinceLogin === null) return age > rule.graceDays ? 'never-logged-in' : null;
    return user.daysSinceLogin >= rule.inactiveDays ? 'inactive' : null;
  };

  const licensesOf = (orgId: string, rule: IdleRule, asOf: string | null): LicenseTableRow[] =>
    data.users(orgId).length === 0
      ? []
      : LICENSES.map(([kind, id, name, developerName, total, price]) => {
          const held = holders(orgId, asOf, name, kind);
          const free = name === 'Chatter Free';
          const unusedSeats = free && !rule.includeFree ? [] : held.filter((u) => reasonOf(u, rule) !== null);
          const set = prices.get(id) ?? { monthlyPrice: price, currency: 'USD' };
          return {
            kind,
            id,
            name,
            developerName,
            total,
            used: held.length,
            free: total === null ? null : Math.max(0, total - held.length),
            assignedActive: held.filter((u) => u.isActive).length,
            unused: unusedSeats.length,
            neverLoggedIn: unusedSeats.filter((u) => reasonOf(u, rule) === 'never-logged-in').length,
            monthlyPrice: set.monthlyPrice,
            currency: set.monthlyPrice === null ? null : set.currency,
            annualWaste: set.monthlyPrice === null ? null : unusedSeats.length * set.monthlyPrice * 12,
            status: 'Active',
            expiresAt: kind === 'permissionSet' ? '2027-01-31' : null,
            paidPerSeat: !free,
          };
        });

  const seatsOf = (orgId: string, rule: IdleRule, asOf: string | null): UnusedSeat[] =>
    licensesOf(orgId, rule, asOf).flatMap((license) =>
      license.unused === 0
        ? []
        : holders(orgId, asOf, license.name, license.kind).flatMap((user) => {
            const reason = reasonOf(user, rule);
            if (!reason) return [];
            return [
              {
                org: data.org(orgId).name,
                licenseKind: license.kind,
                license: license.name,
                userId: user.id,
                username: user.username,
                name: user.name,
                email: user.email,
                profile: user.profile,
                createdAt: user.createdAt,
                lastLoginAt: user.lastLoginAt,
                daysSinceLogin: user.daysSinceLogin,
                reason,
                monthlyPrice: license.monthlyPrice,
                currency: license.currency,
                annualSaving: license.monthlyPrice === null ? null : license.monthlyPrice * 12,
              },
            ];
          }),
    );

  return {
    overview: ({ orgId, inactiveDays, asOf }) => {
      const org = data.org(orgId);
      const users = usersAt(orgId, asOf);
      const rule = { inactiveDays, graceDays: 7, includeFree: false };
      const licenses = licensesOf(orgId, rule, asOf);
      const paid = licenses.filter((l) => l.kind === 'user' && l.paidPerSeat);
      const sum = (rows: LicenseTableRow[], of: (row: LicenseTableRow) => number) =>
        rows.reduce((total, row) => total + of(row), 0);
      const annual = sum(licenses, (l) => l.annualWaste ?? 0);
      const count = (state: UserTableRow['state']) => users.filter((u) => u.state === state).length;
      const reasons: Record<string, number> = {};
      for (const seat of seatsOf(orgId, rule, asOf)) reasons[seat.reason] = (reasons[seat.reason] ?? 0) + 1;
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
      const licenses = LICENSES.filter(([kind, , name]) => holders(orgId, asOf, name, kind).includes(user));
      return {
        user,
        licenses: licenses.map(([kind, , name]) => ({ kind, name })),
        recentLogins: makeLogins(user),
      };
    },
    licenses: ({ orgId, rule, asOf }) => ({
      asOf: asOf ?? data.org(orgId).dataAsOf,
      licenses: licensesOf(orgId, rule, asOf),
    }),
    seats: (query) => {
      const wanted = LICENSES.find(([, id]) => id === query.license?.id)?.[2];
      const needle = query.search.toLowerCase();
      const rows = seatsOf(query.orgId, query.rule, query.asOf)
        .filter((s) => query.license === null || s.license === wanted)
        .filter((s) => !needle || `${s.name} ${s.username}`.toLowerCase().includes(needle))
        .sort((a, b) => compare(a[query.sort], b[query.sort], query.descending));
      return {
        asOf: query.asOf ?? data.org(query.orgId).dataAsOf,
        total: rows.length,
        rows: rows.slice(query.offset, query.offset + query.limit),
      };
    },
    setPrice: ({ licenseId, monthlyPrice, currency }) =>
      void prices.set(licenseId, { monthlyPrice, currency }),
    ...createFakeLimits(data),
    ...createFakeChanges({ ...data, mode: data.mode ?? 'usual' }),
    exportUnused: ({ orgId, rule }) => ({
      file: '/home/kim/Documents/unused-licenses.csv',
      rows: seatsOf(orgId, rule, null).length,
    }),
  };
}

function distinct(values: (string | null)[]): string[] {
  return [...new Set(values.filter((v) => v !== null))].sort();
}

type Sortable = string | number | null;

/** Missing values last, whatever the direction. */
function compare(a: Sortable, b: Sortable, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
  return descending ? -order : order;
}

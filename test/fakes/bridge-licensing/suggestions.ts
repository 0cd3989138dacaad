import type { ContractType } from '../../../src/shared/contract';
import type { Handlers } from '../../../src/shared/contract/define';
import { DEFAULT_POLICY } from '../../../src/shared/model/idle-rule';
import type { LicenseTableRow } from '../../../src/shared/model/licenses';
import { annualPrice } from '../../../src/shared/model/prices';
import {
  type Suggestion,
  SuggestionKind,
  type SuggestionsQuery,
} from '../../../src/shared/model/suggestions';
import type { UserTableRow } from '../../../src/shared/model/users';
import { compare, type LicensingWorld } from './world';

type LicensesHandlers = Handlers<ContractType['licenses']>;

/** Kinds of which nothing can be said, in some org; null: everything can. */
const NOT_COLLECTED = 'Permission sets or their assignments have not been collected to the end yet.';

export function createFakeSuggestions(world: LicensingWorld): Pick<LicensesHandlers, 'suggestions'> {
  /** Of the question asked last: going through everybody takes long where there are many. */
  let known: { key: string; rows: Suggestion[] } | null = null;
  return {
    suggestions: (query) => {
      const key = JSON.stringify([query.orgId, query.asOf, query.inactiveDays, [...world.prices]]);
      if (known?.key !== key) known = { key, rows: everything(world, query) };
      const all = known.rows;
      const counts = Object.fromEntries(
        SuggestionKind.options.map((kind) => [kind, all.filter((row) => row.kind === kind).length]),
      ) as Record<SuggestionKind, number>;
      const needle = query.search.toLowerCase();
      const rows = all
        .filter((row) => query.kind === null || row.kind === query.kind)
        .filter((row) =>
          `${row.name} ${row.username} ${row.profile ?? ''} ${row.from.name}`.toLowerCase().includes(needle),
        )
        .sort((a, b) => compare(a[query.sort], b[query.sort], query.descending));
      const annual = new Map<string, number>();
      for (const { currency, annualSaving } of rows)
        if (currency !== null && annualSaving !== null)
          annual.set(currency, (annual.get(currency) ?? 0) + annualSaving);
      return {
        asOf: query.asOf ?? world.org(query.orgId).dataAsOf,
        total: rows.length,
        counts,
        annual: [...annual].map(([currency, amount]) => ({ currency, amount })),
        rows: rows.slice(query.offset, query.offset + query.limit),
        // A second org whose permission sets could not be read.
        notEvaluated:
          query.orgId === 'acme' || all.length === 0
            ? []
            : [{ kind: 'platform-license', why: NOT_COLLECTED }],
      };
    },
  };
}

function everything(world: LicensingWorld, { orgId, asOf, inactiveDays }: SuggestionsQuery): Suggestion[] {
  const rule = { ...DEFAULT_POLICY, inactiveDays, includeFree: true };
  const licenses = new Map(world.licenses(orgId, rule, asOf).map((row) => [row.name, row]));
  const [crm, platform] = [licenses.get('Salesforce'), licenses.get('Salesforce Platform')];
  const [robot, addOn] = [licenses.get('Salesforce Integration'), licenses.get('Sales Engagement')];
  const [member, byLogin] = [
    licenses.get('Customer Community Plus'),
    licenses.get('Customer Community Login'),
  ];
  return world.users(orgId).flatMap((user, n): Suggestion[] => {
    const seen = user.daysSinceLogin;
    if (!user.isActive || user.isFrozen || seen === null || seen >= inactiveDays) return [];
    const logins = 2 + (n % 5);
    if (user.license === 'Salesforce' && crm && n % 61 === 0)
      return [make('integration-license', user, crm, robot ?? null, 40 * logins, [
        `${String(40 * logins)} sign-ins in the last 180 days, all of them through an API; last seen on 2026-06-29.`,
        `“Salesforce Integration” has 3 of 40 seats free.`,
      ])]; // prettier-ignore
    if (user.license === 'Salesforce' && crm && n % 9 === 0)
      return [make('platform-license', user, crm, platform ?? null, logins, [
        `${String(logins)} sign-ins in the last 90 days: ${(logins / 3).toFixed(1)} per 30 days.`,
        `No administrative permission in the profile and 2 permission sets; no permission set, package or feature license that needs CRM objects.`,
      ])]; // prettier-ignore
    if (user.license === 'Customer Community Plus' && member && n % 3 === 0)
      return [make('login-based-license', user, member, byLogin ?? null, logins, [
        `${String(logins)} sign-ins in the last 90 days: ${(logins / 3).toFixed(1)} per 30 days.`,
        `At Salesforce’s list prices a member costs as much as two and a half logins; enter both prices to have it worked out.`,
      ])]; // prettier-ignore
    if (user.license === 'Salesforce' && addOn && n % 20 === 5)
      return [make('unneeded-permission-set-license', user, addOn, null, 12 * logins, [
        `None of the permission sets that use it is assigned: “Sales Engagement User” and “Cadence Creator”; neither directly nor through a permission set group.`,
        `Salesforce assigns the license with the first of them and leaves it when the last one goes.`,
      ])]; // prettier-ignore
    return [];
  });
}

function make(
  kind: SuggestionKind,
  user: UserTableRow,
  from: LicenseTableRow,
  to: LicenseTableRow | null,
  logins90d: number,
  evidence: string[],
): Suggestion {
  const costs = (license: LicenseTableRow | null) => (license?.price ? annualPrice(license.price) : 0);
  const saving = from.price === null || (to !== null && to.price === null) ? null : costs(from) - costs(to);
  return {
    kind,
    userId: user.id,
    name: user.name,
    username: user.username,
    profile: user.profile,
    from: { kind: from.kind, id: from.id, name: from.name },
    to: to && { kind: to.kind, id: to.id, name: to.name, free: to.free },
    lastLoginAt: user.lastLoginAt,
    logins90d,
    evidence,
    check: [
      'Which objects the user opens: sign-ins do not tell.',
      'Whether the season matters: somebody may sign in every day at the end of the year.',
    ],
    annualSaving: saving,
    currency: saving === null ? null : (from.price?.currency ?? null),
  };
}

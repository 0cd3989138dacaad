import type { ContractType } from '../../../src/shared/contract';
import type { Handlers } from '../../../src/shared/contract/define';
import { DEFAULT_POLICY, type IdlePolicy, type IdleRule } from '../../../src/shared/model/idle-rule';
import type { SavingsGroup } from '../../../src/shared/model/reclaim';
import type { NeededAnyway } from '../../../src/shared/model/suggestions';
import { groupValue, type LicensingWorld } from './world';

type LicensesHandlers = Handlers<ContractType['licenses']>;

export interface FakePolicyOptions {
  world: LicensingWorld;
  setInactiveDays: (orgId: string, days: number) => void;
}

const LONGEST = 3650;

/** The org's definition of idle, and what follows from trying another. */
export function createFakePolicy({
  world,
  setInactiveDays,
}: FakePolicyOptions): Pick<
  LicensesHandlers,
  'policy' | 'setPolicy' | 'setNeededAnyway' | 'curve' | 'savings'
> {
  const policies = new Map<string, IdlePolicy>();
  let needed: NeededAnyway[] = [
    { license: 'SalesUserPsl', by: 'permission-set', name: 'Sales_User' },
    { license: 'SalesforceAPIIntegrationPsl', by: 'profile', name: 'Salesforce API Only' },
    { license: 'IdentityConnect', by: 'everybody', name: '' },
  ];
  return {
    policy: ({ orgId }) => ({
      inactiveDays: world.org(orgId).inactiveDays,
      policy: policies.get(orgId) ?? DEFAULT_POLICY,
      neededAnyway: needed,
    }),
    setPolicy: ({ orgId, inactiveDays, policy }) => {
      policies.set(orgId, policy);
      setInactiveDays(orgId, inactiveDays);
    },
    setNeededAnyway: ({ neededAnyway }) => void (needed = neededAnyway),
    curve: ({ orgId, rule, asOf }) => ({
      asOf: asOf ?? world.org(orgId).dataAsOf,
      licenses: curveOf(world, orgId, rule, asOf),
    }),
    savings: ({ orgId, rule, asOf, by }) => {
      const groups = new Map<string | null, SavingsGroup & { ids: Set<string> }>();
      for (const seat of world.seats(orgId, rule, asOf)) {
        const value = groupValue(seat, by);
        const group = groups.get(value) ?? {
          value,
          label: by === 'manager' ? seat.manager : value,
          people: 0,
          seats: 0,
          unpriced: 0,
          annual: [],
          ids: new Set<string>(),
        };
        groups.set(value, group);
        group.ids.add(seat.userId);
        group.people = group.ids.size;
        group.seats++;
        if (seat.annualSaving === null) group.unpriced++;
        else add(group.annual, seat.currency ?? 'USD', seat.annualSaving);
      }
      const cost = (group: SavingsGroup) => group.annual[0]?.amount ?? 0;
      return [...groups.values()]
        .map(({ ids: _, ...group }) => group)
        .sort((a, b) => cost(b) - cost(a) || b.seats - a.seats);
    },
  };
}

/** By asking for every threshold that makes a difference: slow, but surely the same as the list. */
function curveOf(world: LicensingWorld, orgId: string, rule: IdleRule, asOf: string | null) {
  const always = world.licenses(orgId, { ...rule, inactiveDays: LONGEST }, asOf);
  const byDays = new Map<string, Map<number, number>>();
  const fixed = new Set(
    world.seats(orgId, { ...rule, inactiveDays: LONGEST }, asOf).map((s) => `${s.licenseId}/${s.userId}`),
  );
  for (const seat of world.seats(orgId, { ...rule, inactiveDays: 1 }, asOf)) {
    if (fixed.has(`${seat.licenseId}/${seat.userId}`) || seat.daysIdle === null) continue;
    const days = byDays.get(seat.licenseId) ?? new Map<number, number>();
    byDays.set(seat.licenseId, days.set(seat.daysIdle, (days.get(seat.daysIdle) ?? 0) + 1));
  }
  return always.map(({ kind, id, unused }) => ({
    kind,
    id,
    always: unused,
    byDays: [...(byDays.get(id) ?? [])].sort(([a], [b]) => a - b),
  }));
}

function add(amounts: { currency: string; amount: number }[], currency: string, amount: number): void {
  const known = amounts.find((one) => one.currency === currency);
  if (known) known.amount += amount;
  else amounts.push({ currency, amount });
}

import { createPortfolio } from '../../../src/core/licensing/portfolio';
import type { ContractType } from '../../../src/shared/contract';
import type { Handlers } from '../../../src/shared/contract/define';
import { DEFAULT_POLICY } from '../../../src/shared/model/idle-rule';
import type { LicenseTableRow } from '../../../src/shared/model/licenses';
import type { ExchangeRate, SeatPrice } from '../../../src/shared/model/prices';
import type { ReclaimSummary } from '../../../src/shared/model/reclaim';
import { iso } from '../bridge-people';
import type { LicensingWorld } from './world';

type LicensesHandlers = Handlers<ContractType['licenses']>;

const CURRENCIES = ['USD', 'EUR', 'USD', 'GBP', 'JPY'];
const NO_DECISIONS: ReclaimSummary = {
  keep: 0,
  ask: 0,
  open: 0,
  reclaimed: 0,
  returned: 0,
  openAnnual: [],
  reclaimedAnnual: [],
  savedSoFar: [],
  unpriced: 0,
};

/** All orgs added up by the real rules. The world's orgs have the same people: here they differ in size and currency. */
export function createFakePortfolio(
  world: LicensingWorld,
): Pick<LicensesHandlers, 'portfolio' | 'exchangeRates' | 'setExchangeRates'> {
  let reportingCurrency = 'USD';
  const rates = new Map<string, ExchangeRate[]>();
  const ratesTo = (currency: string) => ({ reportingCurrency: currency, rates: rates.get(currency) ?? [] });
  const placeOf = (orgId: string) => world.orgs().findIndex((org) => org.id === orgId);
  return {
    portfolio: () =>
      createPortfolio({
        reportingCurrency,
        now: world.now,
        db: {
          listOrgs: () => Promise.resolve([...world.orgs()]),
          idlePolicy: (orgId) =>
            Promise.resolve({
              inactiveDays: world.org(orgId).inactiveDays,
              policy: DEFAULT_POLICY,
              neededAnyway: [],
            }),
          licenses: (orgId, rule) =>
            Promise.resolve(world.licenses(orgId, rule, null).map((row) => scaled(row, placeOf(orgId)))),
          reclaimSummary: (orgId) =>
            Promise.resolve({ ...NO_DECISIONS, savedSoFar: savedBy(placeOf(orgId)) }),
          exchangeRates: (currency) => Promise.resolve(ratesTo(currency).rates),
        },
      }),
    exchangeRates: ({ reportingCurrency: wanted }) => ratesTo(wanted ?? reportingCurrency),
    setExchangeRates: ({ reportingCurrency: wanted, rates: entered }) => {
      reportingCurrency = wanted;
      rates.set(
        wanted,
        entered.map((rate) => ({ ...rate, at: iso(world.now) })),
      );
      return ratesTo(wanted);
    },
  };
}

/** The same licenses in an org that is smaller the further down the list it is. */
function scaled(row: LicenseTableRow, place: number): LicenseTableRow {
  const size = (n: number) => Math.round(n / (1 + place * 1.7));
  const price: SeatPrice | null =
    row.price && place > 0
      ? { ...row.price, currency: CURRENCIES[place % CURRENCIES.length] ?? 'USD' }
      : row.price;
  const total = row.total === null ? null : size(row.total);
  const used = size(row.used);
  return {
    ...row,
    total,
    used,
    free: total === null ? null : total - used,
    unused: size(row.unused),
    price,
    currency: price?.currency ?? null,
  };
}

function savedBy(place: number) {
  if (place === 0) return [{ currency: 'USD', amount: 7_214.4 }];
  return place % 2 === 1 ? [{ currency: CURRENCIES[place % CURRENCIES.length] ?? 'USD', amount: 310 }] : [];
}

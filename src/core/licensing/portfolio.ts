import type { LicenseTableRow } from '../../shared/model/licenses';
import type { Portfolio, PortfolioOrg } from '../../shared/model/license-trend';
import type { Org } from '../../shared/model/org';
import type { ConvertedAmount, CurrencyAmount, SeatPrice } from '../../shared/model/prices';
import type { Database } from '../ports';
import { cents, converted, fromCents } from './cents';

export interface PortfolioInput {
  db: Pick<Database, 'listOrgs' | 'idlePolicy' | 'licenses' | 'reclaimSummary' | 'exchangeRates'>;
  /** ISO 4217. */
  reportingCurrency: string;
  /** Epoch ms: savings count up to it, contracts that ended before it are over. */
  now: number;
}

/** Cents per currency. */
type Cents = Map<string, number>;

/**
 * Every connected org with what it pays for and nobody uses, by its own definition of idle, and the totals in
 * one currency. Amounts in currencies without a rate stay apart. Totals are the sums of what is shown per org.
 */
export async function createPortfolio({ db, reportingCurrency, now }: PortfolioInput): Promise<Portfolio> {
  const entered = await db.exchangeRates(reportingCurrency);
  const rates = new Map(entered.map(({ currency, rate }) => [currency, rate]));
  rates.set(reportingCurrency, 1);
  const convert = (amounts: Cents) => inOne(amounts, rates, reportingCurrency);

  const orgs: PortfolioOrg[] = [];
  const currencies = new Set<string>();
  for (const org of await db.listOrgs()) {
    const { inactiveDays, policy } = await db.idlePolicy(org.id);
    const licenses =
      org.dataAsOf === null ? [] : await db.licenses(org.id, { ...policy, inactiveDays, includeFree: false });
    const { savedSoFar } = await db.reclaimSummary(org.id, now);
    for (const { price } of licenses) if (price !== null) currencies.add(price.currency);
    for (const { currency } of savedSoFar) currencies.add(currency);
    orgs.push({
      ...identityOf(org),
      inactiveDays,
      ...seatsOf(licenses),
      waste: convert(costOf(licenses, ({ unused }) => unused)),
      free: convert(costOf(licenses, freeSeats)),
      saved: convert(summed(savedSoFar)),
      contractEnd: nextEnd(licenses, new Date(now).toISOString().slice(0, 10)),
    });
  }
  const total = (of: 'paid' | 'used' | 'idle' | 'idleSeats') => orgs.reduce((sum, org) => sum + org[of], 0);
  const totalOf = (of: 'waste' | 'free' | 'saved') =>
    convert(
      summed(orgs.flatMap(({ [of]: { currency, amount, missing } }) => [{ currency, amount }, ...missing])),
    );
  return {
    reportingCurrency,
    missingRates: [...currencies].filter((currency) => !rates.has(currency)).sort(),
    orgs,
    totals: {
      paid: total('paid'),
      used: total('used'),
      idle: total('idle'),
      idleSeats: total('idleSeats'),
      waste: totalOf('waste'),
      free: totalOf('free'),
      saved: totalOf('saved'),
    },
  };
}

const identityOf = ({ id, name, dataAsOf, identity }: Org) => ({
  orgId: id,
  name,
  edition: identity.edition,
  isSandbox: identity.isSandbox,
  asOf: dataAsOf,
});

function seatsOf(licenses: readonly LicenseTableRow[]) {
  const users = licenses.filter(({ kind, paidPerSeat }) => kind === 'user' && paidPerSeat);
  const sum = (some: readonly LicenseTableRow[], of: (license: LicenseTableRow) => number) =>
    some.reduce((all, license) => all + of(license), 0);
  return {
    paid: sum(users, ({ total }) => total ?? 0),
    used: sum(users, ({ used }) => used),
    idle: sum(users, ({ unused }) => unused),
    idleSeats: sum(licenses, ({ unused }) => unused),
    unpricedIdleSeats: sum(licenses, ({ unused, price }) => (price === null ? unused : 0)),
  };
}

/** Bought, paid by the seat, and given to nobody. More given than bought is nothing to get money back for. */
const freeSeats = ({ paidPerSeat, free }: LicenseTableRow): number =>
  paidPerSeat ? Math.max(0, free ?? 0) : 0;

const MONTHS = 12;

/** Per year. A license that is paid by logins, or once for everybody, has no price of a seat. */
function costOf(licenses: readonly LicenseTableRow[], seats: (license: LicenseTableRow) => number): Cents {
  const all: Cents = new Map();
  for (const license of licenses) {
    const { price, metering } = license;
    if (price === null || metering !== 'seats') continue;
    add(all, price.currency, cents(price.amount, seats(license) * timesAYear(price)));
  }
  return all;
}

const timesAYear = ({ per }: SeatPrice): number => (per === 'month' ? MONTHS : 1);

function add(all: Cents, currency: string, amount: number): void {
  all.set(currency, (all.get(currency) ?? 0) + amount);
}

function summed(amounts: readonly CurrencyAmount[]): Cents {
  const all: Cents = new Map();
  for (const { currency, amount } of amounts) add(all, currency, cents(amount));
  return all;
}

/** What has no rate is named by its currency, largest amount first. */
function inOne(amounts: Cents, rates: ReadonlyMap<string, number>, currency: string): ConvertedAmount {
  let sum = 0;
  const missing: CurrencyAmount[] = [];
  for (const [from, amount] of amounts) {
    const rate = rates.get(from);
    if (rate !== undefined) sum += converted(amount, rate);
    else if (amount !== 0) missing.push({ currency: from, amount: fromCents(amount) });
  }
  missing.sort((a, b) => b.amount - a.amount || a.currency.localeCompare(b.currency, 'en'));
  return { currency, amount: fromCents(sum), missing };
}

/** The first contract that ends today or later. */
function nextEnd(licenses: readonly LicenseTableRow[], today: string): string | null {
  const ends = licenses.flatMap(({ price }) => (price?.contractEnd == null ? [] : [price.contractEnd]));
  return ends.filter((end) => end >= today).sort()[0] ?? null;
}

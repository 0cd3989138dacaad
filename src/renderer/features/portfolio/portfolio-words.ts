import type { Portfolio, PortfolioOrg } from '../../../shared/model/license-trend';
import type { ConvertedAmount } from '../../../shared/model/prices';
import { formatCount, formatMoney, formatNumber, formatPercent } from '../../ui/format';

export type Column =
  'name' | 'paid' | 'used' | 'idle' | 'idleSeats' | 'waste' | 'free' | 'saved' | 'contractEnd';

export interface Sorting {
  by: Column;
  descending: boolean;
}

/** What costs most comes first. */
export const FIRST_SORTING: Sorting = { by: 'waste', descending: true };

/** A click on a heading: the other way round; on another one, from the end that is worth a look. */
export function sortingAfter({ by, descending }: Sorting, clicked: Column): Sorting {
  if (by === clicked) return { by, descending: !descending };
  return { by: clicked, descending: clicked !== 'name' && clicked !== 'contractEnd' };
}

/** Orgs without data come last whatever the order, equal ones by name. */
export function sorted(orgs: readonly PortfolioOrg[], { by, descending }: Sorting): PortfolioOrg[] {
  return [...orgs].sort((a, b) => {
    const [left, right] = [keyOf(a, by), keyOf(b, by)];
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1;
    } else {
      const order =
        typeof left === 'number' && typeof right === 'number' ? left - right : compareTexts(left, right);
      if (order !== 0) return descending ? -order : order;
    }
    return compareTexts(a.name, b.name);
  });
}

const compareTexts = (a: string | number, b: string | number): number =>
  String(a).localeCompare(String(b), undefined, { sensitivity: 'base' });

function keyOf(org: PortfolioOrg, by: Column): string | number | null {
  if (by === 'name') return org.name;
  if (org.asOf === null) return null;
  switch (by) {
    case 'waste':
    case 'free':
    case 'saved':
      return org[by].amount;
    default:
      return org[by];
  }
}

export interface AmountWords {
  /** The amount, or what takes its place. */
  main: string;
  /** Amounts that could not be converted: "+ €1,260". */
  others: string[];
}

/** Where nothing could be converted, the amounts stand alone: "$0 + €1,260" would read as a fact. */
export function amountWords({ currency, amount, missing }: ConvertedAmount): AmountWords {
  const apart = missing.map((one) => formatMoney(one.amount, one.currency));
  const [first, ...others] = apart;
  if (amount === 0 && first !== undefined) return { main: first, others: others.map(plus) };
  return { main: formatMoney(amount, currency), others: apart.map(plus) };
}

const plus = (amount: string): string => `+ ${amount}`;

/** "15% of those paid"; null: nothing to compare with. */
export function shareWords(part: number, paid: number): string | null {
  return paid > 0 ? `${formatPercent((part / paid) * 100)} of those paid` : null;
}

/** Seats whose cost nobody knows. */
export function unpricedWords(org: Pick<PortfolioOrg, 'unpricedIdleSeats'>): string | null {
  return org.unpricedIdleSeats > 0 ? `${formatNumber(org.unpricedIdleSeats)} without a price` : null;
}

/** Orgs in which idle seats have no price, most such seats first. */
export function unpricedOrgs(orgs: readonly PortfolioOrg[]): PortfolioOrg[] {
  return orgs
    .filter((org) => org.unpricedIdleSeats > 0)
    .sort((a, b) => b.unpricedIdleSeats - a.unpricedIdleSeats);
}

/** "EUR", "EUR and GBP". */
export function listWords(names: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
}

/** What the page says under its title. */
export function introWords({ orgs }: Pick<Portfolio, 'orgs'>): string {
  const open = orgs.filter((org) => org.asOf === null).length;
  const connected = `${formatCount(orgs.length, 'org')} connected`;
  if (open === orgs.length) return `${connected}, nothing collected yet.`;
  const without = open > 0 ? `, ${formatNumber(open)} of them without data yet` : '';
  const judged = orgs.length === 1 ? 'It is judged' : 'Each is judged';
  return `${connected}${without}. ${judged} by its own definition of idle.`;
}

/** Whole days until a date (YYYY-MM-DD) as seen at `now`. */
export function daysUntil(date: string, now: number): number {
  const today = Math.floor(now / 86_400_000);
  return Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000) - today;
}

const SOON_DAYS = 120;

/** "in 12 days" for contracts about to end, when there is still time to order fewer seats; null: far off. */
export function endWords(date: string, now: number): string | null {
  const days = daysUntil(date, now);
  if (days < 0 || days > SOON_DAYS) return null;
  if (days === 0) return 'today';
  return `in ${formatCount(days, 'day')}`;
}

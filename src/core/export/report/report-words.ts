import type { Forecast, LicenseTrend } from '../../../shared/model/license-trend';
import type { CurrencyAmount } from '../../../shared/model/prices';
import { cents, fromCents } from '../../licensing/cents';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const figure = (value: number): string => whole.format(value);

/** "EUR 12,600", without cents: it is a summary. */
export const amountText = ({ currency, amount }: CurrencyAmount): string => `${currency} ${figure(amount)}`;

export const amountsText = (amounts: readonly CurrencyAmount[], none = 'no prices'): string =>
  amounts.length === 0 ? none : amounts.map(amountText).join(' + ');

/** "2026-11-22 17:40 UTC" */
export const momentText = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

export const seatsText = (count: number): string => `${figure(count)} ${count === 1 ? 'seat' : 'seats'}`;

/** Amounts of the same currency added up, largest first. */
export function sumByCurrency(amounts: Iterable<CurrencyAmount>): CurrencyAmount[] {
  const sums = new Map<string, number>();
  for (const { currency, amount } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + cents(amount));
  return [...sums]
    .map(([currency, amount]) => ({ currency, amount: fromCents(amount) }))
    .sort((a, b) => b.amount - a.amount);
}

const PACES: Record<Exclude<Forecast['pace'], 'unknown'>, (perMonth: string) => string> = {
  growing: (perMonth) => `Use grows by about ${perMonth} seats in 30 days.`,
  shrinking: (perMonth) => `Use shrinks by about ${perMonth} seats in 30 days.`,
  steady: () => 'Use stays about as it is.',
};

/** Where a license is heading, in sentences; null when there is nothing to say that helps a decision. */
export function forecastText({ forecast }: Pick<LicenseTrend, 'forecast'>): string | null {
  const { pace, perMonth, contractEnd, atEnd, runsOutOn, couldDrop, couldDropWithIdle, annual } = forecast;
  const sentences = pace === 'unknown' ? [] : [PACES[pace](Math.abs(perMonth ?? 0).toFixed(1))];
  if (runsOutOn !== null) sentences.push(`At this pace its seats run out on ${runsOutOn}.`);
  if (atEnd !== null && contractEnd !== null)
    sentences.push(
      `At the end of the contract on ${contractEnd} some ${figure(atEnd.used)} seats would be used (${figure(atEnd.low)} to ${figure(atEnd.high)}).`,
    );
  if (couldDropWithIdle !== null && couldDropWithIdle > 0) {
    const worth = annual === null ? '' : `, worth ${amountText(annual)} a year`;
    const spare = couldDrop ?? 0;
    const first =
      spare < couldDropWithIdle
        ? ` when idle seats are given back first (${figure(spare)} without that)`
        : '';
    sentences.push(`${seatsText(couldDropWithIdle)} could be dropped at renewal${first}${worth}.`);
  }
  return sentences.length === 0 ? null : sentences.join(' ');
}

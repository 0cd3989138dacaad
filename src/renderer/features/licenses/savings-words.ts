import type { GroupBy, SavingsGroup } from '../../../shared/model/reclaim';
import { formatCount, formatMoney, formatPercent } from '../../ui/format';
import { GROUP_WORDS } from './seats/seat-words';
import { savingIn, totalSavings } from './savings-store';

/** "$310,200 and €1,200". */
export const moneyInWords = (amounts: readonly { currency: string; amount: number }[]): string =>
  amounts.map(({ currency, amount }) => formatMoney(Math.round(amount), currency)).join(' and ');

/** What the groups come to, in sentences. */
export function savingsSentences(groups: readonly SavingsGroup[], by: GroupBy): string[] {
  const seats = sum(groups, (group) => group.seats);
  if (seats === 0) return [];
  const unpriced = sum(groups, (group) => group.unpriced);
  const totals = totalSavings(groups);
  const sentences: string[] = [];
  const [main] = totals;
  if (main === undefined) {
    return [
      `${formatCount(seats, 'idle seat')} could be reclaimed now. None of them has a price, so what that saves is not known.`,
    ];
  }
  const monthly = totals.map(({ currency, amount }) => ({ currency, amount: amount / 12 }));
  sentences.push(
    `Reclaiming all ${formatCount(seats, 'idle seat')} now would save ${moneyInWords(totals)} a year, ${moneyInWords(monthly)} a month.`,
  );
  const top = [...groups].sort((a, b) => savingIn(b, main.currency) - savingIn(a, main.currency))[0];
  const share = top && main.amount > 0 ? (savingIn(top, main.currency) / main.amount) * 100 : 0;
  if (top && groups.length > 1 && share > 0) {
    const name = top.label ?? GROUP_WORDS[by].none;
    sentences.push(
      `${name} alone makes up ${formatPercent(share)} of it${totals.length > 1 ? ` in ${main.currency}` : ''} (${formatMoney(Math.round(savingIn(top, main.currency)), main.currency)} a year).`,
    );
  }
  if (unpriced > 0) {
    sentences.push(
      `${formatCount(unpriced, 'seat')} without a price ${unpriced === 1 ? 'is' : 'are'} not in these amounts.`,
    );
  }
  return sentences;
}

function sum<T>(rows: readonly T[], pick: (row: T) => number): number {
  return rows.reduce((total, row) => total + pick(row), 0);
}

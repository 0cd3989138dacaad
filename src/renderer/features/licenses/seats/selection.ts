import type { SeatRef, SeatTableRow } from '../../../../shared/model/licenses';
import type { CurrencyAmount } from '../../../../shared/model/prices';
import type { Pick as Ticked, Selection } from '../../../ui/table-picking';

/** What is remembered of a ticked seat. */
export interface PickedSeat {
  ref: SeatRef;
  /** Per year; null without a price. */
  saving: CurrencyAmount | null;
}

export type SeatSelection = Selection<PickedSeat>;

export type PickableSeat = Pick<
  SeatTableRow,
  'licenseKind' | 'licenseId' | 'userId' | 'annualSaving' | 'currency'
>;

export const seatKey = ({
  licenseKind,
  licenseId,
  userId,
}: Pick<SeatTableRow, 'licenseKind' | 'licenseId' | 'userId'>): string =>
  `${licenseKind}/${licenseId}/${userId}`;

export const seatRef = ({
  licenseKind,
  licenseId,
  userId,
}: Pick<SeatTableRow, 'licenseKind' | 'licenseId' | 'userId'>): SeatRef => ({
  kind: licenseKind,
  id: licenseId,
  userId,
});

export const pickOfSeat = (seat: PickableSeat): Ticked<PickedSeat> => ({
  key: seatKey(seat),
  value: { ref: seatRef(seat), saving: savingOf(seat) },
});

/** The ticked seats per year and currency, largest first. */
export function savingOfPicked({ rows }: SeatSelection & { kind: 'some' }): CurrencyAmount[] {
  return addUp([...rows.values()].map(({ saving }) => saving));
}

/** Different people among the ticked seats. */
export function peopleOfPicked({ rows }: SeatSelection & { kind: 'some' }): string[] {
  return [...new Set([...rows.values()].map(({ ref }) => ref.userId))];
}

function savingOf({ annualSaving, currency }: PickableSeat): CurrencyAmount | null {
  return annualSaving === null || currency === null ? null : { currency, amount: annualSaving };
}

/** Sums are made of cents, so that many of them come out even. */
function addUp(amounts: readonly (CurrencyAmount | null)[]): CurrencyAmount[] {
  const cents = new Map<string, number>();
  for (const one of amounts) {
    if (one) cents.set(one.currency, (cents.get(one.currency) ?? 0) + Math.round(one.amount * 100));
  }
  return [...cents]
    .map(([currency, sum]) => ({ currency, amount: sum / 100 }))
    .sort((a, b) => b.amount - a.amount || a.currency.localeCompare(b.currency));
}

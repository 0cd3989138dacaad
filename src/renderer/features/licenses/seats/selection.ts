import type { SeatRef, SeatTableRow } from '../../../../shared/model/licenses';
import type { CurrencyAmount } from '../../../../shared/model/prices';

/** The most seats that can be ticked one by one; more go as "all that match". */
export const MAX_PICKED = 5_000;

/** What is remembered of a ticked seat: it may be scrolled out of reach. */
export interface PickedSeat {
  ref: SeatRef;
  /** Per year; null without a price. */
  saving: CurrencyAmount | null;
}

/** Which seats are ticked: these, or whatever the list shows. */
export type Selection = { kind: 'some'; seats: ReadonlyMap<string, PickedSeat> } | { kind: 'all' };

export const NOTHING_PICKED: Selection = { kind: 'some', seats: new Map() };

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

export function isPicked(selection: Selection, seat: PickableSeat): boolean {
  return selection.kind === 'all' || selection.seats.has(seatKey(seat));
}

/** How many are ticked of a list of `total`. */
export function countPicked(selection: Selection, total: number): number {
  return selection.kind === 'all' ? total : selection.seats.size;
}

/**
 * Ticks these seats, or takes their ticks away. Null when there would be more than `MAX_PICKED`. Ticks are not
 * taken out of "all that match": ask for all of them first (`pickedOnly`).
 */
export function setPicked(
  selection: Selection,
  seats: readonly PickableSeat[],
  on: boolean,
): Selection | null {
  if (selection.kind === 'all') return on ? selection : null;
  const next = new Map(selection.seats);
  for (const seat of seats) {
    if (!on) next.delete(seatKey(seat));
    else next.set(seatKey(seat), { ref: seatRef(seat), saving: savingOf(seat) });
  }
  return next.size > MAX_PICKED ? null : { kind: 'some', seats: next };
}

/** Exactly these seats; null when there are too many. */
export function pickedOnly(seats: readonly PickableSeat[]): Selection | null {
  return setPicked(NOTHING_PICKED, seats, true);
}

/** The ticked seats per year and currency, largest first. */
export function savingOfPicked({ seats }: Selection & { kind: 'some' }): CurrencyAmount[] {
  return addUp([...seats.values()].map(({ saving }) => saving));
}

export function unpricedOfPicked({ seats }: Selection & { kind: 'some' }): number {
  return [...seats.values()].filter(({ saving }) => saving === null).length;
}

/** Different people among the ticked seats. */
export function peopleOfPicked({ seats }: Selection & { kind: 'some' }): string[] {
  return [...new Set([...seats.values()].map(({ ref }) => ref.userId))];
}

/** The rows between two places of a list, both included, in ascending order. */
export function rangeOf(from: number, to: number): { first: number; count: number } {
  return { first: Math.min(from, to), count: Math.abs(to - from) + 1 };
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

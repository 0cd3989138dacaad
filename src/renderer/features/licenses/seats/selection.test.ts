import { describe, expect, it } from 'vitest';
import { isPicked, NOTHING_PICKED, pickedOnly } from '../../../ui/table-picking';
import {
  peopleOfPicked,
  pickOfSeat,
  savingOfPicked,
  seatKey,
  type PickableSeat,
  type SeatSelection,
} from './selection';

const seat = (n: number, change: Partial<PickableSeat> = {}): PickableSeat => ({
  licenseKind: n % 3 === 0 ? 'permissionSet' : 'user',
  licenseId: `L${n % 5}`,
  userId: `U${n}`,
  annualSaving: n % 4 === 0 ? null : n * 0.1,
  currency: n % 4 === 0 ? null : n % 2 === 0 ? 'USD' : 'EUR',
  ...change,
});
const picked = (...seats: PickableSeat[]): SeatSelection & { kind: 'some' } => {
  const selection = pickedOnly(seats.map(pickOfSeat)) ?? NOTHING_PICKED;
  if (selection.kind === 'all') throw new Error('Expected single seats');
  return selection;
};

describe('ticked seats', () => {
  it('are told apart by kind, license and person', () => {
    const one = seat(1);
    const has = (seat: PickableSeat) => isPicked(picked(one), seatKey(seat));
    expect(has(one)).toBe(true);
    expect(has({ ...one, licenseKind: 'package' })).toBe(false);
    expect(has({ ...one, licenseId: 'other' })).toBe(false);
    expect(has({ ...one, userId: 'other' })).toBe(false);
  });

  it('cost what they add up to, per currency, in even cents', () => {
    const seats = [
      ...Array.from({ length: 30 }, (_, n) => seat(n, { annualSaving: 0.1, currency: 'USD' })),
      seat(31, { annualSaving: 500, currency: 'EUR' }),
      seat(32, { annualSaving: null, currency: null }),
    ];
    expect(savingOfPicked(picked(...seats))).toEqual([
      { currency: 'EUR', amount: 500 },
      { currency: 'USD', amount: 3 },
    ]);
  });

  it('name each person once', () => {
    const seats = [seat(1), seat(1, { licenseId: 'other' }), seat(2)];
    expect(peopleOfPicked(picked(...seats))).toEqual(['U1', 'U2']);
  });
});

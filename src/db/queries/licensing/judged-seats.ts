import type { SeatReason } from '../../../shared/model/idle-rule';
import { type SeatRef, SeatsQuery } from '../../../shared/model/licenses';
import type { Connection } from '../../connection';
import { seats as unusedSeats } from '../seats';
import { seatKey } from './current-decisions';
import { ownRule } from './policy';

/** Seats read from the unused list at once. */
const PAGE = 2_000;

/** A seat with what the unused list says of it; nulls: it is not on it. */
export interface JudgedSeat extends SeatRef {
  reason: SeatReason | null;
  daysIdle: number | null;
}

/** Everything, before anything is written: a list filtered by decisions would change on the way. */
export function listed(db: Connection, query: SeatsQuery): JudgedSeat[] {
  const all: JudgedSeat[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const { rows, total } = unusedSeats(db, { ...query, asOf: null, offset, limit: PAGE });
    for (const { userId, licenseKind, licenseId, reason, daysIdle } of rows)
      all.push({ userId, kind: licenseKind, id: licenseId, reason, daysIdle });
    if (offset + PAGE >= total) return all;
  }
}

/** Seats by name, each once, as the org's own definition judges them. */
export function judged(db: Connection, orgId: string, seats: readonly SeatRef[]): JudgedSeat[] {
  const all = new Map(
    seats.map((seat): [string, JudgedSeat] => [seatKey(seat), { ...seat, reason: null, daysIdle: null }]),
  );
  for (const seat of idleAmong(db, orgId, [...all.values()])) all.set(seatKey(seat), seat);
  return [...all.values()];
}

/** Which of some seats are idle by the org's own definition; also of licenses nobody pays for. */
export function idleAmong(db: Connection, orgId: string, seats: readonly SeatRef[]): JudgedSeat[] {
  if (seats.length === 0) return [];
  const only = seats.map(({ userId, kind, id }) => ({ userId, kind, id }));
  const rule = { ...ownRule(db, orgId), includeFree: true };
  return listed(db, { ...SeatsQuery.parse({ orgId, asOf: null, rule }), only });
}

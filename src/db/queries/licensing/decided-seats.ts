import type { Connection } from '../../connection';
import { UNKNOWN } from '../id-list';
import type { People } from '../people';
import { type CurrentDecision, decisionsOf, seatOf } from './current-decisions';

export interface Decided {
  /** By number of a seat. */
  readonly of: ReadonlyMap<number, CurrentDecision>;
  /** Names this state of decisions. */
  readonly key: string;
}

/** The decisions in force, as far as somebody holds their seats. */
export function decidedSeats(db: Connection, org: number, people: People): Decided {
  // Decisions are only ever added.
  const newest = db.get<{ id: number | null }>(
    'SELECT max(id) AS id FROM seat_decision WHERE org_id = @org',
    {
      org,
    },
  );
  const key = `decided ${newest?.id ?? 0}`;
  return people.memo.get(key, () => {
    const { starts, licenses, licenseIds } = people.holdings;
    const numbers = new Map(licenseIds.map((id, number) => [id, number]));
    const of = new Map<number, CurrentDecision>();
    for (const [seat, decision] of decisionsOf(db, org)) {
      const { userId, id } = seatOf(seat);
      const person = people.ids.numberOf(userId);
      if (person === UNKNOWN) continue;
      for (let held = starts[person] ?? 0; held < (starts[person + 1] ?? 0); held++)
        if (licenses[held] === numbers.get(id)) of.set(held, decision);
    }
    return { of, key };
  });
}

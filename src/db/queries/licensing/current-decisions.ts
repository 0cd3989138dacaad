import type { SeatRef } from '../../../shared/model/licenses';
import type { Decision } from '../../../shared/model/reclaim';
import type { Connection } from '../../connection';

/** What is in force for a seat. */
export interface CurrentDecision {
  decision: Decision;
  note: string;
  by: string;
  /** Epoch ms. */
  at: number;
}

/** Names a seat among those of an org. */
export const seatKey = ({ userId, kind, id }: SeatRef): string => `${userId} ${kind} ${id}`;

/** The seat that `seatKey` names; neither ids nor kinds have blanks. */
export function seatOf(key: string): { userId: string; kind: string; id: string } {
  const [userId = '', kind = '', id = ''] = key.split(' ');
  return { userId, kind, id };
}

/** What was decided and not taken back, by `seatKey`. Read anew each time: nothing tells when it changes. */
export function decisionsOf(db: Connection, org: number): Map<string, CurrentDecision> {
  const rows = db.all<CurrentDecision & SeatRef>(
    `SELECT user_id AS userId, kind, license_id AS id, decision, note, decided_by AS "by", decided_at AS at
     FROM seat_decision WHERE org_id = @org AND is_current = 1 AND decision IS NOT NULL`,
    { org },
  );
  return new Map(rows.map(({ userId, kind, id, ...decision }) => [seatKey({ userId, kind, id }), decision]));
}

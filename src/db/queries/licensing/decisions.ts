import type { SeatRef, SeatsQuery } from '../../../shared/model/licenses';
import type { Decision } from '../../../shared/model/reclaim';
import type { Connection } from '../../connection';
import { isHeld } from './held-seats';
import { judged, listed } from './judged-seats';
import { licenseLabels } from './license-labels';

export { decisions, reclaimSummary } from './review-list';

/**
 * Writes one decision per seat and answers with how many: of seats by name, or of everything a query lists by
 * the newest data, whatever its page. Seats nobody holds are left out. `decision` null takes back what was
 * decided, also about seats that are gone by now, and counts those about which something was.
 */
export function decide(
  db: Connection,
  orgId: string,
  seats: readonly SeatRef[] | SeatsQuery,
  made: { decision: Decision | null; note: string; by: string; at: number },
): number {
  const org = db.orgKey(orgId);
  const { decision, note, by, at } = made;
  const chosen = 'orgId' in seats ? listed(db, { ...seats, orgId }) : judged(db, orgId, seats);
  const licenses = new Map(
    licenseLabels(db, org).map((license) => [`${license.kind} ${license.id}`, license]),
  );
  return db.sqlite.transaction(() => {
    const before = db.get<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM seat_decision')?.id ?? 0;
    let count = 0;
    for (let first = 0; first < chosen.length; first += CHUNK) {
      const some = chosen.slice(first, first + CHUNK).map((seat) => {
        const {
          label = null,
          annual = null,
          currency = null,
        } = licenses.get(`${seat.kind} ${seat.id}`) ?? {};
        return { ...seat, label, annual, currency };
      });
      const values = { org, note, by, at, seats: JSON.stringify(some) };
      count += decision === null ? db.run(TAKE_BACK, values) : db.run(DECIDE, { ...values, decision });
    }
    db.run(SUPERSEDE, { org, before });
    return count;
  })();
}

/** Seats written with one statement. */
const CHUNK = 5_000;

const COLUMNS = `org_id, user_id, kind, license_id, decision, note, decided_by, decided_at, is_current,
  license, name, username, reason, days_idle, annual_price, currency`;

const SEATS = `(SELECT value ->> 'userId' AS user_id, value ->> 'kind' AS kind, value ->> 'id' AS license_id,
  value ->> 'label' AS label, value ->> 'reason' AS reason, value ->> 'daysIdle' AS daysIdle,
  value ->> 'annual' AS annual, value ->> 'currency' AS currency FROM json_each(@seats)) seat`;

/** CROSS JOIN: seats first, each looked up by the indexes of the others. */
export const DECIDE = `
  INSERT INTO seat_decision (${COLUMNS})
  SELECT @org, user.id, seat.kind, seat.license_id, @decision, @note, @by, @at, 1,
    seat.label, user.name, user.username, seat.reason, seat.daysIdle, seat.annual, seat.currency
  FROM ${SEATS} CROSS JOIN sf_user user ON user.org_id = @org AND user.id = seat.user_id
  WHERE seat.label IS NOT NULL AND ${isHeld('seat')}`;

export const TAKE_BACK = `
  INSERT INTO seat_decision (${COLUMNS})
  SELECT @org, old.user_id, old.kind, old.license_id, NULL, @note, @by, @at, 1,
    old.license, old.name, old.username, old.reason, old.days_idle, old.annual_price, old.currency
  FROM ${SEATS} CROSS JOIN seat_decision old ON old.org_id = @org AND old.user_id = seat.user_id
    AND old.kind = seat.kind AND old.license_id = seat.license_id AND old.is_current = 1
  WHERE old.decision IS NOT NULL`;

/** Of the decisions about a seat only the newest is in force. */
export const SUPERSEDE = `
  UPDATE seat_decision SET is_current = 0
  FROM (SELECT user_id, kind, license_id FROM seat_decision WHERE id > @before) made
  WHERE seat_decision.org_id = @org AND seat_decision.user_id = made.user_id
    AND seat_decision.kind = made.kind AND seat_decision.license_id = made.license_id
    AND seat_decision.is_current = 1 AND seat_decision.id <= @before`;

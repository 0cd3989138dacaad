import { DEFAULT_GRACE_DAYS } from '../../shared/model/licenses';
import type { Connection } from '../connection';
import { DAY_MS } from './time';

/** The moment up to which the org's data speaks; null before the first page. */
export function asOfOf(db: Connection, org: number): number | null {
  return (
    db.get<{ at: number | null }>('SELECT data_as_of AS at FROM org WHERE id = @org', { org })?.at ?? null
  );
}

/** SQL: whether user `u` is frozen. */
export const IS_FROZEN = `EXISTS (
  SELECT 1 FROM user_login f WHERE f.org_id = u.org_id AND f.user_id = u.id AND f.is_frozen = 1)`;

/** SQL: the `UserState` of user `u`, given the parameters of `stateLimits`. The first that fits. */
export const USER_STATE = `CASE
  WHEN u.is_active = 0 THEN 'deactivated'
  WHEN ${IS_FROZEN} THEN 'frozen'
  WHEN u.last_seen_at IS NULL AND u.created_at <= @graceLimit THEN 'never-logged-in'
  WHEN u.last_seen_at <= @idleLimit THEN 'inactive'
  ELSE 'active' END`;

/** SQL: why a seat of user `u` is reclaimable; null when it is in use. The same limits, seen from the seat. */
export const SEAT_REASON = `CASE
  WHEN u.is_active = 0 THEN 'user-deactivated'
  WHEN ${IS_FROZEN} THEN 'frozen'
  WHEN u.last_seen_at IS NULL AND u.created_at <= @graceLimit THEN 'never-logged-in'
  WHEN u.last_seen_at <= @idleLimit THEN 'inactive' END`;

export interface StateLimits {
  [name: string]: number;
  /** Last seen at or before: idle. */
  idleLimit: number;
  /** Never seen and created at or before: never logged in. */
  graceLimit: number;
}

/** Days are exact units of 24 hours before `asOf`, both ends included. */
export function stateLimits(asOf: number, inactiveDays: number, graceDays = DEFAULT_GRACE_DAYS): StateLimits {
  return { idleLimit: asOf - inactiveDays * DAY_MS, graceLimit: asOf - graceDays * DAY_MS };
}

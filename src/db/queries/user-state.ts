import { DEFAULT_GRACE_DAYS } from '../../shared/model/idle-rule';
import type { UserState } from '../../shared/model/users';
import type { Connection } from '../connection';
import { NEVER, type People } from './people';
import { DAY_MS } from './time';

/** The moment up to which the org's data speaks; null before the first page. */
export function asOfOf(db: Connection, org: number): number | null {
  return (
    db.get<{ at: number | null }>('SELECT data_as_of AS at FROM org WHERE id = @org', { org })?.at ?? null
  );
}

/** In the order of their names, which is how the users table sorts by state. */
export const USER_STATES = ['active', 'deactivated', 'frozen', 'inactive', 'never-logged-in'] as const;
/** A user's state as a number: the place in USER_STATES. */
const numberOfState = (state: UserState): number => USER_STATES.indexOf(state);
export const ACTIVE = numberOfState('active');
export const DEACTIVATED = numberOfState('deactivated');
export const FROZEN = numberOfState('frozen');
export const INACTIVE = numberOfState('inactive');
export const NEVER_LOGGED_IN = numberOfState('never-logged-in');

export interface StateLimits {
  /** Last seen at or before: idle. */
  idleLimit: number;
  /** Never seen and created at or before: never logged in. */
  graceLimit: number;
}

/** Days are exact units of 24 hours before `asOf`, both ends included. */
export function stateLimits(asOf: number, inactiveDays: number, graceDays = DEFAULT_GRACE_DAYS): StateLimits {
  return { idleLimit: asOf - inactiveDays * DAY_MS, graceLimit: asOf - graceDays * DAY_MS };
}

/** The state of everybody, by person. The first that fits. */
export function statesOf(people: People, { idleLimit, graceLimit }: StateLimits): Uint8Array {
  return people.memo.get(`states ${idleLimit} ${graceLimit}`, () => {
    const states = new Uint8Array(people.count);
    for (let i = 0; i < people.count; i++) {
      const seen = people.lastSeenAt[i] ?? NEVER;
      if (people.isActive[i] === 0) states[i] = DEACTIVATED;
      else if (people.isFrozen[i] === 1) states[i] = FROZEN;
      else if (seen === NEVER)
        states[i] = (people.createdAt[i] ?? 0) <= graceLimit ? NEVER_LOGGED_IN : ACTIVE;
      else states[i] = seen <= idleLimit ? INACTIVE : ACTIVE;
    }
    return states;
  });
}

/** The state of one user, for rows read from the tables. */
export function stateOf(
  user: { isActive: number; isFrozen: number; createdAt: number; lastSeenAt: number | null },
  { idleLimit, graceLimit }: StateLimits,
): UserState {
  if (user.isActive === 0) return 'deactivated';
  if (user.isFrozen === 1) return 'frozen';
  if (user.lastSeenAt === null) return user.createdAt <= graceLimit ? 'never-logged-in' : 'active';
  return user.lastSeenAt <= idleLimit ? 'inactive' : 'active';
}

import { counted } from '../../shared/model/counted';
import { notReadable } from './refusals';
import type { RunContext } from './run-context';
import { STREAMS } from './streams';

/** What a run saw that tells whether Salesforce hides users from the run-as user. */
export interface UserSightings {
  /** Seats of user licenses in use, as Salesforce counts them: one per active user. */
  seatsUsed: number;
  /** Active users read by this run. */
  activeUsers: number;
  /** True when this run read all users it may see, not just those that changed. */
  allUsersSeen: boolean;
}

/** Salesforce counts seats once a day, and gives some to users of its own that nobody sees. */
const TOLERANCE_SHARE = 0.05;
const TOLERANCE_USERS = 5;

/**
 * Users known to exist and users shown, when these differ; null when nothing speaks for hidden users.
 * With user sharing set to private, Salesforce answers a query of User with fewer rows and no error. The
 * seats in use and the rows of UserLogin (one per user) are counted regardless of sharing.
 */
export function hiddenUsers(
  { seatsUsed, activeUsers, allUsersSeen }: UserSightings,
  rows: Record<string, number>,
): { exist: number; shown: number } | null {
  const all = rows['users'] ?? 0;
  const evidence = [
    // Inactive users hold no seat, so all users together are the upper bound when only changes were read.
    { exist: seatsUsed, shown: allUsersSeen ? activeUsers : all },
    { exist: rows['userLogins'] ?? 0, shown: all },
  ];
  return (
    evidence.find(({ exist, shown }) => exist - shown > Math.max(TOLERANCE_USERS, exist * TOLERANCE_SHARE)) ??
    null
  );
}

/** Costs no request: the comparisons are between things every collection reads anyway. */
export function warnIfUsersHidden(
  { warnings }: RunContext,
  sightings: UserSightings,
  rows: Record<string, number>,
): void {
  // Every user has a row in UserLogin; instead of refusing, Salesforce may answer with none.
  if (
    rows['userLogins'] === 0 &&
    (rows['users'] ?? 0) > 0 &&
    !warnings.some(({ message }) => /UserLogin/.test(message))
  ) {
    warnings.push(notReadable([STREAMS.userLogins], 'USER_LOGINS_RESTRICTED'));
  }
  const hidden = hiddenUsers(sightings, rows);
  if (hidden === null) return;
  warnings.push({
    code: 'USERS_RESTRICTED',
    message: `Salesforce counts ${counted(hidden.exist, 'user')} but shows the run-as user only ${String(hidden.shown)}, so users are missing here.`,
    fix: 'Give the user “View All Users” or “Manage Users” (Internal and External) and collect again.',
    subStep: 'user.manage-users',
  });
}

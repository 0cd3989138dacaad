import { QuotaPause } from '../quota/pause';
import { soqlDateTime } from '../salesforce/datetime';
import type { QueryOutcome, SalesforceClient } from '../salesforce/client';
import { toId18 } from '../salesforce/salesforce-id';
import type { RunContext } from './run-context';
import { STREAMS } from './streams';

/** What a run saw that speaks for or against a silently cut login history. */
export interface Sightings {
  ownUserId: string | null;
  /** A login of somebody else was read. */
  othersLogins: boolean;
  /** Newest sign-in of somebody else according to the users read; null: none of them, or no user was read. */
  othersLastLogin: number | null;
}

/** Sign-ins are kept for six months; the rim is left out, where rows are being removed. */
const LOOK_BACK_MS = 150 * 86_400_000;

export type LoginVisibility = 'everybody' | 'own-only' | 'unclear';

/** Whose logins the user sees, and whether others signed in at all: two queries for one request. */
export function visibilityQueries(ownUserId: string, now: number): [string, string] {
  const since = soqlDateTime(now - LOOK_BACK_MS);
  return [
    'SELECT UserId, COUNT(Id) FROM LoginHistory GROUP BY UserId LIMIT 2',
    `SELECT COUNT() FROM User WHERE LastLoginDate >= ${since} AND Id != '${ownUserId}'`,
  ];
}

/**
 * Without "Manage Users" or "Monitor Login History" Salesforce answers with the caller's own rows and no
 * error. That is visible only by comparison: others have signed in, and none of it is in the history.
 */
export function judgeVisibility(
  ownUserId: string,
  groups: QueryOutcome | undefined,
  others: QueryOutcome | undefined,
): LoginVisibility {
  if (groups?.ok !== true) return 'unclear';
  const seen = groups.page.records.map((record) => toId18(record['UserId']));
  if (seen.some((id) => id !== null && id !== ownUserId)) return 'everybody';
  if (others?.ok !== true || others.page.totalSize === null) return 'unclear';
  return others.page.totalSize > 0 ? 'own-only' : 'everybody';
}

export async function loginVisibility(
  client: SalesforceClient,
  ownUserId: string,
  now: number,
  signal?: AbortSignal,
): Promise<LoginVisibility> {
  const [groups, others] = await client.queryMany(visibilityQueries(ownUserId, now), signal);
  return judgeVisibility(ownUserId, groups, others);
}

/**
 * Costs a request only when the run saw no login of anybody else, and that is strange: of a run that looked for
 * what is `new since` (epoch ms; null: for everything), only when a user it read has signed in since then.
 * Resolves true when the history is cut.
 */
export async function warnIfRestricted(
  context: RunContext,
  sightings: Sightings,
  newSince: number | null,
): Promise<boolean> {
  const { client, clock, signal } = context;
  if (sightings.othersLogins || sightings.ownUserId === null) return false;
  if (newSince !== null && (sightings.othersLastLogin ?? 0) < newSince) return false;
  let visibility: LoginVisibility;
  try {
    const { ownUserId } = sightings;
    visibility = await context.meter.during(STREAMS.loginHistory, 'composite', () =>
      loginVisibility(client, ownUserId, clock.now(), signal),
    );
  } catch (error) {
    // Everything is stored already; a spent budget must not turn a complete run into a paused one.
    if (error instanceof QuotaPause) return false;
    throw error;
  }
  if (visibility !== 'own-only') return false;
  context.warnings.push({
    code: 'LOGIN_HISTORY_RESTRICTED',
    message:
      'Salesforce shows the run-as user only its own sign-ins, so the login history is not the whole truth.',
    fix: 'Give the user “Manage Users” (Internal and External) or “Monitor Login History” and collect again.',
    subStep: 'user.manage-users',
  });
  return true;
}

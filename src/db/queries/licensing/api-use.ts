import type { Connection } from '../../connection';
import { versions } from '../../freshness';
import { NEVER, type People } from '../people';
import { DAY_MS, dayOf } from '../time';
import { lastApiLogins, newestStoredLogins } from '../usage';
import type { IntegrationPeople } from './integration-people';

/** When programs last did something. */
export interface ApiUses {
  /** By person, of the people asked for: epoch ms, or NEVER. */
  readonly at: ReadonlyMap<number, number>;
  readonly key: string;
}

/** LastLoginDate and the LoginTime of the same login may differ by moments. */
const TOLERANCE_MS = 60_000;

interface Times {
  userId: string;
  at: number | null;
}

const LAST_LOGINS = `
  SELECT id AS userId, last_login_at AS at FROM sf_user
  WHERE org_id = @org AND id IN (SELECT value FROM json_each(@ids))`;
const TOKEN_USE = `
  SELECT user_id AS userId, max(last_used_at) AS at FROM oauth_token
  WHERE org_id = @org AND user_id IN (SELECT value FROM json_each(@ids)) AND last_used_at <= @asOf GROUP BY user_id`;
/** Requests are counted per day: its end, unless that is still to come. */
const REQUESTS = `
  SELECT user_id AS userId, min((max(day) + 1) * ${DAY_MS}, @asOf) AS at FROM api_usage
  WHERE org_id = @org AND user_id IN (SELECT value FROM json_each(@ids)) AND requests > 0 AND day <= @day
  GROUP BY user_id`;

/**
 * The newest sign-in through an API, use of a token (which signs nobody in) or counted request of each of the
 * given people. A User.LastLoginDate that no stored login explains counts too: it may have been through an API,
 * and nobody is called idle on a guess.
 */
export function lastApiUses(
  db: Connection,
  org: number,
  people: People,
  { people: persons, key: who }: IntegrationPeople,
  asOf: number,
): ApiUses {
  const read = db.get<{ n: number }>(
    'SELECT count(*) AS n FROM event_log_file WHERE org_id = @org AND read_at IS NOT NULL',
    { org },
  );
  const key = `api use ${asOf} ${versions(db).oauthTokens} ${read?.n ?? 0} ${who}`;
  return people.memo.get(key, () => {
    const userIds = Array.from(persons, (person) => people.ids.at(person));
    const byId = apiUsesOf(db, org, userIds, asOf);
    const at = new Map(
      Array.from(persons, (person, i) => [person, byId.get(userIds[i] ?? '') ?? NEVER] as const),
    );
    return { at, key };
  });
}

/** The same by id; whoever is missing did nothing. */
export function apiUsesOf(
  db: Connection,
  org: number,
  userIds: readonly string[],
  asOf: number,
): Map<string, number> {
  const newest = lastApiLogins(db, org, userIds);
  const add = (userId: string, at: number | null) => {
    if (at !== null && at > (newest.get(userId) ?? NEVER)) newest.set(userId, at);
  };
  const ids = JSON.stringify(userIds);
  for (const { userId, at } of db.all<Times>(TOKEN_USE, { org, ids, asOf })) add(userId, at);
  for (const { userId, at } of db.all<Times>(REQUESTS, { org, ids, asOf, day: dayOf(asOf) })) add(userId, at);
  const stored = newestStoredLogins(db, org, userIds);
  for (const { userId, at } of db.all<Times>(LAST_LOGINS, { org, ids }))
    if (at !== null && at > (stored.get(userId) ?? Number.NEGATIVE_INFINITY) + TOLERANCE_MS) add(userId, at);
  return newest;
}

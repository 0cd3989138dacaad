import type { Inputs } from '../../inputs';
import { someOf } from './words';

/** The tokens of one app, over all users who hold any. */
export interface AppTokens {
  /** As OauthToken names it. */
  name: string;
  userCount: number;
  /** Usernames of active users with administrative permissions, sorted. */
  admins: string[];
  /** The same of integration users. */
  programs: string[];
  tokens: number;
  useCount: number | null;
  firstCreatedAt: number | null;
  lastUsedAt: number | null;
}

/** Of deactivated users no token works any more. SQL about `oauth_token t`. */
export const IS_ALIVE = 't.user_id NOT IN (SELECT id FROM sf_user WHERE org_id = @org AND is_active = 0)';

/**
 * In the order of the table, not of the index on names, which would look up every row by itself. A user may hold
 * tokens of two apps of the same name.
 */
const TOTALS = `
  SELECT t.app_name AS name, count(DISTINCT t.user_id) AS userCount, sum(t.tokens) AS tokens,
    sum(t.use_count) AS useCount, min(t.created_at) AS firstCreatedAt, max(t.last_used_at) AS lastUsedAt
  FROM oauth_token t WHERE t.org_id = @org AND ${IS_ALIVE}
  GROUP BY +t.app_name ORDER BY +t.app_name`;

const HELD_BY = `
  SELECT DISTINCT t.app_name AS name, t.user_id AS userId FROM oauth_token t
  WHERE t.org_id = @org AND t.user_id IN (SELECT value FROM json_each(@ids)) AND ${IS_ALIVE}`;

/** Of the first 100: where all of these were deactivated the number beside says that there are more. */
const SOME_USERS = `
  SELECT t.userId FROM (
    SELECT DISTINCT user_id AS userId FROM oauth_token
    WHERE org_id = @org AND app_name = @name ORDER BY user_id LIMIT 100) t
  LEFT JOIN sf_user u ON u.org_id = @org AND u.id = t.userId
  WHERE coalesce(u.is_active, 1) = 1
  ORDER BY t.userId LIMIT 20`;

type Totals = Omit<AppTokens, 'admins' | 'programs'>;

const known = new WeakMap<Inputs, ReadonlyMap<string, AppTokens>>();

/** By the name of the app in lower case: people do not agree about capitals. Worked out once per evaluation. */
export function appTokens(inputs: Inputs): ReadonlyMap<string, AppTokens> {
  let apps = known.get(inputs);
  if (apps === undefined) known.set(inputs, (apps = read(inputs)));
  return apps;
}

function read(inputs: Inputs): ReadonlyMap<string, AppTokens> {
  const apps = new Map<string, AppTokens>();
  for (const row of inputs.rows<Totals>(TOTALS)) {
    const key = row.name.toLowerCase();
    const before = apps.get(key);
    apps.set(key, before === undefined ? { ...row, admins: [], programs: [] } : together(before, row));
  }
  const spread = (ids: Iterable<string>, list: 'admins' | 'programs'): void => {
    const held = inputs.rows<{ name: string; userId: string }>(HELD_BY, { ids: JSON.stringify([...ids]) });
    for (const { name, userId } of held)
      apps.get(name.toLowerCase())?.[list].push(inputs.person(userId)?.username ?? userId);
  };
  spread(
    inputs.admins().map(({ id }) => id),
    'admins',
  );
  spread(inputs.integrationIds(), 'programs');
  for (const app of apps.values()) {
    app.admins = [...new Set(app.admins)].sort();
    app.programs = [...new Set(app.programs)].sort();
  }
  return apps;
}

function together(a: AppTokens, b: Totals): AppTokens {
  return {
    ...a,
    userCount: a.userCount + b.userCount,
    tokens: a.tokens + b.tokens,
    useCount:
      a.useCount === null || b.useCount === null ? (a.useCount ?? b.useCount) : a.useCount + b.useCount,
    firstCreatedAt: earlier(a.firstCreatedAt, b.firstCreatedAt),
    lastUsedAt: later(a.lastUsedAt, b.lastUsedAt),
  };
}

const earlier = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);
export const later = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

/** Who holds tokens of an app. Usernames; ids of those who are not among the users read. */
export function holderEvidence(inputs: Inputs, { name, userCount, admins }: AppTokens) {
  const ids = inputs.rows<{ userId: string }>(SOME_USERS, { name });
  return {
    users: ids.map(({ userId }) => inputs.person(userId)?.username ?? userId).sort(),
    userCount,
    admins: someOf(admins),
    adminCount: admins.length,
  };
}

export const NO_HOLDERS = { users: [], userCount: 0, admins: [], adminCount: 0 };

export const HOLDER_EVIDENCE = {
  users: 'Active users who hold a token of it, 20 at most',
  userCount: 'How many they are',
  admins: 'Those of them with administrative permissions, 20 at most',
  adminCount: 'How many they are',
} as const;

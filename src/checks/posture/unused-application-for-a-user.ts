import { defineState } from '../define';
import { DAY_MS, isoOf } from '../logins/event';
import { number } from '../parameters';
import { IS_ALIVE } from './lib/app-tokens';
import { ignoredApps, lowered, ownTokensOnly, TOKENS_NEED } from './lib/apps';

interface Row {
  id: string;
  userId: string;
  name: string;
  app: string;
  tokens: number;
  useCount: number | null;
  createdAt: number | null;
  lastUsedAt: number | null;
  /** Since when it is not used; null: not known. */
  since: number | null;
  isAdmin: number;
}

const HELD = `
  t.org_id = @org AND lower(t.app_name) NOT IN (SELECT value FROM json_each(@ignored)) AND ${IS_ALIVE}`;

const UNUSED = `
  SELECT t.id, t.user_id AS userId, coalesce(u.name, t.user_id) AS name, t.app_name AS app, t.tokens,
    t.use_count AS useCount, t.created_at AS createdAt, t.last_used_at AS lastUsedAt,
    coalesce(t.last_used_at, t.created_at) AS since,
    t.user_id IN (SELECT value FROM json_each(@admins)) AS isAdmin
  FROM oauth_token t LEFT JOIN sf_user u ON u.org_id = t.org_id AND u.id = t.user_id
  WHERE ${HELD}
    AND coalesce(t.last_used_at, t.created_at) <= @limit
  ORDER BY t.id`;

const COUNTS = `
  SELECT count(*) AS n, coalesce(sum(t.last_used_at IS NULL AND t.created_at IS NULL), 0) AS unknown
  FROM oauth_token t WHERE ${HELD}`;

export default defineState(
  {
    id: 'unused-application-for-a-user',
    title: 'Unused Application for a User',
    category: 'posture',
    alsoKnownAs: ['Unused Application for a User'],
    finds: 'OAuth tokens that an active user gave an app and that were not used for a long time, or never.',
    matters:
      'A token opens the org without a password or a second factor, and refreshing it leaves no line in the login history. One that nobody uses is of use only to whoever steals it from the app’s maker.',
    severityRule: 'Medium for users with administrative permissions, otherwise low.',
    subjects: 'apps that active users let in, counted per user',
    needs: [TOKENS_NEED, { stream: 'oauthTokens', fields: ['LastUsedDate'] }, { stream: 'users' }],
    parameters: {
      days: number({ title: 'Not used for', default: 90, unit: 'days', min: 1, max: 3650 }),
      ignored: ignoredApps,
    },
    evidence: {
      lastUsedAt: 'LastUsedDate, the newest of the user’s tokens of the app; null: never used',
      createdAt: 'When the oldest of them was given',
      tokens: 'How many they are',
      useCount: 'UseCount, of all of them',
      isAdmin: 'Whether the user holds administrative permissions',
    },
    remediation: [
      'Setup > Connected Apps OAuth Usage: the app’s number of users, then Revoke beside the user.',
      'Or Setup > Users > Users > the user > OAuth Connected Apps: Revoke. Users find the same in their own settings.',
      'To have it done by itself: Setup > Manage Connected Apps > the app > Edit Policies: “Expire refresh token if not used for”.',
    ],
    references: ['T1528', 'T1550.001'],
    weight: 3,
  },
  function* (inputs, { days, ignored: names }) {
    const notEvaluated = ownTokensOnly(inputs);
    if (notEvaluated !== null) return { population: null, notEvaluated };
    const ignored = lowered(names);
    const admins = JSON.stringify(inputs.admins().map(({ id }) => id));
    for (const row of inputs.rows<Row>(UNUSED, { ignored, admins, limit: inputs.asOf - days * DAY_MS })) {
      const { lastUsedAt, createdAt, since } = row;
      yield {
        key: row.id,
        userId: row.userId,
        app: row.app,
        severity: row.isAdmin === 1 ? 'medium' : 'low',
        firstAt: since === null ? null : since + days * DAY_MS,
        summary:
          lastUsedAt === null
            ? `${row.name} let in ${row.app} on ${isoOf(createdAt ?? 0).slice(0, 10)} and has never used it.`
            : `${row.name} has not used ${row.app} since ${isoOf(lastUsedAt).slice(0, 10)}.`,
        evidence: {
          lastUsedAt: lastUsedAt === null ? null : isoOf(lastUsedAt),
          createdAt: createdAt === null ? null : isoOf(createdAt),
          tokens: row.tokens,
          useCount: row.useCount,
          isAdmin: row.isAdmin === 1,
        },
      };
    }
    const [counts] = inputs.rows<{ n: number; unknown: number }>(COUNTS, { ignored });
    const unknown = counts?.unknown ?? 0;
    return {
      population: counts?.n ?? 0,
      notes:
        unknown === 0
          ? []
          : [`${String(unknown)} of them have neither a date of use nor of creation, and are not judged.`],
    };
  },
);

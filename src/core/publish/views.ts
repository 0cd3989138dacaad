import { qualified } from './table';

/** A question the product answers, as a view of the target. Names and columns stay; new ones may come. */
export interface TargetView {
  name: string;
  description: string;
  /** Columns with what they say, in their order. */
  columns: readonly (readonly [name: string, description: string])[];
  sql: string;
}

const ORG = ['org', 'Name of the org.'] as const;
const ORG_ID = ['org_id', 'Organization.Id of Salesforce.'] as const;

/** The views that read the tables of a schema. */
export function targetViews(schema: string): TargetView[] {
  const table = (name: string): string => qualified(schema, name);
  const orgs = table('publication_org');
  return [
    {
      name: 'unused_seats',
      description: "Seats nobody uses, by the org's own definition of idle: the list of the Licenses page.",
      columns: [
        ORG_ID,
        ORG,
        ['license_kind', 'user, permissionSet, package or feature.'],
        ['license', 'Name of the license.'],
        ['user_id', 'User.Id.'],
        ['username', 'Username.'],
        ['name', 'Full name.'],
        ['email', 'Email address.'],
        ['profile', 'Name of the profile.'],
        ['department', 'Department.'],
        ['reason', 'user-deactivated, frozen, never-logged-in or inactive.'],
        ['created_at', 'When the user was created.'],
        ['last_login_at', 'When last seen; null: never.'],
        ['days_since_login', 'Whole days between that and the data.'],
        ['monthly_price', 'What the seat costs a month; null: no price was entered.'],
        ['currency', 'Currency of the prices.'],
        ['annual_saving', 'What a year without the seat saves.'],
        ['decision', 'keep, reclaim or ask; null: not decided.'],
      ],
      sql: `SELECT s.org_id, o.org_name AS org, s.kind AS license_kind, s.license, s.user_id, u.username, u.name, u.email,
          u.profile_name AS profile, u.department, s.reason, u.created_at, s.last_login_at,
          CAST(floor(extract(epoch FROM o.data_as_of - s.last_login_at) / 86400) AS bigint) AS days_since_login,
          s.monthly_price, s.currency, s.annual_saving, s.decision
        FROM ${table('idle_seats')} s
        JOIN ${orgs} o ON o.org_id = s.org_id
        LEFT JOIN ${table('users')} u ON u.org_id = s.org_id AND u.id = s.user_id`,
    },
    {
      name: 'user_activity',
      description:
        'Users with what they did in the 30 x 24 hours before the data: the list of the Users page.',
      columns: [
        ORG_ID,
        ORG,
        ['user_id', 'User.Id.'],
        ['username', 'Username.'],
        ['name', 'Full name.'],
        ['email', 'Email address.'],
        ['is_active', 'Whether the user can sign in at all.'],
        ['is_frozen', 'Whether an admin froze the user.'],
        ['profile', 'Name of the profile.'],
        ['user_type', 'Standard, PowerPartner …'],
        ['license', 'Name of the user license.'],
        ['created_at', 'When the user was created.'],
        ['last_login_at', 'When last seen; null: never.'],
        ['days_since_login', 'Whole days between that and the data.'],
        ['logins_30d', 'Successful sign-ins.'],
        ['failed_logins_30d', 'Failed attempts.'],
      ],
      sql: `SELECT u.org_id, o.org_name AS org, u.id AS user_id, u.username, u.name, u.email, u.is_active, u.is_frozen,
          u.profile_name AS profile, u.user_type, coalesce(l.label, l.name) AS license, u.created_at,
          u.last_seen_at AS last_login_at,
          CAST(floor(extract(epoch FROM o.data_as_of - u.last_seen_at) / 86400) AS bigint) AS days_since_login,
          coalesce(c.logins, 0) AS logins_30d, coalesce(c.failures, 0) AS failed_logins_30d
        FROM ${table('users')} u
        JOIN ${orgs} o ON o.org_id = u.org_id
        LEFT JOIN ${table('user_licenses')} l ON l.org_id = u.org_id AND l.id = u.user_license_id
        LEFT JOIN (
          SELECT n.org_id, n.user_id, count(*) FILTER (WHERE n.success) AS logins,
            count(*) FILTER (WHERE NOT n.success) AS failures
          FROM ${table('logins')} n JOIN ${orgs} p ON p.org_id = n.org_id
          WHERE n.login_time >= p.data_as_of - INTERVAL '720 hours' AND n.login_time < p.data_as_of
          GROUP BY n.org_id, n.user_id
        ) c ON c.org_id = u.org_id AND c.user_id = u.id`,
    },
    {
      name: 'logins_per_day',
      description: 'Sign-ins by day, UTC.',
      columns: [
        ORG_ID,
        ORG,
        ['day', 'Day, UTC.'],
        ['logins', 'Successes.'],
        ['failures', 'Failed attempts.'],
        ['active_users', 'Users with a success.'],
      ],
      sql: `SELECT d.org_id, o.org_name AS org, d.day, d.logins, d.failures, d.active_users
        FROM ${table('login_days')} d JOIN ${orgs} o ON o.org_id = d.org_id`,
    },
    {
      name: 'open_findings',
      description: 'What the security checks found, is still so, and was not acknowledged.',
      columns: [
        ORG_ID,
        ORG,
        ['check_id', 'Check that found it.'],
        ['severity', 'critical, high, medium, low or info.'],
        ['summary', 'The finding in one sentence.'],
        ['user_id', 'User.Id it is about.'],
        ['username', 'Username of that user.'],
        ['ip', 'Address it is about.'],
        ['app', 'App it is about.'],
        ['first_seen_at', 'When it was first so.'],
        ['last_seen_at', 'When it was last so; null: a state that goes on.'],
        ['occurrences', 'How often.'],
        ['evidence', 'What it rests on, JSON.'],
      ],
      sql: `SELECT f.org_id, o.org_name AS org, f.check_id, f.severity, f.summary, f.user_id, u.username, f.ip, f.app,
          f.first_seen_at, f.last_seen_at, f.occurrences, f.evidence
        FROM ${table('findings')} f
        JOIN ${orgs} o ON o.org_id = f.org_id
        LEFT JOIN ${table('users')} u ON u.org_id = f.org_id AND u.id = f.user_id
        WHERE f.resolved_at IS NULL AND (f.acknowledged_at IS NULL OR f.acknowledged_until <= o.data_as_of)`,
    },
    {
      name: 'license_utilization',
      description: 'Every license as the newest complete collection found it.',
      columns: [
        ORG_ID,
        ORG,
        ['license_kind', 'user, permissionSet, package or feature.'],
        ['license_id', 'Id of the license; of a feature its name.'],
        ['license', 'Name of the license.'],
        ['day', 'Day of that collection.'],
        ['total', 'Licenses the org has; null: unlimited.'],
        ['used', 'Licenses in use, as Salesforce counts.'],
        ['free', 'The difference; null: unlimited.'],
        ['assigned', 'Seats held by active users, counted by Seatwatch.'],
        ['idle', 'Seats of people who do not use them.'],
        ['never_logged_in', 'Seats of people who never signed in.'],
      ],
      sql: `SELECT u.org_id, o.org_name AS org, u.kind AS license_kind, u.license_id, u.label AS license, u.day, u.total,
          u.used, u.total - u.used AS free, u.assigned, u.idle, u.never_logged_in
        FROM ${table('license_days')} u
        JOIN (SELECT org_id, max(day) AS day FROM ${table('license_days')} GROUP BY org_id) newest
          ON newest.org_id = u.org_id AND newest.day = u.day
        JOIN ${orgs} o ON o.org_id = u.org_id`,
    },
  ];
}

import { STREAM_TITLES } from '../../shared/model/streams';

/** What rows of the database are, in words a person knows; tables that are one thing to a person are one line. */
const GROUPS: readonly { name: string; tables: readonly string[] }[] = [
  {
    name: 'User records',
    tables: [
      ...['sf_user', 'user', 'users', 'user_login', 'user_logins'],
      ...['former_last_login', 'former_last_logins', 'person_mark', 'marks'],
    ],
  },
  // Nothing else: people compare it with the logins that other pages count.
  { name: 'Logins', tables: ['login', 'logins', 'login_history'] },
  { name: 'Login events', tables: ['login_event', 'login_events'] },
  { name: 'Identity verifications', tables: ['verification_history'] },
  {
    name: 'Counts made from logins',
    tables: [
      'login_user',
      'login_user_day',
      'login_day',
      'login_client_day',
      'login_country_day',
      'login_ip_day',
      'login_quarter',
      'daily_logins',
      'login_countries',
    ],
  },
  {
    name: 'Licenses and permissions held',
    tables: [
      'permission_set_assignment',
      'permission_set_assignments',
      'permission_set_license_assignment',
      'permission_set_license_assignments',
      'user_package_license',
      'user_package_licenses',
      'license_use',
    ],
  },
  {
    name: 'Sessions and connected apps',
    tables: [
      ...['auth_session', 'auth_sessions', 'oauth_token', 'oauth_tokens'],
      ...['two_factor_method', 'two_factor_methods'],
    ],
  },
  { name: 'Changes between collections', tables: ['row_change', 'row_changes', 'changes'] },
  { name: 'IP addresses', tables: ['login_ip'] },
  { name: 'API requests', tables: ['api_usage'] },
  { name: 'Setup changes', tables: ['setup_audit_trail'] },
  { name: 'Findings', tables: ['finding', 'findings', 'finding_event', 'finding_mute', 'check_state'] },
  { name: 'Results of checks', tables: ['check_results', 'check_settings', 'posture_scores'] },
  {
    name: 'Decisions about seats',
    tables: ['seat_decision', 'seat_decisions', 'decisions', 'leave', 'leaves'],
  },
  { name: 'License counts by day', tables: ['license_metrics'] },
  { name: 'Readings of limits and API use', tables: ['limit_samples', 'usage_samples', 'own_calls'] },
  { name: 'Collections', tables: ['run', 'runs', 'run_stream'] },
];

/** `loginHistory`, `login_history` and `LoginHistory` are the same thing. */
const plain = (table: string): string => table.replaceAll('_', '').toLowerCase();

const GROUP_OF = new Map(
  GROUPS.flatMap(({ name, tables }, order) =>
    tables.map((table) => [plain(table), { name, order }] as const),
  ),
);

const TITLE_OF = new Map(Object.entries(STREAM_TITLES).map(([stream, title]) => [plain(stream), title]));

/** "seatDecision" and "seat_decision" as "Seat decision". */
function spelled(table: string): string {
  const words = table
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Rows by table (or by what they are) as lines for a person, without those of which there are none. */
export function rowFacts(rows: Readonly<Record<string, number>>): { name: string; rows: number }[] {
  const sums = new Map<string, { rows: number; order: number }>();
  for (const [table, count] of Object.entries(rows)) {
    if (count <= 0) continue;
    const { name, order } = GROUP_OF.get(plain(table)) ?? {
      name: TITLE_OF.get(plain(table)) ?? spelled(table),
      order: GROUPS.length,
    };
    sums.set(name, { rows: (sums.get(name)?.rows ?? 0) + count, order });
  }
  return [...sums]
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([name, { rows: count }]) => ({ name, rows: count }));
}

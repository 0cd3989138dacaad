import type { ForgetCounts } from '../../../core/ports-transfer';
import { AppError } from '../../../shared/model/errors';
import type { Connection } from '../../connection';
import { forgetLoginKeys } from '../login-keys';
import { hasDanglingRuns } from '../runs';
import { digestOf } from './ignored';
import { forgetLogins } from './logins';
import { redact } from './redact';
import { tracesOf } from './traces';

/** Rows that are about one user: table, and the column with the id. */
const ABOUT: readonly [table: string, column: string, where?: string][] = [
  ['sf_user', 'id'],
  ['user_login', 'user_id'],
  ['permission_set_license_assignment', 'assignee_id'],
  ['user_package_license', 'user_id'],
  ['permission_set_assignment', 'assignee_id'],
  ['auth_session', 'user_id'],
  ['verification_history', 'user_id'],
  ['two_factor_method', 'user_id'],
  ['oauth_token', 'user_id'],
  ['setup_audit_trail', 'created_by_id'],
  ['api_usage', 'user_id'],
  ['login_event', 'user_id'],
  ['former_last_login', 'user_id'],
  ['leave', 'user_id'],
  ['person_mark', 'user_id'],
  ['seat_decision', 'user_id'],
  ['finding', 'user_id'],
  ['finding_mute', 'value', `target = 'user'`],
];

/** Where else user ids are. */
const NAMING: readonly [table: string, column: string, where?: string][] = [
  ['login_user', 'user_id'],
  ['row_change', 'user_id'],
  ['row_change', 'row_id', `stream = 'users'`],
  ['sf_user', 'manager_id'],
  ['auth_provider', 'execution_user_id'],
];

/** The ids of all users of an org that something is stored about, or who are named by an id of their own. */
export function everybody(db: Connection, org: number): string[] {
  const ids = [...ABOUT, ...NAMING].map(
    ([table, column, where = 'true']) =>
      `SELECT ${column} AS id FROM ${table} WHERE org_id = @org AND ${where}`,
  );
  return db
    .all<{ id: string | null }>(ids.join(' UNION '), { org })
    .flatMap(({ id }) => (id === null ? [] : [id]));
}

/** What forgetting somebody would remove: it is done, counted, and taken back. */
export function previewForget(db: Connection, orgId: string, userId: string): ForgetCounts {
  const org = db.orgKey(orgId);
  db.run('SAVEPOINT preview_forget');
  try {
    requireNotOurs(db, org, userId);
    return forgetRows(db, org, userId);
  } finally {
    db.run('ROLLBACK TO preview_forget');
    db.run('RELEASE preview_forget');
    forgetLoginKeys(db);
  }
}

/** Removes everything about a user, in one transaction. Their bytes are gone when the file is compacted next. */
export function forgetPerson(
  db: Connection,
  orgId: string,
  userId: string,
  ignore: boolean,
  at: number,
): ForgetCounts {
  if (hasDanglingRuns(db)) throw duringCollection();
  return db.sqlite.transaction(() => {
    const org = db.orgKey(orgId);
    requireNotOurs(db, org, userId);
    const counts = forgetRows(db, org, userId);
    if (ignore)
      db.run(
        `INSERT INTO ignored_person (org_id, person, ignored_at) VALUES (@org, @person, @at)
         ON CONFLICT DO NOTHING`,
        { org, person: digestOf(userId), at },
      );
    return counts;
  })();
}

/** The same inside a transaction of the caller's, whoever it is. */
export function forgetRows(db: Connection, org: number, userId: string): ForgetCounts {
  const traces = tracesOf(db, org, userId);
  const counts = new Map<string, number>();
  const add = (table: string, rows: number): void => {
    if (rows > 0) counts.set(table, (counts.get(table) ?? 0) + rows);
  };
  for (const [table, rows] of forgetLogins(db, org, userId)) add(table, rows);
  for (const [table, column, where = 'true'] of ABOUT)
    add(
      table,
      db.run(`DELETE FROM ${table} WHERE org_id = @org AND ${column} = @user AND ${where}`, {
        org,
        user: userId,
      }),
    );
  for (const address of traces.addresses)
    add(
      'login_event',
      db.run('DELETE FROM login_event WHERE org_id = @org AND username = @address COLLATE NOCASE', {
        org,
        address,
      }),
    );
  add('row_change', forgetChanges(db, org, userId));
  for (const [table, rows] of redact(db, org, traces)) add(table, rows);
  if (counts.size === 0) throw unknownPerson();
  // What the checks remember of earlier logins may speak of the person by number: it is made anew.
  db.run('UPDATE check_progress SET late_since = min(coalesce(late_since, 0), 0) WHERE org_id = @org', {
    org,
  });
  return { username: traces.username, rows: Object.fromEntries([...counts].sort()) };
}

/** The history of a user's rows, and how many entries there are of each commit. */
function forgetChanges(db: Connection, org: number, user: string): number {
  const about = `org_id = @org AND (user_id = @user OR stream = 'users' AND row_id = @user)`;
  db.run(
    `UPDATE row_change_count SET changes = changes - gone.n
     FROM (SELECT at, run_id, stream, kind, count(*) AS n FROM row_change WHERE ${about} GROUP BY 1, 2, 3, 4) gone
     WHERE row_change_count.org_id = @org AND row_change_count.at = gone.at AND row_change_count.run_id = gone.run_id
       AND row_change_count.stream = gone.stream AND row_change_count.kind = gone.kind`,
    { org, user },
  );
  db.run('DELETE FROM row_change_count WHERE org_id = @org AND changes <= 0', { org });
  return db.run(`DELETE FROM row_change WHERE ${about}`, { org, user });
}

/** Seatwatch signs in as somebody, whom every collection would bring back. */
function requireNotOurs(db: Connection, org: number, userId: string): void {
  const { addresses } = tracesOf(db, org, userId);
  const own = db.get<{ id: string | null; username: string | null }>(
    'SELECT run_as_user_id AS id, jwt_username AS username FROM org WHERE id = @org',
    { org },
  );
  const username = own?.username?.toLowerCase();
  const isOwn = own?.id === userId || addresses.some((address) => address.toLowerCase() === username);
  if (!isOwn) return;
  throw new AppError({
    code: 'RUN_AS_USER',
    kind: 'usage',
    message: 'Seatwatch signs in to the org as this user, so it cannot forget them.',
    fix: 'Let the app run as another user first (Setup of the org), then try again.',
  });
}

function unknownPerson(): AppError {
  return new AppError({
    code: 'UNKNOWN_PERSON',
    kind: 'usage',
    message: 'Nothing is stored about this user.',
    fix: 'Give the username, or the 18-character id, of a user of this org.',
  });
}

export function duringCollection(): AppError {
  return new AppError({
    code: 'ALREADY_COLLECTING',
    kind: 'usage',
    message: 'This cannot be done during a collection.',
    fix: 'Wait for the collection to end, or cancel it first.',
    retryable: true,
  });
}

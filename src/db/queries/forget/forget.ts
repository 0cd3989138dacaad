import type { ForgetCounts } from '../../../core/ports-transfer';
import { AppError } from '../../../shared/model/errors';
import type { Connection } from '../../connection';
import { forgetLoginKeys } from '../login-keys';
import { hasDanglingRuns } from '../runs';
import { digestOf } from './ignored';
import { forgetLogins } from './logins';
import { redact } from './redact';
import { type Traces, tracesOf } from './traces';

/** Rows that are about one user: table, and SQL condition besides the org. */
const ABOUT: readonly [table: string, where: string][] = [
  ['sf_user', 'id = @user'],
  ['user_login', 'user_id = @user'],
  ['permission_set_license_assignment', 'assignee_id = @user'],
  ['user_package_license', 'user_id = @user'],
  ['permission_set_assignment', 'assignee_id = @user'],
  ['auth_session', 'user_id = @user'],
  ['verification_history', 'user_id = @user'],
  ['two_factor_method', 'user_id = @user'],
  ['oauth_token', 'user_id = @user'],
  ['setup_audit_trail', 'created_by_id = @user'],
  ['api_usage', 'user_id = @user'],
  ['login_event', 'user_id = @user'],
  ['former_last_login', 'user_id = @user'],
  ['leave', 'user_id = @user'],
  ['person_mark', 'user_id = @user'],
  ['seat_decision', 'user_id = @user'],
  ['finding', 'user_id = @user'],
  ['finding_mute', `target = 'user' AND value = @user`],
];

/** What forgetting somebody would remove: it is done, counted, and taken back. */
export function previewForget(db: Connection, orgId: string, userId: string): ForgetCounts {
  const org = db.orgKey(orgId);
  db.run('SAVEPOINT preview_forget');
  try {
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

/** The same inside a transaction of the caller's. */
export function forgetRows(db: Connection, org: number, userId: string): ForgetCounts {
  const traces = tracesOf(db, org, userId);
  requireNotOurs(db, org, traces);
  const counts = new Map<string, number>();
  const add = (table: string, rows: number): void => {
    if (rows > 0) counts.set(table, (counts.get(table) ?? 0) + rows);
  };
  for (const [table, rows] of forgetLogins(db, org, userId)) add(table, rows);
  for (const [table, where] of ABOUT)
    add(table, db.run(`DELETE FROM ${table} WHERE org_id = @org AND ${where}`, { org, user: userId }));
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
function requireNotOurs(db: Connection, org: number, { userId, addresses }: Traces): void {
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

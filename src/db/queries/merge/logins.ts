import type { Connection } from '../../connection';
import { columnOf, type RecordOf, streamTables } from '../../stream-tables';
import { storeLogins } from '../login-store';
import { type Merging, OTHER } from './context';

type LoginRecord = RecordOf<'loginHistory'>;
type Stored = Record<string, string | number | null>;

/** Logins stored at once. */
const PAGE = 10_000;

const { fields } = streamTables.loginHistory;
/** What says which login it is. */
const NAMED: readonly string[] = ['id', 'loginTime', 'userId'];
const details = fields.filter((field) => !NAMED.includes(field));

const columns = fields.map((field) => `o.${columnOf(field)} AS "${field}"`).join(', ');
const AFTER = 'o.org_id = @from AND o.login_time >= @time AND (o.login_time, o.id) > (@time, @id)';

/** By the keys alone: what stands behind them is looked up of those that are missing. */
const MISSING = `
  SELECT ${columns} FROM ${OTHER}.login_history o
  WHERE ${AFTER} AND NOT EXISTS (
    SELECT 1 FROM main.login m WHERE m.org_id = @org AND m.login_time = o.login_time AND m.id = o.id)
  ORDER BY o.login_time, o.id LIMIT ${String(PAGE)}`;

const DIFFERENT = `
  SELECT ${columns}, ${details.map((field) => `m.${columnOf(field)} AS "here:${field}"`).join(', ')}
  FROM ${OTHER}.login_history o
  CROSS JOIN main.login_history m ON m.org_id = @org AND m.login_time = o.login_time AND m.id = o.id
  WHERE ${AFTER} AND NOT (${details.map((field) => `o.${columnOf(field)} IS m.${columnOf(field)}`).join(' AND ')})
  ORDER BY o.login_time, o.id LIMIT ${String(PAGE)}`;

/**
 * Adds the logins that are not here, with everything counted from them. Of a login on both sides that says different
 * things (a field that only one of them may read), each side fills the gaps of the other; where both say something,
 * the one collected later is right, and of two of one moment the greater value: it is the same whoever merges whom.
 * `newer`: 1 when the other side was collected later, -1 when this one was, 0 for the same moment.
 */
export function mergeLogins(merging: Merging, newer: -1 | 0 | 1): void {
  const { db, org } = merging;
  inPages(merging, MISSING, (rows) => {
    storeLogins(db, org, rows.map(toRecord));
    merging.added('loginHistory', rows.length);
  });
  inPages(merging, DIFFERENT, (rows) => {
    const better = rows.flatMap((row) => (changes(row, newer) ? [combined(row, newer)] : []));
    storeLogins(db, org, better);
    merging.updated(better.length);
  });
}

function inPages({ db, org, from }: Merging, sql: string, store: (rows: Stored[]) => void): void {
  let after = { time: Number.MIN_SAFE_INTEGER, id: '' };
  for (;;) {
    const rows = db.all<Stored>(sql, { org, from, ...after });
    const last = rows.at(-1);
    if (last === undefined) return;
    store(rows);
    if (rows.length < PAGE) return;
    after = { time: Number(last['loginTime']), id: String(last['id']) };
  }
}

const toRecord = (row: Stored): LoginRecord =>
  Object.fromEntries(fields.map((field) => [field, row[field] ?? null])) as unknown as LoginRecord;

function combined(row: Stored, newer: -1 | 0 | 1): LoginRecord {
  const values = details.map((field) => {
    const [there, here] = [row[field] ?? null, row[`here:${field}`] ?? null];
    const takesTheirs = newer === 1 || (newer === 0 && String(there) > String(here));
    return [field, takesTheirs ? (there ?? here) : (here ?? there)];
  });
  return { ...toRecord(row), ...Object.fromEntries(values) } as LoginRecord;
}

function changes(row: Stored, newer: -1 | 0 | 1): boolean {
  const better = combined(row, newer) as unknown as Stored;
  return details.some((field) => (better[field] ?? null) !== (row[`here:${field}`] ?? null));
}

/** When users were last seen, by what is stored now. */
export function refreshLastSeen(db: Connection, org: number): void {
  db.run(
    `UPDATE main.sf_user SET last_seen_at = nullif(max(coalesce(sf_user.last_login_at, 0), coalesce(seen.at, 0)), 0)
     FROM (SELECT s.id, u.last_success_at AS at FROM main.sf_user s
       LEFT JOIN main.login_user u ON u.org_id = s.org_id AND u.user_id = s.id WHERE s.org_id = @org) seen
     WHERE sf_user.org_id = @org AND sf_user.id = seen.id
       AND sf_user.last_seen_at IS NOT nullif(max(coalesce(sf_user.last_login_at, 0), coalesce(seen.at, 0)), 0)`,
    { org },
  );
}

import type { Database as Sqlite } from 'better-sqlite3';
import { openDatabase } from '../src/db/open';
import { togetherSql } from '../src/db/queries/login-access';
import { below, random } from './db-random';

export interface Bulk {
  file: string;
  /** Numbers of the logins to add. */
  from: number;
  to: number;
  /** As in `Size`. */
  usual: number;
  someUser: () => string;
  /** Moments, ascending. */
  times: Iterable<number>;
}

const DAY_MS = 86_400_000;

/** The roll-ups of one day, and people's days, as counting the logins makes them. */
const OF_DAY = {
  login_day: `INSERT INTO login_day (org_id, day, logins, failures, active_users)
    SELECT org_id, @day, sum(success), sum(1 - success), count(DISTINCT CASE success WHEN 1 THEN user_key END)
    FROM login WHERE org_id = 1 AND login_time >= @from AND login_time < @to GROUP BY org_id`,
  login_ip_day: `INSERT INTO login_ip_day (org_id, day, ip_key, logins, failures)
    SELECT org_id, @day, ip_key, sum(success), sum(1 - success)
    FROM login WHERE org_id = 1 AND login_time >= @from AND login_time < @to AND ip_key IS NOT NULL GROUP BY ip_key`,
  login_client_day: `INSERT INTO login_client_day (org_id, day, client_key, logins, failures)
    SELECT org_id, @day, client_key, sum(success), sum(1 - success)
    FROM login WHERE org_id = 1 AND login_time >= @from AND login_time < @to GROUP BY client_key`,
  login_quarter: `INSERT INTO login_quarter (org_id, quarter, logins, failures)
    SELECT org_id, login_time / 900000, sum(success), sum(1 - success)
    FROM login WHERE org_id = 1 AND login_time >= @from AND login_time < @to GROUP BY 2`,
  login_country_day: `INSERT INTO login_country_day (org_id, day, country_iso, logins, failures)
    SELECT l.org_id, @day, coalesce(p.country_iso, ''), sum(l.success), sum(1 - l.success)
    FROM login l CROSS JOIN login_place p ON p.key = l.place_key
    WHERE l.org_id = 1 AND l.login_time >= @from AND l.login_time < @to GROUP BY 3`,
};
const OF_USERS = {
  login_user_day: `INSERT INTO login_user_day
      (org_id, user_key, day, logins, failures, first_second, last_second, access)
    SELECT l.org_id, l.user_key, l.login_time / 86400000, sum(l.success), sum(1 - l.success),
      min(l.login_time / 1000 % 86400), max(l.login_time / 1000 % 86400), ${togetherSql('c.access * l.success')}
    FROM login l CROSS JOIN login_client c ON c.key = l.client_key WHERE l.org_id = 1 GROUP BY 2, 3`,
};
const ROLL_UPS = { ...OF_DAY, ...OF_USERS };

/**
 * Adds logins to a database that has some already, ten times as fast as a collection could: straight into the
 * table, with what those stored refer to, and the roll-ups counted at the end. First the roll-ups of what is
 * there are counted in the same way and compared with what the collection's commits made of it.
 */
export function bulkLogins({ file, ...bulk }: Bulk): void {
  const sqlite = openDatabase({ file });
  try {
    sqlite.pragma('cache_size = -524288');
    sqlite.transaction(() => {
      const committed = rollUps(sqlite);
      countAgain(sqlite);
      if (rollUps(sqlite) !== committed)
        throw new Error('The roll-ups counted here differ from those of commits.');
      insert(sqlite, bulk);
      countAgain(sqlite);
    })();
    sqlite.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    sqlite.close();
  }
}

const rollUps = (sqlite: Sqlite): string =>
  JSON.stringify(Object.keys(ROLL_UPS).map((table) => sqlite.prepare(`SELECT * FROM ${table}`).raw().all()));

function countAgain(sqlite: Sqlite): void {
  for (const table of Object.keys(ROLL_UPS)) sqlite.exec(`DELETE FROM ${table}`);
  const span = sqlite
    .prepare<[], { first: number; last: number }>(
      `SELECT (SELECT login_time FROM login ORDER BY org_id, login_time LIMIT 1) / ${DAY_MS} AS first,
        (SELECT login_time FROM login ORDER BY org_id DESC, login_time DESC LIMIT 1) / ${DAY_MS} AS last`,
    )
    .get();
  if (span === undefined) throw new Error('There is no login to count.');
  for (const sql of Object.values(OF_DAY)) {
    const statement = sqlite.prepare(sql);
    for (let day = span.first; day <= span.last; day++)
      statement.run({ day, from: day * DAY_MS, to: (day + 1) * DAY_MS });
  }
  sqlite.exec(OF_USERS.login_user_day);
}

function insert(sqlite: Sqlite, { from, to, usual, someUser, times }: Omit<Bulk, 'file'>): void {
  const keys = (table: string) => sqlite.prepare(`SELECT key FROM ${table}`).pluck().all() as number[];
  const [statuses, ips, places, clients] = ['status', 'ip', 'place', 'client'].map((list) =>
    keys(`login_${list}`),
  );
  const success = sqlite
    .prepare(`SELECT key FROM login_status WHERE status = 'Success'`)
    .pluck()
    .get() as number;
  const failures = (statuses ?? []).filter((key) => key !== success);
  const users = new Map(
    sqlite.prepare<[], [string, number]>('SELECT user_id, key FROM login_user').raw().all(),
  );
  const statement = sqlite.prepare(
    `INSERT INTO login (org_id, login_time, id, user_key, success, status_key, ip_key, place_key, client_key)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const newest = new Map<string, number>();
  // Mostly from where one always signs in.
  const own = (list: readonly number[] = [], user: number) =>
    list[random() < usual ? user % list.length : below(list.length)] ?? 1;
  let number = from;
  for (const time of times) {
    if (number >= to) break;
    const id = someUser();
    const user = users.get(id) ?? 1;
    const succeeds = random() < 0.96;
    if (succeeds) newest.set(id, time);
    statement.run(
      time,
      `0Ya${String(number++).padStart(15, '0')}`,
      user,
      succeeds ? 1 : 0,
      succeeds ? success : own(failures, number),
      own(ips, user),
      own(places, user),
      own(clients, user),
    );
  }
  const seen = sqlite.prepare(
    'UPDATE sf_user SET last_seen_at = @at WHERE org_id = 1 AND id = @id AND coalesce(last_seen_at < @at, 1)',
  );
  const succeeded = sqlite.prepare(
    'UPDATE login_user SET last_success_at = @at WHERE org_id = 1 AND user_id = @id',
  );
  for (const [id, at] of newest) {
    seen.run({ id, at });
    succeeded.run({ id, at });
  }
}

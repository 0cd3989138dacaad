import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Connection } from '../../connection';
import { digestOf } from './checksums';

// Most hours of the login history never change again, and joining five million logins with their lists only to
// find that out takes a minute. A login is nine integers and an id: the text of an hour's integers tells whether the
// hour changed, as long as the lists still say of every integer what they said. That is what a witness is for.

/** Lists that logins refer to, with what they say of a key. */
const LISTS: Readonly<Record<string, string>> = {
  login_user: 'user_id',
  login_status: 'status',
  login_ip: 'source_ip',
  login_place: 'country_iso, city, latitude, longitude',
  login_client: `login_type, login_sub_type, browser, platform, application, client_version, api_type, api_version,
    tls_protocol, cipher_suite, login_url, auth_method_reference, authentication_service_id, network_id`,
};

/** Of each list, up to which key it was and what it said. */
const Witness = z.object({
  lists: z.record(z.string(), z.object({ through: z.number(), digest: z.string() })),
});
type Witness = z.infer<typeof Witness>;

/** What the lists say now, and whether they still say what they said when `before` was made. */
export function witnessLists(
  db: Connection,
  org: number,
  before: string | null,
): { witness: string; isTrusted: boolean } {
  const known = parse(before);
  const lists: Witness['lists'] = {};
  let isTrusted = known !== null;
  for (const [table, columns] of Object.entries(LISTS)) {
    const then = known?.lists[table];
    const hash = createHash('sha256');
    let through = 0;
    let digestThen: string | null = null;
    const rows = db
      .prepare(`SELECT key, ${columns} FROM ${table} WHERE org_id = ? ORDER BY key`)
      .raw()
      .iterate(org) as IterableIterator<[key: number, ...values: unknown[]]>;
    for (const row of rows) {
      if (then !== undefined && digestThen === null && row[0] > then.through)
        digestThen = hash.copy().digest('hex');
      hash.update(JSON.stringify(row));
      through = row[0];
    }
    const digest = hash.digest('hex');
    lists[table] = { through, digest };
    if (then !== undefined && (digestThen ?? digest) !== then.digest) isTrusted = false;
    if (then === undefined) isTrusted = false;
  }
  return { witness: JSON.stringify({ lists } satisfies Witness), isTrusted };
}

function parse(text: string | null): Witness | null {
  if (text === null) return null;
  try {
    return Witness.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** How many logins there are in [from, until), and what tells whether they changed. */
export function markOfLogins(
  db: Connection,
  org: number,
  from: number,
  until: number,
): { count: number; mark: string } {
  const found = db.get<{ count: number; text: string | null }>(
    `SELECT count(*) AS count, group_concat(text, ';') AS text FROM (
       SELECT id || ',' || login_time || ',' || user_key || ',' || success || ',' || status_key || ','
         || coalesce(ip_key, '') || ',' || place_key || ',' || client_key AS text
       FROM login WHERE org_id = @org AND login_time >= @from AND login_time < @until ORDER BY login_time, id)`,
    { org, from, until },
  );
  return { count: found?.count ?? 0, mark: digestOf(found?.text ?? '') };
}

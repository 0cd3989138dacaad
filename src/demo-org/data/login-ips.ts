import type BetterSqlite3 from 'better-sqlite3';
import { MFA } from '../catalog/objects/mfa';
import { DAY_MS, type DataPlan } from '../options';
import { Rand } from '../random';
import { CLIENTS, statusNumber, SUCCESS } from './clients';
import { BulkInserter } from './insert';
import { isStrong } from './mfa';
import { STREAM, type People } from './people';
import { IPS, ipOf } from './places';

const TYPED = CLIENTS.map((client) => /^(password|customer|partner)-/.test(client.key));
const ACTIVATION = statusNumber('Failed: Computer activation required');
const SECOND = 1000;

/**
 * Addresses users have confirmed. People who type a password confirm their home addresses once (offices are
 * trusted anyway); whoever signed in from a stranger's address confirmed that, too. Needs the history.
 */
export function createLoginIps(db: BetterSqlite3.Database, plan: DataPlan, people: People): void {
  const bulk = new BulkInserter(db, 'login_ip', [
    'n',
    'user',
    'source_ip',
    'created_date',
    'is_authenticated',
    'challenge_sent_date',
    'challenge_method',
  ]);
  let n = 0;
  const add = (user: number, ip: number, created: number, confirmed: boolean): void => {
    bulk.add(++n, user, ipOf(ip), created, confirmed ? 1 : 0, created, challenge(people.mfa[user] ?? 0));
  };
  for (let user = 1; user <= people.count; user++) {
    if (TYPED[(people.desk[user] ?? 1) - 1] !== true || (people.weight[user] ?? 0) === 0) continue;
    const rand = new Rand(plan.seed, STREAM.session, user);
    const joined = (people.from[user] ?? 0) * DAY_MS;
    // The same two addresses everyday sign-ins come from (login-days.ts).
    for (let home = 0; home < 2; home++) {
      const first = Math.min(plan.anchorDay * DAY_MS, joined + rand.int(0, 20) * DAY_MS);
      const at = first - rand.int(3600, 80_000) * SECOND;
      if (rand.chance(0.85)) add(user, IPS.home(user * 7 + home), Math.max(joined, at), true);
    }
  }
  const strangers = db
    .prepare(
      `SELECT l.user, l.ip, min(l.t) AS t,
              EXISTS (SELECT 1 FROM login s WHERE s.user = l.user AND s.ip = l.ip AND s.status = ${SUCCESS}) AS confirmed
       FROM login l
       WHERE l.t >= ? AND l.status IN (${SUCCESS}, ${ACTIVATION})
         AND (l.status = ${ACTIVATION} OR l.ip BETWEEN ? AND ?)
       GROUP BY l.user, l.ip ORDER BY 3, 1`,
    )
    .all((plan.anchorDay - 30) * DAY_MS, IPS.stranger(0), IPS.stranger(249)) as {
    user: number;
    ip: number;
    t: number;
    confirmed: number;
  }[];
  for (const row of strangers) add(row.user, row.ip, row.t, row.confirmed === 1);
  bulk.flush();
}

function challenge(methods: number): string {
  if (isStrong(methods)) return (methods & MFA.verifiedEmail) !== 0 ? 'TOTP_CHOICE' : 'TOTP_ONLY';
  return (methods & MFA.verifiedMobile) !== 0 ? 'SMS' : 'Email';
}

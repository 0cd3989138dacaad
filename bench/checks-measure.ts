// Started by bench/checks.ts: evaluates the security checks of a filled database, and prints one line of JSON.
import { type LocalDatabase, createDatabase } from '../src/db/api';
import { openDatabase } from '../src/db/open';
import type { LoginRecord } from '../src/core/collect/records';
import { AS_OF, MIGRATIONS_FOLDER, store } from '../test/builders/db';
import { random } from './db-random';
import { HISTORY_DAYS, loginId } from './db-scale';
import { type Time, timed } from './db-visitor';

/** As many as the issue asks about. */
const NEW_LOGINS = 10_000;
const PAGE = 2_000;

export interface ChecksMeasure {
  /** Reading every login once, all columns, in the pages the evaluation reads; before and after it. */
  scans: Time[];
  /** Everything from scratch. */
  allHistory: Time & { logins: number; found: number; peakMB: number };
  /** Findings of each check, most first; and the checks that were not evaluated. */
  findings: Record<string, number>;
  notEvaluated: string[];
  /** After each 10,000 logins that a collection stored. */
  newData: (Time & { logins: number; found: number; storing: Time })[];
}

async function main([file = '', rounds = '']: readonly string[]): Promise<ChecksMeasure> {
  const scans = [await scan(file), await scan(file)];
  const db = await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER });
  try {
    const allHistory = await everything(db);
    scans.push(await scan(file), await scan(file));
    const findings = findingsByCheck(file);
    const states = await db.checks('org-1', AS_OF);
    const notEvaluated = states
      .filter(({ result }) => result?.status !== 'evaluated')
      .map(({ info }) => info.id);
    const newData: ChecksMeasure['newData'] = [];
    for (let round = 0; round < Number(rounds); round++) newData.push(await more(db, file, round));
    return { scans, allHistory, findings, notEvaluated, newData };
  } finally {
    db.close();
  }
}

const NEXT = `
  SELECT * FROM login WHERE org_id = 1 AND (login_time, id) > (?, ?) ORDER BY login_time, id LIMIT ${PAGE}`;

/** The yardstick: through the same driver, with the same settings, by a connection of its own. */
async function scan(file: string): Promise<Time> {
  const sqlite = openDatabase({ file, readOnly: true });
  try {
    return await timed(() => {
      const next = sqlite.prepare<[number, string], unknown[]>(NEXT).raw();
      let [at, id, rows] = [-1, '', 0];
      for (;;) {
        const page = next.all(at, id);
        const last = page.at(-1);
        if (last === undefined) return rows;
        [at, id] = [Number(last[1]), String(last[2])];
        rows += page.length;
      }
    });
  } finally {
    sqlite.close();
  }
}

async function everything(db: LocalDatabase): Promise<ChecksMeasure['allHistory']> {
  let said = { logins: 0, found: 0 };
  const time = await timed(async () => {
    const { logins, found } = await db.evaluateChecks('org-1', AS_OF, true);
    said = { logins, found };
  });
  // Given in units of 1,024 bytes.
  return { ...time, ...said, peakMB: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6) };
}

function findingsByCheck(file: string): Record<string, number> {
  const sqlite = openDatabase({ file, readOnly: true });
  try {
    const counts = sqlite
      .prepare<[], [string, number]>('SELECT check_id, count(*) FROM finding GROUP BY 1 ORDER BY 2 DESC')
      .raw();
    return Object.fromEntries(counts.all());
  } finally {
    sqlite.close();
  }
}

/** 10,000 logins of people as they sign in otherwise, in the hours after the newest. */
async function more(
  db: LocalDatabase,
  file: string,
  round: number,
): Promise<ChecksMeasure['newData'][number]> {
  const rows = again(file, round);
  const end = rows.at(-1)?.loginTime ?? AS_OF;
  const storing = await timed(async () => {
    for (let i = 0; i < rows.length; i += PAGE)
      await store(db, 'loginHistory', rows.slice(i, i + PAGE), { at: end });
  });
  let said = { logins: 0, found: 0 };
  const time = await timed(async () => {
    const { logins, found, scope } = await db.evaluateChecks('org-1', end);
    if (scope !== 'new-data') throw new Error('Everything was evaluated again.');
    said = { logins, found };
  });
  return { ...time, ...said, storing };
}

type Stored = LoginRecord & { login_time: number };

const SOME = `
  SELECT user_id AS userId, status, source_ip AS sourceIp, country_iso AS countryIso, city, latitude, longitude,
    login_type AS loginType, login_sub_type AS loginSubType, browser, platform, application,
    client_version AS clientVersion, api_type AS apiType, api_version AS apiVersion, tls_protocol AS tlsProtocol,
    cipher_suite AS cipherSuite, login_url AS loginUrl, auth_method_reference AS authMethodReference,
    authentication_service_id AS authenticationServiceId, network_id AS networkId
  FROM login_history WHERE org_id = 1 AND login_time >= ? LIMIT 1`;
const SPAN =
  'SELECT min(login_time) AS first, max(login_time) AS last, count(*) AS n FROM login WHERE org_id = 1';

/** Logins stored, at random, as if they happened again; as dense as they were. */
function again(file: string, round: number): LoginRecord[] {
  const sqlite = openDatabase({ file, readOnly: true });
  try {
    const span = sqlite.prepare<[], { first: number; last: number; n: number }>(SPAN).get();
    if (span === undefined) throw new Error('There are no logins.');
    const some = sqlite.prepare<[number], Stored>(SOME);
    const step = (HISTORY_DAYS * 86_400_000) / span.n;
    return Array.from({ length: NEW_LOGINS }, (_, i) => {
      const login = some.get(Math.floor(span.first + random() * (span.last - span.first)));
      if (login === undefined) throw new Error('A login is missing.');
      const id = loginId(900_000_000_000 + round * NEW_LOGINS + i);
      return { ...login, id, loginTime: Math.floor((span.last + (i + 1) * step) / 1000) * 1000 };
    });
  } finally {
    sqlite.close();
  }
}

void main(process.argv.slice(2)).then((result) => {
  process.stdout.write(`${JSON.stringify(result)}\n`);
});

import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoginRecord } from '../../src/core/collect/records';
import { CHECKS } from '../../src/checks/registry';
import { AS_OF, DAY, HOUR, testDatabase, type TestDatabase } from '../builders/db';
import { loadChanges, loadLogins, loadOrg, loadRest } from './load';
import { FIRST_DAY, dayStart } from './people';
import { Dice } from './random';
import { world, type World } from './world';

// However the same half year arrives, what is found in the end is the same.

const START = dayStart(FIRST_DAY);
const ofLogins = new Set(CHECKS.filter(({ kind }) => kind === 'logins').map(({ info }) => info.id));

let company: World;
let once: TestDatabase;
const open: TestDatabase[] = [];

beforeAll(async () => {
  company = world({ users: 340, seed: 11 });
  once = await begun();
  await loadLogins(once.db, company.logins);
  await loadRest(once, company);
  await once.db.evaluateChecks('org-1', AS_OF, true);
});
afterAll(() => {
  for (const database of open) database.dispose();
});

/**
 * Everything but sign-ins, read at the beginning of the half year: checks know people as they are when they are
 * evaluated, so who becomes an administrator on the way would rightly be judged otherwise.
 */
async function begun(): Promise<TestDatabase> {
  const database = await testDatabase();
  open.push(database);
  await loadOrg(database, company, START);
  await loadChanges(database, company, START + HOUR);
  return database;
}

type Row = Record<string, string | number | null>;

/**
 * All that is said of findings, by check and key. Of events everything; of states what is true in the end, since
 * how things were in between only one of the two has seen.
 */
function findings({ file }: TestDatabase): Map<string, Row> {
  const db = new Sqlite(file, { readonly: true });
  try {
    const rows = db
      .prepare<[], Row>(
        `SELECT check_id, key, severity, user_id, ip, app, first_seen_at, last_seen_at, occurrences, summary,
           evidence, resolved_at, resolved_reason FROM finding
         WHERE coalesce(resolved_reason, '') <> 'no-longer-true' ORDER BY check_id, key`,
      )
      .all();
    return new Map(
      rows.map((row) => [
        `${row['check_id']} ${row['key']}`,
        ofLogins.has(String(row['check_id'])) ? row : { ...row, first_seen_at: null },
      ]),
    );
  } finally {
    db.close();
  }
}

function expectTheSame(database: TestDatabase): void {
  const [all, mine] = [findings(once), findings(database)];
  expect(all.size).toBeGreaterThan(150);
  expect([...mine.keys()].filter((key) => !all.has(key))).toEqual([]);
  expect([...all.keys()].filter((key) => !mine.has(key))).toEqual([]);
  for (const [key, row] of all) expect(mine.get(key)).toEqual(row);
}

describe('what arrives bit by bit', () => {
  /** Ends of stretches: now a fortnight, now days, now hours, the last ones daily. */
  function cuts(dice: Dice): number[] {
    const ends: number[] = [];
    for (let at = START + 2 * DAY; at < AS_OF - 6 * DAY; at += dice.pick([1, 12, 60, 200, 500]) * HOUR)
      ends.push(at);
    for (let day = 6; day >= 0; day--) ends.push(AS_OF - day * DAY);
    return ends;
  }

  it('says the same as all at once, with logins that come up to an hour late', async () => {
    const database = await begun();
    const dice = new Dice(11, 7);
    let waiting = [...company.logins];
    let late = 0;
    const scopes: string[] = [];
    for (const end of cuts(dice)) {
      const isLast = end === AS_OF;
      const now: LoginRecord[] = [];
      const then: LoginRecord[] = [];
      const newest = waiting.findLast(({ loginTime }) => loginTime <= end)?.loginTime ?? end;
      for (const login of waiting) {
        const isLate =
          !isLast && login.loginTime < newest && login.loginTime > newest - HOUR && dice.chance(0.3);
        if (isLate) late += 1;
        (login.loginTime <= end && !isLate ? now : then).push(login);
      }
      waiting = then;
      await loadLogins(database.db, now, end);
      if (isLast) await loadRest(database, company);
      scopes.push((await database.db.evaluateChecks('org-1', end)).scope);
    }
    expect(waiting).toEqual([]);
    expect(late).toBeGreaterThan(100);
    // That it was incremental at all: nothing but the first looked at everything.
    expect(scopes.indexOf('all-history', 1)).toBe(-1);
    expectTheSame(database);
  });

  it('ends the same when earlier months arrive last', async () => {
    const database = await begun();
    const from = START + 60 * DAY;
    await loadLogins(
      database.db,
      company.logins.filter(({ loginTime }) => loginTime >= from),
    );
    await loadRest(database, company);
    await database.db.evaluateChecks('org-1', AS_OF);
    const before = findings(database);
    const early = company.logins.filter(({ loginTime }) => loginTime < from);
    // As a back-fill comes: the newer half of it first.
    await loadLogins(database.db, early.slice(early.length / 2));
    expect((await database.db.evaluateChecks('org-1', AS_OF)).scope).toBe('all-history');
    await loadLogins(database.db, early.slice(0, early.length / 2));
    await database.db.evaluateChecks('org-1', AS_OF);
    expectTheSame(database);
    expect(findings(database).size).toBeGreaterThan(before.size);
  });

  it('says nothing else when asked again', async () => {
    const before = findings(once);
    const { found, resolved } = await once.db.evaluateChecks('org-1', AS_OF, true);
    expect([found, resolved]).toEqual([0, 0]);
    expect(findings(once)).toEqual(before);
  });
});

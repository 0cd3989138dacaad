import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/builders/db';
import { openPlain } from './open';
import { DECIDE, SUPERSEDE, TAKE_BACK } from './queries/licensing/decisions';
import { IN_FORCE } from './queries/licensing/review-list';
import { loginsSql } from './queries/logins';
import { nameFurtherOn, namesakes } from './queries/people-names';
import { ACTIVITY_OF_DAYS, ACTIVITY_OF_STRETCH } from './queries/recent-activity';
import { ACKNOWLEDGE, REOPEN } from './queries/security/finding-actions';
import { FINDING_ROWS } from './queries/security/findings';
import { USER_ROWS } from './queries/users';

// The questions asked most often must not walk through a table of millions of rows.

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.dispose());

function plan(sql: string): string {
  const raw = openPlain(test.file, undefined, { readonly: true });
  // Values do not matter without statistics (and ANALYZE is never run: it made plans of this shape worse).
  const literal = sql.replace(/@\w+/g, '1');
  const steps = raw.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${literal}`).all();
  raw.close();
  return steps.map((step) => step.detail).join('\n');
}

describe('query plans', () => {
  it('the users of a page are looked up by their ids, in the order of the list', () => {
    const steps = plan(USER_ROWS);
    expect(steps).toContain('SEARCH u USING PRIMARY KEY (org_id=? AND id=?)');
    expect(steps).toContain('SEARCH p USING PRIMARY KEY (org_id=? AND id=?)');
    expect(steps).toMatch(
      /SEARCH f USING COVERING INDEX user_login_user \(org_id=\? AND user_id=\? AND is_frozen=\?\)/,
    );
  });

  it('names come in the order of their index, without sorting', () => {
    for (const column of ['name', 'username'] as const) {
      for (const after of [false, true]) {
        for (const sql of [nameFurtherOn(column, after), namesakes(column, after, true)]) {
          expect(plan(sql)).toMatch(/SEARCH sf_user USING COVERING INDEX sf_user_(user)?name \(org_id=\?/);
          expect(plan(sql)).not.toContain('TEMP B-TREE');
          if (after) expect(plan(sql)).toMatch(/AND (user)?name>\?/);
        }
      }
    }
  });

  it('counts of some users come from their days, the rest of a day from one stretch of the log', () => {
    const steps = plan(ACTIVITY_OF_DAYS);
    expect(steps).toContain('SEARCH u USING COVERING INDEX login_user_id (org_id=? AND user_id=?)');
    expect(steps).toContain('SEARCH d USING PRIMARY KEY (org_id=? AND day=? AND user_key=?)');
    expect(plan(ACTIVITY_OF_STRETCH)).toContain(
      'SEARCH login USING PRIMARY KEY (org_id=? AND login_time>? AND login_time<?)',
    );
  });

  it('the login log is read from a stretch of its key without sorting', () => {
    for (const direction of ['ASC', 'DESC'] as const) {
      for (const ofOneUser of [false, true]) {
        for (const afterRow of [false, true]) {
          const steps = plan(loginsSql(direction, ofOneUser, afterRow));
          expect(steps).toContain('SEARCH l USING PRIMARY KEY (org_id=? AND login_time>? AND login_time<?)');
          expect(steps.match(/USING INTEGER PRIMARY KEY/g)).toHaveLength(5);
          expect(steps).not.toContain('TEMP B-TREE');
          expect(steps).not.toContain('SCAN');
        }
      }
    }
  });

  it('the review list looks prices up, and its own org’s decisions alone', () => {
    const steps = plan(`${IN_FORCE} SELECT * FROM in_force`);
    // Without it every decision would be compared with every price: ten seconds for 4,000 decisions.
    expect(steps).toMatch(/SEARCH price USING AUTOMATIC (COVERING )?INDEX \(kind=\? AND id=\?\)/);
    expect(steps).toContain('SEARCH d USING INDEX seat_decision_current (org_id=? AND is_current=?');
  });

  it('decisions about many seats look each of them up', () => {
    expect(plan(DECIDE)).toContain('SEARCH user USING PRIMARY KEY (org_id=? AND id=?)');
    const ofSeat = 'USING INDEX seat_decision_seat (org_id=? AND user_id=? AND kind=? AND license_id=?';
    expect(plan(TAKE_BACK)).toContain(`SEARCH old ${ofSeat}`);
    expect(plan(SUPERSEDE)).toMatch(
      /SEARCH seat_decision USING (COVERING )?INDEX seat_decision_seat \(org_id=\? AND user_id/,
    );
  });

  it('findings of a page, and those that are acknowledged, are looked up by their ids', () => {
    const steps = plan(FINDING_ROWS);
    expect(steps).toContain('SEARCH f USING INTEGER PRIMARY KEY (rowid=?)');
    expect(steps).toContain('SEARCH u USING PRIMARY KEY (org_id=? AND id=?)');
    expect(steps).toContain('SEARCH m USING INDEX finding_mute_org (org_id=?');
    for (const sql of [ACKNOWLEDGE, REOPEN])
      expect(plan(sql)).toContain('SEARCH finding USING INTEGER PRIMARY KEY (rowid=?)');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/builders/db';
import { openPlain } from './open';
import { loginsSql } from './queries/logins';
import { NEWEST_SUCCESS } from './queries/pages';
import { COUNTS_30_DAYS, usersSql } from './queries/users';

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
  it('the users table is read in order of its index, page by page', () => {
    for (const descending of [false, true]) {
      const steps = plan(usersSql({ sort: 'name', descending }, ['u.org_id = @org']));
      expect(steps).toContain('SEARCH u USING COVERING INDEX sf_user_name (org_id=?)');
      expect(steps).toContain('SEARCH u USING PRIMARY KEY (org_id=? AND id=?)');
      // Only the rows of the page are sorted again.
      expect(steps.match(/TEMP B-TREE FOR ORDER BY/g)).toHaveLength(1);
    }
  });

  it('counts of one user come from an index alone', () => {
    expect(plan(COUNTS_30_DAYS)).toMatch(
      /COVERING INDEX login_history_user \(org_id=\? AND user_id=\? AND login_time>\? AND login_time<\?\)/,
    );
    expect(plan(NEWEST_SUCCESS)).toMatch(/COVERING INDEX login_history_user \(org_id=\? AND user_id=\?\)/);
    expect(plan(NEWEST_SUCCESS)).not.toContain('TEMP B-TREE');
  });

  it('sorting by activity reads the window, not the history', () => {
    const steps = plan(usersSql({ sort: 'logins30d', descending: true }, ['u.org_id = @org']));
    expect(steps).toContain(
      'SEARCH login_history USING PRIMARY KEY (org_id=? AND login_time>? AND login_time<?)',
    );
  });

  it('the login log goes on behind a key without sorting', () => {
    const steps = plan(
      loginsSql([
        'h.org_id = @org',
        'h.login_time >= @since',
        'h.login_time >= @afterTime',
        '(h.login_time, h.id) > (@afterTime, @afterId)',
      ]),
    );
    expect(steps).toMatch(/SEARCH h USING PRIMARY KEY \(org_id=\? AND /);
    expect(steps).not.toContain('TEMP B-TREE');
  });

  it('the log of one user is found by its index', () => {
    const steps = plan(loginsSql(['h.org_id = @org', 'h.user_id = @userId', 'h.login_time >= @since']));
    expect(steps).toContain('USING INDEX login_history_user (org_id=? AND user_id=? AND login_time>?)');
    expect(steps).not.toContain('TEMP B-TREE FOR ORDER BY');
  });
});

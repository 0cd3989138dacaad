import BetterSqlite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCsvPage } from '../src/core/collect/ingest/csv-page';
import type { LoginRecord } from '../src/core/collect/records';
import { AS_OF, DAY, MIGRATIONS_FOLDER, newOrg, store, tempFolder } from './builders/db';
import * as rows from './builders/db-records';
import { createDatabase, type LocalDatabase } from '../src/db/api';
import { IdleRule } from '../src/shared/model/idle-rule';
import { rounds } from './builders/rounds';

/** What every roll-up must say of one org: as stored, and as counted from the logins themselves. */
const TRUTHS: Record<string, { stored: string; counted: string }> = {
  login_day: {
    stored: 'SELECT day, logins, failures, active_users FROM login_day d WHERE d.org_id = @org ORDER BY 1',
    counted: `SELECT login_time / 86400000, sum(success), sum(1 - success),
        count(DISTINCT CASE success WHEN 1 THEN user_id END)
      FROM login_history WHERE org_id = @org GROUP BY 1 ORDER BY 1`,
  },
  login_user_day: {
    stored: `SELECT u.user_id, d.day, d.logins, d.failures FROM login_user_day d JOIN login_user u ON u.key = d.user_key
      WHERE d.org_id = @org ORDER BY 1, 2`,
    counted: `SELECT user_id, login_time / 86400000, sum(success), sum(1 - success) FROM login_history
      WHERE org_id = @org GROUP BY 1, 2 ORDER BY 1, 2`,
  },
  login_ip_day: {
    stored: `SELECT d.day, i.source_ip, d.logins, d.failures FROM login_ip_day d JOIN login_ip i ON i.key = d.ip_key
      WHERE d.org_id = @org ORDER BY 1, 2`,
    counted: `SELECT login_time / 86400000, source_ip, sum(success), sum(1 - success) FROM login_history
      WHERE org_id = @org AND source_ip IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`,
  },
  login_country_day: {
    stored: `SELECT day, country_iso, logins, failures FROM login_country_day d WHERE d.org_id = @org ORDER BY 1, 2`,
    counted: `SELECT login_time / 86400000, coalesce(country_iso, ''), sum(success), sum(1 - success)
      FROM login_history WHERE org_id = @org GROUP BY 1, 2 ORDER BY 1, 2`,
  },
  login_client_day: {
    stored: `SELECT d.day, c.browser, c.tls_protocol, c.client_version, c.login_type, d.logins, d.failures FROM login_client_day d
      JOIN login_client c ON c.key = d.client_key WHERE d.org_id = @org ORDER BY 1, 2, 3, 4, 5`,
    counted: `SELECT login_time / 86400000, browser, tls_protocol, client_version, login_type, sum(success), sum(1 - success)
      FROM login_history WHERE org_id = @org GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`,
  },
  login_quarter: {
    stored: 'SELECT quarter, logins, failures FROM login_quarter q WHERE q.org_id = @org ORDER BY 1',
    counted: `SELECT login_time / 900000, sum(success), sum(1 - success) FROM login_history
      WHERE org_id = @org GROUP BY 1 ORDER BY 1`,
  },
  login_user: {
    stored: 'SELECT user_id, last_success_at FROM login_user u WHERE org_id = @org ORDER BY 1',
    counted: `SELECT user_id, max(CASE success WHEN 1 THEN login_time END) FROM login_history
      WHERE org_id = @org GROUP BY 1 ORDER BY 1`,
  },
};

/** Whoever names no type is known by the program: a browser. */
const BITS: Record<string, number> = {
  Application: 1,
  'Other Apex API': 2,
  'SAML Sfdc Initiated SSO': 1 + 8,
  '': 1,
};

const person = fc.constantFrom('005u1', '005u2', '005u3');
const loginArbitrary = fc
  .record({
    n: fc.nat(40),
    userId: person,
    hours: fc.nat(24 * 6),
    status: fc.constantFrom('Success', 'success ', 'Invalid Password', null),
    sourceIp: fc.constantFrom('198.51.100.1', '2001:db8::1', null),
    countryIso: fc.constantFrom('CH', 'US', null),
    browser: fc.constantFrom('Edge 142', 'Chrome 141', null),
    tlsProtocol: fc.constantFrom('TLS 1.2', 'TLS 1.3'),
    loginType: fc.constantFrom('Application', 'Other Apex API', 'SAML Sfdc Initiated SSO', null),
  })
  // The same login always has the same time and person.
  .map(({ n, userId, hours, ...rest }): LoginRecord => ({
    ...rows.login(
      `0Ya${String(n).padStart(15, '0')}`,
      `005u${String(1 + (n % 3))}`,
      AS_OF - (n % 6) * DAY + (n % 24) * 3_600_000,
    ),
    ...rest,
    city: hours % 2 === 0 ? null : 'Bern',
    // Kept for the shape; the person follows from the number.
    clientVersion: userId,
  }));

type Step = { kind: 'page'; logins: LoginRecord[] } | { kind: 'rolled back'; logins: LoginRecord[] };
const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('page' as const),
        logins: fc.array(loginArbitrary, { maxLength: 12 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('rolled back' as const),
        logins: fc.array(loginArbitrary, { minLength: 1, maxLength: 12 }),
      }),
    },
  ),
  { maxLength: 8 },
) as fc.Arbitrary<Step[]>;

async function withDatabase<T>(use: (db: LocalDatabase, file: string) => Promise<T>): Promise<T> {
  const { folder, remove } = tempFolder();
  const file = `${folder}/seatwatch.db`;
  const db = await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER, readCsvPage: createCsvPage });
  try {
    await db.insertOrg(newOrg());
    return await use(db, file);
  } finally {
    db.close();
    remove();
  }
}

describe('stored logins', () => {
  it('are counted once and truly, whatever is read again, read otherwise, or rolled back', () =>
    withDatabase(async (db, file) => {
      const sqlite = new BetterSqlite(file, { readonly: true });
      let orgs = 0;
      const all = (sql: string, org: unknown): unknown => sqlite.prepare(sql).raw().all({ org });
      const property = fc.asyncProperty(steps, async (plan) => {
        orgs += 1;
        const orgId = `org ${String(orgs)}`;
        await db.insertOrg(
          newOrg({ id: orgId, name: orgId, url: `https://${String(orgs)}.my.salesforce.com` }),
        );
        const expected = new Map<string, LoginRecord>();
        /** By person and day: a success leaves its bits, also when it turns out to be none. */
        const bits = new Map<string, number>();
        for (const { kind, logins } of plan) {
          if (kind === 'page') {
            await store(db, 'loginHistory', logins, { orgId, endOfPass: false });
            for (const login of logins) {
              expected.set(login.id, login);
              const day = `${login.userId} ${String(Math.floor(login.loginTime / DAY))}`;
              const own = login.status?.trim().toLowerCase() === 'success' ? BITS[login.loginType ?? ''] : 0;
              bits.set(day, (bits.get(day) ?? 0) | (own ?? 0));
            }
          } else {
            // A row that SQLite refuses, after others it took: the whole page is undone.
            const broken = { ...logins[0], id: null } as unknown as LoginRecord;
            await expect(
              store(db, 'loginHistory', [...logins, broken], { orgId, endOfPass: false }),
            ).rejects.toThrow();
          }
        }
        const org = sqlite.prepare('SELECT id FROM org WHERE uid = ?').pluck().get(orgId);
        const wanted = [...expected.values()]
          .sort((a, b) => (a.id < b.id ? -1 : 1))
          .map(({ id, status, city, browser }) => [id, status, city, browser]);
        const rowsSql = 'SELECT id, status, city, browser FROM login_history WHERE org_id = @org ORDER BY id';
        expect(all(rowsSql, org)).toEqual(wanted);
        for (const [table, { stored, counted }] of Object.entries(TRUTHS))
          expect([table, all(stored, org)]).toEqual([table, all(counted, org)]);
        const storedBits = all(
          `SELECT u.user_id || ' ' || d.day, d.access FROM login_user_day d JOIN login_user u ON u.key = d.user_key
           WHERE d.org_id = @org ORDER BY 1`,
          org,
        );
        expect(storedBits).toEqual([...bits].sort(([a], [b]) => (a < b ? -1 : 1)));
      });
      try {
        await fc.assert(property, { numRuns: rounds(100) });
      } finally {
        sqlite.close();
      }
    }));
});

describe('a login read again with fewer fields', () => {
  it('keeps what is stored of the others', () =>
    withDatabase(async (db, file) => {
      const login = { ...rows.login('0Ya000000000001', '005u1', AS_OF), city: 'Bern', browser: 'Edge 142' };
      await store(db, 'loginHistory', [login]);
      await db.commitPage({
        orgId: 'org-1',
        runId: 1,
        stream: 'loginHistory',
        rows: [{ ...login, city: null, browser: 'Edge 143' }],
        fields: ['id', 'userId', 'loginTime', 'status', 'browser'],
        checkpoint: { watermark: null, cursor: null, pass: 1, complete: true, updatedAt: AS_OF },
        endOfPass: true,
        at: AS_OF,
      });
      const sqlite = new BetterSqlite(file, { readonly: true });
      const stored = sqlite.prepare('SELECT city, browser FROM login_history').all();
      sqlite.close();
      expect(stored).toEqual([{ city: 'Bern', browser: 'Edge 143' }]);
    }));
});

describe('a page of logins that arrives as text', () => {
  const userId = (n: number): string => `005${String(n).padStart(12, '0')}AAA`;
  const seconds = (n: number): string => String(n % 60).padStart(2, '0');
  const text = (count: number, people = 1): Uint8Array =>
    new TextEncoder().encode(
      ['"Id","UserId","LoginTime","Status"']
        .concat(
          Array.from(
            { length: count },
            (_, i) =>
              `"0Ya${String(i).padStart(12, '0')}AAA","${userId(i % people)}","2026-06-01T00:00:${seconds(i)}.000Z","Success"`,
          ),
        )
        .join('\n') + '\n',
    );
  const start = {
    orgId: 'org-1',
    runId: 1,
    stream: 'loginHistory' as const,
    checkpoint: { watermark: null, cursor: 'bulk:x', pass: 1, complete: false, updatedAt: AS_OF },
  };

  it.each([
    ['in large batches', false, 20_000],
    ['in small ones while somebody is looking', true, 22_000],
  ])('is stored while it comes, with the place where it began: %s', (_, watched, stored) =>
    withDatabase(async (db) => {
      const bytes = text(45_000);
      const page = await db.openCsvPage(start);
      const half = bytes.length / 2;
      if (watched) await db.overview('org-1', IdleRule.parse({}), AS_OF);
      const read = await db.feedCsvPage(page, bytes.slice(0, half));
      expect(read).toBeGreaterThan(22_000);
      expect((await db.rowCounts('org-1'))['loginHistory']).toBe(stored);
      expect((await db.checkpoints('org-1')).loginHistory).toMatchObject({
        cursor: 'bulk:x',
        complete: false,
      });
      await db.feedCsvPage(page, bytes.slice(half));
      expect(await db.closeCsvPage(page, 45_000)).toMatchObject({
        records: 45_000,
        newest: Date.UTC(2026, 5, 1, 0, 0, 59),
      });
      expect((await db.rowCounts('org-1'))['loginHistory']).toBe(45_000);
    }),
  );

  it('that is cut short says so, and can be read anew', () =>
    withDatabase(async (db) => {
      const broken = await db.openCsvPage(start);
      await db.feedCsvPage(broken, text(6_000).slice(0, 300_000));
      await expect(db.closeCsvPage(broken, 6_000)).rejects.toMatchObject({
        code: 'TRUNCATED_ANSWER',
        retryable: true,
      });
      const again = await db.openCsvPage(start);
      await db.feedCsvPage(again, text(6_000));
      await db.closeCsvPage(again, 6_000);
      expect((await db.rowCounts('org-1'))['loginHistory']).toBe(6_000);
      await expect(db.feedCsvPage(broken, text(1))).rejects.toThrow();
    }));

  it('tells when people were last seen at its end, also when most of it was stored by one that broke off', () =>
    withDatabase(async (db, file) => {
      const [count, people] = [25_000, 5_000];
      await store(
        db,
        'users',
        Array.from({ length: people }, (_, i) => rows.user(userId(i), { lastLoginAt: null })),
      );
      const sqlite = new BetterSqlite(file, { readonly: true });
      const seen = () =>
        sqlite
          .prepare<[], object>(
            `SELECT count(last_success_at) AS known, (SELECT count(last_seen_at) FROM sf_user) AS users,
               sum(last_success_at IS NOT newest) AS wrong
             FROM login_user LEFT JOIN (SELECT user_key, max(login_time) AS newest FROM login GROUP BY 1)
               ON user_key = key`,
          )
          .get();
      const bytes = text(count, people);
      await db.feedCsvPage(await db.openCsvPage(start), bytes);
      expect((await db.rowCounts('org-1'))['loginHistory']).toBe(20_000);
      expect(seen()).toMatchObject({ known: 0, users: 0 });

      const again = await db.openCsvPage(start);
      await db.feedCsvPage(again, bytes);
      await db.overview('org-1', IdleRule.parse({}), AS_OF);
      // Somebody is looking: a few at a time, so that the next question waits for no more than those.
      expect(await db.closeCsvPage(again, count)).toBeNull();
      let facts = null;
      while (facts === null) facts = await db.closeCsvPage(again, count);
      expect(facts).toMatchObject({ records: count });
      expect(seen()).toEqual({ known: people, users: people, wrong: 0 });
      sqlite.close();
    }));
});

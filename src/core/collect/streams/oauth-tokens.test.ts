import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AT, AT_MS, check, ID, ID18 } from '../../../../test/builders/stream-rows';
import type { OauthTokenRecord } from '../records';
import type { SfRecord } from '../../salesforce/envelopes';
import type { StreamSource } from './definition';
import { oauthTokens, ROWS_PER_QUERY } from './oauth-tokens';

const userId = (n: number): string => `005${String(n).padStart(12, '0')}AAA`;

interface Token {
  user: number;
  app: string;
  uses: number;
}

const recordOf = ({ user, app, uses }: Token): SfRecord => ({
  UserId: userId(user),
  AppName: app,
  AppMenuItemId: null,
  UseCount: uses,
  CreatedDate: '2026-01-01T00:00:00.000+0000',
  LastUsedDate: null,
});

/** Answers as Salesforce does: 2,500 rows a query (or fewer), pages of 500 (or fewer), sorted by user. */
function source(
  tokens: readonly Token[],
  perQuery = ROWS_PER_QUERY,
  perPage = 500,
  count: number | null = null,
) {
  const queries: string[] = [];
  let calls = 0;
  let rows: SfRecord[] = [];
  const page = (offset: number) => {
    calls += 1;
    const end = offset + perPage;
    return Promise.resolve({
      totalSize: rows.length,
      records: rows.slice(offset, end),
      next: end < rows.length ? `/services/data/v67.0/query/x-${String(end)}` : null,
    });
  };
  const of: StreamSource = {
    fields: ['UserId', 'AppName'],
    count,
    query(soql) {
      queries.push(soql);
      const [, operator = '>=', from = ''] = /WHERE UserId (>=?) '(\w+)'/.exec(soql) ?? [];
      rows = [...tokens]
        .sort((a, b) => a.user - b.user)
        .map(recordOf)
        .filter(({ UserId }) => (operator === '>=' ? String(UserId) >= from : String(UserId) > from))
        .slice(0, perQuery);
      return page(0);
    },
    next: (cursor) => page(Number(cursor.split('-')[1])),
  };
  return { of, queries, calls: () => calls };
}

/** Rows as the database would have them: the last one of an id stays. */
async function readAll(of: StreamSource, place: string | null = null, stopAfter = Infinity) {
  const rows = new Map<string, OauthTokenRecord>();
  let last: string | null = place;
  let batches = 0;
  for await (const batch of oauthTokens.read!(of, place)) {
    for (const row of batch.rows) rows.set(row.id, row);
    last = batch.place;
    batches += 1;
    if (batches >= stopAfter) break;
  }
  return { rows, place: last, batches };
}

function expected(tokens: readonly Token[]): Map<string, { tokens: number; useCount: number }> {
  const sums = new Map<string, { tokens: number; useCount: number }>();
  for (const { user, app, uses } of tokens) {
    const key = `${userId(user)}::${app}`;
    const known = sums.get(key) ?? { tokens: 0, useCount: 0 };
    sums.set(key, { tokens: known.tokens + 1, useCount: known.useCount + uses });
  }
  return sums;
}

const summed = (rows: ReadonlyMap<string, OauthTokenRecord>) =>
  new Map([...rows].map(([id, { tokens, useCount }]) => [id, { tokens, useCount }]));

const many = (n: number): Token[] =>
  Array.from({ length: n }, (_, i) => ({ user: Math.floor(i / 3), app: `App ${String(i % 2)}`, uses: i }));

describe('OAuth tokens', () => {
  it('adds up the tokens of one user and app', async () => {
    const { of } = source([
      { user: 1, app: 'A', uses: 2 },
      { user: 1, app: 'A', uses: 5 },
      { user: 1, app: 'B', uses: 1 },
    ]);
    const { rows } = await readAll(of);
    expect([...rows.values()].map(({ appName, tokens, useCount }) => [appName, tokens, useCount])).toEqual([
      ['A', 2, 7],
      ['B', 1, 1],
    ]);
  });

  it('asks on, query by query, where one ends at 2,500 rows', async () => {
    const tokens = many(6_001);
    const { of, queries, calls } = source(tokens, ROWS_PER_QUERY, 500, tokens.length);
    const { rows } = await readAll(of);
    expect(summed(rows)).toEqual(expected(tokens));
    expect(queries).toHaveLength(3);
    expect(queries[1]).toMatch(/WHERE UserId >= '005\w{15}' ORDER BY UserId ASC$/);
    // 6,001 rows in pages of 500, and a few rows of the users at the seams again.
    expect(calls()).toBe(13);
  });

  it('needs one query more to know the end when nobody counted, none when somebody did', async () => {
    const tokens = many(ROWS_PER_QUERY);
    const counted = source(tokens, ROWS_PER_QUERY, 500, ROWS_PER_QUERY + 600);
    await readAll(counted.of);
    expect(counted.queries).toHaveLength(2);
    const few = source(many(2_400), ROWS_PER_QUERY, 500, null);
    await readAll(few.of);
    expect(few.queries).toHaveLength(1);
  });

  it('goes on behind a user who fills a query alone', async () => {
    const tokens = [
      ...Array.from({ length: 40 }, (_, i) => ({ user: 2, app: `App ${String(i)}`, uses: 1 })),
      { user: 3, app: 'Z', uses: 1 },
      ...Array.from({ length: 2_480 }, (_, i) => ({ user: 2, app: `More ${String(i)}`, uses: 1 })),
    ];
    const { of } = source(tokens);
    const { rows } = await readAll(of);
    expect(rows.has(`${userId(3)}::Z`)).toBe(true);
    expect(rows.size).toBe(2_501);
  });

  it('ends when the count promises more than there is', async () => {
    const { of, queries } = source(many(10), ROWS_PER_QUERY, 500, 999);
    const { rows } = await readAll(of);
    expect(summed(rows)).toEqual(expected(many(10)));
    expect(queries.length).toBeLessThanOrEqual(2);
  });

  it('reads everything exactly once in effect, wherever it is interrupted and whatever the limits', async () => {
    const token = fc.record({
      user: fc.integer({ min: 1, max: 12 }),
      app: fc.constantFrom('A', 'B', 'C'),
      uses: fc.integer({ min: 0, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(token, { maxLength: 80 }),
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 }),
        async (tokens, perPage, stops) => {
          const stored = new Map<string, OauthTokenRecord>();
          let place: string | null = null;
          let ended = false;
          const take = async (stopAfter: number) => {
            const { of } = source(tokens, ROWS_PER_QUERY, perPage, tokens.length);
            const read = await readAll(of, place, stopAfter);
            for (const [id, row] of read.rows) stored.set(id, row);
            place = read.place;
            ended = place === null;
          };
          for (const stop of stops) if (!ended) await take(stop);
          if (!ended) await take(Infinity);
          expect(ended).toBe(true);
          expect(summed(stored)).toEqual(expected(tokens));
        },
      ),
    );
  });
});

it('a token that is alone becomes a row of its own', () => {
  check(
    'oauthTokens',
    {
      Id: null,
      UserId: ID,
      AppName: 'Data Loader',
      AppMenuItemId: null,
      UseCount: 12,
      CreatedDate: AT,
      LastUsedDate: null,
    },
    {
      id: `${ID18}::Data Loader`,
      userId: ID18,
      appName: 'Data Loader',
      appMenuItemId: null,
      useCount: 12,
      tokens: 1,
      createdAt: AT_MS,
      lastUsedAt: null,
    },
  );
});

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type * as StoreModule from '../../data/store';
import type { DemoOrg } from '../../index';
import { startOrg, type TestClient } from '../../test-client';
import { DELIMITERS } from './csv';
import { BulkClient, type Dialect } from './test-bulk';

/** The company's people have no line breaks in their titles: the test writes some. */
const stores = vi.hoisted((): StoreModule.DemoStore[] => []);
vi.mock('../../data/store', async (original) => {
  const actual = await original<typeof StoreModule>();
  return {
    ...actual,
    createStore: async (options: Parameters<typeof actual.createStore>[0]) => {
      const store = await actual.createStore(options);
      stores.push(store);
      return store;
    },
  };
});

let org: DemoOrg;
let client: TestClient;
let bulk: BulkClient;
beforeAll(async () => {
  ({ org, client } = await startOrg());
  bulk = new BulkClient(client);
});
afterAll(() => org.close());

/** The first users get these titles, the others none. */
function giveTitles(titles: readonly string[]): void {
  const db = stores[0]?.db;
  db?.exec('UPDATE user SET title = NULL');
  titles.forEach((title, i) => db?.prepare('UPDATE user SET title = ? WHERE n = ?').run(title, i + 1));
}

const AWKWARD = [
  'plain',
  'say "hello"',
  '"',
  'two\nlines',
  'two\r\nlines',
  ' edges ',
  ...Object.values(DELIMITERS).map((delimiter) => `a${delimiter}b${delimiter}`),
  '=1+1',
  'Žluťoučký 馬 🐎',
];

test.each(
  Object.keys(DELIMITERS).flatMap((columnDelimiter) =>
    (['LF', 'CRLF'] as const).map((lineEnding) => ({ columnDelimiter, lineEnding }) as Dialect),
  ),
)('$columnDelimiter and $lineEnding, with values that need care', async (dialect) => {
  giveTitles(AWKWARD);
  const soql = 'SELECT Id, Title FROM User WHERE Title != null ORDER BY Id';
  const rest = await client.all(soql);
  const rows = await bulk.all(soql, dialect);
  expect(rows.map((row) => row['Title'])).toEqual(AWKWARD);
  expect(rows).toEqual(rest.map(({ Id, Title }) => ({ Id, Title })));
});

test('a line break inside a value does not follow the job’s line ending', async () => {
  giveTitles(['one\ntwo']);
  const { id } = await bulk.start('SELECT Title FROM User WHERE Title != null', { lineEnding: 'CRLF' });
  await bulk.end(id);
  expect((await bulk.page(id)).text).toBe('"Title"\r\n"one\ntwo"\r\n');
});

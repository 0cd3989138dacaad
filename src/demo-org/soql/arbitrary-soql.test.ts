import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemoOrg } from '../index';
import { failure, startOrg, type Page, type TestClient } from '../test-client';
import { arbitrarySoql } from '../../../test/soql/arbitrary-soql';
import { rounds } from '../../../test/builders/rounds';

let org: DemoOrg;
let client: TestClient;
beforeAll(async () => {
  ({ org, client } = await startOrg({ users: 90, logins: 900 }));
});
afterAll(() => org.close());

test('every generated query is answered, alike by query, composite and in small pages', async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySoql, async ({ soql }) => {
      const reply = await client.soql(soql);
      expect({ soql, status: reply.status, body: reply.body }).toMatchObject({ soql, status: 200 });
      const page = reply.body as Page;
      const packed = await client.post('/composite', {
        compositeRequest: [
          {
            method: 'GET',
            url: `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`,
            referenceId: 'q',
          },
        ],
      });
      const [only] = (packed.body as { compositeResponse: { body: unknown }[] }).compositeResponse;
      expect(only?.body).toEqual(page);
      const small = await client.all(soql, { 'Sforce-Query-Options': 'batchSize=200' });
      expect(small).toEqual(page.records);
      expect(page.totalSize).toBe(soql.startsWith('SELECT COUNT()') ? page.totalSize : small.length);
    }),
    { numRuns: rounds(80) },
  );
}, 60_000);

/** One word taken out, doubled, replaced or put elsewhere. */
const mutation = fc.record({
  what: fc.constantFrom('drop', 'double', 'swap', 'replace'),
  at: fc.nat(),
  to: fc.nat(),
  word: fc.constantFrom(
    '(',
    ')',
    ',',
    'NOT',
    'AND',
    'OR',
    'FROM',
    'SELECT',
    "'",
    '=',
    'null',
    'Id',
    'Nope',
    '5',
    ':x',
    'COUNT(Id)',
    'Profile',
    '.',
    'LIKE',
    'IN',
  ),
});

test('a damaged query is answered or refused in the words of Salesforce, and never crashes', async () => {
  const damaged = fc
    .tuple(arbitrarySoql, fc.array(mutation, { minLength: 1, maxLength: 3 }))
    .map(([{ soql }, mutations]) => {
      const words = soql.match(/'(?:[^'\\]|\\.)*'|[\w.:]+|\s+|./gs) ?? [];
      for (const { what, at, to, word } of mutations) {
        const i = at % words.length;
        if (what === 'drop') words.splice(i, 1);
        else if (what === 'double') words.splice(i, 0, words[i] ?? '');
        else if (what === 'replace') words[i] = word;
        else words.splice(to % words.length, 0, ...words.splice(i, 1));
      }
      return words.join('');
    });
  const refused = new Set<string>();
  await fc.assert(
    fc.asyncProperty(damaged, async (soql) => {
      const reply = await client.soql(soql);
      if (reply.status !== 200) {
        const [status, code, message] = failure(reply);
        expect({ soql, status, message }).toMatchObject({ soql, status: 400 });
        expect(message).not.toBe('');
        refused.add(code);
      }
    }),
    { numRuns: rounds(150) },
  );
  expect([...refused].sort()).toEqual(expect.arrayContaining(['INVALID_FIELD', 'MALFORMED_QUERY']));
}, 60_000);

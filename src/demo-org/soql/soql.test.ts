import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoOrg } from '../index';
import { failure, startOrg, type Page, type TestClient } from '../test-client';

let org: DemoOrg;
let client: TestClient;
beforeAll(async () => {
  ({ org, client } = await startOrg());
});
afterAll(() => org.close());

test.each([
  [
    "SELECT Id FROM LoginHistory WHERE Status = 'Success'",
    'INVALID_FIELD',
    "ERROR at Row:1:Column:35\nfield 'Status' can not be filtered in a query call",
  ],
  [
    "SELECT Id FROM LoginHistory WHERE Browser LIKE 'C%'",
    'INVALID_FIELD',
    "field 'Browser' can not be filtered",
  ],
  [
    'SELECT LoginTime, COUNT(Id) FROM LoginHistory GROUP BY LoginTime',
    'INVALID_FIELD',
    "field 'LoginTime' can not be grouped",
  ],
  [
    'SELECT Idd FROM User',
    'INVALID_FIELD',
    "\nSELECT Idd FROM User\n       ^\nERROR at Row:1:Column:8\nNo such column 'Idd' on entity 'User'.",
  ],
  ['SELECT Id FROM User WHERE Nope = 1', 'INVALID_FIELD', "No such column 'Nope' on entity 'User'"],
  ['SELECT Boss.Name FROM User', 'INVALID_FIELD', "Didn't understand relationship 'Boss' in field path"],
  [
    'SELECT User.Name FROM LoginHistory',
    'INVALID_FIELD',
    "Didn't understand relationship 'User' in field path",
  ],
  ['SELECT Id FROM Nope', 'INVALID_TYPE', "sObject type 'Nope' is not supported."],
  ['SELEC Id FROM User', 'MALFORMED_QUERY', "unexpected token: 'SELEC'"],
  ['SELECT Id FROM User WHERE', 'MALFORMED_QUERY', "unexpected token: '<EOF>'"],
  ["SELECT Id FROM User WHERE Name = O'Brien", 'MALFORMED_QUERY', 'unexpected token'],
  [
    "SELECT Id FROM User WHERE Name = 'a' OR Name = 'b' AND IsActive = true",
    'MALFORMED_QUERY',
    "unexpected token: 'AND'",
  ],
  [
    'SELECT Id FROM User WHERE NOT (NOT ((NOT (IsActive = true)) AND (IsActive = true)))',
    'MALFORMED_QUERY',
    'NOT is nested too deeply',
  ],
  [
    "SELECT Id FROM User WHERE IsActive = 'true'",
    'INVALID_FIELD',
    'must be of type boolean and should not be enclosed in quotes',
  ],
  [
    "SELECT Id FROM User WHERE LastLoginDate > '2026-01-01T00:00:00Z'",
    'INVALID_FIELD',
    'must be of type dateTime and should not be enclosed in quotes',
  ],
  ['SELECT Id FROM User WHERE LastLoginDate > 2026-01-01', 'INVALID_FIELD', 'must be of type dateTime'],
  [
    'SELECT Id FROM User WHERE Name = 5',
    'INVALID_FIELD',
    'must be of type string and should be enclosed in quotes',
  ],
  ["SELECT Id FROM User WHERE Id = 'nope'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: nope'],
  [
    "SELECT Id FROM User WHERE Id LIKE '005%'",
    'INVALID_QUERY_FILTER_OPERATOR',
    'invalid operator on id field',
  ],
  ["SELECT Id FROM User WHERE Name INCLUDES ('a')", 'INVALID_QUERY_FILTER_OPERATOR', 'includes/excludes'],
  ['SELECT Id, Id FROM User', 'INVALID_FIELD', 'duplicate field selected: Id'],
  ['SELECT Name n FROM User', 'MALFORMED_QUERY', 'only aggregate expressions use field aliasing'],
  ['SELECT Name, COUNT(Id) FROM User', 'MALFORMED_QUERY', 'Field must be grouped or aggregated: Name'],
  ['SELECT Id FROM User OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000'],
  [
    'SELECT FIELDS(ALL) FROM User',
    'MALFORMED_QUERY',
    'The SOQL FIELDS function must have a LIMIT of at most 200',
  ],
  ['SELECT FIELDS(ALL) FROM User LIMIT 201', 'MALFORMED_QUERY', 'LIMIT of at most 200'],
  [
    'SELECT Id, (SELECT Id FROM Contacts) FROM User',
    'MALFORMED_QUERY',
    "Didn't understand relationship 'Contacts'",
  ],
  [
    `SELECT Id FROM User WHERE Name = '${'x'.repeat(100)}'${' '.repeat(100_000)}`,
    'MALFORMED_QUERY',
    'cannot be longer than 100000',
  ],
])('%s', async (soql, code, message) => {
  // The longest one does not fit an address; composite carries it.
  const reply = soql.length > 15_000 ? await packed(soql) : failure(await client.soql(soql));
  expect(reply.slice(0, 2)).toEqual([400, code]);
  expect(reply[2]).toContain(message);
});

async function packed(soql: string): Promise<[number, string, string]> {
  const body = {
    compositeRequest: [
      { method: 'GET', url: `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`, referenceId: 'a' },
    ],
  };
  const [only] = (
    (await client.post('/composite', body)).body as {
      compositeResponse: { httpStatusCode: number; body: [{ errorCode: string; message: string }] }[];
    }
  ).compositeResponse;
  return [only?.httpStatusCode ?? 0, only?.body[0].errorCode ?? '', only?.body[0].message ?? ''];
}

test('an unfilterable field names its place in the whole query, however long', async () => {
  const soql = `SELECT Id, UserId, LoginTime, SourceIp FROM LoginHistory WHERE LoginTime > 2026-01-01T00:00:00Z AND Platform = 'x'`;
  const [, , message] = failure(await client.soql(soql));
  expect(message).toContain(`ERROR at Row:1:Column:${soql.indexOf('Platform') + 1}\n`);
  const [, shown = '', caret = ''] = message.split('\n');
  expect(shown.slice(caret.indexOf('^'))).toMatch(/^Platform/);
});

describe('answers', () => {
  test('records carry attributes, parents nest, missing parents are null', async () => {
    const page = (
      await client.soql(
        "SELECT Name, Profile.UserLicense.Name, Manager.Name FROM User WHERE UserType = 'AutomatedProcess'",
      )
    ).body as Page;
    expect(page).toEqual({
      totalSize: 1,
      done: true,
      records: [
        {
          attributes: {
            type: 'User',
            url: expect.stringMatching(/^\/services\/data\/v67\.0\/sobjects\/User\/005\w{15}$/) as unknown,
          },
          Name: 'Automated Process',
          Profile: null,
          Manager: null,
        },
      ],
    });
    const [user] = await client.all("SELECT Profile.UserLicense.Name FROM User WHERE FirstName = 'Morgan'");
    expect(user).toMatchObject({
      Profile: {
        attributes: { type: 'Profile' },
        UserLicense: { attributes: { type: 'UserLicense' }, Name: 'Salesforce' },
      },
    });
  });

  test('date-times end in .000+0000', async () => {
    const [row] = await client.all('SELECT LoginTime FROM LoginHistory LIMIT 1');
    expect(row?.['LoginTime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/);
  });

  test('COUNT() has a total and no records; aggregates have no url', async () => {
    expect((await client.soql('SELECT COUNT() FROM User')).body).toEqual({
      totalSize: 60,
      done: true,
      records: [],
    });
    const [row] = await client.all(
      'SELECT COUNT(Id), COUNT_DISTINCT(UserId) people, MAX(LoginTime) FROM LoginHistory',
    );
    expect(row).toMatchObject({ attributes: { type: 'AggregateResult' }, expr0: 500 });
    expect(Object.keys(row ?? {})).toEqual(['attributes', 'expr0', 'people', 'expr1']);
  });

  test('GROUP BY on a parent, HAVING, ORDER BY an aggregate', async () => {
    const rows = await client.all(
      'SELECT Profile.Name, COUNT(Id) n FROM User GROUP BY Profile.Name HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) DESC',
    );
    const counts = rows.map((row) => Number(row['n']));
    expect(Math.min(...counts)).toBeGreaterThan(1);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(rows[0]).toHaveProperty('Name');
  });

  test('date functions group sign-ins by day', async () => {
    const rows = await client.all(
      'SELECT DAY_ONLY(LoginTime) d, COUNT(Id) n FROM LoginHistory GROUP BY DAY_ONLY(LoginTime) ORDER BY DAY_ONLY(LoginTime)',
    );
    expect(rows.reduce((sum, row) => sum + Number(row['n']), 0)).toBe(500);
    expect(rows[0]?.['d']).toMatch(/^\d{4}-\d\d-\d\d$/);
    const one = await client.count(`LoginHistory WHERE DAY_ONLY(LoginTime) = ${String(rows[0]?.['d'])}`);
    expect(one).toBe(rows[0]?.['n']);
  });

  test('semi-joins and anti-joins are complements', async () => {
    const inside = await client.count('User WHERE Id IN (SELECT UserId FROM LoginHistory)');
    const outside = await client.count('User WHERE Id NOT IN (SELECT UserId FROM LoginHistory)');
    expect(inside + outside).toBe(60);
    expect(inside).toBeGreaterThan(0);
  });

  test('15 and 18 characters find the record; another org or object does not, and is no error', async () => {
    const [user] = await client.all('SELECT Id FROM User LIMIT 1');
    const id = String(user?.['Id']);
    for (const form of [id, id.slice(0, 15)]) expect(await client.count(`User WHERE Id = '${form}'`)).toBe(1);
    const swapped = id.slice(0, 15).replace(/[a-z]/, (c) => c.toUpperCase());
    if (swapped !== id.slice(0, 15)) expect(await client.count(`User WHERE Id = '${swapped}'`)).toBe(0);
    expect(await client.count("User WHERE Id = '00500000000000AAAA'")).toBe(0);
  });

  test('field names and keywords without regard to case; answers in the spelling of describe', async () => {
    const [row] = await client.all(
      'select id, lastlogindate from user where isactive = TRUE order by lastlogindate desc nulls last limit 1',
    );
    expect(Object.keys(row ?? {})).toEqual(['attributes', 'Id', 'LastLoginDate']);
  });

  test('UsedLicenses cannot be filtered from v64 on', async () => {
    const soql = 'SELECT Id FROM UserLicense WHERE UsedLicenses > 0';
    expect((await client.soql(soql, {}, 63)).status).toBe(200);
    expect(failure(await client.soql(soql, {}, 64)).slice(0, 2)).toEqual([400, 'INVALID_FIELD']);
  });

  test('the contradictory filters of LoginHistory obey the switch', async () => {
    const soql = "SELECT Id FROM LoginHistory WHERE SourceIp IN ('192.0.2.44')";
    expect((await client.soql(soql)).status).toBe(200);
    org.control({ strictLoginHistoryFilters: true });
    expect(failure(await client.soql(soql)).slice(0, 2)).toEqual([400, 'INVALID_FIELD']);
    org.control({ strictLoginHistoryFilters: false });
  });
});

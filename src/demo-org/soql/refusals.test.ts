import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemoOrg } from '../index';
import { failure, startOrg, type TestClient } from '../test-client';

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
  [
    "SELECT Id FROM User WHERE Name = O'Brien",
    'MALFORMED_QUERY',
    "line 1:40 mismatched character '<EOF>' expecting ",
  ],
  [
    "SELECT Id FROM User WHERE Name = 'a' OR Name = 'b' AND IsActive = true",
    'MALFORMED_QUERY',
    "unexpected token: 'AND'",
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
  [
    "SELECT Id FROM LoginHistory WHERE SourceIp LIKE '10.%'",
    'INVALID_QUERY_FILTER_OPERATOR',
    'invalid operator on string field',
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
    'INVALID_TYPE',
    "\nSELECT Id, (SELECT Id FROM Contacts) FROM User\n                           ^\nERROR at Row:1:Column:28\nDidn't understand relationship 'Contacts' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.",
  ],
  [
    `SELECT Id FROM User WHERE Name = '${'x'.repeat(100)}'${' '.repeat(100_000)}`,
    'MALFORMED_QUERY',
    'cannot be longer than 100000',
  ],
  ['SELECT * FROM User', 'MALFORMED_QUERY', "ERROR at Row:1:Column:8\nunexpected token: '*'"],
  ['SELECT Id, FROM User', 'MALFORMED_QUERY', "ERROR at Row:1:Column:12\nunexpected token: 'FROM'"],
  ["SELECT Id FROM User WHERE (Name = 'a'", 'MALFORMED_QUERY', "unexpected token: '<EOF>'"],
  ["SELECT Id FROM User WHERE Name = 'a')", 'MALFORMED_QUERY', "Column:37\nunexpected token: ')'"],
  ['SELECT Id FROM User LIMIT 5.5', 'MALFORMED_QUERY', "unexpected token: '5.5'"],
  ['SELECT Id FROM User OFFSET 2 LIMIT 1', 'MALFORMED_QUERY', "unexpected token: 'LIMIT'"],
  ['SELECT Id FROM User WHERE NOT', 'MALFORMED_QUERY', "unexpected token: '<EOF>'"],
  ['SELECT Id FROM User HAVING COUNT(Id) > 1', 'MALFORMED_QUERY', "unexpected token: 'HAVING'"],
  [
    'SELECT Id FROM User WHERE CreatedDate > 2026-02-30T00:00:00Z',
    'MALFORMED_QUERY',
    'Invalid date: 2026-02-30',
  ],
  [
    'SELECT Id FROM User WHERE Name = "foo"',
    'MALFORMED_QUERY',
    `line 1:33 no viable alternative at character '"'`,
  ],
  [
    'SELECT Id FROM User WHERE Name = :name',
    'MALFORMED_QUERY',
    'ERROR at Row:1:Column:34\nBind variables only allowed in Apex code',
  ],
  [
    "SELECT Id FROM User WHERE Name = 'a' AND NOT (Name = 'b')",
    'MALFORMED_QUERY',
    "ERROR at Row:1:Column:42\nunexpected token: 'NOT'",
  ],
  [
    "SELECT Id FROM User WHERE NOT Name = 'a' AND Name = 'b'",
    'MALFORMED_QUERY',
    "ERROR at Row:1:Column:42\nunexpected token: 'AND'",
  ],
  ["SELECT Id FROM User WHERE NOT NOT Name = 'a'", 'MALFORMED_QUERY', "Column:31\nunexpected token: 'NOT'"],
  ["SELECT Id FROM User WHERE (Name) = 'a'", 'MALFORMED_QUERY', 'unexpected token'],
  ["SELECT Id FROM User WHERE (Name =) 'a'", 'MALFORMED_QUERY', 'unexpected token'],
  ['SELECT Id FROM User WHERE ()', 'MALFORMED_QUERY', 'unexpected token'],
  ["SELECT Id FROM User WHERE (Name = 'a') (Name = 'b')", 'MALFORMED_QUERY', 'unexpected token'],
  [
    "SELECT Id FROM User WHERE Name = 'a' Title = 'b'",
    'MALFORMED_QUERY',
    "Column:38\nunexpected token: 'Title'",
  ],
  ["SELECT Id FROM User WHERE ((Name = 'a')", 'MALFORMED_QUERY', "unexpected token: '<EOF>'"],
  ['SELECT Name FROM User GROUP BY Name HAVING (COUNT(Id)) > 1', 'MALFORMED_QUERY', 'unexpected token'],
  ['SELECT Id FROM User ALL ROWS', 'MALFORMED_QUERY', 'ALL ROWS not allowed in this context'],
  ['SELECT Id FROM User FOR UPDATE', 'MALFORMED_QUERY', 'FOR UPDATE not allowed in this context'],
  ['SELECT Id FROM User USING SCOPE mine', 'INVALID_QUERY_SCOPE', "Scope 'mine' is not supported for User"],
  ['SELECT Id FROM User USING SCOPE nope', 'MALFORMED_QUERY', "unexpected token: 'nope'"],
  ['SELECT Id FROM User UPDATE TRACKING', 'MALFORMED_QUERY', 'UPDATE TRACKING is not supported'],
  [
    'SELECT Id FROM User WITH DATA CATEGORY Geo__c AT usa__c',
    'MALFORMED_QUERY',
    'WITH DATA CATEGORY is not supported',
  ],
  // Aggregates.
  [
    'SELECT COUNT(IsActive) FROM User',
    'MALFORMED_QUERY',
    '\nSELECT COUNT(IsActive) FROM User\n             ^\nERROR at Row:1:Column:14\nfield IsActive does not support aggregate operator COUNT',
  ],
  [
    'SELECT SUM(LastLoginDate) FROM User',
    'MALFORMED_QUERY',
    'field LastLoginDate does not support aggregate operator SUM',
  ],
  ['SELECT AVG(Name) FROM User', 'MALFORMED_QUERY', 'field Name does not support aggregate operator AVG'],
  [
    'SELECT COUNT(Id) FROM SetupAuditTrail',
    'MALFORMED_QUERY',
    'field Id does not support aggregate operator COUNT',
  ],
  [
    'SELECT Id, COUNT(Id) FROM User GROUP BY Id',
    'MALFORMED_QUERY',
    '\nGrouped field should not be aggregated: Id',
  ],
  [
    'SELECT MAX(LoginTime) FROM LoginHistory LIMIT 1',
    'MALFORMED_QUERY',
    'Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
  ],
  [
    'SELECT CALENDAR_YEAR(CreatedDate) FROM User',
    'MALFORMED_QUERY',
    'Field must be grouped or aggregated: CALENDAR_YEAR(CreatedDate)',
  ],
  [
    'SELECT COUNT(Id) FROM User ORDER BY Name',
    'MALFORMED_QUERY',
    'Ordered field must be grouped or aggregated: Name',
  ],
  [
    'SELECT UserType FROM User GROUP BY UserType HAVING Name = null',
    'MALFORMED_QUERY',
    'grouped or aggregated: Name',
  ],
  ['SELECT Name, GROUPING(Name) FROM User GROUP BY Name', 'MALFORMED_QUERY', 'GROUPING'],
  [
    'SELECT COUNT(Id) FROM User GROUP BY ROLLUP(Name, Title, Alias, Email)',
    'MALFORMED_QUERY',
    '3 fields or less',
  ],
  [
    'SELECT HOUR_IN_DAY(Name), COUNT(Id) FROM User GROUP BY HOUR_IN_DAY(Name)',
    'MALFORMED_QUERY',
    'Invalid function',
  ],
  ['SELECT convertCurrency(NumberOfFailedLogins) FROM User', 'MALFORMED_QUERY', 'convertCurrency'],
  // Child sub-queries.
  [
    'SELECT Id, (SELECT COUNT() FROM PermissionSetAssignments) FROM User',
    'MALFORMED_QUERY',
    'only root queries support aggregate expressions',
  ],
  [
    'SELECT Id, (SELECT Nope FROM PermissionSetAssignments) FROM User',
    'INVALID_FIELD',
    "ERROR at Row:1:Column:20\nNo such column 'Nope' on entity 'PermissionSetAssignment'",
  ],
  [
    `SELECT Id, (SELECT Id FROM ManagedUsers), (SELECT Id FROM ManagedUsers) FROM User`,
    'MALFORMED_QUERY',
    'duplicate relationship: ManagedUsers',
  ],
  // TYPEOF and references to several kinds of object.
  [
    'SELECT License.MasterLabel FROM PermissionSet',
    'INVALID_FIELD',
    "No such column 'MasterLabel' on entity 'Name'",
  ],
  [
    'SELECT TYPEOF License WHEN User THEN Name END FROM PermissionSet',
    'INVALID_TYPE',
    "sObject type 'User' is not supported",
  ],
  ['SELECT TYPEOF Profile WHEN Profile THEN Name END FROM User', 'INVALID_FIELD', 'polymorphic'],
  // Semi-joins.
  [
    "SELECT Id FROM User WHERE Id IN (SELECT AssigneeId FROM PermissionSetAssignment) OR Name = 'x'",
    'MALFORMED_QUERY',
    "Semi join sub-selects are not allowed with the 'OR' operator",
  ],
  [
    "SELECT Id FROM User WHERE IsActive = true AND (Name = 'x' OR Id IN (SELECT AssigneeId FROM PermissionSetAssignment))",
    'MALFORMED_QUERY',
    'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.',
  ],
  [
    'SELECT Id FROM User WHERE NOT Id IN (SELECT AssigneeId FROM PermissionSetAssignment)',
    'MALFORMED_QUERY',
    "'NOT' operator",
  ],
  [
    'SELECT Id FROM User WHERE ManagerId IN (SELECT Id FROM User)',
    'MALFORMED_QUERY',
    'The inner and outer selects should not be on the same object type',
  ],
  [
    'SELECT Id FROM User WHERE Id IN (SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSetId IN (SELECT Id FROM PermissionSet))',
    'MALFORMED_QUERY',
    'Nesting of semi join sub-selects is not supported',
  ],
  [
    'SELECT Id FROM User WHERE Id IN (SELECT PermissionSetId FROM PermissionSetAssignment)',
    'MALFORMED_QUERY',
    "The selected field 'PermissionSetId' in the subquery and the left operand field in the where expression in the outer query 'Id' should point to the same object type",
  ],
  [
    'SELECT Id FROM User WHERE Name IN (SELECT AssigneeId FROM PermissionSetAssignment)',
    'MALFORMED_QUERY',
    "should be an id field, cannot use: 'Name'",
  ],
  [
    'SELECT Id FROM User WHERE Id IN (SELECT Name FROM PermissionSet)',
    'MALFORMED_QUERY',
    "Semi join sub-selects can only query id fields, cannot use: 'Name'",
  ],
  [
    'SELECT Id FROM User WHERE Id IN (SELECT Assignee.ManagerId FROM PermissionSetAssignment)',
    'MALFORMED_QUERY',
    'cannot have more than one level of relationships',
  ],
  [
    'SELECT Id FROM User WHERE Id IN (SELECT AssigneeId FROM PermissionSetAssignment LIMIT 1)',
    'MALFORMED_QUERY',
    "missing value at 'LIMIT'",
  ],
  [
    `SELECT Id FROM User WHERE ${Array(3).fill('Id IN (SELECT AssigneeId FROM PermissionSetAssignment)').join(' AND ')}`,
    'MALFORMED_QUERY',
    'Maximum 2 semi join sub-selects are allowed',
  ],
  [
    "SELECT Id FROM User WHERE LastLoginDate LIKE '2026%'",
    'INVALID_QUERY_FILTER_OPERATOR',
    'invalid operator on datetime field',
  ],
  [
    'SELECT Id FROM User WHERE IsActive > false',
    'INVALID_QUERY_FILTER_OPERATOR',
    'invalid operator on boolean field',
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
  const [first] = Array.isArray(only?.body) ? only.body : [];
  return [only?.httpStatusCode ?? 0, first?.errorCode ?? '', first?.message ?? ''];
}

test('an unfilterable field names its place in the whole query, however long', async () => {
  const soql = `SELECT Id, UserId, LoginTime, SourceIp FROM LoginHistory WHERE LoginTime > 2026-01-01T00:00:00Z AND Platform = 'x'`;
  const [, , message] = failure(await client.soql(soql));
  expect(message).toContain(`ERROR at Row:1:Column:${soql.indexOf('Platform') + 1}\n`);
  const [, shown = '', caret = ''] = message.split('\n');
  expect(shown.slice(caret.indexOf('^'))).toMatch(/^Platform/);
});

test('errors point into the SELECT they are about', async () => {
  const soql = `SELECT Name, (SELECT Id FROM Users WHERE Name = 'x') FROM Profile WHERE Id IN (SELECT ProfileId FROM User WHERE Nope = 1)`;
  expect(failure(await client.soql(soql))[2]).toContain(`Column:${soql.indexOf('Nope') + 1}\n`);
  const inner = `SELECT Name, (SELECT Id FROM Users WHERE Nope = 'x') FROM Profile WHERE Name = 'a'`;
  expect(failure(await client.soql(inner))[2]).toContain(`Column:${inner.indexOf('Nope') + 1}\n`);
});

test('rows are counted, too', async () => {
  const [, , message] = failure(await client.soql("SELECT Id\nFROM User\nWHERE  Nope = 'x'"));
  expect(message).toContain('ERROR at Row:3:Column:8\n');
});

test('one level of children before v58, five objects deep since', async () => {
  const soql =
    'SELECT Id, (SELECT Id, (SELECT Id, (SELECT Id FROM PermissionSetAssignments) FROM ManagedUsers) FROM Users) FROM UserRole';
  expect((await client.soql(soql)).status).toBe(200);
  expect(failure(await client.soql(soql, {}, 57))).toEqual([
    400,
    'MALFORMED_QUERY',
    'SOQL statements cannot query aggregate relationships more than 1 level away from the root entity object.',
  ]);
});

test('what is too deep or too wide is refused, not crashed on', async () => {
  const nested = (n: number): string =>
    `SELECT Id FROM User WHERE ${'('.repeat(n)}IsActive = true${')'.repeat(n)}`;
  expect((await client.soql(nested(100))).status).toBe(200);
  for (const n of [300, 3000, 40_000])
    expect((await packed(nested(n))).slice(0, 2)).toEqual([400, 'QUERY_TOO_COMPLICATED']);
  const managers = Array.from({ length: 4 }, (_, i) => 'Manager.'.repeat(i + 1));
  const parents = ['', ...managers].flatMap((path) =>
    [
      'Profile.UserLicense.Name',
      'UserRole.Name',
      'CreatedBy.Profile.Name',
      'LastModifiedBy.Profile.Name',
      'CreatedBy.UserRole.Name',
      'LastModifiedBy.UserRole.Name',
      'CreatedBy.Manager.Name',
      'LastModifiedBy.Manager.Name',
      'UserRole.ParentRole.Name',
      'Profile.CreatedBy.Name',
      'Profile.LastModifiedBy.Name',
    ].map((field) => path + field),
  );
  const wide = await packed(
    `SELECT ${parents.filter((path) => path.split('.').length <= 6).join(', ')} FROM User`,
  );
  expect(wide.slice(0, 2)).toEqual([400, 'QUERY_TOO_COMPLICATED']);
  const chain = Array.from({ length: 3000 }, (_, i) => `Alias = 'a${i}'`).join(' OR ');
  expect((await packed(`SELECT Id FROM User WHERE ${chain}`))[0]).toBe(200);
});

import fc from 'fast-check';

/**
 * Random SOQL this org answers, for tests that compare ways of asking (query, composite, Bulk API 2.0). Every
 * query is complete and valid for a user with all permissions in API version 67.
 */
export interface GeneratedSoql {
  soql: string;
  /** Bulk API 2.0 takes it: no groups, OFFSET, TYPEOF or child sub-queries. */
  bulk: boolean;
  /** Rows come in an order the query itself determines. */
  ordered: boolean;
}

/** Fields of one object by what can be done with them. */
interface Shape {
  object: string;
  text: readonly string[];
  flags: readonly string[];
  times: readonly string[];
  numbers: readonly string[];
  /** Selected besides those above. */
  others: readonly string[];
  children: readonly string[];
  /** References, with what a semi-join may select. */
  joins: readonly (readonly [field: string, inner: string])[];
  typeofs: readonly string[];
}

const USER: Shape = {
  object: 'User',
  text: ['Username', 'Name', 'Department', 'Title', 'UserType', 'Profile.Name', 'Manager.Name'],
  flags: ['IsActive', 'UserPermissionsMarketingUser'],
  times: ['LastLoginDate', 'CreatedDate', 'SystemModstamp'],
  numbers: ['NumberOfFailedLogins'],
  others: ['Profile.UserLicense.Name', 'ManagerId', 'ProfileId', 'Alias'],
  children: ['PermissionSetAssignments', 'PermissionSetLicenseAssignments', 'ManagedUsers'],
  joins: [
    ['Id', 'SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.IsOwnedByProfile = false'],
    ['Id', 'SELECT UserId FROM LoginHistory WHERE LoginTime = LAST_N_DAYS:30'],
    ['ProfileId', "SELECT Id FROM Profile WHERE Name LIKE '%r%'"],
  ],
  typeofs: [],
};
const LOGIN: Shape = {
  object: 'LoginHistory',
  text: ['LoginType', 'LoginUrl', 'CountryIso', 'LoginSubType'],
  flags: ['OptionsIsPost'],
  times: ['LoginTime'],
  numbers: [],
  others: ['UserId', 'SourceIp', 'LoginGeo.City'],
  children: [],
  joins: [['UserId', 'SELECT Id FROM User WHERE IsActive = true']],
  typeofs: [],
};
const PERMISSION_SET: Shape = {
  object: 'PermissionSet',
  text: ['Name', 'Label', 'Type', 'Profile.Name', 'License.Name', 'License.Type'],
  flags: ['IsOwnedByProfile', 'IsCustom'],
  times: ['CreatedDate'],
  numbers: [],
  others: ['LicenseId', 'ProfileId'],
  children: ['Assignments'],
  joins: [
    ['Id', 'SELECT PermissionSetId FROM PermissionSetAssignment WHERE Assignee.IsActive = true'],
    ['LicenseId', "SELECT Id FROM UserLicense WHERE Name LIKE 'S%'"],
  ],
  typeofs: [
    'TYPEOF License WHEN UserLicense THEN Name, Status WHEN PermissionSetLicense THEN MasterLabel ELSE Id END',
    'TYPEOF License WHEN PermissionSetLicense THEN DeveloperName, TotalLicenses END',
  ],
};
const SHAPES = [USER, LOGIN, PERMISSION_SET] as const;

const LITERALS = [
  'TODAY',
  'YESTERDAY',
  'LAST_WEEK',
  'THIS_MONTH',
  'LAST_QUARTER',
  'THIS_FISCAL_YEAR',
  'LAST_N_DAYS:45',
  'N_DAYS_AGO:3',
  'LAST_N_MONTHS:4',
  'LAST_N_FISCAL_QUARTERS:2',
  '2026-01-15T08:30:00Z',
  '2025-11-02T00:00:00+01:00',
  'null',
] as const;

const order = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const equal = fc.constantFrom('=', '!=');

function comparison(shape: Shape): fc.Arbitrary<string> {
  const text = fc.constantFrom(...shape.text);
  return fc.oneof(
    fc
      .tuple(text, order, fc.constantFrom('a', 'Sales', 'standard', 'Ö', "o\\'x", 'm'))
      .map(([field, operator, value]) => `${field} ${operator} '${value}'`),
    fc
      .tuple(text, fc.constantFrom('%a%', 'S_l%', '%\\_%', '%é%', '%\\\\%'))
      .map(([field, pattern]) => `${field} LIKE '${pattern}'`),
    fc
      .tuple(text, fc.constantFrom('IN', 'NOT IN'))
      .map(([field, operator]) => `${field} ${operator} ('Sales', 'US', 'Standard', null)`),
    fc.tuple(text, equal).map(([field, operator]) => `${field} ${operator} null`),
    fc
      .tuple(fc.constantFrom(...shape.flags), equal, fc.boolean())
      .map(([field, operator, value]) => `${field} ${operator} ${value}`),
    fc
      .tuple(fc.constantFrom(...shape.times), order, fc.constantFrom(...LITERALS))
      .map(([field, operator, value]) => `${field} ${operator} ${value}`),
    fc
      .tuple(fc.constantFrom(...shape.times), order, fc.integer({ min: 1, max: 12 }))
      .map(([field, operator, value]) => `CALENDAR_MONTH(${field}) ${operator} ${value}`),
    ...(shape.numbers.length === 0
      ? []
      : [
          fc
            .tuple(fc.constantFrom(...shape.numbers), order, fc.integer({ min: -1, max: 9 }))
            .map(([field, operator, value]) => `${field} ${operator} ${value}`),
        ]),
  );
}

/** Comparisons under AND, OR and NOT to any depth; a semi-join may stand on the top level only. */
function where(shape: Shape): fc.Arbitrary<string> {
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      comparison(shape),
      fc
        .tuple(fc.constantFrom(' AND ', ' OR '), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
        .map(([operator, items]) => items.map((item) => `(${item})`).join(operator)),
      tie('tree').map((item) => `NOT (${item})`),
    ),
  }));
  const join = fc
    .tuple(fc.constantFrom(...shape.joins), fc.constantFrom('IN', 'NOT IN'))
    .map(([[field, inner], operator]) => `${field} ${operator} (${inner})`);
  return fc.oneof(
    fc.constant(''),
    tree.map((text) => ` WHERE ${text}`),
    join.map((text) => ` WHERE ${text}`),
    fc.tuple(join, tree).map(([text, rest]) => ` WHERE ${text} AND (${rest})`),
  );
}

const unique = (items: readonly string[]): string[] => [...new Set(items)];

function records(shape: Shape): fc.Arbitrary<GeneratedSoql> {
  const fields = fc.shuffledSubarray(
    [...shape.text, ...shape.flags, ...shape.times, ...shape.numbers, ...shape.others],
    { maxLength: 6 },
  );
  const extra = fc.option(
    fc.constantFrom(
      ...shape.children.map((name) => `(SELECT Id FROM ${name} ORDER BY Id LIMIT 3)`),
      ...shape.typeofs,
      undefined,
    ),
    { nil: undefined },
  );
  const keys = fc.shuffledSubarray([...shape.text, ...shape.times], { maxLength: 2 });
  const direction = fc.constantFrom('', ' ASC', ' DESC', ' DESC NULLS LAST', ' NULLS LAST');
  return fc
    .record({
      fields,
      extra,
      where: where(shape),
      keys,
      direction,
      limit: fc.option(fc.integer({ min: 1, max: 400 }), { nil: undefined }),
      offset: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined, freq: 6 }),
    })
    .map((q): GeneratedSoql => {
      const select = unique(['Id', ...q.fields, ...(q.extra === undefined ? [] : [q.extra])]);
      const orderBy =
        q.keys.length > 0 ? ` ORDER BY ${[...q.keys.map((k) => k + q.direction), 'Id'].join(', ')}` : '';
      const limit = q.limit === undefined ? '' : ` LIMIT ${q.limit}`;
      const offset = q.offset === undefined ? '' : ` OFFSET ${q.offset}`;
      return {
        soql: `SELECT ${select.join(', ')} FROM ${shape.object}${q.where}${orderBy}${limit}${offset}`,
        bulk: q.extra === undefined && q.offset === undefined,
        ordered: orderBy !== '',
      };
    });
}

function groups(shape: Shape): fc.Arbitrary<GeneratedSoql> {
  const aggregate = fc.constantFrom(
    ...shape.times.flatMap((field) => [`MIN(${field})`, `MAX(${field})`, `COUNT_DISTINCT(${field})`]),
    ...shape.numbers.flatMap((field) => [`SUM(${field})`, `AVG(${field})`]),
    'COUNT(Id)',
  );
  return fc
    .record({
      keys: fc.shuffledSubarray([...shape.text], { minLength: 1, maxLength: 3 }),
      kind: fc.constantFrom('plain', 'ROLLUP', 'CUBE'),
      aggregates: fc.uniqueArray(aggregate, { minLength: 1, maxLength: 3 }),
      where: where(shape),
      having: fc.constantFrom('', ' HAVING COUNT(Id) > 1', ' HAVING NOT (COUNT(Id) < 3)'),
    })
    .map(({ keys, kind, aggregates, where: condition, having }): GeneratedSoql => {
      const list = keys.join(', ');
      const named = keys.map((key, i) => `${key} k${i}`);
      const groupBy = kind === 'plain' ? list : `${kind}(${list})`;
      return {
        soql: `SELECT ${[...named, ...aggregates].join(', ')} FROM ${shape.object}${condition} GROUP BY ${groupBy}${having} ORDER BY ${list}`,
        bulk: false,
        ordered: false,
      };
    });
}

const counts = (shape: Shape): fc.Arbitrary<GeneratedSoql> =>
  where(shape).map((condition) => ({
    soql: `SELECT COUNT() FROM ${shape.object}${condition}`,
    bulk: false,
    ordered: true,
  }));

/** Random queries of records, groups and counts. */
export const arbitrarySoql: fc.Arbitrary<GeneratedSoql> = fc.oneof(
  ...SHAPES.flatMap((shape) => [
    { arbitrary: records(shape), weight: 4 },
    { arbitrary: groups(shape), weight: 1 },
    { arbitrary: counts(shape), weight: 1 },
  ]),
);

/** Random queries Bulk API 2.0 takes. */
export const arbitraryBulkSoql: fc.Arbitrary<GeneratedSoql> = arbitrarySoql.filter(({ bulk }) => bulk);

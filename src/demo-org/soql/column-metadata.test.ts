import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemoOrg } from '../index';
import { failure, startOrg, type TestClient } from '../test-client';
import type { ColumnMetadata, QueryColumns } from './column-metadata';

let org: DemoOrg;
let client: TestClient;
beforeAll(async () => {
  ({ org, client } = await startOrg());
});
afterAll(() => org.close());

async function columns(soql: string): Promise<QueryColumns> {
  const reply = await client.get(`/query?q=${encodeURIComponent(soql)}&columns=true`);
  expect(reply.status).toBe(200);
  return reply.body as QueryColumns;
}

const column = (name: string, rest: Partial<ColumnMetadata> = {}): ColumnMetadata => ({
  aggregate: false,
  apexType: 'String',
  booleanType: false,
  columnName: name,
  custom: false,
  displayName: name,
  foreignKeyName: null,
  insertable: false,
  joinColumns: [],
  numberType: false,
  textType: true,
  updatable: false,
  ...rest,
});
const ID = { apexType: 'Id', textType: false };

test('fields, parents and children, in the shape the Salesforce CLI reads', async () => {
  const found = await columns(
    'SELECT Id, Name, IsActive, LastLoginDate, NumberOfFailedLogins, Profile.Name, Profile.UserLicense.Name, (SELECT Id, PermissionSet.Label FROM PermissionSetAssignments) FROM User',
  );
  expect(found).toEqual({
    entityName: 'User',
    groupBy: false,
    idSelected: true,
    keyPrefix: '005',
    columnMetadata: [
      column('Id', ID),
      column('Name'),
      column('IsActive', { apexType: 'Boolean', booleanType: true, textType: false }),
      column('LastLoginDate', { apexType: 'Datetime', textType: false }),
      column('NumberOfFailedLogins', { apexType: 'Integer', numberType: true, textType: false }),
      column('Profile', {
        apexType: null,
        textType: false,
        foreignKeyName: 'ProfileId',
        joinColumns: [
          column('Name'),
          column('UserLicense', {
            apexType: null,
            textType: false,
            foreignKeyName: 'UserLicenseId',
            joinColumns: [column('Name')],
          }),
        ],
      }),
      column('PermissionSetAssignments', {
        aggregate: true,
        apexType: null,
        textType: false,
        joinColumns: [
          column('Id', ID),
          column('PermissionSet', {
            apexType: null,
            textType: false,
            foreignKeyName: 'PermissionSetId',
            joinColumns: [column('Label')],
          }),
        ],
      }),
    ],
  });
});

test('groups: alias or exprN, with the expression to show', async () => {
  const total = { aggregate: true, apexType: null, numberType: true, textType: false };
  expect(
    await columns('SELECT UserType, COUNT(Id), MAX(NumberOfFailedLogins) worst FROM User GROUP BY UserType'),
  ).toEqual({
    entityName: 'User',
    groupBy: true,
    idSelected: false,
    keyPrefix: '005',
    columnMetadata: [
      column('UserType'),
      column('expr0', { ...total, displayName: 'count(Id)' }),
      column('worst', { ...total, displayName: 'max(NumberOfFailedLogins)' }),
    ],
  });
  expect((await columns('SELECT COUNT() FROM User')).columnMetadata).toEqual([]);
});

test('TYPEOF shows every field it may yield', async () => {
  const [license] = (
    await columns(
      'SELECT TYPEOF License WHEN UserLicense THEN Name WHEN PermissionSetLicense THEN MasterLabel, TotalLicenses END FROM PermissionSet',
    )
  ).columnMetadata;
  expect(license).toMatchObject({ columnName: 'License', foreignKeyName: 'LicenseId' });
  expect(license?.joinColumns.map((c) => c.columnName)).toEqual(['Name', 'MasterLabel', 'TotalLicenses']);
});

test('a wrong query is refused as it is without columns=true', async () => {
  const soql = 'SELECT Nope FROM User';
  const reply = await client.get(`/query?q=${encodeURIComponent(soql)}&columns=true`);
  expect(failure(reply)).toEqual(failure(await client.soql(soql)));
});

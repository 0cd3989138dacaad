import { it } from 'vitest';
import { AT, AT_MS, check, full, ID, ID18 } from '../../../../test/builders/stream-rows';

it('licenses and packages with their seats', () => {
  check(
    'userLicenses',
    {
      Id: '100000000000001',
      Name: 'Salesforce',
      MasterLabel: null,
      LicenseDefinitionKey: 'SFDC',
      Status: 'Active',
      TotalLicenses: -1,
      UsedLicenses: null,
      UsedLicensesLastUpdated: AT,
      MonthlyLoginsEntitlement: 5_000,
      MonthlyLoginsUsed: 1_234,
    },
    {
      id: full('100000000000001'),
      name: 'Salesforce',
      label: null,
      definitionKey: 'SFDC',
      status: 'Active',
      total: -1,
      used: 0,
      usedUpdatedAt: AT_MS,
      monthlyLoginsEntitlement: 5_000,
      monthlyLoginsUsed: 1_234,
    },
  );
  check(
    'permissionSetLicenses',
    {
      Id: '0PL000000000001',
      DeveloperName: 'SalesUser',
      MasterLabel: 'Sales User',
      Status: 'Active',
      TotalLicenses: 10,
      UsedLicenses: 4,
      ExpirationDate: '2027-01-31',
    },
    {
      id: full('0PL000000000001'),
      developerName: 'SalesUser',
      label: 'Sales User',
      status: 'Active',
      total: 10,
      used: 4,
      expiresAt: Date.UTC(2027, 0, 31),
    },
  );
  check(
    'packageLicenses',
    {
      Id: '050000000000001',
      NamespacePrefix: 'acme',
      Status: 'Free',
      AllowedLicenses: 25,
      UsedLicenses: 3,
      ExpirationDate: null,
    },
    {
      id: full('050000000000001'),
      namespacePrefix: 'acme',
      status: 'Free',
      allowed: 25,
      used: 3,
      expiresAt: null,
    },
  );
});

it('who has them', () => {
  check(
    'permissionSetLicenseAssignments',
    { Id: '2LA000000000001', AssigneeId: ID, PermissionSetLicenseId: '0PL000000000001', SystemModstamp: AT },
    { id: full('2LA000000000001'), assigneeId: ID18, permissionSetLicenseId: full('0PL000000000001') },
  );
  check(
    'userPackageLicenses',
    { Id: '051000000000001', UserId: ID, PackageLicenseId: '050000000000001', SystemModstamp: AT },
    { id: full('051000000000001'), userId: ID18, packageLicenseId: full('050000000000001') },
  );
});

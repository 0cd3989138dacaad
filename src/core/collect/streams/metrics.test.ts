import { it } from 'vitest';
import { AT, check, full } from '../../../../test/builders/stream-rows';

it('license use of features, permission set licenses and profiles', () => {
  const common = {
    MetricsDate: '2026-01-31',
    AssignedUserCount: 20,
    ActiveUserCount: 5,
    SystemModstamp: AT,
  };
  const row = { metricsDate: Date.UTC(2026, 0, 31), assignedUsers: 20, activeUsers: 5 };
  check(
    'featureLicenseMetrics',
    { ...common, Id: '5H2000000000001', FeatureType: 'KnowledgeUser', TotalLicenseCount: 30 },
    {
      ...row,
      id: full('5H2000000000001'),
      kind: 'feature',
      subject: 'KnowledgeUser',
      label: null,
      userLicenseId: null,
      total: 30,
    },
  );
  check(
    'permissionSetLicenseMetrics',
    {
      ...common,
      Id: '5H1000000000001',
      PermissionSetLicenseId: '0PL000000000001',
      DeveloperName: 'Sales',
      MasterLabel: null,
      TotalLicenses: 40,
    },
    {
      ...row,
      id: full('5H1000000000001'),
      kind: 'permission-set-license',
      subject: full('0PL000000000001'),
      label: 'Sales',
      userLicenseId: null,
      total: 40,
    },
  );
  check(
    'profileMetrics',
    { ...common, Id: '5H0000000000001', ProfileId: '00e000000000001', UserLicenseId: '100000000000001' },
    {
      ...row,
      id: full('5H0000000000001'),
      kind: 'profile',
      subject: full('00e000000000001'),
      label: null,
      userLicenseId: full('100000000000001'),
      total: null,
    },
  );
});

import { it } from 'vitest';
import { AT, AT_MS, check, full } from '../../../../test/builders/stream-rows';

it('connected apps, external client apps and their policies', () => {
  check(
    'connectedApplications',
    {
      Id: '0H4000000000001',
      Name: 'Data Loader',
      OptionsAllowAdminApprovedUsersOnly: true,
      RefreshTokenValidityPeriod: 720,
      StartUrl: null,
      CreatedDate: AT,
    },
    {
      id: full('0H4000000000001'),
      name: 'Data Loader',
      adminApprovedOnly: true,
      refreshTokenValidityPeriod: 720,
      startUrl: null,
      createdAt: AT_MS,
    },
  );
  check(
    'externalClientApplications',
    {
      Id: '0xI000000000001',
      DeveloperName: 'Seatwatch',
      MasterLabel: 'Seatwatch',
      DistributionState: 'Local',
      NamespacePrefix: null,
      CreatedDate: AT,
    },
    {
      id: full('0xI000000000001'),
      developerName: 'Seatwatch',
      label: 'Seatwatch',
      distributionState: 'Local',
      namespacePrefix: null,
      createdAt: AT_MS,
    },
  );
  check(
    'externalClientPolicies',
    {
      Id: '0xP000000000001',
      ExternalClientApplicationId: '0xI000000000001',
      PermittedUsersPolicyType: 'AdminApprovedPreAuthorized',
    },
    {
      id: full('0xP000000000001'),
      externalClientApplicationId: full('0xI000000000001'),
      permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
    },
  );
});

import { define, need, take } from './define';
import { VIEW_CLIENT_APPS } from './definition';
import { bool, dateTime, id, text, whole } from './fields';

export const connectedApplications = define('connectedApplications', {
  object: 'ConnectedApplication',
  mode: 'full',
  value: 48,
  follows: 'setupAuditTrail',
  optional: true,
  columns: {
    id: need(id, 'Id'),
    name: need(text, 'Name'),
    adminApprovedOnly: take(bool, 'OptionsAllowAdminApprovedUsersOnly'),
    refreshTokenValidityPeriod: take(whole, 'RefreshTokenValidityPeriod'),
    startUrl: take(text, 'StartUrl'),
    createdAt: take(dateTime, 'CreatedDate'),
  },
});

export const externalClientApplications = define('externalClientApplications', {
  object: 'ExternalClientApplication',
  mode: 'full',
  value: 46,
  follows: 'setupAuditTrail',
  minVersion: 59,
  optional: true,
  columns: {
    id: need(id, 'Id'),
    developerName: need(text, 'DeveloperName'),
    label: take(text, 'MasterLabel'),
    distributionState: take(text, 'DistributionState'),
    namespacePrefix: take(text, 'NamespacePrefix'),
    createdAt: take(dateTime, 'CreatedDate'),
  },
  needs: VIEW_CLIENT_APPS,
});

export const externalClientPolicies = define('externalClientPolicies', {
  object: 'ExtlClntAppOauthPlcyCnfg',
  mode: 'full',
  value: 44,
  follows: 'setupAuditTrail',
  minVersion: 59,
  optional: true,
  columns: {
    id: need(id, 'Id'),
    externalClientApplicationId: need(id, 'ExternalClientApplicationId'),
    permittedUsersPolicyType: take(text, 'PermittedUsersPolicyType'),
  },
  needs: VIEW_CLIENT_APPS,
});

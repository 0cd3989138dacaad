import type { StreamDefinition } from './definition';
import { titleOf, VIEW_CLIENT_APPS, VIEW_SETUP } from './definition';
import { bool, dateTime, id, text, whole } from './fields';

export const connectedApplications: StreamDefinition<'connectedApplications'> = {
  name: 'connectedApplications',
  title: titleOf('connectedApplications'),
  object: 'ConnectedApplication',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'Name', required: true },
    { path: 'OptionsAllowAdminApprovedUsersOnly' },
    { path: 'RefreshTokenValidityPeriod' },
    { path: 'StartUrl' },
    { path: 'CreatedDate' },
  ],
  clocks: [],
  value: 48,
  follows: 'setupAuditTrail',
  optional: true,
  map(record) {
    const key = id(record, 'Id');
    const name = text(record, 'Name');
    if (key === null || name === null) return null;
    return {
      id: key,
      name,
      adminApprovedOnly: bool(record, 'OptionsAllowAdminApprovedUsersOnly'),
      refreshTokenValidityPeriod: whole(record, 'RefreshTokenValidityPeriod'),
      startUrl: text(record, 'StartUrl'),
      createdAt: dateTime(record, 'CreatedDate'),
    };
  },
  essential: false,
  needs: VIEW_SETUP,
};

export const externalClientApplications: StreamDefinition<'externalClientApplications'> = {
  name: 'externalClientApplications',
  title: titleOf('externalClientApplications'),
  object: 'ExternalClientApplication',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'DeveloperName', required: true },
    { path: 'MasterLabel' },
    { path: 'DistributionState' },
    { path: 'NamespacePrefix' },
    { path: 'CreatedDate' },
  ],
  clocks: [],
  value: 46,
  follows: 'setupAuditTrail',
  minVersion: 59,
  optional: true,
  map(record) {
    const key = id(record, 'Id');
    const developerName = text(record, 'DeveloperName');
    if (key === null || developerName === null) return null;
    return {
      id: key,
      developerName,
      label: text(record, 'MasterLabel'),
      distributionState: text(record, 'DistributionState'),
      namespacePrefix: text(record, 'NamespacePrefix'),
      createdAt: dateTime(record, 'CreatedDate'),
    };
  },
  essential: false,
  needs: VIEW_CLIENT_APPS,
};

export const externalClientPolicies: StreamDefinition<'externalClientPolicies'> = {
  name: 'externalClientPolicies',
  title: titleOf('externalClientPolicies'),
  object: 'ExtlClntAppOauthPlcyCnfg',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'ExternalClientApplicationId', required: true },
    { path: 'PermittedUsersPolicyType' },
  ],
  clocks: [],
  value: 44,
  follows: 'setupAuditTrail',
  minVersion: 59,
  optional: true,
  map(record) {
    const key = id(record, 'Id');
    const externalClientApplicationId = id(record, 'ExternalClientApplicationId');
    if (key === null || externalClientApplicationId === null) return null;
    return {
      id: key,
      externalClientApplicationId,
      permittedUsersPolicyType: text(record, 'PermittedUsersPolicyType'),
    };
  },
  essential: false,
  needs: VIEW_CLIENT_APPS,
};

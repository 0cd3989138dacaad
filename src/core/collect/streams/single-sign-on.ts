import type { StreamDefinition } from './definition';
import { titleOf, VIEW_SETUP } from './definition';
import { id, text } from './fields';

export const samlSsoConfigs: StreamDefinition<'samlSsoConfigs'> = {
  name: 'samlSsoConfigs',
  title: titleOf('samlSsoConfigs'),
  object: 'SamlSsoConfig',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'DeveloperName', required: true },
    { path: 'MasterLabel' },
    { path: 'Issuer' },
    { path: 'LoginUrl' },
    { path: 'Audience' },
    { path: 'Version' },
  ],
  clocks: [],
  value: 52,
  follows: 'setupAuditTrail',
  optional: true,
  map(record) {
    const key = id(record, 'Id');
    const developerName = text(record, 'DeveloperName');
    if (key === null || developerName === null) return null;
    return {
      id: key,
      developerName,
      label: text(record, 'MasterLabel'),
      issuer: text(record, 'Issuer'),
      loginUrl: text(record, 'LoginUrl'),
      audience: text(record, 'Audience'),
      version: text(record, 'Version'),
    };
  },
  essential: false,
  needs: VIEW_SETUP,
};

/** ConsumerSecret is a field of this object: it must never be among these. */
export const authProviders: StreamDefinition<'authProviders'> = {
  name: 'authProviders',
  title: titleOf('authProviders'),
  object: 'AuthProvider',
  mode: 'full',
  fields: [
    { path: 'Id', required: true },
    { path: 'DeveloperName', required: true },
    { path: 'FriendlyName' },
    { path: 'ProviderType' },
    { path: 'ExecutionUserId' },
  ],
  clocks: [],
  value: 50,
  follows: 'setupAuditTrail',
  optional: true,
  map(record) {
    const key = id(record, 'Id');
    const developerName = text(record, 'DeveloperName');
    if (key === null || developerName === null) return null;
    return {
      id: key,
      developerName,
      friendlyName: text(record, 'FriendlyName'),
      providerType: text(record, 'ProviderType'),
      executionUserId: id(record, 'ExecutionUserId'),
    };
  },
  essential: false,
  needs: VIEW_SETUP,
};

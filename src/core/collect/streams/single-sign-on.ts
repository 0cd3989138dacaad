import { define, need, take } from './define';
import { id, text } from './fields';

export const samlSsoConfigs = define('samlSsoConfigs', {
  object: 'SamlSsoConfig',
  mode: 'full',
  value: 52,
  follows: 'setupAuditTrail',
  optional: true,
  columns: {
    id: need(id, 'Id'),
    developerName: need(text, 'DeveloperName'),
    label: take(text, 'MasterLabel'),
    issuer: take(text, 'Issuer'),
    loginUrl: take(text, 'LoginUrl'),
    audience: take(text, 'Audience'),
    version: take(text, 'Version'),
  },
});

/** ConsumerSecret is a field of this object: it must never be among these. */
export const authProviders = define('authProviders', {
  object: 'AuthProvider',
  mode: 'full',
  value: 50,
  follows: 'setupAuditTrail',
  optional: true,
  columns: {
    id: need(id, 'Id'),
    developerName: need(text, 'DeveloperName'),
    friendlyName: take(text, 'FriendlyName'),
    providerType: take(text, 'ProviderType'),
    executionUserId: take(id, 'ExecutionUserId'),
  },
});

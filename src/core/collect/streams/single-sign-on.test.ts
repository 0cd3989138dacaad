import { it } from 'vitest';
import { check, full, ID, ID18 } from '../../../../test/builders/stream-rows';

it('ways to sign in from elsewhere', () => {
  check(
    'samlSsoConfigs',
    {
      Id: '0LE000000000001',
      DeveloperName: 'Okta',
      MasterLabel: 'Okta',
      Issuer: 'https://idp.example/1',
      LoginUrl: null,
      Audience: 'https://acme.my.salesforce.com',
      Version: 'SAML2_0',
    },
    {
      id: full('0LE000000000001'),
      developerName: 'Okta',
      label: 'Okta',
      issuer: 'https://idp.example/1',
      loginUrl: null,
      audience: 'https://acme.my.salesforce.com',
      version: 'SAML2_0',
    },
  );
  check(
    'authProviders',
    {
      Id: '0SO000000000001',
      DeveloperName: 'Google',
      FriendlyName: 'Google Workspace',
      ProviderType: 'Google',
      ExecutionUserId: ID,
    },
    {
      id: full('0SO000000000001'),
      developerName: 'Google',
      friendlyName: 'Google Workspace',
      providerType: 'Google',
      executionUserId: ID18,
    },
  );
});

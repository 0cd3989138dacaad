import {
  authors,
  datetime,
  empty,
  flag,
  id,
  isDeleted,
  never,
  picklist,
  ref,
  stamps,
  text,
  url,
} from '../fields';
import type { ObjectDef } from '../types';

/** Since Summer '20 readable with View Setup and Configuration (Object Reference, SamlSsoConfig). */
export const samlSsoConfig: ObjectDef = {
  name: 'SamlSsoConfig',
  label: 'SAML Single Sign-On Setting',
  labelPlural: 'SAML Single Sign-On Settings',
  table: 'saml_sso_config',
  since: 32,
  fields: [
    id('SamlSsoConfig'),
    isDeleted(),
    text('DeveloperName', 80, { nillable: false }),
    picklist('Language', ['en_US'], { nillable: false, sql: "'en_US'" }),
    text('MasterLabel', 80, { nillable: false }),
    text('NamespacePrefix', 15, { sql: 'NULL' }),
    ...stamps(),
    ...authors(),
    picklist('Version', ['SAML1_1', 'SAML2_0'], { nillable: false }),
    text('Issuer', 1300, { nillable: false, groupable: false }),
    flag('OptionsSpInitBinding'),
    never('OptionsUserProvisioning'),
    flag('OptionsRequireMfaSaml', { since: 60 }),
    empty(text('AttributeFormat', 255)),
    empty(text('AttributeName', 255)),
    text('Audience', 255, { nillable: false }),
    picklist('IdentityMapping', ['Username', 'FederationId', 'UserId'], { nillable: false }),
    picklist('IdentityLocation', ['SubjectNameId', 'Attribute'], { nillable: false }),
    empty(ref('ExecutionUserId', 'User', 'ExecutionUser')),
    text('LoginUrl', 1300, { groupable: false }),
    text('LogoutUrl', 1300, { groupable: false }),
    text('ErrorUrl', 1300, { groupable: false, sql: 'NULL' }),
    text('ValidationCert', 4000, { nillable: false, filterable: false, groupable: false, sortable: false }),
    picklist('RequestSignatureMethod', ['RSA-SHA1', 'RSA-SHA256']),
  ],
  needs: (p) => p.viewSetup,
};

/**
 * Identity providers users may come from. ConsumerSecret is left out on purpose: whoever selects it learns that
 * there is no such column, before real secrets are at stake.
 */
export const authProvider: ObjectDef = {
  name: 'AuthProvider',
  label: 'Auth. Provider',
  labelPlural: 'Auth. Providers',
  table: 'auth_provider',
  since: 27,
  fields: [
    id('AuthProvider'),
    datetime('CreatedDate', { nillable: false }),
    picklist('ProviderType', ['Apple', 'Facebook', 'Google', 'Microsoft', 'OpenIdConnect', 'Salesforce'], {
      nillable: false,
    }),
    text('FriendlyName', 32, { nillable: false }),
    text('DeveloperName', 32, { nillable: false }),
    ref('ExecutionUserId', 'User', 'ExecutionUser'),
    empty(text('AppleTeam', 12, { since: 48 })),
    empty(text('ErrorUrl', 500, { groupable: false })),
    text('ConsumerKey', 256, { groupable: false }),
    url('AuthorizeUrl', 1024, { groupable: false }),
    url('TokenUrl', 1024, { groupable: false }),
    url('UserInfoUrl', 1024, { groupable: false }),
    text('DefaultScopes', 256, { groupable: false }),
    flag('OptionsRequireMfa', { since: 60 }),
    url('SsoKickoffUrl', 255, { groupable: false, since: 43 }),
  ],
  needs: (p) => p.viewSetup,
};

/**
 * Trusted IP ranges. Whether SOQL reaches them is undocumented; the documented way is SecuritySettings through
 * the Tooling API. The fields are those of the metadata type's IpRange.
 */
export const networkAccess: ObjectDef = {
  name: 'NetworkAccess',
  label: 'Trusted IP Range',
  labelPlural: 'Trusted IP Ranges',
  table: 'network_access',
  fields: [
    id('NetworkAccess'),
    text('StartAddress', 39, { nillable: false }),
    text('EndAddress', 39, { nillable: false }),
    text('Description', 255),
    ...stamps(),
  ],
  needs: (p) => p.networkAccessQueryable && p.viewSetup,
};

/** Experience Cloud sites. */
export const network: ObjectDef = {
  name: 'Network',
  label: 'Network',
  labelPlural: 'Networks',
  table: 'network',
  since: 26,
  fields: [
    id('Network'),
    text('Name', 80, { nillable: false }),
    text('Description', 1000, { groupable: false }),
    picklist('Status', ['UnderConstruction', 'Live', 'DownForMaintenance'], { nillable: false }),
    text('UrlPathPrefix', 50),
    flag('OptionsSelfRegistrationEnabled'),
    flag('OptionsAllowInternalUserLogin'),
    ...stamps(),
    ...authors(),
  ],
  needs: (p) => p.experienceCloud,
};

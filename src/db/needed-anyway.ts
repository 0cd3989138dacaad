import type { NeededAnyway } from '../shared/model/suggestions';

/**
 * Permission set licenses that are in use although nobody assigned one of their permission sets. What an org's
 * list begins with; the admin edits the org's own copy. EDIT HERE to change what new orgs begin with.
 */
export const NEEDED_ANYWAY: readonly NeededAnyway[] = [
  // Its permission set is tied to no license.
  { license: 'SalesUserPsl', by: 'permission-set', name: 'Sales_User' },
  // Comes with the integration license; these profiles grant what it stands for.
  { license: 'SalesforceAPIIntegrationPsl', by: 'profile', name: 'Salesforce API Only' },
  { license: 'SalesforceAPIIntegrationPsl', by: 'profile', name: 'Minimum Access - API Only' },
  // Works without permission sets.
  { license: 'IdentityConnect', by: 'everybody', name: '' },
];

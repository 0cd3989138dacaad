/**
 * What speaks against a cheaper user license, and for one. EDIT HERE: each line is a reason not to suggest
 * something (or, the last table, to suggest it), so a doubtful one belongs in. Names of permissions are without
 * "Permissions", those of features without "UserPermissions".
 */

/** Who has one of these runs the org: nobody takes a full license from an administrator. */
export const ADMIN_PERMISSIONS: readonly string[] = [
  'ModifyAllData',
  'ViewAllData',
  'ModifyMetadata',
  'CustomizeApplication',
  'AuthorApex',
  'ManageUsers',
  'ManageInternalUsers',
  'ManageProfilesPermissionsets',
  'AssignPermissionSets',
  'ManageRoles',
  'ManageSharing',
  'ManageAuthProviders',
  'ManageRemoteAccess',
  'ManageCertificates',
  'ManageEncryptionKeys',
  'DataExport',
  'InstallPackaging',
];

export interface Need {
  why: string;
  /** DeveloperName or label of a permission set license, namespace of a package, name of a feature flag. */
  pattern: RegExp;
}

/** Permission set licenses that only make sense beside a full license. */
export const CRM_PERMISSION_SET_LICENSES: readonly Need[] = [
  {
    why: 'CRM User is the full set of CRM objects. (CRM Analytics works with a platform license.)',
    pattern: /\bcrm ?user|^CRMUser/i,
  },
  {
    why: 'Sales Cloud and what is built on opportunities, quotes and forecasts.',
    pattern: /sales(?!force)|opportunit|forecast|pipeline|quote|cpq|revenue|billing|territory/i,
  },
  {
    why: 'Service Cloud and what is built on cases.',
    pattern: /service|\bcase|console|chat|messaging|omni|voice|entitlement/i,
  },
  {
    why: 'Marketing built on leads and campaigns.',
    pattern: /campaign|pardot|account ?engagement|marketing/i,
  },
  {
    why: 'Industry clouds extend CRM objects.',
    pattern:
      /health ?cloud|financial ?services|insurance|manufacturing|consumer ?goods|communications ?cloud|public ?sector|education ?cloud|nonprofit|automotive|loyalty/i,
  },
];

/** Packages that only make sense beside a full license. */
export const CRM_PACKAGES: readonly Need[] = [
  { why: 'Salesforce CPQ and Billing: quotes of opportunities.', pattern: /^(SBQQ|blng)$/i },
  { why: 'Field Service: work orders.', pattern: /^FSL$/i },
];

/** Feature licenses that open CRM objects. Flow User and the content features come with platform licenses, too. */
export const CRM_FEATURES: readonly Need[] = [
  { why: 'Service Cloud User: cases in the console.', pattern: /^SupportUser$/ },
  { why: 'Marketing User: campaigns.', pattern: /^MarketingUser$/ },
  { why: 'Chat User: chats become cases.', pattern: /^LiveAgentUser$/ },
  { why: 'Knowledge User: articles written for cases.', pattern: /^KnowledgeUser$/ },
  { why: 'Data.com User: prospects become leads.', pattern: /^JigsawProspectingUser$/ },
];

/** Profiles with which somebody looks at things and changes none. */
export const MINIMAL_PROFILES: readonly Need[] = [
  { why: 'Salesforce’s own Read Only profile and copies of it.', pattern: /\bread.?only\b/i },
  {
    why: 'Minimum Access grants nothing; what people need comes with permission sets.',
    pattern: /^minimum access\b/i,
  },
];

export const isOneOf = (needs: readonly Need[], ...names: readonly (string | null)[]): boolean =>
  needs.some(({ pattern }) => names.some((name) => name !== null && pattern.test(name)));

/**
 * Permissions worth knowing of a permission set, without "Permissions": those that open the org's data or its
 * security, decide how people sign in, or tell an integration from a person. Salesforce has some 400, and a
 * query that named them all would come close to the longest address it takes. Names an org lacks are left out
 * by themselves, so a line more or less here is all it takes.
 */
export const PERMISSIONS_READ = [
  // All data
  'ModifyAllData',
  'ViewAllData',
  'ModifyMetadata',
  'QueryAllFiles',
  'ViewEncryptedData',
  'DataExport',
  'ExportReport',
  'BulkApiHardDelete',
  // People and what they may do
  'ManageUsers',
  'ManageInternalUsers',
  'ViewAllUsers',
  'ManageProfilesPermissionsets',
  'AssignPermissionSets',
  'ManageSessionPermissionSets',
  'ManageRoles',
  'ManageSharing',
  'ResetPasswords',
  'FreezeUsers',
  'MonitorLoginHistory',
  'DelegatedTwoFactor',
  // The org's security
  'ViewSetup',
  'CustomizeApplication',
  'AuthorApex',
  'InstallPackaging',
  'ManageIpAddresses',
  'ManagePasswordPolicies',
  'ManageLoginAccessPolicies',
  'ManageAuthProviders',
  'ManageRemoteAccess',
  'ManageCertificates',
  'ManageEncryptionKeys',
  'ManageNamedCredentials',
  'ManageHealthCheck',
  'ManageTransactionSecurity',
  'TransactionSecurityExempt',
  'ViewClientSecret',
  'ViewEventLogFiles',
  'ExternalClientAppAdmin',
  'ExternalClientAppDeveloper',
  // Signing in
  'ApiEnabled',
  'ApiUserOnly',
  'UseAnyApiClient',
  'PasswordNeverExpires',
  'IsSsoEnabled',
  'ForceTwoFactor',
  'BypassMFAForUiLogins',
  'SkipIdentityConfirmation',
  'TwoFactorApi',
  // Licensing
  'IdentityConnect',
  'IdentityEnabled',
  'LightningExperienceUser',
] as const;

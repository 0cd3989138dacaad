/**
 * The fixed part of the demo company: licenses, profiles, roles, add-ons. Names and keys follow what such
 * orgs really show (UserLicense and PermissionSetLicense object references, public org inventories); the
 * company itself does not exist.
 */

export const COMPANY = {
  name: 'Northfield Manufacturing',
  domain: 'northfield.example',
  myDomain: 'northfield.my.salesforce.com',
  site: 'northfield.my.site.com',
} as const;

export interface LicenseSpec {
  name: string;
  key: string;
  /** API calls per day each seat adds to an Enterprise Edition org (API Request Limits and Allocations). */
  callsPerSeat: number;
  /** Seats bought beyond those in use, as a share; undefined: a fixed allotment nobody pays for. */
  spare: number | undefined;
  /** Seats of a fixed allotment. */
  fixed?: number;
  /** Logins bought per month, for login-based licenses. */
  monthlyLogins?: number;
}

export const LICENSES = [
  { name: 'Salesforce', key: 'SFDC', callsPerSeat: 1000, spare: 0.06 },
  { name: 'Salesforce Platform', key: 'AUL', callsPerSeat: 1000, spare: 0.12 },
  { name: 'Customer Community', key: 'PID_Customer_Community', callsPerSeat: 0, spare: 0.3 },
  {
    name: 'Customer Community Login',
    key: 'PID_Customer_Community_Login',
    callsPerSeat: 10,
    spare: undefined,
    fixed: 10_000,
    monthlyLogins: 5000,
  },
  { name: 'Partner Community', key: 'PID_Partner_Community', callsPerSeat: 200, spare: 0.2 },
  { name: 'Chatter Free', key: 'PID_CHATTER', callsPerSeat: 0, spare: undefined, fixed: 5000 },
  { name: 'Chatter External', key: 'PID_CHATTER_EXTERNAL', callsPerSeat: 0, spare: undefined, fixed: 500 },
  {
    name: 'Salesforce Integration',
    key: 'PID_SALESFORCE_INTEGRATION',
    callsPerSeat: 0,
    spare: undefined,
    fixed: 5,
  },
  { name: 'Identity', key: 'PID_IDENTITY', callsPerSeat: 0, spare: undefined, fixed: 100 },
  {
    name: 'Analytics Cloud Integration User',
    key: 'PID_INSIGHTS_INTEGRATION',
    callsPerSeat: 0,
    spare: undefined,
    fixed: 2,
  },
  { name: 'Guest User License', key: 'PID_GUEST_USER', callsPerSeat: 0, spare: undefined, fixed: 25 },
  { name: 'XOrg Proxy User', key: 'PID_XORG_PROXY', callsPerSeat: 0, spare: undefined, fixed: 2 },
] as const satisfies readonly LicenseSpec[];

export type LicenseName = (typeof LICENSES)[number]['name'];

export interface ProfileSpec {
  name: string;
  license: LicenseName;
  userType: string | null;
  /** Share among people (0: only given to particular users). */
  weight: number;
  department: string;
  permissions: readonly string[];
}

const UI = ['LightningExperienceUser', 'RunReports', 'EditTask', 'EditEvent'];
const ADMIN = [
  ...UI,
  'ApiEnabled',
  'ViewSetup',
  'ManageUsers',
  'MonitorLoginHistory',
  'ViewAllUsers',
  'AssignPermissionSets',
  'ViewEventLogFiles',
  'CustomizeApplication',
  'ModifyAllData',
  'ViewAllData',
  'AuthorApex',
  'ManageInternalUsers',
  'ManageProfilesPermissionsets',
  'ManageRoles',
  'ManageSharing',
  'ManageIpAddresses',
  'ManagePasswordPolicies',
  'ManageTwoFactor',
  'ResetPasswords',
  'FreezeUsers',
  'ExportReport',
  'DataExport',
  'InstallPackaging',
  'ViewRoles',
];

export const PROFILES: readonly ProfileSpec[] = [
  {
    name: 'System Administrator',
    license: 'Salesforce',
    userType: 'Standard',
    weight: 1.2,
    department: 'Information Technology',
    permissions: ADMIN,
  },
  {
    name: 'Standard User',
    license: 'Salesforce',
    userType: 'Standard',
    weight: 6,
    department: 'Operations',
    permissions: [...UI, 'ApiEnabled'],
  },
  {
    name: 'Northfield Sales Manager',
    license: 'Salesforce',
    userType: 'Standard',
    weight: 6,
    department: 'Sales',
    permissions: [...UI, 'ApiEnabled', 'ExportReport', 'TransferAnyLead', 'ViewRoles'],
  },
  {
    name: 'Northfield Sales Rep',
    license: 'Salesforce',
    userType: 'Standard',
    weight: 26,
    department: 'Sales',
    permissions: [...UI, 'ApiEnabled', 'ConvertLeads'],
  },
  {
    name: 'Northfield Service Agent',
    license: 'Salesforce',
    userType: 'Standard',
    weight: 16,
    department: 'Customer Service',
    permissions: [...UI, 'ManageCases'],
  },
  {
    name: 'Northfield Marketing',
    license: 'Salesforce',
    userType: 'Standard',
    weight: 5,
    department: 'Marketing',
    permissions: [...UI, 'ApiEnabled', 'ConvertLeads', 'ExportReport'],
  },
  {
    name: 'Read Only',
    license: 'Salesforce',
    userType: 'Standard',
    weight: 4,
    department: 'Finance',
    permissions: ['LightningExperienceUser', 'RunReports'],
  },
  {
    name: 'Standard Platform User',
    license: 'Salesforce Platform',
    userType: 'Standard',
    weight: 8,
    department: 'Engineering',
    permissions: UI,
  },
  {
    name: 'Northfield Plant Operations',
    license: 'Salesforce Platform',
    userType: 'Standard',
    weight: 7,
    department: 'Plant Operations',
    permissions: UI,
  },
  {
    name: 'Chatter Free User',
    license: 'Chatter Free',
    userType: 'CsnOnly',
    weight: 4,
    department: 'Plant Operations',
    permissions: ['ChatterOwnGroups'],
  },
  {
    name: 'Chatter External User',
    license: 'Chatter External',
    userType: 'CsnOnly',
    weight: 0.8,
    department: 'External',
    permissions: [],
  },
  {
    name: 'Customer Community User',
    license: 'Customer Community',
    userType: 'CspLitePortal',
    weight: 7,
    department: 'External',
    permissions: [],
  },
  {
    name: 'Customer Community Login User',
    license: 'Customer Community Login',
    userType: 'CspLitePortal',
    weight: 4,
    department: 'External',
    permissions: [],
  },
  {
    name: 'Partner Community User',
    license: 'Partner Community',
    userType: 'PowerPartner',
    weight: 4.5,
    department: 'External',
    permissions: ['RunReports'],
  },
  {
    name: 'Identity User',
    license: 'Identity',
    userType: 'Standard',
    weight: 1,
    department: 'Human Resources',
    permissions: [],
  },
  {
    name: 'Seatwatch Integration',
    license: 'Salesforce',
    userType: 'Standard',
    weight: 0,
    department: 'Information Technology',
    permissions: ['ApiEnabled', 'ApiUserOnly'],
  },
  {
    name: 'Integration API',
    license: 'Salesforce',
    userType: 'Standard',
    weight: 0,
    department: 'Information Technology',
    permissions: ['ApiEnabled', 'ApiUserOnly', 'ModifyAllData', 'ViewAllData', 'PasswordNeverExpires'],
  },
  {
    name: 'Minimum Access - API Only Integrations',
    license: 'Salesforce Integration',
    userType: 'Standard',
    weight: 0,
    department: 'Information Technology',
    permissions: ['ApiEnabled', 'ApiUserOnly'],
  },
  {
    name: 'Analytics Cloud Integration User',
    license: 'Analytics Cloud Integration User',
    userType: 'Standard',
    weight: 0,
    department: 'Information Technology',
    permissions: ['ApiEnabled', 'ViewAllData'],
  },
  {
    name: 'Analytics Cloud Security User',
    license: 'Analytics Cloud Integration User',
    userType: 'Standard',
    weight: 0,
    department: 'Information Technology',
    permissions: ['ApiEnabled'],
  },
  {
    name: 'Northfield Help Center Profile',
    license: 'Guest User License',
    userType: 'Guest',
    weight: 0,
    department: 'External',
    permissions: [],
  },
  {
    name: 'Cross Org Data Proxy User',
    license: 'XOrg Proxy User',
    userType: 'Standard',
    weight: 0,
    department: 'Information Technology',
    permissions: [],
  },
];

/** Number (from 1) of a profile or license, which is also its record number. */
export const profileNumber = (name: string): number => numberOf(PROFILES, name);
export const licenseNumber = (name: string): number => numberOf(LICENSES, name);

function numberOf(list: readonly { name: string }[], name: string): number {
  const index = list.findIndex((item) => item.name === name);
  if (index < 0) throw new Error(`unknown name ${name}`);
  return index + 1;
}

/** [name, parent's position from 1 or 0] */
export const ROLES: readonly (readonly [string, number])[] = [
  ['CEO', 0],
  ['SVP, Sales & Marketing', 1],
  ['VP, North American Sales', 2],
  ['VP, International Sales', 2],
  ['Director, Channel Sales', 2],
  ['Sales Team', 3],
  ['Sales Team EMEA', 4],
  ['VP, Customer Service', 1],
  ['Service Team', 8],
  ['VP, Operations', 1],
  ['Plant Managers', 10],
  ['CIO', 1],
];

/** Permission set licenses, permission sets and managed packages of the demo company. */

export interface PermissionSetLicenseSpec {
  developerName: string;
  label: string;
  key: string;
  /** Departments whose people hold it, and the share of them that do. */
  departments: readonly string[];
  share: number;
  /** Seats bought beyond those in use, as a share. */
  spare: number;
  /** Permission sets that need it; a holder without any of them wastes the seat. */
  permissionSets: readonly string[];
  forIntegrations?: boolean;
  /** Days from the anchor to the end of the contract. */
  expiresInDays?: number;
}

export const PERMISSION_SET_LICENSES: readonly PermissionSetLicenseSpec[] = [
  {
    developerName: 'CRMUserPsl',
    label: 'CRM User',
    key: 'CRMUserPsl',
    departments: ['Sales', 'Marketing'],
    share: 0.5,
    spare: 0.1,
    permissionSets: ['Sales_Console_Access'],
  },
  {
    developerName: 'SalesConsoleUser',
    label: 'Sales Console User',
    key: 'SalesConsole',
    departments: ['Sales'],
    share: 0.2,
    spare: 0.25,
    permissionSets: ['Sales_Console_Power_User'],
  },
  {
    developerName: 'EinsteinGPTSalesPsl',
    label: 'Einstein for Sales',
    key: 'EinsteinGPTSalesPsl',
    departments: ['Sales'],
    share: 0.15,
    spare: 0.5,
    permissionSets: ['Einstein_for_Sales_User'],
    expiresInDays: 74,
  },
  {
    developerName: 'FieldServiceDispatcherPsl',
    label: 'Field Service Dispatcher',
    key: 'FieldServiceDispatcherPsl',
    departments: ['Customer Service'],
    share: 0.08,
    spare: 0.1,
    permissionSets: ['Field_Service_Dispatcher_Permissions'],
  },
  {
    developerName: 'FieldServiceMobilePsl',
    label: 'Field Service Mobile',
    key: 'FieldServiceMobilePsl',
    departments: ['Customer Service', 'Plant Operations'],
    share: 0.25,
    spare: 0.15,
    permissionSets: ['Field_Service_Mobile_Permissions'],
  },
  {
    developerName: 'SalesforceCPQLicense',
    label: 'Salesforce CPQ License',
    key: 'SalesforceCPQLicense',
    departments: ['Sales'],
    share: 0.3,
    spare: 0.08,
    permissionSets: ['CPQ_Quote_User'],
  },
  {
    developerName: 'EinsteinAnalyticsPlusPsl',
    label: 'CRM Analytics Plus',
    key: 'EinsteinAnalyticsPlusPsl',
    departments: ['Finance', 'Sales', 'Operations'],
    share: 0.12,
    spare: 0.3,
    permissionSets: ['CRM_Analytics_Viewer'],
  },
  {
    developerName: 'TableauViewerPsl',
    label: 'Tableau Viewer',
    key: 'TableauViewerPsl',
    departments: ['Finance', 'Operations', 'Engineering'],
    share: 0.2,
    spare: 0.2,
    permissionSets: [],
  },
  {
    developerName: 'SalesforceAPIIntegrationPsl',
    label: 'Salesforce API Integration',
    key: 'SalesforceAPIIntegrationPsl',
    departments: [],
    share: 0,
    spare: 0,
    permissionSets: [],
    forIntegrations: true,
  },
];

export interface PermissionSetSpec {
  name: string;
  label: string;
  /** Position (from 1) in PERMISSION_SET_LICENSES, or 0. */
  license: number;
  permissions: readonly string[];
  /** Departments and share of people assigned directly, for sets without a license. */
  departments?: readonly string[];
  share?: number;
  namespace?: string;
}

/** What users with the integration license are given besides: their profile alone grants next to nothing. */
export const API_ONLY_SET = 'API_Only_Access';

export const PERMISSION_SETS: readonly PermissionSetSpec[] = [
  ...PERMISSION_SET_LICENSES.flatMap((license, i) =>
    license.permissionSets.map((name): PermissionSetSpec => ({
      name,
      label: name.replaceAll('_', ' '),
      license: i + 1,
      permissions: [],
    })),
  ),
  { name: 'Seatwatch_Read_Access', label: 'Seatwatch Read Access', license: 0, permissions: [] },
  {
    name: 'Delegated_User_Admin',
    label: 'Delegated User Admin',
    license: 0,
    permissions: ['ManageInternalUsers', 'ResetPasswords', 'FreezeUsers', 'ViewSetup'],
    departments: ['Human Resources', 'Information Technology'],
    share: 0.3,
  },
  {
    name: 'Report_Exporter',
    label: 'Report Exporter',
    license: 0,
    permissions: ['ExportReport'],
    departments: ['Sales', 'Finance', 'Marketing'],
    share: 0.18,
  },
  {
    name: 'Knowledge_Author',
    label: 'Knowledge Author',
    license: 0,
    permissions: ['ManageKnowledge'],
    departments: ['Customer Service'],
    share: 0.25,
  },
  {
    name: 'Break_Glass_Admin',
    label: 'Break-Glass Admin',
    license: 0,
    permissions: ['ModifyAllData', 'ViewAllData', 'BypassMFAForUiLogins'],
    departments: ['Information Technology'],
    share: 0.12,
  },
  {
    name: 'MFA_for_UI_Logins',
    label: 'MFA for UI Logins',
    license: 0,
    permissions: ['ForceTwoFactor'],
    departments: ['Sales', 'Customer Service', 'Finance', 'Marketing', 'Operations'],
    share: 0.6,
  },
  {
    name: 'SBQQ_CPQ_User',
    label: 'CPQ User (package)',
    license: 0,
    permissions: [],
    namespace: 'SBQQ',
    departments: ['Sales'],
    share: 0.2,
  },
  {
    name: API_ONLY_SET,
    label: 'API Only Access',
    license: 0,
    permissions: ['ApiEnabled', 'ApiUserOnly'],
  },
];

/** Groups: developer name, label, names of the sets inside, department assigned, share. */
export const PERMISSION_SET_GROUPS: readonly {
  name: string;
  label: string;
  sets: readonly string[];
  department: string;
  share: number;
}[] = [
  {
    name: 'Sales_Operations',
    label: 'Sales Operations',
    sets: ['Report_Exporter', 'Sales_Console_Access'],
    department: 'Sales',
    share: 0.12,
  },
  {
    name: 'Service_Leads',
    label: 'Service Leads',
    sets: ['Knowledge_Author', 'Report_Exporter'],
    department: 'Customer Service',
    share: 0.1,
  },
];

/** Managed packages: who holds a seat; `allowed` undefined scales with the holders, -1 is a site license. */
export const PACKAGES: readonly {
  namespace: string;
  status: string;
  allowed: number | undefined;
  departments: readonly string[];
  share: number;
  spare: number;
  expiresInDays: number | null;
}[] = [
  {
    namespace: 'SBQQ',
    status: 'Active',
    allowed: undefined,
    departments: ['Sales'],
    share: 0.35,
    spare: 0.15,
    expiresInDays: 210,
  },
  {
    namespace: 'dfsle',
    status: 'Active',
    allowed: -1,
    departments: [],
    share: 0,
    spare: 0,
    expiresInDays: null,
  },
  {
    namespace: 'nfroute',
    status: 'Expired',
    allowed: undefined,
    departments: ['Customer Service'],
    share: 0.1,
    spare: 0.4,
    expiresInDays: -37,
  },
  {
    namespace: 'mapsplus',
    status: 'Trial',
    allowed: 25,
    departments: ['Marketing'],
    share: 0.1,
    spare: 0,
    expiresInDays: 19,
  },
];

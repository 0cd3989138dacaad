/**
 * What the run-as user may do, as far as it changes an answer. Names follow the API names of the system
 * permissions; the same flags show in the user's permission set, so a client can read them there too.
 */
export const PERMISSIONS = {
  /** Without: 403 API_CURRENTLY_DISABLED on everything. */
  apiEnabled: 'PermissionsApiEnabled',
  /** View Setup and Configuration. Without: /limits is 403, license objects do not exist. */
  viewSetup: 'PermissionsViewSetup',
  /** Manage Users: LoginHistory of everybody, LoginGeo, UserLogin, failed-login counters. */
  manageUsers: 'PermissionsManageUsers',
  /** Enough for LoginHistory of everybody, but not for LoginGeo. */
  monitorLoginHistory: 'PermissionsMonitorLoginHistory',
  /** Without: only the run-as user's own department (private sharing of users). */
  viewAllUsers: 'PermissionsViewAllUsers',
  assignPermissionSets: 'PermissionsAssignPermissionSets',
  /** EventLogFile. */
  viewEventLogFiles: 'PermissionsViewEventLogFiles',
  /** OauthToken of everybody. */
  customizeApplication: 'PermissionsCustomizeApplication',
  /** Manage Multi-Factor Authentication in API: TwoFactorMethodsInfo. */
  manageMfaInApi: 'PermissionsManageTwoFactor',
  /** Opens nothing by itself; whether it stands in for Manage Users is undocumented, see faults.ts. */
  manageInternalUsers: 'PermissionsManageInternalUsers',
  /** The user interface is closed to the user; no answer of the API changes. */
  apiUserOnly: 'PermissionsApiUserOnly',
} as const;

export type PermissionName = keyof typeof PERMISSIONS;
export type PermissionState = Record<PermissionName, boolean>;

export function allPermissions(overrides: Partial<PermissionState> = {}): PermissionState {
  return {
    apiEnabled: true,
    viewSetup: true,
    manageUsers: true,
    monitorLoginHistory: true,
    viewAllUsers: true,
    assignPermissionSets: true,
    viewEventLogFiles: true,
    customizeApplication: true,
    manageMfaInApi: true,
    manageInternalUsers: true,
    apiUserOnly: true,
    ...overrides,
  };
}

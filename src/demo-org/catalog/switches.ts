import type { PermissionState } from '../permissions';

/**
 * What an org's features and the gaps in the documentation change about the catalog. Each member is a switch of
 * faults.ts: a client has to cope with either setting.
 */
export interface CatalogSwitches {
  /** LoginHistory fields whose filterability the Object Reference contradicts cannot be filtered. */
  strictLoginHistoryFilters: boolean;
  /** Off: no Network, and no fields that exist only with Experience Cloud (User.ContactId and others). */
  experienceCloud: boolean;
  /** On: User carries CurrencyIsoCode. */
  multicurrency: boolean;
  /** NetworkAccess can be queried with SOQL; undocumented, default off. */
  networkAccessQueryable: boolean;
  /** UserLogin for those without Manage Users: not there at all, or there without rows. */
  userLoginWithoutPermission: 'invalid-type' | 'no-rows';
  /** AuthSession for those without Manage Users: the own rows, or not there at all. */
  authSessionWithoutPermission: 'own-rows' | 'invalid-type';
  /** Whether Manage Internal Users opens what Manage Users opens. */
  internalUsersOpenUserObjects: boolean;
  /** Whether Manage Users and Monitor Login History take effect on a Salesforce Integration license. */
  integrationLicenseManagesUsers: boolean;
  /** The caller holds a Salesforce Integration license; no switch but a fact about the session. */
  integrationUser: boolean;
}

export const DEFAULT_SWITCHES: CatalogSwitches = {
  strictLoginHistoryFilters: false,
  experienceCloud: true,
  multicurrency: false,
  networkAccessQueryable: false,
  userLoginWithoutPermission: 'invalid-type',
  authSessionWithoutPermission: 'own-rows',
  internalUsersOpenUserObjects: false,
  integrationLicenseManagesUsers: true,
  integrationUser: false,
};

/** Everything that decides what one user sees of the catalog: permissions as they take effect, and switches. */
export type View = PermissionState & CatalogSwitches;

/** Permissions as granted → as they take effect under the switches. */
export function viewOf(granted: PermissionState, changed: Partial<CatalogSwitches>): View {
  const switches = { ...DEFAULT_SWITCHES, ...changed };
  const blocked = switches.integrationUser && !switches.integrationLicenseManagesUsers;
  const byInternalUsers = switches.internalUsersOpenUserObjects && granted.manageInternalUsers;
  return {
    ...granted,
    ...switches,
    manageUsers: !blocked && (granted.manageUsers || byInternalUsers),
    monitorLoginHistory: !blocked && granted.monitorLoginHistory,
  };
}

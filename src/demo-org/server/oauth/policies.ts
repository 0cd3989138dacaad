import type { Org } from '../org';
import type { OrgUser } from '../users';
import type { GrantResult } from './grant';

/** What keeps a known user from signing in; such attempts show in the login history. */
export function userRefusal(org: Org, user: OrgUser): Extract<GrantResult, { refused: string }> | undefined {
  const { is_active, is_frozen } = org.users.details(user);
  const { switches } = org.faults;
  if (is_active === 0) return { refused: switches.inactiveUserError, user, status: 'User is Inactive' };
  // No text of its own is documented for a frozen user.
  if (is_frozen === 1) return { refused: 'authentication-failure', user, status: 'User is Frozen' };
  if (switches.ipRestricted) return { refused: 'ip-restricted', user, status: 'Restricted IP' };
  return undefined;
}

/** What tokens may be used for; without `api` one opens nothing of the REST API (switch `apiScope`). */
export function tokenScopes(org: Org): string[] {
  const { appScopes, apiScope } = org.faults.switches;
  return appScopes.filter((scope) => apiScope || scope !== 'api');
}

/** Refusals that concern the app or the org as a whole, whoever asks. */
export function appRefusal(org: Org): Extract<GrantResult, { refused: string }> | undefined {
  const { switches } = org.faults;
  if (switches.orgLocked) return { refused: 'inactive-org' };
  switch (switches.appState) {
    case 'ready':
      return undefined;
    case 'missing':
      return { refused: 'app-not-found' };
    case 'uninstalled':
      return { refused: 'app-not-installed' };
    case 'blocked':
      return { refused: 'app-blocked' };
  }
}

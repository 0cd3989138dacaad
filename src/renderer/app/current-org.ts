import type { OrgSummary } from '../../shared/model/org';
import { useOrgsStore } from '../api/services';
import { findOrg } from '../api/stores/orgs-store';
import { orgRoute, type Route } from '../ui/routing/route';
import { useRoute } from '../ui/routing/router';

const KEY = 'seatwatch.last-org';

export function rememberOrg(orgId: string): void {
  window.localStorage.setItem(KEY, orgId);
}

/** Where "home" leads: the org looked at last, the only one, or the list; null: the welcome page. */
export function homeRoute(orgs: readonly OrgSummary[], lastOrgId: string | null): Route | null {
  const last = orgs.find((org) => org.id === lastOrgId) ?? (orgs.length === 1 ? orgs[0] : undefined);
  if (last) return orgRoute(last.id);
  return orgs.length > 0 ? { name: 'orgs' } : null;
}

export function lastOrgId(): string | null {
  return window.localStorage.getItem(KEY);
}

/** The org in the address, or, on pages without one, the org looked at last. */
export function useCurrentOrg(): OrgSummary | undefined {
  const route = useRoute();
  const orgs = useOrgsStore((s) => s.orgs);
  if (route.name === 'org') return findOrg(orgs, route.orgId);
  return findOrg(orgs, lastOrgId() ?? '') ?? orgs?.[0];
}

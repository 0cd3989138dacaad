import { lazy, type ComponentType } from 'react';
import type { OrgPageProps } from '../ui/org-page-props';
import type { OrgPageId } from '../ui/routing/route';

type OrgPage = ComponentType<OrgPageProps>;

/** Pages load when first visited, so that charts do not delay the first paint. */
function page(load: () => Promise<OrgPage>): OrgPage {
  return lazy(async () => ({ default: await load() }));
}

export const ORG_PAGE_COMPONENTS: Record<OrgPageId, OrgPage> = {
  overview: page(async () => (await import('../features/overview/overview-page')).OverviewPage),
  users: page(async () => (await import('../features/users/users-page')).UsersPage),
  licenses: page(async () => (await import('../features/licenses/licenses-page')).LicensesPage),
  changes: page(async () => (await import('../features/changes/changes-page')).ChangesPage),
  usage: page(async () => (await import('../features/usage/usage-page')).UsagePage),
  findings: page(async () => (await import('../features/findings/findings-page')).FindingsPage),
  'sign-ins': page(async () => (await import('../features/sign-ins/sign-ins-page')).SignInsPage),
  checks: page(async () => (await import('../features/checks/checks-page')).ChecksPage),
  addresses: page(async () => (await import('../features/addresses/addresses-page')).AddressesPage),
  details: page(async () => (await import('../features/orgs/details-page')).DetailsPage),
  setup: page(async () => (await import('../features/setup/setup-page')).SetupPage),
};

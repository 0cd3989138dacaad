import { Button } from '@mantine/core';
import { lazy, memo, useEffect } from 'react';
import { useServices } from '../api/services';
import { findOrg } from '../api/stores/orgs-store';
import { useCalmStore } from '../api/use-calm-store';
import { Page } from '../ui/page';
import { toHash, type Route } from '../ui/routing/route';
import { replaceRoute } from '../ui/routing/router';
import { EmptyState, ErrorState, LoadingState } from '../ui/states';
import { homeRoute, lastOrgId } from './current-org';
import { ORG_PAGE_COMPONENTS } from './org-pages';

const OrgsPage = lazy(() => import('../features/orgs/orgs-page').then((m) => ({ default: m.OrgsPage })));
const PortfolioPage = lazy(() =>
  import('../features/portfolio/portfolio-page').then((m) => ({ default: m.PortfolioPage })),
);
const WelcomePage = lazy(() =>
  import('../features/orgs/welcome-page').then((m) => ({ default: m.WelcomePage })),
);
const AddOrgPage = lazy(() =>
  import('../features/setup/setup-page').then((m) => ({ default: m.AddOrgPage })),
);
const SettingsPage = lazy(() =>
  import('../features/settings/settings-page').then((m) => ({ default: m.SettingsPage })),
);

/** The page for the address. Drawn again for another address or other orgs only. */
export const RoutedPage = memo(function RoutedPage({ route }: { route: Route }) {
  const services = useServices();
  const { orgs, error, refresh } = useCalmStore(services.orgs, (s) => s);
  const home = route.name === 'home' && orgs ? homeRoute(orgs, lastOrgId()) : null;

  useEffect(() => {
    if (home) replaceRoute(home);
  }, [home]);

  if (route.name === 'settings') return <SettingsPage section={route.section} />;
  if (route.name === 'add-org') return <AddOrgPage />;
  if (!orgs) {
    if (error)
      return <ErrorState error={error} title="Your orgs could not be read" onRetry={() => void refresh()} />;
    return (
      <Page title="Seatwatch">
        <LoadingState label="Loading your orgs" />
      </Page>
    );
  }
  if (route.name === 'home') return home ? null : <WelcomePage />;
  if (route.name === 'orgs') return orgs.length > 0 ? <OrgsPage orgs={orgs} /> : <WelcomePage />;

  if (route.name === 'portfolio') return orgs.length > 0 ? <PortfolioPage orgs={orgs} /> : <WelcomePage />;

  const org = findOrg(orgs, route.orgId);
  if (!org) {
    return (
      <Page title="Org not found">
        <EmptyState
          title="This org is not connected any more"
          actions={
            <Button component="a" href={toHash({ name: 'orgs' })}>
              Go to Orgs
            </Button>
          }
        >
          It was removed from Seatwatch on this computer, or the address is wrong.
        </EmptyState>
      </Page>
    );
  }
  const OrgPage = ORG_PAGE_COMPONENTS[route.page];
  return <OrgPage org={org} params={route.params} />;
});

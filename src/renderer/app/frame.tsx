import { Suspense, useEffect, useRef } from 'react';
import { useOrgsStore, useServices } from '../api/services';
import { useRoute } from '../ui/routing/router';
import { LoadingState } from '../ui/states';
import { useAnnounceCollections } from './announce-collections';
import { Banners } from './banners';
import { ErrorBoundary } from './error-boundary';
import { useAppHotkeys } from './hotkeys';
import { rememberOrg, useCurrentOrg } from './current-org';
import { useMenuNavigation } from './menu-navigation';
import { Nav } from './nav';
import { OrgHeader } from './org-header';
import { RoutedPage } from './routed-page';
import classes from './frame.module.css';

/** Navigation on the left; header, banners and the page on the right. */
export function Frame() {
  const services = useServices();
  const route = useRoute();
  const orgs = useOrgsStore((s) => s.orgs);
  const org = useCurrentOrg();
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    void services.orgs.getState().refresh();
  }, [services]);
  useEffect(() => {
    for (const { id, state } of orgs ?? []) {
      const { progress, resume } = services.collect.getState();
      const known = progress[id] !== undefined;
      if ((state === 'collecting') !== known) resume(id).catch(() => undefined);
    }
  }, [orgs, services]);
  useEffect(() => {
    if (route.name === 'org') rememberOrg(route.orgId);
  }, [route]);
  useAppHotkeys(org);
  useMenuNavigation();
  useAnnounceCollections();

  const place = route.name === 'org' ? `${route.orgId}/${route.page}` : route.name;
  useEffect(() => {
    main.current?.scrollTo(0, 0);
    // What had the focus is gone with the old page: go on from the top of the new one.
    if (document.activeElement === document.body) main.current?.focus();
  }, [place]);

  const showNav = orgs === null || orgs.length > 0 || route.name !== 'home';
  return (
    <div className={classes.frame} data-nav={showNav}>
      {showNav && <Nav onSkip={() => main.current?.focus()} />}
      <div className={classes.column}>
        {route.name === 'org' && org && <OrgHeader org={org} page={route.page} />}
        <Banners />
        <main ref={main} className={classes.main} tabIndex={-1}>
          <ErrorBoundary resetKey={place}>
            <Suspense
              fallback={
                <div className={classes.fallback}>
                  <LoadingState />
                </div>
              }
            >
              <RoutedPage key={place} />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
    </div>
  );
}

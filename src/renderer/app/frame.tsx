import { Suspense, useDeferredValue, useEffect, useRef } from 'react';
import { useOrgsStore, useServices } from '../api/services';
import { findOrg } from '../api/stores/orgs-store';
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
  // The navigation follows a click at once; the page is drawn in slices, between which the window answers.
  const shown = useDeferredValue(route);
  const orgs = useOrgsStore((s) => s.orgs);
  const org = useCurrentOrg();
  const shownOrg = shown.name === 'org' ? findOrg(orgs, shown.orgId) : undefined;
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

  const page = shown.name === 'org' ? `${shown.orgId}/${shown.page}` : shown.name;
  // The sections of the settings are one page: its navigation stays, with the focus.
  const place = shown.name === 'settings' ? `${page}/${shown.section}` : page;
  useEffect(() => {
    // With the frame: both need the new page's layout, which would otherwise be made within drawing it.
    const frame = requestAnimationFrame(() => {
      main.current?.scrollTo(0, 0);
      // What had the focus is gone with the old page: go on from the top of the new one.
      if (document.activeElement === document.body) main.current?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [place]);

  const showNav = orgs === null || orgs.length > 0 || route.name !== 'home';
  return (
    <div className={classes.frame} data-nav={showNav}>
      {showNav && <Nav onSkip={() => main.current?.focus()} />}
      <div className={classes.column}>
        {shown.name === 'org' && shownOrg && <OrgHeader key={shownOrg.id} org={shownOrg} page={shown.page} />}
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
              <RoutedPage key={page} route={shown} />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
    </div>
  );
}

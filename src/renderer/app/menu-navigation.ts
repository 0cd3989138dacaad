import { useCallback } from 'react';
import type { EventPayload } from '../../shared/contract/events';
import { useAppEvent } from '../api/services';
import { orgRoute, settingsRoute, type Route } from '../ui/routing/route';
import { navigate } from '../ui/routing/router';

/** Follows the application menu, and notices that were clicked. */
export function useMenuNavigation(): void {
  useAppEvent(
    'app.navigated',
    useCallback((target: EventPayload<'app.navigated'>) => {
      navigate(routeFor(target));
    }, []),
  );
}

/** The place in the window that the menu, or a notice, names. */
export function routeFor(target: EventPayload<'app.navigated'>): Route {
  switch (target.to) {
    case 'findings':
      return orgRoute(target.orgId, 'findings');
    case 'settings':
      return settingsRoute();
    case 'backups':
      return settingsRoute('data');
    case 'updates':
      return settingsRoute('updates');
    default:
      return { name: target.to };
  }
}

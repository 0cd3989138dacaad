import { useCallback } from 'react';
import type { EventPayload } from '../../shared/contract/events';
import { useAppEvent } from '../api/services';
import { orgRoute } from '../ui/routing/route';
import { navigate } from '../ui/routing/router';

/** Follows the application menu, and notices that were clicked. */
export function useMenuNavigation(): void {
  useAppEvent(
    'app.navigated',
    useCallback((target: EventPayload<'app.navigated'>) => {
      navigate(target.to === 'findings' ? orgRoute(target.orgId, 'findings') : { name: target.to });
    }, []),
  );
}

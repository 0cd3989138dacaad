import { useCallback } from 'react';
import type { EventPayload } from '../../shared/contract/events';
import { useAppEvent } from '../api/services';
import { navigate } from '../ui/routing/router';

/** Follows the application menu. */
export function useMenuNavigation(): void {
  useAppEvent(
    'app.navigated',
    useCallback(({ to }: EventPayload<'app.navigated'>) => navigate({ name: to }), []),
  );
}

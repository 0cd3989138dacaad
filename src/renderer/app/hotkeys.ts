import { useEffect } from 'react';
import type { OrgSummary } from '../../shared/model/org';
import { orgRoute, type OrgPageId } from '../ui/routing/route';
import { navigate } from '../ui/routing/router';

/** Ctrl/Cmd+1 to 9, in the order of the navigation. */
export const HOTKEY_PAGES: readonly OrgPageId[] = [
  'overview',
  'users',
  'licenses',
  'changes',
  'usage',
  'findings',
  'sign-ins',
  'checks',
  'addresses',
];

/** The page a key press asks for. */
export function pageForKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
) {
  const mod = event.ctrlKey !== event.metaKey;
  if (!mod || event.altKey || event.shiftKey || !/^[1-9]$/.test(event.key)) return undefined;
  return HOTKEY_PAGES[Number(event.key) - 1];
}

export function useAppHotkeys(org: OrgSummary | undefined): void {
  const orgId = org?.id;
  useEffect(() => {
    if (orgId === undefined) return;
    const onKey = (event: KeyboardEvent) => {
      const page = pageForKey(event);
      if (!page || document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      navigate(orgRoute(orgId, page));
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [orgId]);
}

import { useMemo, useSyncExternalStore, type ComponentProps } from 'react';
import { parseHash, toHash, type Route } from './route';

export function navigate(route: Route): void {
  window.location.hash = toHash(route);
}

/** Changes the address without a new entry in the history. */
export function replaceRoute(route: Route): void {
  const { history } = window;
  history.replaceState(history.state, '', toHash(route));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parseHash(hash), [hash]);
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

/** A real link to a place in the app. For Mantine: `<Button component={RouteLink} to={...}>`. */
export function RouteLink({ to, ...props }: Omit<ComponentProps<'a'>, 'href'> & { to: Route }) {
  return <a href={toHash(to)} {...props} />;
}

import { startTransition, useEffect, useState } from 'react';
import type { StoreApi } from 'zustand';

/**
 * What `select` makes of a store, for views that are large: a change is drawn as a transition, in slices between
 * which the window answers, where `useStore` would draw the whole page in one go. What a person types or clicks
 * must not wait for that: use `useStore` there. `select` must not depend on anything but the state.
 */
export function useCalmStore<S, T>(store: StoreApi<S>, select: (state: S) => T): T {
  const [value, setValue] = useState(() => select(store.getState()));
  const [selector] = useState(() => select);
  useEffect(() => {
    const follow = () => {
      const next = selector(store.getState());
      startTransition(() => setValue(() => next));
    };
    // What happened between drawing and listening.
    follow();
    return store.subscribe(follow);
  }, [store, selector]);
  return value;
}

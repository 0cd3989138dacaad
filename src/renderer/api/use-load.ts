import { startTransition, useCallback, useEffect, useRef, useState } from 'react';
import type { Api } from '../../shared/contract';
import type { AppError } from '../../shared/model/errors';
import { asAppError } from './client';
import { useApi } from './services';

export interface Loaded<T> {
  /** The newest answer; kept on screen while a newer one is fetched. */
  data: T | undefined;
  error: AppError | null;
  loading: boolean;
  reload: () => void;
}

/**
 * Loads when mounted and whenever `key` changes; late answers to an older key are dropped.
 * Put everything the question depends on into the key, and the org's `dataAsOf` to follow new data.
 */
export function useLoad<T>(key: string, load: (api: Api) => Promise<T>): Loaded<T> {
  const api = useApi();
  const [state, setState] = useState<{ data: T | undefined; error: AppError | null; loading: boolean }>({
    data: undefined,
    error: null,
    loading: true,
  });
  const ticket = useRef(0);
  const newestLoad = useRef(load);
  useEffect(() => {
    newestLoad.current = load;
  });

  const reload = useCallback(() => {
    const mine = ++ticket.current;
    setState((s) => ({ ...s, loading: true, error: null }));
    // An answer is drawn in slices, between which the window answers.
    newestLoad.current(api).then(
      (data) => {
        if (mine === ticket.current) startTransition(() => setState({ data, error: null, loading: false }));
      },
      (error: unknown) => {
        if (mine !== ticket.current) return;
        startTransition(() => setState((s) => ({ ...s, error: asAppError(error), loading: false })));
      },
    );
  }, [api]);

  useEffect(() => {
    reload();
    const tickets = ticket;
    return () => void tickets.current++;
  }, [reload, key]);

  return { ...state, reload };
}

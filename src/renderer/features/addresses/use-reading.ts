import { useEffect, useRef, useState } from 'react';
import type { AddressImport } from '../../../shared/model/addresses';
import type { AppError } from '../../../shared/model/errors';
import { asAppError } from '../../api/client';
import { useApi } from '../../api/services';

/** Typing is over when nothing was typed for so long. */
const PAUSE_MS = 300;

const NOTHING: AddressImport = { ranges: [], refused: [], duplicates: 0 };

export interface Reading {
  /** What the text holds; of the text before while a newer one is read. */
  result: AddressImport;
  /** The result speaks of the text as it is. */
  isCurrent: boolean;
  error: AppError | null;
}

/** Reads addresses out of a text that somebody is typing. */
export function useReading(text: string): Reading {
  const api = useApi();
  const [state, setState] = useState<{ text: string; result: AddressImport; error: AppError | null }>({
    text: '',
    result: NOTHING,
    error: null,
  });
  const newest = useRef(text);
  useEffect(() => {
    newest.current = text;
    const timer = setTimeout(() => {
      api.security.readAddresses({ text }).then(
        (result) => {
          if (newest.current === text) setState({ text, result: result ?? NOTHING, error: null });
        },
        (error: unknown) => {
          if (newest.current === text) setState((s) => ({ ...s, text, error: asAppError(error) }));
        },
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [api, text]);
  return { result: state.result, isCurrent: state.text === text, error: state.error };
}

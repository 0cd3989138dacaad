import { useMemo } from 'react';
import type { ExchangeRate, ExchangeRates } from '../../shared/model/prices';
import { asAppError } from './client';
import { useApi } from './services';

/** What the dialog of exchange rates asks and does. `onSaved`: afterwards. */
export function useExchangeRates(onSaved: () => void) {
  const api = useApi();
  return useMemo(
    () => ({
      load: (reportingCurrency: string | null): Promise<ExchangeRates> =>
        api.licenses.exchangeRates({ reportingCurrency }),
      save: async (wanted: { reportingCurrency: string; rates: Omit<ExchangeRate, 'at'>[] }) => {
        await api.licenses.setExchangeRates(wanted);
        onSaved();
      },
      asError: asAppError,
    }),
    [api, onSaved],
  );
}

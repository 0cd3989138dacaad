import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { asAppError } from '../../../api/client';
import { notifyError } from '../../../ui/notify';
import type { RowPicks } from '../../../ui/table-virtual';
import { isPicked, type PickableSeat, type Selection } from './selection';

interface Ticking {
  selection: Selection;
  pick(index: number, extend: boolean): Promise<void>;
  pickAll(): void;
  pickNone(): void;
}

/** The ticks of a store as a table wants them. `seatOf` must be the same function with every render. */
export function usePicks<Row, S extends Ticking>(
  store: StoreApi<S>,
  seatOf: (row: Row) => PickableSeat,
): RowPicks<Row> {
  const selection = useStore(store, (s) => s.selection);
  return useMemo(
    () => ({
      isPicked: (row) => isPicked(selection, seatOf(row)),
      state: selection.kind === 'all' ? 'all' : selection.seats.size > 0 ? 'some' : 'none',
      onPick: (index, extend) => {
        store
          .getState()
          .pick(index, extend)
          .catch((error: unknown) => notifyError('The selection did not change', asAppError(error)));
      },
      onPickAll: () => {
        const { selection: now, pickAll, pickNone } = store.getState();
        if (now.kind === 'some' && now.seats.size === 0) pickAll();
        else pickNone();
      },
    }),
    [store, selection, seatOf],
  );
}

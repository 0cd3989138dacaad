import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { toErrorShape } from '../../shared/model/errors';
import { notifyError } from './notify';
import { isPicked, type Selection } from './table-picking';
import type { RowPicks } from './table-virtual';

interface Ticking {
  selection: Selection<unknown>;
  pick(index: number, extend: boolean): Promise<void>;
  pickAll(): void;
  pickNone(): void;
}

/** The ticks of a store as a table wants them. `keyOf` must be the same function with every render. */
export function usePicks<Row, S extends Ticking>(
  store: StoreApi<S>,
  keyOf: (row: Row) => string,
): RowPicks<Row> {
  const selection = useStore(store, (s) => s.selection);
  return useMemo(
    () => ({
      isPicked: (row) => isPicked(selection, keyOf(row)),
      state: selection.kind === 'all' ? 'all' : selection.rows.size > 0 ? 'some' : 'none',
      onPick: (index, extend) => {
        store
          .getState()
          .pick(index, extend)
          .catch((error: unknown) => notifyError('The selection did not change', toErrorShape(error)));
      },
      onPickAll: () => {
        const { selection: now, pickAll, pickNone } = store.getState();
        if (now.kind === 'some' && now.rows.size === 0) pickAll();
        else pickNone();
      },
    }),
    [store, selection, keyOf],
  );
}

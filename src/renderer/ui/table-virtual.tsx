import { rowSortingFeature, tableFeatures, useTable, type ColumnDef } from '@tanstack/react-table';
import { defaultRangeExtractor, useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type SyntheticEvent,
} from 'react';
import { nextRow } from './table-keys';
import { VirtualRow } from './table-row';
import { rowAt, type Slices } from './table-slices';
import { ariaSort, SortHeader } from './table-sort-header';
import classes from './table-virtual.module.css';

const HEADER_HEIGHT = 40;
const ROW_HEIGHT = 52;
/** About how much of the window a table gets. */
const SHARE_OF_WINDOW = 0.7;
const NO_ROWS: never[] = [];
const features = tableFeatures({ rowSortingFeature });

export interface TableSort<Id extends string> {
  column: Id;
  descending: boolean;
}

export interface TableColumn<Row, Id extends string> {
  id: Id | (string & {});
  header: string;
  /** A CSS grid track, e.g. "minmax(200px, 2fr)". */
  width: string;
  align?: 'right';
  /** Given when rows can be ordered by this column. */
  sort?: { by: Id; descendingFirst?: boolean };
  cell: (row: Row) => ReactNode;
}

/** Rows that can be ticked: with the box in front of the first cell, or with Space when the row has the focus. */
export interface RowPicks<Row> {
  /** Must be another function when other rows are ticked, and the same as long as none are. */
  isPicked: (row: Row) => boolean;
  /** How many of the rows are ticked, for the box in the header. */
  state: 'none' | 'some' | 'all';
  /** `extend`: with Shift, from the row ticked last to this one. */
  onPick: (index: number, extend: boolean) => void;
  /** The box in the header was clicked. */
  onPickAll: () => void;
}

interface VirtualTableProps<Row extends object, Id extends string> {
  /** Accessible name. */
  label: string;
  /** Must be stable between renders. */
  columns: readonly TableColumn<Row, Id>[];
  list: Slices<Row>;
  /** Names the row for screen readers when it gets the focus. Must be stable between renders. */
  rowLabel: (row: Row) => string;
  /** Left out when the order is fixed. */
  sort?: TableSort<Id>;
  onSort?: (sort: TableSort<Id>) => void;
  /** Rows that are on screen. */
  onShow: (first: number, last: number) => void;
  /** Click or Enter on a row. */
  onOpen?: ((row: Row) => void) | undefined;
  /** Left out when rows cannot be ticked. */
  picks?: RowPicks<Row> | undefined;
  /** Least width before the table scrolls sideways, in pixels. */
  minWidth: number;
}

/** A table of any length: only the rows on screen exist, and the store fetches them in slices. */
export function VirtualTable<Row extends object, Id extends string>(props: VirtualTableProps<Row, Id>) {
  const { label, columns, list, rowLabel, sort, onSort, onShow, onOpen, picks, minWidth } = props;
  const viewport = useRef<HTMLDivElement>(null);
  const total = list.total ?? 0;
  const [cursor, setCursor] = useState(0);
  const [focused, setFocused] = useState(false);
  const moveFocus = useRef(false);
  const active = Math.min(cursor, Math.max(0, total - 1));

  // The row with the focus stays in the document wherever it is scrolled to, or the focus would be lost.
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      if (!focused || indexes.includes(active)) return indexes;
      return [...indexes, active].sort((a, b) => a - b);
    },
    [focused, active],
  );
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => viewport.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    rangeExtractor,
    // Before the height is measured: the rows are then drawn with the table, in slices, and not all at once after it.
    initialRect: { width: 0, height: window.innerHeight * SHARE_OF_WINDOW },
    observeElementRect,
  });
  const items = virtualizer.getVirtualItems();

  const shown = virtualizer.range;
  const first = shown?.startIndex ?? 0;
  const last = shown?.endIndex ?? 0;
  useEffect(() => onShow(first, last), [onShow, first, last, list.question]);

  // Another question starts at the top.
  useEffect(() => {
    viewport.current?.scrollTo({ top: 0 });
    setCursor(0);
  }, [list.question]);

  useLayoutEffect(() => {
    if (!moveFocus.current) return;
    const row = viewport.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    if (!row) return;
    moveFocus.current = false;
    row.focus({ preventScroll: true });
  });

  const defs = useMemo(
    () =>
      columns.map((column): ColumnDef<typeof features, Row> => ({
        id: column.sort?.by ?? column.id,
        accessorFn: (row) => row,
        header: column.header,
        enableSorting: column.sort !== undefined,
        sortDescFirst: column.sort?.descendingFirst ?? false,
      })),
    [columns],
  );
  const sorting = sort ? [{ id: sort.column, desc: sort.descending }] : [];
  const table = useTable({
    features,
    columns: defs,
    // Of the table only the order is used: rows are on screen and drawn by themselves.
    data: NO_ROWS,
    manualSorting: true,
    enableSortingRemoval: false,
    enableMultiSort: false,
    state: { sorting },
    onSortingChange: (update) => {
      const next = typeof update === 'function' ? update(sorting) : update;
      // Column ids of sortable columns are the values of `sort.by`.
      if (next[0]) onSort?.({ column: next[0].id as Id, descending: next[0].desc });
    },
  });

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const index = rowOf(event);
    if (index === null || event.ctrlKey || event.metaKey || event.altKey) return;
    // Not for keys pressed in something inside a row.
    if (!(event.target as HTMLElement).hasAttribute('data-index')) return;
    const row = rowAt(list, index);
    if (event.key === ' ' && row && picks) {
      event.preventDefault();
      picks.onPick(index, event.shiftKey);
      return;
    }
    if ((event.key === 'Enter' || event.key === ' ') && row && onOpen) {
      event.preventDefault();
      onOpen(row);
      return;
    }
    const page = Math.max(
      1,
      Math.floor(((viewport.current?.clientHeight ?? 0) - HEADER_HEIGHT) / ROW_HEIGHT) - 1,
    );
    const next = nextRow(event.key, active, total, page);
    if (next === null) return;
    event.preventDefault();
    moveFocus.current = true;
    setCursor(next);
    virtualizer.scrollToIndex(next, { align: 'auto' });
  };

  const tracks = columns.map((column) => column.width).join(' ');
  return (
    <div
      ref={viewport}
      className={classes.viewport}
      role="table"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-busy={list.loading}
    >
      <div className={classes.content} style={{ minWidth }}>
        <div role="rowgroup" className={classes.head} style={{ height: HEADER_HEIGHT }}>
          <div role="row" aria-rowindex={1} className={classes.row} style={{ gridTemplateColumns: tracks }}>
            {table.getHeaderGroups()[0]?.headers.map((header, index) => {
              const align = columns[index]?.align;
              const direction = header.column.getIsSorted();
              const sortable = header.column.getCanSort();
              return (
                <div
                  key={header.id}
                  role="columnheader"
                  className={classes.cell}
                  data-align={align}
                  data-picks={(picks && index === 0) || undefined}
                  {...(sortable ? { 'aria-sort': ariaSort(direction) } : {})}
                >
                  {picks && index === 0 && <HeadBox picks={picks} disabled={total === 0} />}
                  {sortable ? (
                    <SortHeader
                      direction={direction}
                      align={align}
                      onSort={() => header.column.toggleSorting()}
                    >
                      {columns[index]?.header}
                    </SortHeader>
                  ) : (
                    columns[index]?.header
                  )}
                </div>
              );
            })}
          </div>
        </div>
        <div
          role="rowgroup"
          className={classes.body}
          style={{ height: virtualizer.getTotalSize() }}
          onClick={(event) => {
            const index = rowOf(event);
            if (index === null) return;
            setCursor(index);
            const row = rowAt(list, index);
            if (!row) return;
            if (picks && isBox(event)) picks.onPick(index, event.shiftKey);
            else onOpen?.(row);
          }}
          // Shift-clicking two boxes would mark the text between them.
          onMouseDown={(event) => {
            if (picks && event.shiftKey) event.preventDefault();
          }}
          onFocus={(event) => {
            const index = rowOf(event);
            if (index === null) return;
            setFocused(true);
            setCursor(index);
          }}
          onBlur={() => setFocused(false)}
          onKeyDown={onKeyDown}
        >
          {items.map(({ index, start }) => (
            <VirtualRow
              key={index}
              index={index}
              row={rowAt(list, index)}
              isPicked={picks?.isPicked}
              columns={columns}
              tracks={tracks}
              top={start - HEADER_HEIGHT}
              height={ROW_HEIGHT}
              reachable={index === active}
              clickable={onOpen !== undefined}
              rowLabel={rowLabel}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function HeadBox<Row>({ picks, disabled }: { picks: RowPicks<Row>; disabled: boolean }) {
  const { state, onPickAll } = picks;
  return (
    <input
      ref={(box) => {
        if (box) box.indeterminate = state === 'some';
      }}
      type="checkbox"
      className={classes.box}
      aria-label={state === 'none' ? 'Select all rows' : 'Select no row'}
      checked={state === 'all'}
      disabled={disabled}
      onChange={onPickAll}
    />
  );
}

/** Whether a click was on, or right beside, the box of a row. */
function isBox(event: SyntheticEvent): boolean {
  return (event.target as HTMLElement).closest('[data-pick]') !== null;
}

/** Tells the table's size with the frame. The library's own measures at once, in the middle of drawing. */
function observeElementRect<Row extends Element>(
  { scrollElement }: Virtualizer<HTMLDivElement, Row>,
  tell: (size: { width: number; height: number }) => void,
): (() => void) | undefined {
  if (scrollElement === null) return undefined;
  const observer = new ResizeObserver(([entry]) => {
    const box = entry?.borderBoxSize[0];
    if (box) tell({ width: Math.round(box.inlineSize), height: Math.round(box.blockSize) });
  });
  observer.observe(scrollElement, { box: 'border-box' });
  return () => observer.disconnect();
}

/** Index of the row that an event is about. */
function rowOf(event: SyntheticEvent): number | null {
  const row = (event.target as HTMLElement).closest('[data-index]');
  return row === null ? null : Number(row.getAttribute('data-index'));
}

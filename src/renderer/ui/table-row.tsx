import { Skeleton } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import classes from './table-virtual.module.css';

export interface RowColumn<Row> {
  id: string;
  align?: 'right';
  cell: (row: Row) => ReactNode;
}

interface VirtualRowProps<Row> {
  index: number;
  /** undefined: not loaded yet. */
  row: Row | undefined;
  columns: readonly RowColumn<Row>[];
  /** CSS grid columns. */
  tracks: string;
  /** Pixels from the first row's top. */
  top: number;
  /** Pixels. */
  height: number;
  /** By the Tab key: one row of the table is. */
  reachable: boolean;
  clickable: boolean;
  rowLabel: (row: Row) => string;
  /** Whether the row is ticked; left out when rows cannot be. */
  isPicked: ((row: Row) => boolean) | undefined;
}

function Drawn<Row>(props: VirtualRowProps<Row>) {
  const { index, row, columns, tracks, top, height, reachable, clickable, rowLabel, isPicked } = props;
  const picked = row !== undefined && isPicked?.(row) === true;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      data-clickable={clickable || undefined}
      data-loading={row === undefined || undefined}
      data-picked={picked || undefined}
      className={classes.row}
      style={{ gridTemplateColumns: tracks, height, transform: `translateY(${top}px)` }}
      tabIndex={reachable ? 0 : -1}
      {...(row === undefined ? {} : { 'aria-label': `${picked ? 'Selected. ' : ''}${rowLabel(row)}` })}
    >
      {columns.map((column, place) => (
        <div
          key={column.id}
          role="cell"
          className={classes.cell}
          data-align={column.align}
          data-picks={(isPicked && place === 0) || undefined}
        >
          {isPicked && place === 0 && (
            <span className={classes.pick} data-pick>
              <input
                type="checkbox"
                className={classes.box}
                // The row has the focus; Space ticks it.
                tabIndex={-1}
                aria-label={row === undefined ? 'Select' : `Select ${rowLabel(row)}`}
                checked={picked}
                disabled={row === undefined}
                readOnly
              />
            </span>
          )}
          {row === undefined ? <Skeleton height={12} width="60%" animate={false} /> : column.cell(row)}
        </div>
      ))}
    </div>
  );
}

/** A row of a `VirtualTable`, which handles what happens in it. Drawn again only when something about it changes. */
export const VirtualRow = memo(Drawn) as typeof Drawn;

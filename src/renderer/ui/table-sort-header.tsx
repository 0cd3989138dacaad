import type { ReactNode } from 'react';
import { ChevronDownIcon, SelectorIcon } from './icons';
import classes from './table-sort-header.module.css';

export type SortDirection = 'asc' | 'desc' | false;

export function ariaSort(direction: SortDirection): 'ascending' | 'descending' | 'none' {
  if (direction === 'asc') return 'ascending';
  return direction === 'desc' ? 'descending' : 'none';
}

interface SortHeaderProps {
  direction: SortDirection;
  onSort: () => void;
  align?: 'left' | 'right' | undefined;
  children: ReactNode;
}

/** The button inside a sortable column header. The header itself carries `aria-sort`. */
export function SortHeader({ direction, onSort, align = 'left', children }: SortHeaderProps) {
  return (
    <button
      type="button"
      className={classes.button}
      data-align={align}
      data-sorted={direction || undefined}
      onClick={onSort}
    >
      <span>{children}</span>
      {direction === false ? (
        <SelectorIcon size={14} className={classes.idle} />
      ) : (
        <ChevronDownIcon size={14} className={classes.arrow} />
      )}
    </button>
  );
}

import { Anchor } from '@mantine/core';
import { formatCount, formatNumber } from './format';
import classes from './picked-words.module.css';

interface PickedWordsProps {
  count: number;
  total: number;
  /** What is counted, e.g. "seat". */
  noun: string;
  /** What they cost per year; null: nothing, as far as prices were entered. Undefined: unknown. */
  worth: string | null | undefined;
  onAll: () => void;
  onNone: () => void;
}

/** How many rows are ticked, or there are, and what they cost; ticking all of them or none. */
export function PickedWords({ count, total, noun, worth, onAll, onNone }: PickedWordsProps) {
  return (
    <div className={classes.picked}>
      <p>
        <span role="status">
          {count > 0 ? <strong>{formatCount(count, noun)} selected</strong> : formatCount(total, noun)}
        </span>{' '}
        {count < total ? (
          <Anchor component="button" type="button" size="sm" onClick={onAll}>
            Select all {formatNumber(total)}
          </Anchor>
        ) : (
          total > 0 && (
            <Anchor component="button" type="button" size="sm" onClick={onNone}>
              Select none
            </Anchor>
          )
        )}
      </p>
      {worth !== undefined && (
        <p className={classes.worth}>{worth === null ? 'No price entered' : `${worth} per year`}</p>
      )}
    </div>
  );
}

import { UnstyledButton } from '@mantine/core';
import type { CheckState } from '../../../shared/model/checks';
import { formatNumber } from '../../ui/format';
import { countShown, SHOWS, SHOW_WORDS, type Show } from './checks-filter';
import classes from './checks.module.css';

interface ShowChipsProps {
  checks: readonly CheckState[];
  show: Show;
  onShow: (show: Show) => void;
}

/** What one goes through the catalog for, with how many checks that is. */
export function ShowChips({ checks, show, onShow }: ShowChipsProps) {
  return (
    <div className={classes.chips} role="group" aria-label="Which checks">
      {SHOWS.map((one) => (
        <UnstyledButton
          key={one}
          className={classes.chip}
          aria-pressed={show === one}
          onClick={() => onShow(show === one ? 'all' : one)}
        >
          {SHOW_WORDS[one]} <span className={classes.chipCount}>{formatNumber(countShown(checks, one))}</span>
        </UnstyledButton>
      ))}
    </div>
  );
}

import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { InfoIcon } from './icons';
import { LazyTooltip } from './lazy-tooltip';
import classes from './chart-hint.module.css';

interface HintProps {
  /** What is explained, e.g. "Idle seats". */
  about: string;
  children: ReactNode;
}

/** A small "i" that explains a term; opens on hover, focus and touch. */
export function Hint({ about, children }: HintProps) {
  return (
    <LazyTooltip<HTMLButtonElement> label={children} openDelay={100}>
      {(target) => (
        <UnstyledButton {...target} className={classes.button} aria-label={`What "${about}" means`}>
          <InfoIcon size={15} />
        </UnstyledButton>
      )}
    </LazyTooltip>
  );
}

import type { ReactNode } from 'react';
import { Hint } from './chart-hint';
import classes from './chart-stat.module.css';

interface StatProps {
  label: string;
  value: ReactNode;
  /** What the term means, in a tooltip. */
  hint?: ReactNode;
  /** A line below the number. */
  children?: ReactNode;
  tone?: 'plain' | 'warn';
}

/** A key figure. Put several into a `StatRow`. */
export function Stat({ label, value, hint, children, tone = 'plain' }: StatProps) {
  return (
    <div className={classes.stat} data-tone={tone} role="group" aria-label={label}>
      <div className={classes.label}>
        <span>{label}</span>
        {hint !== undefined && <Hint about={label}>{hint}</Hint>}
      </div>
      <div className={classes.value}>{value}</div>
      {children !== undefined && <div className={classes.note}>{children}</div>}
    </div>
  );
}

export function StatRow({ children }: { children: ReactNode }) {
  return <div className={classes.row}>{children}</div>;
}

import { LockIcon } from './icons';
import classes from './managed.module.css';

/** Beside what a person cannot change because the computer's administrator decided it. */
export function Managed({ children = 'Managed by your organization' }: { children?: string }) {
  return (
    <span className={classes.managed}>
      <LockIcon size={14} />
      {children}
    </span>
  );
}

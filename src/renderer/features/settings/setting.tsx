import { useId, type ReactNode } from 'react';
import { Managed } from '../../ui/managed';
import classes from './settings.module.css';

interface SettingProps {
  label: string;
  description: ReactNode;
  /** Id of the control that the label is for. */
  htmlFor?: string;
  /** Id of the label, for controls that are labelled by it. */
  id?: string;
  /** The computer's administrator decided it: say so (true), or say what was decided. */
  managed?: boolean | string;
  /** The control gets a line of its own: for what is long. */
  wide?: boolean;
  children: ReactNode;
}

/** One preference: words on the left, its control on the right. */
export function Setting({
  label,
  description,
  htmlFor,
  id,
  managed = false,
  wide = false,
  children,
}: SettingProps) {
  const managedId = useId();
  return (
    <div className={classes.setting} data-wide={wide || undefined}>
      <div className={classes.words}>
        {htmlFor === undefined ? (
          <span className={classes.label} {...(id === undefined ? {} : { id })}>
            {label}
          </span>
        ) : (
          <label className={classes.label} htmlFor={htmlFor}>
            {label}
          </label>
        )}
        <span className={classes.description}>{description}</span>
        {managed !== false && (
          <span className={classes.managed} id={managedId}>
            {managed === true ? <Managed /> : <Managed>{managed}</Managed>}
          </span>
        )}
      </div>
      <div
        className={classes.control}
        {...(managed === false ? {} : { role: 'group', 'aria-describedby': managedId, 'aria-label': label })}
      >
        {children}
      </div>
    </div>
  );
}

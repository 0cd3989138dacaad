import type { ReactNode } from 'react';
import classes from './settings.module.css';

interface SettingProps {
  label: string;
  description: string;
  /** Id of the control that the label is for. */
  htmlFor?: string;
  /** Id of the label, for controls that are labelled by it. */
  id?: string;
  children: ReactNode;
}

/** One preference: words on the left, its control on the right. */
export function Setting({ label, description, htmlFor, id, children }: SettingProps) {
  return (
    <div className={classes.setting}>
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
      </div>
      <div className={classes.control}>{children}</div>
    </div>
  );
}

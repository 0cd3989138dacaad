import type { ReactNode } from 'react';
import { ErrorIcon, InfoIcon, PassIcon, WarningIcon } from './icons';
import classes from './note.module.css';

export type NoteTone = 'info' | 'warning' | 'problem' | 'success';

const ICONS = { info: InfoIcon, warning: WarningIcon, problem: ErrorIcon, success: PassIcon };

interface NoteProps {
  tone?: NoteTone;
  title?: ReactNode;
  children?: ReactNode;
  /** Buttons under the text. */
  actions?: ReactNode;
  /** Announced by screen readers when it appears. */
  live?: boolean;
  /** Buttons at the right of the text where there is room, for notes that stay on a page for long. */
  inline?: boolean;
}

/** A highlighted remark. The tone is told by icon and color, the text says it in words. */
export function Note({ tone = 'info', title, children, actions, live = false, inline = false }: NoteProps) {
  const Icon = ICONS[tone];
  const role = live ? { role: tone === 'problem' ? 'alert' : 'status' } : {};
  return (
    <div className={classes.note} data-tone={tone} data-inline={inline || undefined} {...role}>
      <Icon size={18} className={classes.icon} />
      <div className={classes.text}>
        <div className={classes.words}>
          {title !== undefined && <div className={classes.title}>{title}</div>}
          {children !== undefined && <div className={classes.body}>{children}</div>}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </div>
    </div>
  );
}

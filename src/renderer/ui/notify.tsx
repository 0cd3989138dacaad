import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import type { AppErrorShape } from '../../shared/model/errors';
import { ErrorIcon, InfoIcon, PassIcon, WarningIcon } from './icons';

type Kind = 'success' | 'info' | 'warning' | 'problem';

const LOOK = {
  success: { color: 'green.8', icon: <PassIcon size={18} /> },
  info: { color: 'petrol', icon: <InfoIcon size={18} /> },
  warning: { color: 'orange.9', icon: <WarningIcon size={18} /> },
  problem: { color: 'red.8', icon: <ErrorIcon size={18} /> },
};

/** A message in the corner that goes away by itself; problems stay until closed. */
export function notify(kind: Kind, title: string, message: ReactNode = ''): void {
  notifications.show({
    title,
    message,
    ...LOOK[kind],
    autoClose: kind === 'problem' ? false : 6000,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}

/** An error as a message, with what to do about it. Cancellations are silent. */
export function notifyError(title: string, error: Pick<AppErrorShape, 'kind' | 'message' | 'fix'>): void {
  if (error.kind === 'canceled') return;
  notify('problem', title, [error.message, error.fix].filter(Boolean).join(' '));
}

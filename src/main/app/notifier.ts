import { Notification } from 'electron';

export interface Notice {
  title: string;
  body: string;
}

/** Shows a notice through the system; where it has no notifications, nothing happens. */
export type Notifier = (notice: Notice, onClick: () => void) => void;

export function createNotifier(): Notifier {
  // Kept until closed: a notification that is collected forgets its click.
  const shown = new Set<Notification>();
  return (notice, onClick) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification(notice);
    const forget = () => shown.delete(notification);
    notification.on('click', () => {
      forget();
      onClick();
    });
    notification.on('close', forget);
    shown.add(notification);
    notification.show();
  };
}

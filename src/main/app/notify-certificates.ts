import { Notification } from 'electron';
import Store from 'electron-store';
import { z } from 'zod';
import type { Database, Log } from '../../core/ports';
import { dueReminders } from './certificate-reminders';

const DAY_MS = 86_400_000;

const Told = z.record(z.string(), z.number());

/** Looks once a day for certificates that end soon, and lets the system tell. Returns the function that stops it. */
export function notifyOfCertificates(deps: {
  dataDir: string;
  db: Database;
  log: Log;
  /** The person clicked. */
  open: () => void;
}): () => void {
  const { dataDir, db, log, open } = deps;
  const store = new Store<{ told?: unknown }>({
    cwd: dataDir,
    name: 'certificate-reminders',
    clearInvalidConfig: true,
  });
  // Kept until closed: a notification that is collected forgets its click.
  const shown = new Set<Notification>();

  async function look(): Promise<void> {
    const before = Told.safeParse(store.get('told'));
    const orgs = await db.listOrgs();
    const { reminders, told } = dueReminders(orgs, before.success ? before.data : {}, Date.now());
    for (const { title, body } of reminders) {
      log.warn('certificate reminder', { title });
      if (!Notification.isSupported()) continue;
      const notification = new Notification({ title, body });
      const forget = () => shown.delete(notification);
      notification.on('click', () => {
        forget();
        open();
      });
      notification.on('close', forget);
      shown.add(notification);
      notification.show();
    }
    store.set('told', told);
  }

  const attempt = () => {
    look().catch((error: unknown) => {
      log.warn('certificates could not be looked at', {
        error: error instanceof Error ? error.message : String(error),
      });
    });
  };
  attempt();
  const timer = setInterval(attempt, DAY_MS);
  return () => {
    clearInterval(timer);
  };
}

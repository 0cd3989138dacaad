import Store from 'electron-store';
import { z } from 'zod';
import type { Database, Log } from '../../core/ports';
import { dueReminders } from './certificate-reminders';
import type { Notifier } from './notifier';

const DAY_MS = 86_400_000;

const Told = z.record(z.string(), z.number());

/** Looks once a day for certificates that end soon, and lets the system tell. Returns the function that stops it. */
export function notifyOfCertificates(deps: {
  dataDir: string;
  db: Database;
  log: Log;
  notify: Notifier;
  /** The person clicked. */
  open: () => void;
}): () => void {
  const { dataDir, db, log, notify, open } = deps;
  const store = new Store<{ told?: unknown }>({
    cwd: dataDir,
    name: 'certificate-reminders',
    clearInvalidConfig: true,
  });

  async function look(): Promise<void> {
    const before = Told.safeParse(store.get('told'));
    const orgs = await db.listOrgs();
    const { reminders, told } = dueReminders(orgs, before.success ? before.data : {}, Date.now());
    for (const { title, body } of reminders) {
      log.warn('certificate reminder', { title });
      notify({ title, body }, open);
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

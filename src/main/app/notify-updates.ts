import type { Log } from '../../core/ports';
import type { Updates } from '../../core/updates';
import type { Notifier } from './notifier';

const HOUR_MS = 3_600_000;

/**
 * Looks for updates once a day if that is wanted, and has the system tell of each new version once. Whether a look
 * is due is asked every hour, so that neither a restart nor a computer that sleeps a lot matters. Returns the
 * function that stops it.
 */
export function notifyOfUpdates(deps: {
  updates: Pick<Updates, 'isDue' | 'check' | 'untold'>;
  log: Log;
  notify: Notifier;
  /** The person clicked. */
  open: () => void;
}): () => void {
  const { updates, log, notify, open } = deps;
  const stopper = new AbortController();

  async function look(): Promise<void> {
    if (!updates.isDue()) return;
    await updates.check(stopper.signal);
    const version = await updates.untold();
    if (version === null) return;
    notify(
      { title: `Seatwatch ${version} is available`, body: 'See what is new, and download it in Settings.' },
      open,
    );
  }
  const attempt = () => {
    look().catch((error: unknown) => {
      if (stopper.signal.aborted) return;
      log.warn('updates could not be looked for', {
        error: error instanceof Error ? error.message : String(error),
      });
    });
  };
  attempt();
  const timer = setInterval(attempt, HOUR_MS);
  return () => {
    stopper.abort();
    clearInterval(timer);
  };
}

import type { BackupFile } from '../../shared/model/backups';
import type { Settings } from '../../shared/model/settings';

type Every = Settings['backupEvery'];
type Known = Pick<BackupFile, 'name' | 'reason' | 'createdAt'>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PERIOD: Record<Exclude<Every, 'off'>, number> = { daily: DAY_MS, weekly: 7 * DAY_MS };

/**
 * How much too early a backup may come. A computer that collects by cron gets its backup after the collection, a
 * few minutes earlier on one day than on the day before; it must not go without for that.
 */
const EARLY_MS = 4 * HOUR_MS;

/** Those made by the program before it changed the whole database: these many, and all of this age, are kept. */
const KEEP_BEFORE = 5;
const KEEP_BEFORE_MS = 90 * DAY_MS;

const at = ({ createdAt }: Known): number => Date.parse(createdAt);

/** The newest scheduled one; one from the future was made by a clock that was wrong, and says nothing. */
function lastScheduled(files: readonly Known[], now: number): number | null {
  const times = files.filter(({ reason }) => reason === 'scheduled').map(at);
  const past = times.filter((time) => time <= now);
  return past.length === 0 ? null : Math.max(...past);
}

export function isDue(files: readonly Known[], every: Every, now: number): boolean {
  if (every === 'off') return false;
  const last = lastScheduled(files, now);
  return last === null || now - last >= PERIOD[every] - EARLY_MS;
}

/** When the next one is due (ISO 8601 UTC), now at the earliest; null: never. */
export function nextBackup(files: readonly Known[], every: Every, now: number): string | null {
  if (every === 'off') return null;
  const last = lastScheduled(files, now);
  return new Date(last === null ? now : Math.max(now, last + PERIOD[every])).toISOString();
}

/**
 * Backups that go. Of the scheduled ones the newest stay, as many as wanted; those with a time in the future count
 * as the oldest. Of those made before a migration, a restore, an import or a move, the newest five stay and all of
 * the last 90 days. Those that a person made, or put there, stay for ever. `made` stays whatever its time says.
 */
export function outdated<F extends Known>(
  files: readonly F[],
  { keepBackups, now, made }: { keepBackups: number; now: number; made: string | null },
): F[] {
  const age = (file: F): number => (at(file) > now ? Number.POSITIVE_INFINITY : now - at(file));
  const youngestFirst = [...files].sort((a, b) =>
    a.name === made ? -1 : b.name === made ? 1 : compare(age(a), age(b)),
  );
  const scheduled = youngestFirst.filter(({ reason }) => reason === 'scheduled');
  const before = youngestFirst.filter(({ reason }) => reason.startsWith('before-'));
  return [
    ...scheduled.slice(keepBackups),
    ...before.slice(KEEP_BEFORE).filter((file) => now - at(file) > KEEP_BEFORE_MS),
  ];
}

/** Also where both are infinite. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { INTERVALS, parseTime } from './times';

export const SCHEDULERS = ['systemd', 'cron', 'launchd', 'task-scheduler'] as const;
export type SchedulerName = (typeof SCHEDULERS)[number];

/**
 * One scheduled collection. It stands, as one line of JSON, in whatever is installed, so that `show` and `remove`
 * need no list of their own that could say something else than the system.
 */
export const ScheduleEntry = z.object({
  /** The org's name; null: all orgs that are not paused. */
  org: z.string().min(1).nullable(),
  /** HH:MM, the computer's own time zone. */
  at: z.string().refine((text) => parseTime(text) === text),
  every: z.enum(INTERVALS),
  /** Absolute; null: the platform's application-data folder. */
  dataDir: z.string().min(1).nullable(),
  /** Absolute path of a file with the vault's passphrase, never the passphrase. */
  passphraseFile: z.string().min(1).nullable(),
});
export type ScheduleEntry = z.infer<typeof ScheduleEntry>;

/** What decides whether two entries are the same one: installing the second replaces the first. */
export type EntryKey = Pick<ScheduleEntry, 'org' | 'dataDir'>;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** Organization names may be in any script; the digest keeps those apart that look alike without their accents. */
function slug(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24);
  return [ascii, digest(name.toLowerCase())].filter((part) => part !== '').join('-');
}

/** "seatwatch-all", "seatwatch-acme-1f2e3d4c", with a digest of the data folder when one is named. */
export function entryName({ org, dataDir }: EntryKey): string {
  return ['seatwatch', org === null ? 'all' : slug(org), dataDir === null ? '' : digest(dataDir)]
    .filter((part) => part !== '')
    .join('-');
}

export const NAME_PREFIX = 'seatwatch-';

/** One line of ASCII without "--" (not allowed in XML comments), "%" and "\n" (crontab, systemd). */
export function encodeEntry(entry: ScheduleEntry): string {
  return JSON.stringify(entry).replace(
    /[^\x20-\x7e]|%|-/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Null for what is not one of ours. */
export function decodeEntry(text: string): ScheduleEntry | null {
  try {
    const parsed = ScheduleEntry.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

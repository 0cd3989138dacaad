import { constants } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { counted } from '../../shared/model/counted';
import type { Settings } from '../../shared/model/settings';
import { createCrashStore } from './crashes';
import type { DoctorCheck, DoctorDeps, Patient } from './doctor-deps';
import { LOG_FILES, logBytes, logFilesOf } from './log-files';

const DAY_MS = 86_400_000;
const MB = 1_000_000;

/** Windows has no such bits; its profile folders are private anyway. */
const isOpenToOthers = (platform: string, mode: number): boolean =>
  platform !== 'win32' && (mode & 0o077) !== 0;

const reason = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown reason';

export async function dataDir({ system }: DoctorDeps, { dataDir: folder }: Patient): Promise<DoctorCheck> {
  const id = 'data-dir';
  try {
    const { mode } = await stat(folder);
    if (!isOpenToOthers(system.platform, mode))
      return { id, status: 'pass', summary: `${folder} is open to its owner only.`, fix: '' };
    return {
      id,
      status: 'warn',
      summary: `Other users of this computer may look into ${folder}.`,
      fix: `Run: chmod 700 ${folder}`,
    };
  } catch (error) {
    return {
      id,
      status: 'fail',
      summary: `${folder} cannot be examined (${reason(error)}).`,
      fix: 'Check the folder and its permissions.',
    };
  }
}

/** What lies in the data folder and holds secrets or people. */
const PRIVATE = [
  'vault.json',
  'settings.json',
  'seatwatch.db',
  'seatwatch.db-wal',
  'logs',
  'backups',
  'crashes',
];

export async function files({ system }: DoctorDeps, { dataDir: folder }: Patient): Promise<DoctorCheck> {
  const id = 'files';
  const open: string[] = [];
  const strange: string[] = [];
  const owner = process.getuid?.();
  for (const name of await privateFiles(folder)) {
    const found = await stat(join(folder, name)).catch(() => null);
    if (found === null) continue;
    if (isOpenToOthers(system.platform, found.mode)) open.push(name);
    if (owner !== undefined && found.uid !== owner) strange.push(name);
  }
  if (strange.length > 0)
    return {
      id,
      status: 'warn',
      summary: `Of another user: ${strange.join(', ')}.`,
      fix: 'Run every command as the same user, and give the files back to that user (chown).',
    };
  if (open.length === 0)
    return {
      id,
      status: 'pass',
      summary: 'Vault, database, logs and backups are open to their owner only.',
      fix: '',
    };
  return {
    id,
    status: 'warn',
    summary: `Other users of this computer may read ${open.join(', ')}.`,
    fix: `Run: chmod -R go= ${folder}`,
  };
}

async function privateFiles(folder: string): Promise<string[]> {
  const inFolders = await Promise.all(
    ['logs', 'backups', 'crashes'].map(async (name) =>
      (await readdir(join(folder, name)).catch(() => [])).map((file) => join(name, file)),
    ),
  );
  return [...PRIVATE, ...inFolders.flat()];
}

/** Below that nothing can be stored reliably. */
const MIN_FREE = 50 * MB;
const LITTLE_FREE = 1_000 * MB;

export async function disk({ dataDir: folder }: Patient): Promise<DoctorCheck> {
  const id = 'disk';
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const used = (await stat(join(folder, 'seatwatch.db')).catch(() => null))?.size ?? 0;
    const summary = `${Math.floor(free / MB)} MB are free on the disk of the data folder.`;
    const fix = 'Make room on the disk, or move the data folder: seatwatch data move FOLDER';
    if (free < MIN_FREE) return { id, status: 'fail', summary, fix };
    // A backup, a migration and compacting each need room for a copy.
    if (free < LITTLE_FREE || free < 2 * used) return { id, status: 'warn', summary, fix };
    return { id, status: 'pass', summary, fix: '' };
  } catch (error) {
    return { id, status: 'unknown', summary: `The free room cannot be told (${reason(error)}).`, fix: '' };
  }
}

const BACKUP_DAYS: Record<Exclude<Settings['backupEvery'], 'off'>, number> = { daily: 1, weekly: 7 };

export async function backup(
  { now }: DoctorDeps,
  { dataDir: folder, settings }: Patient,
): Promise<DoctorCheck> {
  const id = 'backup';
  const newest = await newestBackup(join(folder, 'backups'));
  const every = settings.get().backupEvery;
  const age = newest === null ? null : Math.max(0, Math.floor((now() - newest) / DAY_MS));
  const said = age === null ? 'There is no backup yet.' : `The newest backup is ${counted(age, 'day')} old.`;
  const fix = 'Make one: seatwatch backup FILE, or Settings > Data & backups in the window.';
  if (every === 'off')
    return { id, status: 'warn', summary: `${said} Backups by themselves are switched off.`, fix };
  if (age !== null && age <= 2 * BACKUP_DAYS[every] + 7)
    return { id, status: 'pass', summary: said, fix: '' };
  const used = await stat(join(folder, 'seatwatch.db')).catch(() => null);
  const isNew = used === null || now() - used.birthtimeMs < 7 * DAY_MS;
  if (age === null && isNew) return { id, status: 'pass', summary: said, fix: '' };
  return { id, status: 'warn', summary: said, fix };
}

/** Epoch ms. */
export async function newestBackup(folder: string): Promise<number | null> {
  const names = await readdir(folder).catch(() => []);
  const times = await Promise.all(
    names
      .filter((name) => name.endsWith('.db'))
      .map(async (name) => (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? null),
  );
  return times.reduce<number | null>((best, at) => (at !== null && at > (best ?? 0) ? at : best), null);
}

export async function log({ logFile }: Patient): Promise<DoctorCheck> {
  const id = 'log';
  try {
    await access(dirname(logFile), constants.W_OK | constants.X_OK);
    const present = logFilesOf(logFile);
    for (const file of present) await access(file, constants.W_OK);
    const size = `${present.length} of ${LOG_FILES} files, ${Math.ceil(logBytes(logFile) / 1000)} kB`;
    return { id, status: 'pass', summary: `The log is ${logFile} (${size}).`, fix: '' };
  } catch (error) {
    return {
      id,
      status: 'warn',
      summary: `The log ${logFile} cannot be written (${reason(error)}).`,
      fix: 'Check the folder and its permissions; without a log faults cannot be looked into.',
    };
  }
}

export function crashes({ now, system }: DoctorDeps, { dataDir: folder }: Patient): DoctorCheck {
  const id = 'crashes';
  const store = createCrashStore({ folder: join(folder, 'crashes'), appVersion: system.appVersion, now });
  const found = store.list();
  const [newest] = found;
  if (newest === undefined) return { id, status: 'pass', summary: 'No crash was written down.', fix: '' };
  return {
    id,
    // What is long over needs nobody's attention.
    status: now() - Date.parse(newest.at) < 7 * DAY_MS ? 'warn' : 'pass',
    summary: `${found.length} crash reports, the newest of ${newest.at} (${newest.process}).`,
    fix: 'Report it with a support bundle: seatwatch doctor --bundle FILE. Reports are in the folder “crashes” of the data folder.',
  };
}

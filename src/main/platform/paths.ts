import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { DataLocation } from '../../core/ports-care';
import { AppError } from '../../shared/model/errors';
import { type Location, LOCATION_FILE, parseLocation } from '../../shared/model/location';

const OWNER_ONLY_FOLDER = 0o700;

export interface DataDirChoice {
  /** `--data-dir`. */
  option?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  /** Electron's `app.getPath('appData')`. */
  appData: string;
  cwd?: string;
}

/** `--data-dir`, else SEATWATCH_DATA_DIR, else a folder of ours in the platform's application-data folder. */
export function resolveDataDir(choice: DataDirChoice): string {
  return locateDataDir(choice).dataDir;
}

/** A chain of moves; more than this many are a circle. */
const MOST_MOVES = 10;

/**
 * The same, with why. Only the platform's own folder leads on to where it was moved: whoever names a folder gets
 * that one. Opens and creates nothing; `requireDataDir` says whether the folder can be used.
 */
export function locateDataDir({ option, env, appData, cwd = process.cwd() }: DataDirChoice): DataLocation {
  const defaultDir = join(appData, 'Seatwatch');
  const chosen = option || env['SEATWATCH_DATA_DIR'];
  if (chosen) {
    const dataDir = isAbsolute(chosen) ? chosen : resolve(cwd, chosen);
    return { dataDir, chosenBy: option ? 'option' : 'environment', defaultDir };
  }
  let dataDir = defaultDir;
  for (let moves = 0; moves < MOST_MOVES; moves++) {
    const note = readNote(dataDir);
    if (note === null || note === 'unreadable') break;
    dataDir = note.dataDir;
  }
  return { dataDir, chosenBy: dataDir === defaultDir ? 'default' : 'note', defaultDir };
}

function readNote(folder: string): Location | 'unreadable' | null {
  let text: string;
  try {
    text = readFileSync(join(folder, LOCATION_FILE), 'utf8');
  } catch {
    return null;
  }
  return parseLocation(text) ?? 'unreadable';
}

/**
 * Throws when the data is not in this folder: it was moved away, or the drive it was moved to is not there. An
 * empty database made instead would look like a loss of everything.
 */
export function requireDataDir({ dataDir, chosenBy }: DataLocation): void {
  if (chosenBy === 'note' && !existsSync(dataDir)) {
    throw new AppError({
      code: 'DATA_DIR_MISSING',
      kind: 'data',
      message: `The data folder was moved to ${dataDir}, and there is no such folder now.`,
      fix: 'Connect the drive it is on, or name the folder it is in now with --data-dir.',
      retryable: true,
    });
  }
  const note = readNote(dataDir);
  if (note === null) return;
  const file = join(dataDir, LOCATION_FILE);
  throw new AppError({
    code: 'DATA_DIR_MOVED',
    kind: 'data',
    message:
      note === 'unreadable'
        ? `The data folder ${dataDir} was moved, and its note ${file} cannot be read.`
        : `The data folder ${dataDir} was moved to ${note.dataDir}.`,
    fix: `Name the new folder with --data-dir or SEATWATCH_DATA_DIR. To begin anew in this one, remove ${file}.`,
  });
}

function unusable(folder: string, reason: string, cause?: unknown): AppError {
  return new AppError({
    code: 'DATA_DIR_UNUSABLE',
    kind: 'data',
    message: `The data folder ${folder} cannot be used: ${reason}.`,
    fix: 'Choose another folder with --data-dir or SEATWATCH_DATA_DIR, or correct its permissions.',
    cause,
  });
}

/** Creates the folder for its owner only. A folder that exists keeps the permissions its owner gave it. */
export function ensureFolder(folder: string): void {
  try {
    // The first folder created, when there was one: then the mode must hold whatever the umask says.
    const created = mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
    if (created !== undefined) chmodSync(folder, OWNER_ONLY_FOLDER);
    if (!statSync(folder).isDirectory()) throw unusable(folder, 'it is not a folder');
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === 'EEXIST' || code === 'ENOTDIR'
        ? 'a file is in its place'
        : code === 'EACCES' || code === 'EPERM'
          ? 'permission denied'
          : code === 'EROFS'
            ? 'the file system is read-only'
            : code === 'ENOSPC'
              ? 'the disk is full'
              : String(code);
    throw unusable(folder, reason, error);
  }
}

/** Everything Seatwatch keeps, by name. */
export interface DataPaths {
  dataDir: string;
  vaultFile: string;
  logFolder: string;
  logFile: string;
  crashFolder: string;
  /** Native minidumps. */
  dumpFolder: string;
}

export function dataPaths(dataDir: string): DataPaths {
  const logFolder = join(dataDir, 'logs');
  return {
    dataDir,
    vaultFile: join(dataDir, 'vault.json'),
    logFolder,
    logFile: join(logFolder, 'seatwatch.log'),
    crashFolder: join(dataDir, 'crashes'),
    dumpFolder: join(dataDir, 'crashes', 'native'),
  };
}

export function prepareDataDir(dataDir: string): DataPaths {
  const paths = dataPaths(dataDir);
  ensureFolder(paths.dataDir);
  ensureFolder(paths.logFolder);
  return paths;
}

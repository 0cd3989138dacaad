import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { AppError } from '../../shared/model/errors';

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
export function resolveDataDir({ option, env, appData, cwd = process.cwd() }: DataDirChoice): string {
  const chosen = option || env['SEATWATCH_DATA_DIR'];
  if (!chosen) return join(appData, 'Seatwatch');
  return isAbsolute(chosen) ? chosen : resolve(cwd, chosen);
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
}

export function dataPaths(dataDir: string): DataPaths {
  const logFolder = join(dataDir, 'logs');
  return {
    dataDir,
    vaultFile: join(dataDir, 'vault.json'),
    logFolder,
    logFile: join(logFolder, 'seatwatch.log'),
  };
}

export function prepareDataDir(dataDir: string): DataPaths {
  const paths = dataPaths(dataDir);
  ensureFolder(paths.dataDir);
  ensureFolder(paths.logFolder);
  return paths;
}

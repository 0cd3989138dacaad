import { AppError } from '../shared/model/errors';

/** The database file cannot be trusted any more. Nothing is ever deleted on its account. */
export function damaged(file: string, cause?: unknown): AppError {
  return new AppError({
    code: 'DATABASE_DAMAGED',
    kind: 'data',
    message: `The database ${file} is damaged and cannot be read safely.`,
    fix:
      'Nothing was deleted. Open Seatwatch, or run “seatwatch data recover”: it offers the newest sound backup, ' +
      'and to copy what can still be read into a new database.',
    cause,
  });
}

/** Codes of errors after which only a backup, or what can be salvaged, leads on. */
export const DAMAGE: ReadonlySet<string> = new Set([
  'DATABASE_DAMAGED',
  'DATABASE_IO_ERROR',
  'DATABASE_MISSING',
]);

/**
 * There are backups and no database: somebody or something took it away. Beginning with an empty one would look
 * like a loss of everything, and its backups would drive the good ones out.
 */
export function missing(file: string): AppError {
  return new AppError({
    code: 'DATABASE_MISSING',
    kind: 'data',
    message: `The database ${file} is gone or empty, and there are backups of it.`,
    fix:
      'Open Seatwatch, or run “seatwatch data recover”: it offers the newest sound backup, and to begin with an ' +
      'empty database.',
  });
}

/**
 * A new version must not change the only copy there is. Nothing was changed: the version before can still be
 * started. `cause`: why the backup could not be made.
 */
export function backupFailed(cause: unknown): unknown {
  if (!(cause instanceof AppError) || cause.kind === 'busy') return cause;
  return new AppError({
    code: cause.code,
    kind: cause.code === 'BACKUP_NOT_WRITABLE' ? 'data' : cause.kind,
    message: `This version has to change the database, and the backup it makes before could not be made: ${cause.message}`,
    fix: `${cause.fix} Nothing was changed; the version of Seatwatch before this one still opens the database.`,
    retryable: cause.retryable,
    cause,
  });
}

/** An org id that is not (or no longer) in the database. */
export function unknownOrg(orgId: string): AppError {
  return new AppError({
    code: 'UNKNOWN_ORG',
    kind: 'usage',
    message: `There is no org with the id ${orgId}.`,
    fix: 'Choose one of the orgs in the list.',
  });
}

export function nameTaken(name: string): AppError {
  return new AppError({
    code: 'NAME_TAKEN',
    kind: 'usage',
    message: `There is already an org called “${name}”.`,
    fix: 'Choose another name.',
  });
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/**
 * Puts SQLite's and the file system's errors into words. What is left (constraints, syntax) is a bug of
 * ours and comes back unchanged.
 */
export function classify(error: unknown, file: string): unknown {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return damaged(file, error);
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError({
      code: 'DISK_FULL',
      kind: 'data',
      message: `There is no space left for ${file}.`,
      fix: 'Free some disk space and try again. Everything stored before is intact.',
      retryable: true,
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return new AppError({
      code: 'DATABASE_READ_ONLY',
      kind: 'data',
      message: `${file} cannot be written: it, its folder or the disk is read-only for this user.`,
      fix: 'Give your user write access to the folder, or choose another one with --data-dir.',
      cause: error,
    });
  }
  if (
    code === 'SQLITE_CANTOPEN' ||
    code.startsWith('SQLITE_CANTOPEN_') ||
    code === 'ENOTDIR' ||
    code === 'EEXIST'
  ) {
    return new AppError({
      code: 'DATABASE_CANNOT_OPEN',
      kind: 'data',
      message: `The database ${file} cannot be opened: its folder is missing, not a folder, or out of bounds.`,
      fix: 'Check that the data folder exists and that your user may read and write it.',
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new AppError({
      code: 'DATABASE_BUSY',
      kind: 'busy',
      message: `Another program keeps the database ${file} locked.`,
      fix: 'Close the program that has the file open (a database browser or a backup tool) and try again.',
      retryable: true,
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') {
    return new AppError({
      code: 'DATABASE_IO_ERROR',
      kind: 'data',
      message: `The disk reported an error while ${file} was read or written.`,
      fix: 'Check the disk and, for a network drive, the connection; then try again or restore a backup.',
      cause: error,
    });
  }
  return error;
}

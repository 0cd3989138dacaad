import { AppError } from '../../shared/model/errors';

/** The ways a vault refuses. Messages name the file and the cure, never a secret. */

const MOVE_ASIDE = 'move it to another folder and enter the consumer secrets again';

export function vaultLocked(): AppError {
  return new AppError({
    code: 'VAULT_LOCKED',
    kind: 'vault-locked',
    message: 'The vault is locked by a passphrase and none was given.',
    fix:
      'Set SEATWATCH_VAULT_PASSPHRASE, or run the command in a terminal and answer its question, ' +
      'or unlock the vault in the window.',
    retryable: true,
  });
}

export function noProtectedKeychain(backend: string): AppError {
  return new AppError({
    code: 'VAULT_LOCKED',
    kind: 'vault-locked',
    message:
      `This session has no protected keychain (backend "${backend}"), so a new vault needs a passphrase ` +
      'and none was given.',
    fix:
      'Choose a passphrase of at least 8 characters and set SEATWATCH_VAULT_PASSPHRASE, or run the command ' +
      'in a terminal and answer its question, or choose it in the window.',
    retryable: true,
  });
}

export function wrongPassphrase(fromEnvironment: boolean): AppError {
  return new AppError({
    code: 'WRONG_PASSPHRASE',
    kind: 'vault-locked',
    message: fromEnvironment
      ? 'The passphrase in SEATWATCH_VAULT_PASSPHRASE does not open the vault.'
      : 'That passphrase does not open the vault.',
    fix: 'Enter the passphrase that was chosen when the vault was made. It cannot be recovered.',
    retryable: true,
  });
}

export function weakPassphrase(minimum: number): AppError {
  return new AppError({
    code: 'WEAK_PASSPHRASE',
    kind: 'usage',
    message: `A vault passphrase has at least ${minimum} characters.`,
    fix: 'Choose a longer one.',
    retryable: true,
  });
}

export function vaultDamaged(file: string, what: string, cause?: unknown): AppError {
  return new AppError({
    code: 'VAULT_DAMAGED',
    kind: 'data',
    message: `The vault file ${file} is damaged: ${what}. It was left as it is.`,
    fix: `Put back a copy of the file from a backup, or ${MOVE_ASIDE}.`,
    cause,
  });
}

export function vaultTooNew(file: string, version: number): AppError {
  return new AppError({
    code: 'VAULT_NEWER',
    kind: 'data',
    message: `The vault file ${file} was written by a newer Seatwatch (format ${version}). It was left as it is.`,
    fix: 'Update Seatwatch.',
  });
}

/** The keychain answers, but it is not the one that sealed the vault. */
export function backendChanged(file: string, sealedBy: string, now: string): AppError {
  return new AppError({
    code: 'VAULT_BACKEND_CHANGED',
    kind: 'vault-locked',
    message:
      `The vault ${file} was sealed by the keychain "${sealedBy}", but this session offers "${now}". ` +
      'The vault was left as it is.',
    fix:
      'Start Seatwatch within the desktop session that sealed it (scheduled jobs need its D-Bus address and an ' +
      `unlocked keyring), or pass --password-store for that keychain. If that keychain is gone, ${MOVE_ASIDE}.`,
    retryable: true,
  });
}

export function keychainUnavailable(backend: string, cause?: unknown): AppError {
  return new AppError({
    code: 'KEYCHAIN_UNAVAILABLE',
    kind: 'vault-locked',
    message: `The keychain "${backend}" does not answer right now. Nothing is lost.`,
    fix: 'Unlock the keychain of your session (sign in to the desktop), then try again.',
    retryable: true,
    cause,
  });
}

/** Same keychain, but it no longer holds the key that sealed the vault. */
export function vaultKeyLost(file: string, backend: string, cause?: unknown): AppError {
  return new AppError({
    code: 'VAULT_KEY_LOST',
    kind: 'credentials',
    message:
      `The keychain "${backend}" no longer holds the key that sealed ${file} (it was reset, or the file comes ` +
      'from another account or computer). The file was left as it is.',
    fix: `Restore the keychain. If that is not possible: take the vault file and ${MOVE_ASIDE}.`,
    cause,
  });
}

export function vaultUnusable(file: string, doing: 'read' | 'write', cause: NodeJS.ErrnoException): AppError {
  const reason =
    cause.code === 'ENOSPC'
      ? 'the disk is full'
      : cause.code === 'EACCES' || cause.code === 'EPERM'
        ? 'permission denied'
        : cause.code === 'EROFS'
          ? 'the file system is read-only'
          : (cause.code ?? 'unknown reason');
  return new AppError({
    code: doing === 'read' ? 'VAULT_UNREADABLE' : 'VAULT_NOT_WRITTEN',
    kind: 'data',
    message: `Seatwatch cannot ${doing} the vault file ${file}: ${reason}.`,
    fix: 'Make room or correct the permissions of the data folder, then try again.',
    retryable: true,
    cause,
  });
}

export function vaultChanging(file: string): AppError {
  return new AppError({
    code: 'VAULT_BUSY',
    kind: 'busy',
    message: `Another program keeps replacing the vault file ${file}.`,
    fix: 'Close other copies of Seatwatch (and tools that restore or synchronize the file), then try again.',
    retryable: true,
  });
}

export function vaultReadOnly(): AppError {
  return new AppError({
    code: 'VAULT_READ_ONLY',
    kind: 'unexpected',
    message: 'The vault was opened for reading only.',
    fix: 'Report this as a bug.',
  });
}

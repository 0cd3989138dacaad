import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/model/errors';
import type { PassphraseSource } from './sealer';

export const PASSPHRASE_VARIABLE = 'SEATWATCH_VAULT_PASSPHRASE';
/** Names a file whose first line is the passphrase, for schedulers that would show a variable to everybody. */
export const PASSPHRASE_FILE_VARIABLE = 'SEATWATCH_VAULT_PASSPHRASE_FILE';
/** Name of the credential that a systemd unit hands over (LoadCredential= of systemd.exec(5)). */
export const CREDENTIAL_NAME = 'seatwatch-vault-passphrase';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment first: the passphrase itself, a file that is named, a credential of systemd. A person only
 * through `ask` (left out where nobody can be asked). `silent` throws VAULT_PASSPHRASE_FILE for a named file that
 * cannot be read, or that others can read, too.
 */
export function createPassphraseSource(
  environment: Environment,
  ask?: PassphraseSource['ask'],
): PassphraseSource {
  // Read once: main removes the variable afterwards so that child processes do not inherit it.
  const given = environment[PASSPHRASE_VARIABLE];
  return {
    silent: () => (given === undefined || given === '' ? passphraseOfFile(environment) : given),
    ask: ask ?? (() => Promise.resolve(null)),
  };
}

function passphraseOfFile(environment: Environment): string | null {
  const named = environment[PASSPHRASE_FILE_VARIABLE];
  if (named !== undefined && named !== '') return readOwnFile(named);
  const folder = environment['CREDENTIALS_DIRECTORY'];
  if (folder === undefined || folder === '') return null;
  const credential = join(folder, CREDENTIAL_NAME);
  // Of a unit that somebody wrote for something else.
  return statSync(credential, { throwIfNoEntry: false }) === undefined ? null : readOwnFile(credential);
}

function readOwnFile(file: string): string {
  let text: string;
  try {
    // Windows has no such bits; there the folder decides.
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw unusable(file, 'other people of this computer may read it', `chmod 600 ${file}`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw unusable(file, `it cannot be read (${code})`);
  }
  const [first = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  if (first === '') throw unusable(file, 'its first line is empty');
  return first;
}

function unusable(file: string, reason: string, command?: string): AppError {
  return new AppError({
    code: 'VAULT_PASSPHRASE_FILE',
    kind: 'vault-locked',
    message: `The passphrase file ${file} is not used: ${reason}.`,
    fix:
      command === undefined
        ? `Correct ${PASSPHRASE_FILE_VARIABLE}, or write the passphrase to the first line of that file.`
        : `Run: ${command}`,
  });
}

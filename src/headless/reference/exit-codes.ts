import { EXIT } from '../output/exit-code';

/** What scripts may rely on; the help, the man page and the pages of the docs say the same. */
export const EXIT_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.done, 'done'],
  [EXIT.unexpected, 'unexpected fault: a bug; the message says where the log is'],
  [EXIT.usage, 'usage: unknown command or org, bad option or value, switched off by the policy'],
  [EXIT.credentials, 'credentials or permission: rejected, missing, vault locked'],
  [
    EXIT.paused,
    'paused by the quota guard, by --max-calls or by a signal; nothing is lost, run the same command again later',
  ],
  [EXIT.unreachable, 'the org could not be reached, or answered with a server error after retries'],
  [EXIT.data, 'the data directory is in use or the database is damaged; the message says what to do'],
];

export const VARIABLES: readonly (readonly [name: string, meaning: string])[] = [
  ['SEATWATCH_DATA_DIR', 'where settings, the vault and the database live, unless --data-dir says otherwise'],
  [
    'SEATWATCH_VAULT_PASSPHRASE',
    'passphrase of the vault, where no keychain protects it; nobody is asked for it then',
  ],
  [
    'SEATWATCH_VAULT_PASSPHRASE_FILE',
    'a file that only its owner may read and whose first line is that passphrase',
  ],
  [
    'CREDENTIALS_DIRECTORY',
    'set by systemd; a credential seatwatch-vault-passphrase in it is that passphrase',
  ],
];

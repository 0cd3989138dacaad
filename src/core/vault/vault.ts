import { randomBytes } from 'node:crypto';
import { AppError } from '../../shared/model/errors';
import type { VaultStatus } from '../../shared/model/settings';
import type { SecretStore } from '../ports';
import { decrypt, encrypt, entryAad, type RandomBytes } from './cipher';
import { vaultChanging, vaultDamaged, vaultReadOnly, weakPassphrase } from './errors';
import { createKeyring } from './keyring';
import {
  createPassphraseSealer,
  MIN_PASSPHRASE,
  PASSPHRASE_BACKEND,
  type ScryptCost,
} from './passphrase-sealer';
import type { KeySealer, PassphraseSource, SealerState } from './sealer';
import { createVaultFile, type VaultDocument, type VaultEntry } from './vault-file';

export interface Vault extends SecretStore {
  /** Asks nobody and never rejects: a damaged vault is "none", and `problem()` says why. */
  status(): Promise<VaultStatus>;
  /** Why secrets cannot be read right now without asking a person; null when they can. */
  problem(): Promise<AppError | null>;
  /** Names of what is kept for a service; needs no key. Rejects when the file cannot be read. */
  accounts(service: string): Promise<string[]>;
  /** Opens the vault, asking for the passphrase if it must; makes it when there is none yet. */
  unlock(): Promise<void>;
  /** The window's dialog. Makes the vault when there is none yet. */
  unlockWithPassphrase(passphrase: string): Promise<VaultStatus>;
  /** Forgets the data key (wiped from memory). */
  lock(): void;
}

export interface VaultDeps {
  /** Absolute path of the vault file. */
  file: string;
  /** The OS keychain; null where there is none to try. */
  keychain: KeySealer | null;
  passphrases: PassphraseSource;
  random?: RandomBytes;
  scryptCost?: ScryptCost;
  /** For processes that do not hold the data folder's lock: they read, and never write. */
  readOnly?: boolean;
}

/**
 * Credentials in one file: each encrypted by one random data key, the data key sealed by the OS keychain or by a
 * passphrase. Whatever sealed the vault first goes on sealing it; nothing is converted silently, and a file that
 * cannot be read is never overwritten.
 */
export function createVault(deps: VaultDeps): Vault {
  const random = deps.random ?? randomBytes;
  const readOnly = deps.readOnly ?? false;
  const file = createVaultFile(deps.file);
  const passphraseSealer = (passphrase: string): KeySealer =>
    createPassphraseSealer(passphrase, {
      random,
      ...(deps.scryptCost === undefined ? {} : { cost: deps.scryptCost }),
    });
  const keyring = createKeyring({
    file,
    keychain: deps.keychain,
    passphrases: deps.passphrases,
    passphraseSealer,
    random,
    readOnly,
  });

  // Read-change-write cycles of this process one after another; other processes are kept out by the data
  // folder's lock, and each cycle starts from what is on disk.
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = tail.then(work, work);
    tail = result.catch(() => undefined);
    return result;
  };

  const open = (key: Buffer, entry: VaultEntry): string => {
    let plain: Buffer;
    try {
      plain = decrypt(key, entry.data, entryAad(entry.service, entry.account));
    } catch (error) {
      throw vaultDamaged(file.path, 'a stored credential does not fit its name or its key', error);
    }
    try {
      return plain.toString('utf8');
    } finally {
      plain.fill(0);
    }
  };

  const without = (document: VaultDocument, service: string, account: string): VaultEntry[] =>
    document.entries.filter((entry) => entry.service !== service || entry.account !== account);

  const keychainState = (): Promise<SealerState> =>
    deps.keychain?.state() ?? Promise.resolve({ state: 'unprotected', backend: 'none' });

  const problem = async (): Promise<AppError | null> => {
    try {
      await keyring.openSilently();
      return null;
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  };

  const hasPassphrase = (): boolean => {
    try {
      return deps.passphrases.silent() !== null;
    } catch {
      // A passphrase file that cannot be used: `problem` and whatever needs the key say so.
      return false;
    }
  };

  const status = async (): Promise<VaultStatus> => {
    const document = await file.read().catch(() => 'unreadable' as const);
    if (document === 'unreadable')
      return { protection: 'none', backend: 'unreadable', locked: true, needsNewPassphrase: false };
    const keychain = await keychainState();
    if (document === null) {
      if (keychain.state === 'protected')
        return {
          protection: 'os-keychain',
          backend: keychain.backend,
          locked: false,
          needsNewPassphrase: false,
        };
      if (hasPassphrase())
        return {
          protection: 'passphrase',
          backend: PASSPHRASE_BACKEND,
          locked: false,
          needsNewPassphrase: false,
        };
      return { protection: 'none', backend: keychain.backend, locked: true, needsNewPassphrase: true };
    }
    return {
      protection: document.key.sealer === 'passphrase' ? 'passphrase' : 'os-keychain',
      backend: document.key.backend,
      locked: (await problem()) !== null,
      needsNewPassphrase: false,
    };
  };

  return {
    async getPassword(service, account) {
      const document = await file.read();
      const entry = document?.entries.find((one) => one.service === service && one.account === account);
      if (!document || !entry) return null;
      return open(await keyring.keyFor(document), entry);
    },

    setPassword: (service, account, password) =>
      inTurn(async () => {
        if (readOnly) throw vaultReadOnly();
        for (let attempt = 1; attempt <= 2; attempt += 1) {
          const key = await keyring.open();
          const document = await file.read();
          // Asking the keychain or a person takes time; meanwhile the file may have become another one.
          if (!document || !keyring.fits(document)) continue;
          const plain = Buffer.from(password, 'utf8');
          const data = encrypt(key, plain, entryAad(service, account), random);
          plain.fill(0);
          const entries = [...without(document, service, account), { service, account, data }];
          await file.replace({ ...document, entries });
          return;
        }
        throw vaultChanging(file.path);
      }),

    deletePassword: (service, account) =>
      inTurn(async () => {
        // Needs no key: an org can be removed from a vault nobody can open any more.
        const document = await file.read();
        if (!document) return false;
        const entries = without(document, service, account);
        if (entries.length === document.entries.length) return false;
        if (readOnly) throw vaultReadOnly();
        await file.replace({ ...document, entries });
        return true;
      }),

    async findCredentials(service) {
      const document = await file.read();
      const found = document?.entries.filter((entry) => entry.service === service) ?? [];
      if (!document || found.length === 0) return [];
      const key = await keyring.keyFor(document);
      return found.map((entry) => ({ account: entry.account, password: open(key, entry) }));
    },

    async accounts(service) {
      const entries = (await file.read())?.entries ?? [];
      return entries.filter((entry) => entry.service === service).map(({ account }) => account);
    },

    status,
    problem,

    async unlock() {
      await keyring.open();
    },

    async unlockWithPassphrase(passphrase) {
      const document = await file.read();
      if (document === null && passphrase.length < MIN_PASSPHRASE) throw weakPassphrase(MIN_PASSPHRASE);
      await keyring.openWith(passphrase);
      return status();
    },

    lock: () => keyring.forget(),
  };
}

import { KEY_BYTES, keyCheck, type RandomBytes } from './cipher';
import {
  backendChanged,
  keychainUnavailable,
  noProtectedKeychain,
  vaultKeyLost,
  vaultLocked,
  vaultReadOnly,
  weakPassphrase,
  wrongPassphrase,
} from './errors';
import { MIN_PASSPHRASE } from './passphrase-sealer';
import {
  type KeySealer,
  type PassphraseSource,
  type SealerState,
  type UnsealedKey,
  UnsealError,
} from './sealer';
import {
  type SealedKeyRecord,
  VAULT_FORMAT,
  VAULT_VERSION,
  type VaultDocument,
  type VaultFile,
} from './vault-file';

const ATTEMPTS = 3;

export interface KeyringDeps {
  file: VaultFile;
  keychain: KeySealer | null;
  passphrases: PassphraseSource;
  passphraseSealer: (passphrase: string) => KeySealer;
  random: RandomBytes;
  readOnly: boolean;
}

/** Holds the vault's data key while it is open, and knows every way to get at it. */
export interface Keyring {
  /** Opens the vault or makes a new one. Calls made meanwhile share the one unlock; failures are not kept. */
  open(): Promise<Buffer>;
  openWith(passphrase: string): Promise<Buffer>;
  /** Like `open` for an existing vault, but asks nobody. Resolves null when there is no vault and one could be made. */
  openSilently(): Promise<Buffer | null>;
  keyFor(document: VaultDocument): Promise<Buffer>;
  /** Whether the key in hand is this document's. */
  fits(document: VaultDocument): boolean;
  forget(): void;
}

const NO_KEYCHAIN: SealerState = { state: 'unprotected', backend: 'none' };

function noPassphraseFor(keychain: SealerState): Error {
  return keychain.state === 'unavailable'
    ? keychainUnavailable(keychain.backend)
    : noProtectedKeychain(keychain.backend);
}

function correct(record: SealedKeyRecord, unsealed: UnsealedKey): boolean {
  return unsealed.key.length === KEY_BYTES && keyCheck(unsealed.key) === record.check;
}

export function createKeyring(deps: KeyringDeps): Keyring {
  const { file, keychain, passphrases, passphraseSealer, random, readOnly } = deps;
  let held: { key: Buffer; check: string } | null = null;
  let inFlight: Promise<Buffer> | null = null;

  const forget = (): void => {
    held?.key.fill(0);
    held = null;
  };

  const hold = (key: Buffer, check: string): Buffer => {
    if (held?.check !== check) {
      // Not wiped here: a caller may still be using the old key for a document it read before.
      held = { key, check };
    }
    return held.key;
  };

  const unsealWithKeychain = async (document: VaultDocument): Promise<Buffer> => {
    const record = document.key;
    const now = (await keychain?.state()) ?? NO_KEYCHAIN;
    if (!keychain || now.state === 'unprotected')
      throw backendChanged(file.path, record.backend, now.backend);
    if (now.state === 'unavailable') throw keychainUnavailable(now.backend);
    let unsealed: UnsealedKey;
    try {
      unsealed = await keychain.unseal({ backend: record.backend, blob: record.blob });
      if (!correct(record, unsealed)) throw new UnsealError('rejected');
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      if (error.reason === 'temporary') throw keychainUnavailable(now.backend, error);
      if (now.backend !== record.backend) throw backendChanged(file.path, record.backend, now.backend);
      throw vaultKeyLost(file.path, record.backend, error);
    }
    // Another name for a keychain that still opens the vault (renamed by an Electron update) is recorded as well.
    if ((unsealed.reseal || now.backend !== record.backend) && !readOnly) await resealQuietly(unsealed.key);
    return hold(unsealed.key, record.check);
  };

  /** A keychain that wants its blob renewed gets it; when that fails the old blob still works. */
  const resealQuietly = async (key: Buffer): Promise<void> => {
    if (!keychain) return;
    try {
      const sealed = await keychain.seal(key);
      const current = await file.read();
      if (current?.key.sealer !== 'safe-storage' || current.key.check !== keyCheck(key)) return;
      await file.replace({ ...current, key: { ...current.key, backend: sealed.backend, blob: sealed.blob } });
    } catch {
      // Asked for again at the next unlock.
    }
  };

  const tryPassphrase = async (document: VaultDocument, passphrase: string): Promise<Buffer | null> => {
    try {
      const unsealed = await passphraseSealer(passphrase).unseal(document.key);
      return correct(document.key, unsealed) ? hold(unsealed.key, document.key.check) : null;
    } catch (error) {
      if (error instanceof UnsealError) return null;
      throw error;
    }
  };

  const unsealWithEnvironment = async (document: VaultDocument): Promise<Buffer | null> => {
    const given = passphrases.silent();
    if (given === null) return null;
    const key = await tryPassphrase(document, given);
    if (!key) throw wrongPassphrase(true);
    return key;
  };

  const unsealByAsking = async (document: VaultDocument): Promise<Buffer> => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const answer = await passphrases.ask('unlock', attempt);
      if (answer === null) throw attempt === 1 ? vaultLocked() : wrongPassphrase(false);
      const key = await tryPassphrase(document, answer);
      if (key) return key;
    }
    throw wrongPassphrase(false);
  };

  const unseal = async (document: VaultDocument): Promise<Buffer> => {
    if (held?.check === document.key.check) return held.key;
    if (document.key.sealer === 'safe-storage') return unsealWithKeychain(document);
    return (await unsealWithEnvironment(document)) ?? unsealByAsking(document);
  };

  const make = async (sealer: KeySealer): Promise<Buffer> => {
    if (readOnly) throw vaultReadOnly();
    const key = random(KEY_BYTES);
    const check = keyCheck(key);
    const sealed = await sealer.seal(key);
    const record: SealedKeyRecord =
      sealer.name === 'passphrase' && sealed.kdf
        ? { sealer: 'passphrase', backend: sealed.backend, blob: sealed.blob, check, kdf: sealed.kdf }
        : { sealer: 'safe-storage', backend: sealed.backend, blob: sealed.blob, check };
    const created = await file.create({
      format: VAULT_FORMAT,
      version: VAULT_VERSION,
      key: record,
      entries: [],
    });
    if (created) return hold(key, check);
    // Another process was quicker: its vault counts, ours never existed.
    key.fill(0);
    const theirs = await file.read();
    if (!theirs) throw vaultLocked();
    return unseal(theirs);
  };

  const makeNew = async (): Promise<Buffer> => {
    const now = (await keychain?.state()) ?? NO_KEYCHAIN;
    if (keychain && now.state === 'protected') return make(keychain);
    const passphrase = passphrases.silent() ?? (await passphrases.ask('create', 1));
    if (passphrase === null) throw noPassphraseFor(now);
    if (passphrase.length < MIN_PASSPHRASE) throw weakPassphrase(MIN_PASSPHRASE);
    return make(passphraseSealer(passphrase));
  };

  const shared = (work: () => Promise<Buffer>): Promise<Buffer> => {
    inFlight ??= work().finally(() => {
      inFlight = null;
    });
    return inFlight;
  };

  return {
    open: () =>
      shared(async () => {
        const document = await file.read();
        return document ? unseal(document) : makeNew();
      }),

    keyFor: (document) => {
      if (held?.check === document.key.check) return Promise.resolve(held.key);
      // The shared unlock may have been for a vault file that was replaced since.
      return shared(() => unseal(document)).then((key) =>
        keyCheck(key) === document.key.check ? key : unseal(document),
      );
    },

    async openWith(passphrase) {
      const document = await file.read();
      if (!document) {
        const now = await keychain?.state();
        // A protected keychain needs no passphrase; the window does not ask for one then.
        return make(keychain && now?.state === 'protected' ? keychain : passphraseSealer(passphrase));
      }
      if (document.key.sealer === 'safe-storage') return unsealWithKeychain(document);
      const key = await tryPassphrase(document, passphrase);
      if (!key) throw wrongPassphrase(false);
      return key;
    },

    async openSilently() {
      const document = await file.read();
      if (!document) {
        const now = await keychain?.state();
        if (now?.state === 'protected' || passphrases.silent() !== null) return null;
        throw noPassphraseFor(now ?? NO_KEYCHAIN);
      }
      if (held?.check === document.key.check) return held.key;
      if (document.key.sealer === 'safe-storage') return unsealWithKeychain(document);
      const key = await unsealWithEnvironment(document);
      if (!key) throw vaultLocked();
      return key;
    },

    fits: (document) => held?.check === document.key.check,
    forget,
  };
}

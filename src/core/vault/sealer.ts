/** Seals the vault's data key. Implementations: the OS keychain (`main/platform`), a passphrase. */
export interface KeySealer {
  /** Stored in the vault; decides who may open it again. */
  readonly name: 'safe-storage' | 'passphrase';
  state(): Promise<SealerState>;
  seal(key: Buffer): Promise<SealedKey>;
  /** Rejects with `UnsealError`. */
  unseal(sealed: SealedKey): Promise<UnsealedKey>;
}

export interface SealerState {
  /**
   * "protected": safe to use. "unprotected": works without protecting anything (Linux `basic_text`) or does
   * not exist. "unavailable": a real keychain that does not answer now (locked, prompt dismissed).
   */
  state: 'protected' | 'unprotected' | 'unavailable';
  /** Electron's name of the Linux backend, or "keychain", "dpapi". */
  backend: string;
}

export interface SealedKey {
  backend: string;
  /** Base64. */
  blob: string;
  kdf?: Kdf | undefined;
}

/** How a passphrase became a key; stored beside the sealed key so that the cost can rise later. */
export interface Kdf {
  name: 'scrypt';
  N: number;
  r: number;
  p: number;
  /** Base64. */
  salt: string;
}

export interface UnsealedKey {
  key: Buffer;
  /** The keychain asks for the key to be sealed again (its own key was rotated). */
  reseal: boolean;
}

/** "temporary": try later, nothing is lost. "rejected": this sealer cannot open it. */
export class UnsealError extends Error {
  constructor(
    readonly reason: 'temporary' | 'rejected',
    cause?: unknown,
  ) {
    super(`The key could not be unsealed (${reason})`, { cause });
    this.name = 'UnsealError';
  }
}

/** Where a passphrase may come from. Null: this source has none. */
export interface PassphraseSource {
  /** Without asking anybody (environment). Throws an `AppError` for a passphrase file that cannot be used. */
  silent(): string | null;
  /** Asks a person; null when there is nobody to ask. `attempt` counts from 1. */
  ask(purpose: 'unlock' | 'create', attempt: number): Promise<string | null>;
}

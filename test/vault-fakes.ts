import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createVault,
  type KeySealer,
  type PassphraseSource,
  type SealerState,
  UnsealError,
  type Vault,
} from '../src/core/vault';

/** The lowest cost the file format accepts: quick enough for tests. */
export const TEST_COST = { N: 2 ** 15, r: 8, p: 1 };

export interface FakeKeychain extends KeySealer {
  now: SealerState;
  /** What the keychain holds; another value than the one that sealed makes unsealing fail. */
  secret: number;
  temporary: boolean;
  wantsReseal: boolean;
  /** Answers with rubbish instead of failing, as AES-CBC without a MAC may. */
  rubbish: boolean;
  seals: number;
  unseals: number;
}

export function fakeKeychain(backend = 'gnome_libsecret'): FakeKeychain {
  return {
    name: 'safe-storage',
    now: { state: 'protected', backend },
    secret: 0x5a,
    temporary: false,
    wantsReseal: false,
    rubbish: false,
    seals: 0,
    unseals: 0,
    async state() {
      return this.now;
    },
    async seal(key) {
      this.seals += 1;
      const blob = Buffer.concat([
        Buffer.from([this.secret, this.seals]),
        key.map((byte) => byte ^ this.secret),
      ]);
      return { backend: this.now.backend, blob: blob.toString('base64') };
    },
    async unseal(sealed) {
      this.unseals += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (this.temporary) throw new UnsealError('temporary');
      const bytes = Buffer.from(sealed.blob, 'base64');
      if (bytes[0] !== this.secret && !this.rubbish) throw new UnsealError('rejected');
      return {
        key: Buffer.from(bytes.subarray(2).map((byte) => byte ^ this.secret)),
        reseal: this.wantsReseal,
      };
    },
  };
}

export interface FakePassphrases extends PassphraseSource {
  environment: string | null;
  answers: string[];
  asked: string[];
}

export function fakePassphrases(environment: string | null = null, ...answers: string[]): FakePassphrases {
  return {
    environment,
    answers,
    asked: [],
    silent() {
      return this.environment;
    },
    async ask(purpose, attempt) {
      this.asked.push(`${purpose} ${attempt}`);
      return this.answers.shift() ?? null;
    },
  };
}

export interface VaultBench {
  dir: string;
  file: string;
  keychain: FakeKeychain;
  passphrases: FakePassphrases;
  /** A vault as a freshly started process sees it. */
  open(changes?: { readOnly?: boolean; noKeychain?: boolean }): Vault;
  remove(): void;
}

export function vaultBench(): VaultBench {
  const dir = mkdtempSync(join(tmpdir(), 'seatwatch-vault-'));
  const bench: VaultBench = {
    dir,
    file: join(dir, 'vault.json'),
    keychain: fakeKeychain(),
    passphrases: fakePassphrases(),
    open: ({ readOnly = false, noKeychain = false } = {}) =>
      createVault({
        file: bench.file,
        keychain: noKeychain ? null : bench.keychain,
        passphrases: bench.passphrases,
        scryptCost: TEST_COST,
        readOnly,
      }),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
  return bench;
}

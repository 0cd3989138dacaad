import type { SafeStorage } from 'electron';
import { type KeySealer, type SealerState, UnsealError } from '../../core/vault';

/** The parts of Electron's safeStorage we use; the asynchronous ones exist from Electron 42 on. */
export type SafeStorageApi = Partial<
  Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>
> &
  Partial<
    Pick<
      SafeStorage,
      'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
    >
  >;

/** Chromium's mark of a ciphertext made with its fixed key on Linux: readable by anyone. */
const LINUX_FIXED_KEY_PREFIX = 'v10';
const UNPROTECTED_BACKENDS = new Set(['basic_text', 'unknown', '']);

/**
 * The OS keychain as a sealer for the vault's data key. Usable after `app.whenReady()` only.
 *
 * On Linux "encryption is available" proves nothing: Chromium falls back to a key that is the same everywhere.
 * So the backend must be a real one, and a probe must really have been encrypted by it.
 */
export function createSafeStorageSealer(api: SafeStorageApi, platform: NodeJS.Platform): KeySealer {
  const { encryptStringAsync, decryptStringAsync } = api;
  const asynchronous = typeof encryptStringAsync === 'function' && typeof decryptStringAsync === 'function';

  const available = async (): Promise<boolean> => {
    if (asynchronous && api.isAsyncEncryptionAvailable) return api.isAsyncEncryptionAvailable();
    return api.isEncryptionAvailable?.() ?? false;
  };

  const encrypt = async (text: string): Promise<Buffer> => {
    if (asynchronous && api.encryptStringAsync) return api.encryptStringAsync(text);
    if (!api.encryptString) throw new Error('This runtime has no safeStorage');
    return api.encryptString(text);
  };

  const decrypt = async (bytes: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> => {
    if (asynchronous && api.decryptStringAsync) return api.decryptStringAsync(bytes);
    if (!api.decryptString) throw new Error('This runtime has no safeStorage');
    return { result: api.decryptString(bytes), shouldReEncrypt: false };
  };

  const backendName = (): string => {
    if (platform === 'darwin') return 'keychain';
    if (platform === 'win32') return 'dpapi';
    return api.getSelectedStorageBackend?.() ?? 'unknown';
  };

  const usesFixedKey = (sealed: Buffer): boolean =>
    platform === 'linux' && sealed.subarray(0, 3).toString('latin1') === LINUX_FIXED_KEY_PREFIX;

  const probe = async (): Promise<SealerState> => {
    // Asked first: Chromium chooses the backend when encryption is first wanted.
    const answers = await available().catch(() => false);
    const backend = backendName();
    if (platform === 'linux' && UNPROTECTED_BACKENDS.has(backend)) return { state: 'unprotected', backend };
    if (!answers) return { state: 'unavailable', backend };
    try {
      // A real backend that did not answer leaves the fixed key in its place.
      return { state: usesFixedKey(await encrypt('probe')) ? 'unavailable' : 'protected', backend };
    } catch {
      return { state: 'unavailable', backend };
    }
  };

  let known: Promise<SealerState> | null = null;

  return {
    name: 'safe-storage',

    async state() {
      known ??= probe();
      const state = await known;
      // Only good news is kept: a locked keyring may be unlocked a minute later.
      if (state.state !== 'protected') known = null;
      return state;
    },

    async seal(key) {
      const sealed = await encrypt(key.toString('base64'));
      if (usesFixedKey(sealed)) throw new Error('The keychain fell back to its fixed key');
      return { backend: backendName(), blob: sealed.toString('base64') };
    },

    async unseal(sealed) {
      const bytes = Buffer.from(sealed.blob, 'base64');
      try {
        const { result, shouldReEncrypt } = await decrypt(bytes);
        return { key: Buffer.from(result, 'base64'), reseal: shouldReEncrypt };
      } catch (error) {
        throw new UnsealError(isTemporary(error) ? 'temporary' : 'rejected', error);
      }
    },
  };
}

/** Electron tells the two apart by words only. "Not available" is what the synchronous calls say. */
function isTemporary(error: unknown): boolean {
  return error instanceof Error && /temporarily unavailable|is not available/i.test(error.message);
}

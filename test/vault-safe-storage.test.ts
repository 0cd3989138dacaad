import { describe, expect, it } from 'vitest';
import { createSafeStorageSealer, type SafeStorageApi } from '../src/main/platform/safe-storage';

const KEY = Buffer.alloc(32, 7);

function syncApi(backend: string, prefix = 'v11', available = true): SafeStorageApi {
  return {
    isEncryptionAvailable: () => available,
    getSelectedStorageBackend: () => backend as 'gnome_libsecret',
    encryptString: (text) => Buffer.from(prefix + text),
    decryptString: (bytes) => {
      const text = bytes.toString();
      if (!text.startsWith(prefix)) throw new Error('Error while decrypting the ciphertext');
      return text.slice(prefix.length);
    },
  };
}

function asyncApi(backend: string, prefix = 'v11'): SafeStorageApi {
  const old = syncApi(backend, prefix);
  return {
    getSelectedStorageBackend: () => backend as 'gnome_libsecret',
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    encryptStringAsync: (text) => Promise.resolve(old.encryptString?.(text) ?? Buffer.alloc(0)),
    decryptStringAsync: async (bytes) => ({
      result: old.decryptString?.(bytes) ?? '',
      shouldReEncrypt: true,
    }),
  };
}

describe('the keychain adapter', () => {
  it.each([
    ['sync', syncApi('gnome_libsecret'), false],
    ['async', asyncApi('kwallet6'), true],
  ])('seals and unseals through the %s calls', async (_, api, reseal) => {
    const sealer = createSafeStorageSealer(api, 'linux');
    expect((await sealer.state()).state).toBe('protected');
    const sealed = await sealer.seal(KEY);
    expect(await sealer.unseal(sealed)).toEqual({ key: KEY, reseal });
  });

  it('opens with the async calls what the sync ones sealed', async () => {
    const sealed = await createSafeStorageSealer(syncApi('gnome_libsecret'), 'linux').seal(KEY);
    expect((await createSafeStorageSealer(asyncApi('gnome_libsecret'), 'linux').unseal(sealed)).key).toEqual(
      KEY,
    );
  });

  it.each(['basic_text', 'unknown', ''])('never trusts the Linux backend "%s"', async (backend) => {
    for (const api of [syncApi(backend), asyncApi(backend)])
      expect(await createSafeStorageSealer(api, 'linux').state()).toEqual({ state: 'unprotected', backend });
  });

  it('sees through a real backend name behind which the fixed key works', async () => {
    const sealer = createSafeStorageSealer(asyncApi('gnome_libsecret', 'v10'), 'linux');
    expect((await sealer.state()).state).toBe('unavailable');
    await expect(sealer.seal(KEY)).rejects.toThrow(/fixed key/);
  });

  it('takes v10 for what it is on macOS and Windows', async () => {
    expect(await createSafeStorageSealer(syncApi('', 'v10'), 'darwin').state()).toEqual({
      state: 'protected',
      backend: 'keychain',
    });
    expect((await createSafeStorageSealer(syncApi('', 'v10'), 'win32').seal(KEY)).backend).toBe('dpapi');
  });

  it('asks again after bad news and keeps good news', async () => {
    let available = false;
    let asked = 0;
    const api = { ...syncApi('gnome_libsecret'), isEncryptionAvailable: () => (asked++, available) };
    const sealer = createSafeStorageSealer(api, 'linux');
    expect((await sealer.state()).state).toBe('unavailable');
    available = true;
    expect((await sealer.state()).state).toBe('protected');
    await sealer.state();
    expect(asked).toBe(2);
  });

  it('tells "later" from "never"', async () => {
    const failing = (message: string) =>
      createSafeStorageSealer(
        { ...asyncApi('gnome_libsecret'), decryptStringAsync: () => Promise.reject(new Error(message)) },
        'linux',
      );
    const sealed = { backend: 'gnome_libsecret', blob: 'AAAA' };
    await expect(
      failing('safeStorage.decryptStringAsync is temporarily unavailable. Please try again.').unseal(sealed),
    ).rejects.toMatchObject({ reason: 'temporary' });
    await expect(failing('Error while decrypting the ciphertext').unseal(sealed)).rejects.toMatchObject({
      reason: 'rejected',
    });
  });

  it('does not exist without safeStorage', async () => {
    expect((await createSafeStorageSealer({}, 'win32').state()).state).toBe('unavailable');
    expect((await createSafeStorageSealer({}, 'linux').state()).state).toBe('unprotected');
  });
});

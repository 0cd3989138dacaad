import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../src/shared/model/errors';
import { fakeKeychain, vaultBench, type VaultBench } from './vault-fakes';
import { rounds } from './builders/rounds';

let bench: VaultBench;
beforeEach(() => {
  bench = vaultBench();
});
afterEach(() => bench.remove());

const SECRET = 'CANARY-9f2b-consumer-secret';

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, got ${String(error)}`);
  expect(error.message + error.fix).not.toContain(SECRET);
  expect(error.fix).not.toBe('');
  return error.code;
}

const unprotected = (): void => {
  bench.keychain.now = { state: 'unprotected', backend: 'basic_text' };
};

describe('a vault sealed by the keychain', () => {
  it('keeps credentials over a restart, and nothing readable in the file', async () => {
    const vault = bench.open();
    await vault.setPassword('org', 'a', SECRET);
    await vault.setPassword('org', 'b', 'other');
    await vault.setPassword('certificate', 'a', 'pem');
    await vault.setPassword('org', 'b', 'changed');

    const text = readFileSync(bench.file, 'utf8');
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(Buffer.from(SECRET).toString('base64'));
    expect(statSync(bench.file).mode & 0o777).toBe(0o600);
    expect(readdirSync(bench.dir)).toEqual(['vault.json']);

    const later = bench.open();
    expect(await later.getPassword('org', 'a')).toBe(SECRET);
    expect(await later.getPassword('org', 'zzz')).toBeNull();
    expect(await later.findCredentials('org')).toEqual([
      { account: 'a', password: SECRET },
      { account: 'b', password: 'changed' },
    ]);
    expect(await later.deletePassword('org', 'a')).toBe(true);
    expect(await later.deletePassword('org', 'a')).toBe(false);
    expect(await later.getPassword('org', 'a')).toBeNull();
    expect(await later.getPassword('certificate', 'a')).toBe('pem');
  });

  it('answers without a vault file and does not make one by reading', async () => {
    const vault = bench.open();
    expect(await vault.getPassword('org', 'a')).toBeNull();
    expect(await vault.findCredentials('org')).toEqual([]);
    expect(await vault.deletePassword('org', 'a')).toBe(false);
    expect(await vault.status()).toEqual({
      protection: 'os-keychain',
      backend: 'gnome_libsecret',
      locked: false,
      needsNewPassphrase: false,
    });
    expect(await vault.problem()).toBeNull();
    expect(existsSync(bench.file)).toBe(false);
  });

  it('shares one unlock between calls and does not keep a failure', async () => {
    const first = bench.open();
    await first.setPassword('org', 'a', SECRET);
    await first.setPassword('org', 'b', SECRET);

    const vault = bench.open();
    bench.keychain.temporary = true;
    expect(await codeOf(vault.getPassword('org', 'a'))).toBe('KEYCHAIN_UNAVAILABLE');
    bench.keychain.temporary = false;
    bench.keychain.unseals = 0;
    const got = await Promise.all(['a', 'b', 'a', 'b'].map((account) => vault.getPassword('org', account)));
    expect(got).toEqual([SECRET, SECRET, SECRET, SECRET]);
    expect(bench.keychain.unseals).toBe(1);
  });

  it('forgets the key on lock and opens again', async () => {
    const vault = bench.open();
    await vault.setPassword('org', 'a', SECRET);
    vault.lock();
    bench.keychain.unseals = 0;
    expect(await vault.getPassword('org', 'a')).toBe(SECRET);
    expect(bench.keychain.unseals).toBe(1);
  });

  it('tells temporarily unavailable, changed and lost keychains apart, and touches nothing', async () => {
    await bench.open().setPassword('org', 'a', SECRET);
    const before = readFileSync(bench.file);

    bench.keychain.now = { state: 'unavailable', backend: 'gnome_libsecret' };
    expect(await codeOf(bench.open().getPassword('org', 'a'))).toBe('KEYCHAIN_UNAVAILABLE');
    unprotected();
    expect(await codeOf(bench.open().getPassword('org', 'a'))).toBe('VAULT_BACKEND_CHANGED');
    expect(await codeOf(bench.open({ noKeychain: true }).setPassword('org', 'a', SECRET))).toBe(
      'VAULT_BACKEND_CHANGED',
    );
    bench.keychain.now = { state: 'protected', backend: 'kwallet6' };
    bench.keychain.secret = 1;
    expect(await codeOf(bench.open().setPassword('org', 'a', 'new'))).toBe('VAULT_BACKEND_CHANGED');
    bench.keychain.now = { state: 'protected', backend: 'gnome_libsecret' };
    expect(await codeOf(bench.open().getPassword('org', 'a'))).toBe('VAULT_KEY_LOST');
    bench.keychain.rubbish = true;
    expect(await codeOf(bench.open().unlock())).toBe('VAULT_KEY_LOST');
    expect(readFileSync(bench.file).equals(before)).toBe(true);
    expect((await bench.open().status()).locked).toBe(true);
  });

  it('is not converted because a passphrase is around', async () => {
    await bench.open().setPassword('org', 'a', SECRET);
    unprotected();
    bench.passphrases.environment = 'a good passphrase';
    expect(await codeOf(bench.open().getPassword('org', 'a'))).toBe('VAULT_BACKEND_CHANGED');
  });

  it('opens under a new backend name and records it', async () => {
    await bench.open().setPassword('org', 'a', SECRET);
    bench.keychain.now = { state: 'protected', backend: 'portal' };
    expect(await bench.open().getPassword('org', 'a')).toBe(SECRET);
    expect(readFileSync(bench.file, 'utf8')).toContain('"backend": "portal"');
  });

  it('seals the key again when the keychain asks for it, unless it may only read', async () => {
    await bench.open().setPassword('org', 'a', SECRET);
    bench.keychain.wantsReseal = true;
    const before = readFileSync(bench.file, 'utf8');
    expect(await bench.open({ readOnly: true }).getPassword('org', 'a')).toBe(SECRET);
    expect(readFileSync(bench.file, 'utf8')).toBe(before);
    expect(await bench.open().getPassword('org', 'a')).toBe(SECRET);
    expect(readFileSync(bench.file, 'utf8')).not.toBe(before);
    bench.keychain.wantsReseal = false;
    expect(await bench.open().getPassword('org', 'a')).toBe(SECRET);
  });

  it('goes on when sealing again fails', async () => {
    await bench.open().setPassword('org', 'a', SECRET);
    bench.keychain.wantsReseal = true;
    bench.keychain.seal = () => Promise.reject(new Error('no'));
    expect(await bench.open().getPassword('org', 'a')).toBe(SECRET);
  });
});

describe('a vault sealed by a passphrase', () => {
  beforeEach(unprotected);

  it('is made from the environment where no keychain protects', async () => {
    bench.passphrases.environment = 'a good passphrase';
    const vault = bench.open();
    expect(await vault.status()).toMatchObject({
      protection: 'passphrase',
      locked: false,
      needsNewPassphrase: false,
    });
    await vault.setPassword('org', 'a', SECRET);
    expect(bench.keychain.seals).toBe(0);
    expect(await bench.open().getPassword('org', 'a')).toBe(SECRET);
    expect(await bench.open().status()).toEqual({
      protection: 'passphrase',
      backend: 'scrypt-aes-256-gcm',
      locked: false,
      needsNewPassphrase: false,
    });
  });

  it('stays one even when a keychain turns up', async () => {
    bench.passphrases.environment = 'a good passphrase';
    await bench.open().setPassword('org', 'a', SECRET);
    bench.keychain.now = { state: 'protected', backend: 'gnome_libsecret' };
    await bench.open().setPassword('org', 'b', SECRET);
    expect(bench.keychain.seals).toBe(0);
    bench.passphrases.environment = null;
    expect(await codeOf(bench.open().getPassword('org', 'a'))).toBe('VAULT_LOCKED');
  });

  it('without a passphrase says that one is needed, and makes nothing', async () => {
    const vault = bench.open();
    expect(await codeOf(vault.setPassword('org', 'a', SECRET))).toBe('VAULT_LOCKED');
    expect(await vault.status()).toEqual({
      protection: 'none',
      backend: 'basic_text',
      locked: true,
      needsNewPassphrase: true,
    });
    expect((await vault.problem())?.code).toBe('VAULT_LOCKED');
    bench.keychain.now = { state: 'unavailable', backend: 'gnome_libsecret' };
    expect(await codeOf(vault.unlock())).toBe('KEYCHAIN_UNAVAILABLE');
    expect(existsSync(bench.file)).toBe(false);
  });

  it('asks a person up to three times', async () => {
    bench.passphrases.answers = ['a good passphrase'];
    await bench.open().setPassword('org', 'a', SECRET);
    expect(bench.passphrases.asked).toEqual(['create 1']);

    bench.passphrases.asked = [];
    bench.passphrases.answers = ['wrong one', 'a good passphrase'];
    expect(await bench.open().getPassword('org', 'a')).toBe(SECRET);
    expect(bench.passphrases.asked).toEqual(['unlock 1', 'unlock 2']);

    bench.passphrases.answers = ['x1', 'x2', 'x3', 'a good passphrase'];
    expect(await codeOf(bench.open().getPassword('org', 'a'))).toBe('WRONG_PASSPHRASE');
    bench.passphrases.answers = ['x1'];
    expect(await codeOf(bench.open().getPassword('org', 'a'))).toBe('WRONG_PASSPHRASE');
    bench.passphrases.answers = [];
    expect(await codeOf(bench.open().getPassword('org', 'a'))).toBe('VAULT_LOCKED');
  });

  it('rejects a wrong or weak one from the environment', async () => {
    bench.passphrases.environment = 'short';
    expect(await codeOf(bench.open().unlock())).toBe('WEAK_PASSPHRASE');
    expect(existsSync(bench.file)).toBe(false);
    bench.passphrases.environment = 'a good passphrase';
    await bench.open().setPassword('org', 'a', SECRET);
    bench.passphrases.environment = 'another passphrase';
    expect(await codeOf(bench.open().getPassword('org', 'a'))).toBe('WRONG_PASSPHRASE');
    expect(bench.passphrases.asked).toEqual([]);
    expect((await bench.open().problem())?.code).toBe('WRONG_PASSPHRASE');
  });

  it('opens by the dialog', async () => {
    const vault = bench.open();
    expect(await codeOf(vault.unlockWithPassphrase('short'))).toBe('WEAK_PASSPHRASE');
    expect(await vault.unlockWithPassphrase('a good passphrase')).toMatchObject({
      protection: 'passphrase',
      locked: false,
    });
    await vault.setPassword('org', 'a', SECRET);

    const later = bench.open();
    expect(await later.status()).toMatchObject({
      protection: 'passphrase',
      locked: true,
      needsNewPassphrase: false,
    });
    expect(await codeOf(later.unlockWithPassphrase('a wrong passphrase'))).toBe('WRONG_PASSPHRASE');
    expect(await later.unlockWithPassphrase('a good passphrase')).toMatchObject({ locked: false });
    expect(await later.getPassword('org', 'a')).toBe(SECRET);
  });

  it('takes the same passphrase in either Unicode form', async () => {
    bench.passphrases.environment = 'Gr\u00fc\u00dfe aus K\u00f6ln';
    await bench.open().setPassword('org', 'a', SECRET);
    bench.passphrases.environment = 'Gru\u0308\u00dfe aus Ko\u0308ln';
    expect(await bench.open().getPassword('org', 'a')).toBe(SECRET);
  });

  it('lets an org go without the passphrase', async () => {
    bench.passphrases.environment = 'a good passphrase';
    await bench.open().setPassword('org', 'a', SECRET);
    bench.passphrases.environment = null;
    expect(await bench.open().deletePassword('org', 'a')).toBe(true);
    expect(await bench.open().getPassword('org', 'a')).toBeNull();
  });
});

describe('several processes', () => {
  it('see and keep what the other wrote', async () => {
    const one = bench.open();
    const two = bench.open();
    await one.setPassword('org', 'a', '1');
    await two.setPassword('org', 'b', '2');
    await one.setPassword('org', 'c', '3');
    expect((await two.findCredentials('org')).map(({ account }) => account)).toEqual(['a', 'b', 'c']);
    await Promise.all(['d', 'e', 'f'].map((account) => one.setPassword('org', account, account)));
    expect(await two.findCredentials('org')).toHaveLength(6);
  });

  it('making the vault at once end up with one', async () => {
    const vaults = [bench.open(), bench.open(), bench.open()];
    await Promise.all(vaults.map((vault) => vault.unlock()));
    for (const [index, vault] of vaults.entries()) await vault.setPassword('org', String(index), SECRET);
    expect(await bench.open().findCredentials('org')).toHaveLength(3);
    expect(readdirSync(bench.dir)).toEqual(['vault.json']);
  });

  it('notice that the vault was replaced by another one', async () => {
    const vault = bench.open();
    await vault.setPassword('org', 'a', 'old');
    const other = vaultBench();
    try {
      other.keychain = bench.keychain;
      await other.open().setPassword('org', 'a', 'new');
      writeFileSync(bench.file, readFileSync(other.file));
      expect(await vault.getPassword('org', 'a')).toBe('new');
      await vault.setPassword('org', 'b', 'more');
      expect(await bench.open().findCredentials('org')).toHaveLength(2);
    } finally {
      other.remove();
    }
  });

  it('that may only read never write', async () => {
    const reader = bench.open({ readOnly: true });
    expect(await codeOf(reader.setPassword('org', 'a', SECRET))).toBe('VAULT_READ_ONLY');
    expect(existsSync(bench.file)).toBe(false);
    await bench.open().setPassword('org', 'a', SECRET);
    expect(await reader.getPassword('org', 'a')).toBe(SECRET);
    expect(await codeOf(reader.deletePassword('org', 'a'))).toBe('VAULT_READ_ONLY');
  });
});

describe('properties', () => {
  it('what goes in comes out, whatever the names and secrets are', async () => {
    const word = fc.string({ unit: 'binary', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(word, word, word), { maxLength: 6 }), async (entries) => {
        const fresh = vaultBench();
        try {
          const expected = new Map<string, [string, string, string]>();
          const vault = fresh.open();
          for (const entry of entries) {
            await vault.setPassword(...entry);
            expected.set(JSON.stringify(entry.slice(0, 2)), entry);
          }
          const later = fresh.open();
          for (const [service, account, secret] of expected.values())
            expect(await later.getPassword(service, account)).toBe(
              Buffer.from(secret, 'utf8').toString('utf8'),
            );
        } finally {
          fresh.remove();
        }
      }),
      { numRuns: rounds(40) },
    );
  });

  it('a single flipped bit anywhere is damage, told as such and left alone', async () => {
    bench.keychain = fakeKeychain();
    await bench.open().setPassword('org', 'a', SECRET);
    const intact = readFileSync(bench.file);
    await fc.assert(
      fc.asyncProperty(fc.nat(intact.length - 1), fc.nat(7), async (position, bit) => {
        const flipped = Buffer.from(intact);
        flipped[position] = (flipped[position] ?? 0) ^ (1 << bit);
        writeFileSync(bench.file, flipped);
        const vault = bench.open();
        expect(await codeOf(vault.getPassword('org', 'a'))).toBe('VAULT_DAMAGED');
        expect(await codeOf(vault.setPassword('org', 'b', 'x'))).toBe('VAULT_DAMAGED');
        expect(await codeOf(vault.deletePassword('org', 'a'))).toBe('VAULT_DAMAGED');
        expect(await vault.status()).toMatchObject({
          protection: 'none',
          locked: true,
          needsNewPassphrase: false,
        });
        expect(readFileSync(bench.file).equals(flipped)).toBe(true);
      }),
      { numRuns: rounds(150) },
    );
  });
});

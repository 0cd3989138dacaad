import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decrypt, encrypt, entryAad, keyCheck } from '../src/core/vault/cipher';
import { createPassphraseSource } from '../src/core/vault';
import { createVaultFile, formatVault, parseVault, type VaultDocument } from '../src/core/vault/vault-file';
import { createHash, randomBytes } from 'node:crypto';
import { vaultBench, type VaultBench } from './vault-fakes';

let bench: VaultBench;
beforeEach(() => {
  bench = vaultBench();
});
afterEach(() => bench.remove());

function rewritten(change: (body: Record<string, unknown>) => void): string {
  const { checksum: _, ...body } = JSON.parse(readFileSync(bench.file, 'utf8')) as Record<string, unknown>;
  change(body);
  const checksum = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  return JSON.stringify({ ...body, checksum });
}

const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => (error as { code: string }).code,
  );

describe('an attacker who can write the file and fix the checksum', () => {
  it('cannot move a credential to another place', async () => {
    const vault = bench.open();
    await vault.setPassword('org', 'production', 'strong');
    await vault.setPassword('org', 'sandbox', 'weak');
    writeFileSync(
      bench.file,
      rewritten((body) => {
        const entries = body['entries'] as { data: string }[];
        const [first, second] = entries;
        if (first && second) [first.data, second.data] = [second.data, first.data];
      }),
    );
    expect(await codeOf(bench.open().getPassword('org', 'production'))).toBe('VAULT_DAMAGED');
    expect(await codeOf(bench.open().findCredentials('org'))).toBe('VAULT_DAMAGED');
  });

  it('cannot lower the cost of the passphrase or make it absurd', async () => {
    bench.keychain.now = { state: 'unprotected', backend: 'basic_text' };
    bench.passphrases.environment = 'a good passphrase';
    await bench.open().setPassword('org', 'a', 'secret');
    for (const N of [2 ** 14, 2 ** 21, 40_000]) {
      const text = rewritten((body) => {
        (body['key'] as { kdf: { N: number } }).kdf.N = N;
      });
      writeFileSync(bench.file, text);
      expect(await codeOf(bench.open().getPassword('org', 'a'))).toBe('VAULT_DAMAGED');
    }
  });

  it('cannot slip in fields or another shape', async () => {
    await bench.open().setPassword('org', 'a', 'secret');
    const text = rewritten((body) => (body['more'] = true));
    expect(() => parseVault('v', text)).toThrow(/unknown shape/);
  });
});

describe('the file', () => {
  it('of a newer version is left to the newer program', async () => {
    await bench.open().setPassword('org', 'a', 'secret');
    writeFileSync(
      bench.file,
      rewritten((body) => (body['version'] = 2)),
    );
    expect(await codeOf(bench.open().getPassword('org', 'a'))).toBe('VAULT_NEWER');
  });

  it('that is something else is damage', () => {
    for (const text of ['', '{}', '[]', 'null', '{"format":"other","version":1,"checksum":""}', '\u0000'])
      expect(() => parseVault('v', text)).toThrow(/damaged/);
  });

  it('that cannot be read or written is explained', async () => {
    mkdirSync(bench.file);
    expect(await codeOf(bench.open().getPassword('org', 'a'))).toBe('VAULT_UNREADABLE');
    rmSync(bench.file, { recursive: true });
    rmSync(bench.dir, { recursive: true });
    expect(await codeOf(bench.open().setPassword('org', 'a', 'b'))).toBe('VAULT_NOT_WRITTEN');
    mkdirSync(bench.dir);
  });

  it('gets owner-only permissions back when it is written', async () => {
    const vault = bench.open();
    await vault.setPassword('org', 'a', '1');
    chmodSync(bench.file, 0o644);
    await vault.setPassword('org', 'b', '2');
    const { statSync } = await import('node:fs');
    expect(statSync(bench.file).mode & 0o777).toBe(0o600);
  });

  it('round trips and is made only once', async () => {
    const document: VaultDocument = {
      format: 'seatwatch-vault',
      version: 1,
      key: { sealer: 'safe-storage', backend: 'dpapi', blob: 'AAAA', check: 'AAAA' },
      entries: [],
    };
    expect(parseVault('v', formatVault(document))).toEqual(document);
    const file = createVaultFile(bench.file);
    expect(await file.create(document)).toBe(true);
    expect(await file.create({ ...document, entries: [{ service: 's', account: 'a', data: 'AAAA' }] })).toBe(
      false,
    );
    expect(await file.read()).toEqual(document);
  });
});

describe('the cipher', () => {
  it('needs key, place and every bit', () => {
    const key = randomBytes(32);
    const aad = entryAad('org', 'a');
    const sealed = encrypt(key, Buffer.from('text'), aad, randomBytes);
    expect(decrypt(key, sealed, aad).toString()).toBe('text');
    expect(() => decrypt(key, sealed, entryAad('or', 'ga'))).toThrow();
    expect(() => decrypt(randomBytes(32), sealed, aad)).toThrow();
    expect(() => decrypt(key, 'AAAA', aad)).toThrow();
    expect(encrypt(key, Buffer.from('text'), aad, randomBytes)).not.toBe(sealed);
    expect(keyCheck(key)).not.toBe(keyCheck(randomBytes(32)));
  });
});

describe('the passphrase source', () => {
  it('takes the variable, ignores an empty one, and asks nobody by default', async () => {
    expect(createPassphraseSource({ SEATWATCH_VAULT_PASSPHRASE: 'x' }).silent()).toBe('x');
    expect(createPassphraseSource({ SEATWATCH_VAULT_PASSPHRASE: '' }).silent()).toBeNull();
    expect(await createPassphraseSource({}).ask('unlock', 1)).toBeNull();
  });
});

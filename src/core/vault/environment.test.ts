import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPassphraseSource, createVault } from '.';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatwatch-passphrase-'));
  file = join(folder, 'seatwatch-vault-passphrase');
  writeFileSync(file, 'of the file\nsecond line\n', { mode: 0o600 });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const silent = (env: Record<string, string>): string | null => createPassphraseSource(env).silent();

it('the variable goes before a file, a file that is named before a credential', () => {
  const FILE = { SEATWATCH_VAULT_PASSPHRASE_FILE: file };
  expect(silent({})).toBeNull();
  expect(silent({ SEATWATCH_VAULT_PASSPHRASE: 'itself', ...FILE })).toBe('itself');
  expect(silent({ SEATWATCH_VAULT_PASSPHRASE: '', ...FILE })).toBe('of the file');
  expect(silent({ CREDENTIALS_DIRECTORY: folder })).toBe('of the file');
  const other = join(folder, 'other');
  writeFileSync(other, '\uFEFFother words \r\n', { mode: 0o400 });
  expect(silent({ CREDENTIALS_DIRECTORY: folder, SEATWATCH_VAULT_PASSPHRASE_FILE: other })).toBe(
    'other words ',
  );
  // The credentials of a unit that has nothing to do with the vault.
  rmSync(file);
  expect(silent({ CREDENTIALS_DIRECTORY: folder })).toBeNull();
});

it('a file that others may read, that is empty or missing is refused, and its content is told to nobody', () => {
  const read = () => silent({ SEATWATCH_VAULT_PASSPHRASE_FILE: file });
  const refusal = (): string => {
    try {
      read();
    } catch (error) {
      expect(error).toMatchObject({ code: 'VAULT_PASSPHRASE_FILE', kind: 'vault-locked' });
      return JSON.stringify([(error as Error).message, (error as { fix: string }).fix]);
    }
    return 'none';
  };
  chmodSync(file, 0o640);
  expect(refusal()).toContain(`chmod 600 ${file}`);
  expect(refusal()).not.toContain('of the file');
  chmodSync(file, 0o600);
  writeFileSync(file, '\nsecond line');
  expect(refusal()).toContain('its first line is empty');
  rmSync(file);
  expect(refusal()).toContain('ENOENT');
});

it('a vault is made and opened with it; one that cannot be read locks the vault and is said so', async () => {
  const vaultWith = (env: Record<string, string>) =>
    createVault({
      file: join(folder, 'vault.json'),
      keychain: null,
      passphrases: createPassphraseSource(env),
      scryptCost: { N: 2 ** 15, r: 8, p: 1 },
    });
  const broken = vaultWith({ SEATWATCH_VAULT_PASSPHRASE_FILE: join(folder, 'nowhere') });
  // Asking about a vault that is not there yet never rejects.
  expect(await broken.status()).toMatchObject({ protection: 'none', locked: true });
  const vault = vaultWith({ SEATWATCH_VAULT_PASSPHRASE_FILE: file });
  await vault.setPassword('seatwatch', 'acme', 'secret');
  const again = vaultWith({ CREDENTIALS_DIRECTORY: folder });
  expect(await again.getPassword('seatwatch', 'acme')).toBe('secret');
  expect(await broken.status()).toMatchObject({ protection: 'passphrase', locked: true });
  expect(await broken.problem()).toMatchObject({ code: 'VAULT_PASSPHRASE_FILE' });
  await expect(broken.getPassword('seatwatch', 'acme')).rejects.toMatchObject({
    code: 'VAULT_PASSPHRASE_FILE',
  });
});

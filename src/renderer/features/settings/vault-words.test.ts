import { describe, expect, it } from 'vitest';
import type { VaultStatus } from '../../../shared/model/settings';
import { describeVault } from './vault-words';

const vault: VaultStatus = {
  protection: 'os-keychain',
  backend: 'dpapi',
  locked: false,
  needsNewPassphrase: false,
};

describe('describeVault', () => {
  it('names what guards the key, and the limit of it', () => {
    expect(describeVault(vault).text).toContain('Windows data protection');
    expect(describeVault(vault).text).toContain('your own account');
    expect(describeVault({ ...vault, backend: 'new' }).text).toContain('the system’s keychain');
  });

  it('tells a passphrase that is missing, needed and entered apart', () => {
    const passphrase = { ...vault, protection: 'passphrase' as const };
    const titles = [
      { ...passphrase, locked: true, needsNewPassphrase: true },
      { ...passphrase, locked: true },
      passphrase,
    ].map((status) => describeVault(status).title);
    expect(new Set(titles).size).toBe(3);
  });

  it('never calls an unprotected vault protected', () => {
    expect(describeVault({ ...vault, protection: 'none' }).tone).toBe('warning');
  });
});

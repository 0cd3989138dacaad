import type { VaultStatus } from '../../../shared/model/settings';
import type { NoteTone } from '../../ui/note';

const BACKENDS: Record<string, string> = {
  keychain: 'the macOS Keychain',
  dpapi: 'Windows data protection',
  gnome_libsecret: 'the GNOME keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
};

export interface VaultWords {
  tone: NoteTone;
  title: string;
  text: string;
}

/** How secrets are protected here, in plain words. */
export function describeVault(vault: VaultStatus): VaultWords {
  if (vault.protection === 'os-keychain') {
    return {
      tone: 'success',
      title: 'Protected by the operating system',
      text: `Consumer secrets and private keys are encrypted with a key that ${BACKENDS[vault.backend] ?? 'the system’s keychain'} guards. Other users of this computer cannot read them; programs that run under your own account may be able to.`,
    };
  }
  if (vault.protection === 'passphrase') {
    const text =
      'This computer has no protected keychain, so consumer secrets and private keys are encrypted with a passphrase that only you know. It is asked for when one of them is needed.';
    if (vault.needsNewPassphrase) return { tone: 'info', title: 'No passphrase chosen yet', text };
    return {
      tone: 'success',
      title: vault.locked ? 'Protected by your passphrase, locked' : 'Protected by your passphrase',
      text,
    };
  }
  return {
    tone: 'warning',
    title: 'No protection available yet',
    text: 'This computer has no protected keychain that Seatwatch can use. Secrets and private keys are not stored without protection: you will be asked to choose a passphrase first.',
  };
}

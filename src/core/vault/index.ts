export {
  createPassphraseSource,
  CREDENTIAL_NAME,
  PASSPHRASE_FILE_VARIABLE,
  PASSPHRASE_VARIABLE,
} from './environment';
export { createPassphraseSealer, MIN_PASSPHRASE } from './passphrase-sealer';
export {
  type KeySealer,
  type PassphraseSource,
  type SealedKey,
  type SealerState,
  UnsealError,
} from './sealer';
export { createVault, type Vault, type VaultDeps } from './vault';

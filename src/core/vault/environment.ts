import type { PassphraseSource } from './sealer';

export const PASSPHRASE_VARIABLE = 'SEATWATCH_VAULT_PASSPHRASE';

/** The environment variable first; a person only through `ask` (left out where nobody can be asked). */
export function createPassphraseSource(
  environment: Readonly<Record<string, string | undefined>>,
  ask?: PassphraseSource['ask'],
): PassphraseSource {
  // Read once: main removes the variable afterwards so that child processes do not inherit it.
  const given = environment[PASSPHRASE_VARIABLE];
  return {
    silent: () => (given === undefined || given === '' ? null : given),
    ask: ask ?? (() => Promise.resolve(null)),
  };
}

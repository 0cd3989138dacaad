import { Button } from '@mantine/core';
import type { VaultStatus } from '../../../shared/model/settings';
import { useServices } from '../../api/services';
import { Note } from '../../ui/note';
import { Section } from '../../ui/section';
import { describeVault } from './vault-words';

/** Where the consumer secrets and private keys are and what guards them. */
export function VaultSection({ vault }: { vault: VaultStatus }) {
  const { vaultPrompt } = useServices();
  const { tone, title, text } = describeVault(vault);
  const locked = vault.locked || vault.needsNewPassphrase;
  return (
    <Section title="Secrets">
      <Note
        tone={tone}
        title={title}
        {...(locked
          ? {
              actions: (
                <Button size="compact-sm" variant="default" onClick={() => void vaultPrompt.getState().ask()}>
                  {vault.needsNewPassphrase ? 'Choose a passphrase…' : 'Unlock…'}
                </Button>
              ),
            }
          : {})}
      >
        {text}
      </Note>
    </Section>
  );
}

import { Button } from '@mantine/core';
import { useServices, useSettingsStore } from '../../api/services';
import { Note } from '../../ui/note';
import { Section } from '../../ui/section';
import { LoadingState } from '../../ui/states';
import { describeVault } from './vault-words';

/** Where the consumer secrets and private keys are and what guards them. */
export function VaultSection() {
  const { vaultPrompt } = useServices();
  const vault = useSettingsStore((s) => s.info?.vault);
  if (!vault) {
    return (
      <Section title="Secrets">
        <LoadingState shape="spinner" label="Looking at the vault" />
      </Section>
    );
  }
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

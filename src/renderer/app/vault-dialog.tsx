import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useEffect, useState, type SubmitEvent } from 'react';
import { useStore } from 'zustand';
import type { AppError } from '../../shared/model/errors';
import type { VaultStatus } from '../../shared/model/settings';
import { asAppError } from '../api/client';
import { useServices } from '../api/services';
import { Note } from '../ui/note';

const MIN_LENGTH = 8;

/** Asks for the vault's passphrase whenever a call meets a locked vault. */
export function VaultDialog() {
  const { api, settings, vaultPrompt } = useServices();
  const open = useStore(vaultPrompt, (s) => s.open);
  const answer = useStore(vaultPrompt, (s) => s.answer);
  const [vault, setVault] = useState<VaultStatus | null>(null);

  useEffect(() => {
    if (open)
      void api.app.info().then(
        (info) => setVault(info.vault),
        () => setVault(null),
      );
  }, [open, api]);

  const create = vault?.needsNewPassphrase ?? false;
  return (
    <Modal
      opened={open && vault !== null}
      onClose={() => answer(false)}
      title={create ? 'Choose a vault passphrase' : 'Unlock the vault'}
      closeOnClickOutside={false}
    >
      <PassphraseForm
        create={create}
        onCancel={() => answer(false)}
        onSubmit={async (passphrase) => {
          await api.app.unlockVault({ passphrase });
          void settings.getState().refreshInfo();
          answer(true);
        }}
      />
    </Modal>
  );
}

interface FormProps {
  create: boolean;
  onSubmit: (passphrase: string) => Promise<void>;
  onCancel: () => void;
}

function PassphraseForm({ create, onSubmit, onCancel }: FormProps) {
  const [passphrase, setPassphrase] = useState('');
  const [repeated, setRepeated] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const tooShort = passphrase.length < MIN_LENGTH;
  const differs = create && repeated !== '' && repeated !== passphrase;

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (tooShort || (create && repeated !== passphrase)) return;
    setBusy(true);
    setError(null);
    try {
      await onSubmit(passphrase);
    } catch (thrown) {
      setError(asAppError(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <Text size="sm">
          {create
            ? 'This computer has no protected keychain that Seatwatch can use. Consumer secrets and private keys are encrypted with a passphrase instead. You enter it once each time Seatwatch starts and needs one of them.'
            : 'Consumer secrets and private keys are encrypted with your passphrase. Enter it to go on.'}
        </Text>
        {error && (
          <Note tone="problem" live>
            {error.message} {error.fix}
          </Note>
        )}
        <PasswordInput
          label="Passphrase"
          description={
            create ? `At least ${MIN_LENGTH} characters. A few random words are easy to remember.` : undefined
          }
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
          required
          withAsterisk={false}
        />
        {create && (
          <>
            <PasswordInput
              label="Repeat the passphrase"
              value={repeated}
              onChange={(event) => setRepeated(event.currentTarget.value)}
              error={differs ? 'The two entries differ.' : undefined}
              autoComplete="off"
              required
              withAsterisk={false}
            />
            <Note tone="warning">
              A forgotten passphrase cannot be recovered. Collected data stays readable, but every consumer
              secret has to be entered again and every private key made anew.
            </Note>
          </>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={tooShort || (create && repeated !== passphrase)}>
            {create ? 'Create vault' : 'Unlock'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

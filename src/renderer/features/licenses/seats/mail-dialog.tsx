import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { formatCount } from '../../../ui/format';

interface MailDialogProps {
  opened: boolean;
  seats: number;
  onClose: () => void;
  onSave: (message: string) => Promise<void>;
}

const MAX_MESSAGE = 2_000;
const SUGGESTION =
  'The people below hold Salesforce licenses that look unused. Please reply and tell for each of them whether the license is still needed. Licenses nobody asks to keep will be taken back.';

/** The words that every manager's mail begins with. */
export function MailDialog({ opened, seats, onClose, onSave }: MailDialogProps) {
  const [message, setMessage] = useState(SUGGESTION);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    await onSave(message);
    setBusy(false);
    onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Mails per manager" size="lg" closeOnClickOutside={false}>
      <Stack gap="md">
        <Text size="sm">
          Writes a folder with a mail draft and a CSV file for each manager of the people with these{' '}
          {formatCount(seats, 'seat')}. Open a draft in your mail program, look it over and send it. People
          without a manager get a file of their own.
        </Text>
        <Textarea
          label="Message"
          description="Stands above the list in every mail."
          data-autofocus
          autosize
          minRows={4}
          maxRows={12}
          maxLength={MAX_MESSAGE}
          value={message}
          onChange={(event) => setMessage(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button loading={busy} onClick={() => void save()}>
            Choose folder…
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

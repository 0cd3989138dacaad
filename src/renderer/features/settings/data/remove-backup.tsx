import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { BackupFile } from '../../../../shared/model/backups';
import { formatBytes } from '../../../ui/format';
import { useZone } from '../../../ui/time';
import { backupName, REASON_WORDS } from './backup-words';

interface RemoveBackupProps {
  /** Null: closed. */
  backup: BackupFile | null;
  onClose: () => void;
  onConfirm: (backup: BackupFile) => void;
}

export function RemoveBackup({ backup, onClose, onConfirm }: RemoveBackupProps) {
  const zone = useZone();
  return (
    <Modal opened={backup !== null} onClose={onClose} title="Remove the backup?">
      {backup && (
        <Stack>
          <Text size="sm">
            The {backupName(backup, zone)} ({REASON_WORDS[backup.reason].toLowerCase()},{' '}
            {formatBytes(backup.sizeBytes)}) is deleted from this computer. What is collected now stays. This
            cannot be undone.
          </Text>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose} data-autofocus>
              Cancel
            </Button>
            <Button color="red.8" onClick={() => onConfirm(backup)}>
              Remove
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

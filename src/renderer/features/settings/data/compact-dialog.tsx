import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { StorageReport } from '../../../../shared/model/storage';
import { formatBytes } from '../../../ui/format';
import { Note } from '../../../ui/note';
import { roomProblem } from './storage-words';

interface CompactDialogProps {
  opened: boolean;
  report: StorageReport;
  onClose: () => void;
  onConfirm: () => void;
}

/** Says what compacting does before it is done. */
export function CompactDialog({ opened, report, onClose, onConfirm }: CompactDialogProps) {
  const problem = roomProblem(report);
  return (
    <Modal opened={opened} onClose={onClose} title="Compact the database?">
      <Stack gap="md">
        <Text size="sm">
          Seatwatch writes the database anew without its free parts. No data is lost. About{' '}
          {formatBytes(report.freeBytes)} of {formatBytes(report.sizeBytes)} are given back to the disk. No
          collection can run meanwhile.
        </Text>
        {problem && (
          <Note tone="warning" title="The disk may be too full">
            {problem}
          </Note>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={onConfirm} data-autofocus>
            Compact
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

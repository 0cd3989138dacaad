import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useStore } from 'zustand';
import type { BackupFile } from '../../../../shared/model/backups';
import { Note } from '../../../ui/note';
import { useZone } from '../../../ui/time';
import { BackupContentView } from '../backup-content';
import { TaskError } from '../task-error';
import { backupName } from './backup-words';
import type { RestoreStore } from './restore-store';
import classes from '../settings.module.css';

interface RestoreDialogProps {
  store: RestoreStore;
  /** Those of the folder: of them is known when they were made. */
  known: readonly BackupFile[];
}

/** What is in the backup and what restoring it means, before it is done. */
export function RestoreDialog({ store, known }: RestoreDialogProps) {
  const zone = useZone();
  const { step, content, error, restore, close } = useStore(store);
  const listed = known.find(({ file }) => file === content?.file);
  const busy = step === 'restoring' || step === 'restarting';
  return (
    <Modal
      opened={step !== 'closed'}
      onClose={close}
      title={
        busy
          ? 'Restoring the backup'
          : step === 'asking' && !content
            ? 'This cannot be restored'
            : `Restore ${listed ? `the ${backupName(listed, zone)}` : 'this backup'}?`
      }
      size="lg"
      withCloseButton={!busy}
      closeOnEscape={!busy}
      closeOnClickOutside={false}
    >
      <Stack gap="md">
        {step === 'inspecting' && <Waiting>Looking into the backup…</Waiting>}
        {step === 'restoring' && (
          <Waiting>Putting the backup in place. Seatwatch starts again by itself…</Waiting>
        )}
        {step === 'restarting' && <Waiting>Done. Seatwatch starts again…</Waiting>}
        {step === 'asking' && (
          <>
            {content && <BackupContentView content={content} />}
            {content && (
              <Note tone="warning" title="What is collected now is replaced">
                Before that, a backup of it is made, so you can come back to it: it will be on the list as
                “Before another backup was restored”. Then Seatwatch starts again. Connected orgs, prices,
                decisions and rules become those of the backup. No backup holds secrets: orgs whose secrets
                are not in this computer’s vault need them again.
              </Note>
            )}
            <div className={classes.dialogFoot}>
              <TaskError error={error} />
              <Group justify="flex-end" gap="sm">
                <Button variant="default" onClick={close} data-autofocus>
                  {content ? 'Cancel' : 'Close'}
                </Button>
                {content && <Button onClick={() => void restore()}>Restore and restart</Button>}
              </Group>
            </div>
          </>
        )}
      </Stack>
    </Modal>
  );
}

function Waiting({ children }: { children: string }) {
  return (
    <Group gap="sm" role="status" py="md" wrap="nowrap">
      <Loader size="sm" aria-hidden="true" />
      <Text size="sm">{children}</Text>
    </Group>
  );
}

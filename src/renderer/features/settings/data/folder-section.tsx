import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useLastingStore, useSettingsStore } from '../../../api/services';
import { Section } from '../../../ui/section';
import { TaskError } from '../task-error';
import { taskOf } from '../task-store';
import classes from '../settings.module.css';

export const createMoveStore = taskOf((api, _: void) => api.data.moveDataFolder());

/** Where everything is kept, and moving it to another disk. */
export function FolderSection() {
  const dataDir = useSettingsStore((s) => s.info?.dataDir);
  const { running, result, error, run, clear } = useStore(useLastingStore(createMoveStore));
  const [asking, setAsking] = useState(false);
  const busy = running !== null || result !== null;
  const close = () => {
    setAsking(false);
    clear();
  };
  return (
    <>
      <Section
        title="Data folder"
        description={<span className={classes.path}>{dataDir ?? ''}</span>}
        actions={
          <Button variant="default" onClick={() => setAsking(true)}>
            Move the data folder…
          </Button>
        }
      />
      <Modal
        opened={asking || busy}
        onClose={close}
        title="Move the data folder"
        withCloseButton={!busy}
        closeOnEscape={!busy}
        closeOnClickOutside={!busy}
      >
        <Stack gap="md">
          {busy ? (
            <Group gap="sm" role="status" py="md" wrap="nowrap">
              <Loader size="sm" aria-hidden="true" />
              <Text size="sm" className={classes.path}>
                {result
                  ? `Everything was copied to ${result.to}. Seatwatch starts again from there…`
                  : 'Choose a folder. Then everything is copied there and checked, and Seatwatch starts again…'}
              </Text>
            </Group>
          ) : (
            <>
              <Text size="sm">
                Choose an empty folder, for example on a larger disk. Database, backups, log and settings are
                copied there and compared with the originals; no collection can run meanwhile. Then Seatwatch
                starts again from the new folder. If anything goes wrong, everything stays as it is. Nothing
                is deleted: what was in the old folder is set aside there until you remove it.
              </Text>
              <Text size="sm">
                Folders that a cloud service synchronizes and network drives are not suited: they can damage a
                database that is in use.
              </Text>
              <TaskError error={error} />
              <Group justify="flex-end" gap="sm">
                <Button variant="default" onClick={close} data-autofocus>
                  Cancel
                </Button>
                <Button onClick={() => void run()}>Choose a folder…</Button>
              </Group>
            </>
          )}
        </Stack>
      </Modal>
    </>
  );
}

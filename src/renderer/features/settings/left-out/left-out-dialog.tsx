import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useStore } from 'zustand';
import { focusPage } from '../../../ui/focus-page';
import { Time } from '../../../ui/time';
import { TaskError } from '../task-error';
import type { LeftOutStore } from './left-out-store';
import { referenceOf } from './left-out-words';

/** Says what collecting somebody again means before it is so. */
export function LeftOutDialog({ store }: { store: LeftOutStore }) {
  const { asking, busy, error, confirm, close } = useStore(store);
  return (
    <Modal
      opened={asking !== null}
      onClose={close}
      onExitTransitionEnd={focusPage}
      title="Collect this person again?"
      withCloseButton={!busy}
      closeOnEscape={!busy}
      closeOnClickOutside={false}
      returnFocus
    >
      {asking && (
        <Stack>
          <Text size="sm">
            The person with the reference <Code>{referenceOf(asking)}</Code>, left out of collections of{' '}
            {asking.orgName} since <Time iso={asking.since} dateOnly />.
          </Text>
          <Text size="sm">
            The next collection stores the user record again, what they hold, and their logins from then on.
            Logins that were removed here are not read again.
          </Text>
          <TaskError error={error} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close} disabled={busy} data-autofocus>
              Cancel
            </Button>
            <Button loading={busy} onClick={() => void confirm()}>
              Collect again
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

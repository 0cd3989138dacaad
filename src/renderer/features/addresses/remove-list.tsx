import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { AddressList } from '../../../shared/model/addresses';
import type { AppError } from '../../../shared/model/errors';
import { asAppError } from '../../api/client';
import { useApi } from '../../api/services';
import { formatCount } from '../../ui/format';
import { Note } from '../../ui/note';
import { notify } from '../../ui/notify';

interface RemoveListProps {
  orgId: string;
  /** Null: closed. */
  list: AddressList | null;
  onClose: () => void;
  onRemoved: () => void;
}

export function RemoveList({ orgId, list, onClose, onRemoved }: RemoveListProps) {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const close = () => {
    setError(null);
    onClose();
  };
  const remove = async ({ id, name }: AddressList) => {
    setBusy(true);
    setError(null);
    try {
      await api.security.removeAddressList({ orgId, id });
      notify('success', `${name} was removed`, 'The checks were evaluated again without it.');
      onRemoved();
    } catch (cause) {
      setError(asAppError(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={list !== null} onClose={close} title={list ? `Remove list: ${list.name}` : ''}>
      {list && (
        <Stack>
          <Text size="sm">
            {formatCount(list.ranges.length, 'range')} will no longer be known
            {list.orgId === null ? ', in every org' : ''}. All checks are evaluated again without them, so
            findings may come back. Nothing changes in Salesforce.
          </Text>
          {error && (
            <Note tone="problem" title={error.message} live>
              {error.fix}
            </Note>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              Cancel
            </Button>
            <Button color="red.8" loading={busy} onClick={() => void remove(list)}>
              Remove
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

import { Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import { EmptyState, LoadingState } from '../../ui/states';
import { SideDrawer } from '../../ui/table-drawer';
import { CheckDetail } from './check-detail';
import type { ChecksStore } from './checks-store';

interface CheckDrawerProps {
  store: ChecksStore;
  orgId: string;
  /** Why nothing can be changed now; null: it can. */
  past: string | null;
}

/** One check: its definition, its settings, and what became of it. Typed settings are not lost unasked. */
export function CheckDrawer({ store, orgId, past }: CheckDrawerProps) {
  const openedId = useStore(store, (s) => s.openedId);
  const checks = useStore(store, (s) => s.checks.data);
  const [dirty, setDirty] = useState(false);
  const [asking, setAsking] = useState(false);
  const check = checks?.find(({ info }) => info.id === openedId);
  const close = () => {
    setAsking(false);
    setDirty(false);
    store.getState().close();
  };
  return (
    <>
      <SideDrawer
        opened={openedId !== null}
        onClose={() => (dirty ? setAsking(true) : close())}
        closeOnEscape={!asking}
        size={680}
        title={check?.info.title ?? 'Check'}
      >
        {check ? (
          <CheckDetail
            key={check.info.id}
            orgId={orgId}
            check={check}
            past={past}
            onDirty={setDirty}
            onSaved={store.getState().reload}
          />
        ) : checks && openedId !== null ? (
          <EmptyState title="There is no such check">This version of Seatwatch does not have it.</EmptyState>
        ) : (
          <LoadingState shape="table" label="Loading the check" />
        )}
      </SideDrawer>
      {asking && (
        // Not there before it is wanted: it would take the Escape that asked for it as its own.
        <Modal opened onClose={() => setAsking(false)} title="Leave without saving?">
          <Text size="sm">The settings you changed are not saved.</Text>
          <Group justify="flex-end" gap="sm" mt="md">
            <Button variant="default" onClick={close}>
              Discard
            </Button>
            <Button data-autofocus onClick={() => setAsking(false)}>
              Keep editing
            </Button>
          </Group>
        </Modal>
      )}
    </>
  );
}

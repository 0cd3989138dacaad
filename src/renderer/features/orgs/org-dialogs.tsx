import { Button, Group, Loader, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { OrgName, type OrgSummary } from '../../../shared/model/org';
import { ConnectivityReportView } from '../../ui/connectivity-report';
import { orgRoute } from '../../ui/routing/route';
import { navigate } from '../../ui/routing/router';
import { DialogError } from './dialog-error';
import type { OrgActionsState } from './org-actions';
import { RemoveForm } from './remove-form';
import { ReplaceCertificate } from './replace-certificate';

const TITLES = {
  rename: 'Rename org',
  remove: 'Remove org',
  test: 'Test Connectivity',
  certificate: 'Replace certificate',
} as const;
const SIZES = { rename: 'md', remove: 'md', test: 'xl', certificate: 'lg' } as const;

interface OrgDialogsProps {
  actions: StoreApi<OrgActionsState>;
  onRemoved?: () => void;
}

/** The dialogs behind the 3-dot menu; one at a time. */
export function OrgDialogs({ actions, onRemoved }: OrgDialogsProps) {
  const { dialog, busy, close } = useStore(actions);
  return (
    <Modal
      opened={dialog !== null}
      onClose={close}
      title={dialog ? `${TITLES[dialog.kind]}: ${dialog.org.name}` : ''}
      size={dialog ? SIZES[dialog.kind] : 'md'}
      // A replacement is several steps long: a click beside it must not end it.
      closeOnClickOutside={!busy && dialog?.kind !== 'certificate'}
    >
      {dialog?.kind === 'rename' && <RenameForm org={dialog.org} actions={actions} />}
      {dialog?.kind === 'remove' && <RemoveForm org={dialog.org} actions={actions} onRemoved={onRemoved} />}
      {dialog?.kind === 'certificate' && dialog.org.certificates && (
        <ReplaceCertificate org={dialog.org} certificates={dialog.org.certificates} actions={actions} />
      )}
      {dialog?.kind === 'test' && <TestResult org={dialog.org} actions={actions} />}
    </Modal>
  );
}

function RenameForm({ org, actions }: { org: OrgSummary; actions: StoreApi<OrgActionsState> }) {
  const { busy, rename, close } = useStore(actions);
  const [name, setName] = useState(org.name);
  const checked = OrgName.safeParse(name);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (checked.success) void rename(checked.data);
      }}
    >
      <Stack>
        <TextInput
          label="Display name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={checked.success ? undefined : checked.error.issues[0]?.message}
          data-autofocus
        />
        <DialogError actions={actions} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={!checked.success}>
            Rename
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Tests as soon as it opens. */
function TestResult({ org, actions }: { org: OrgSummary; actions: StoreApi<OrgActionsState> }) {
  const { busy, report, test, close } = useStore(actions);
  useEffect(() => void test(), [test]);
  return (
    <Stack>
      {busy && (
        <Group gap="sm" role="status" py="lg">
          <Loader size="sm" aria-hidden="true" />
          <Text size="sm">Asking Salesforce…</Text>
        </Group>
      )}
      <DialogError actions={actions} />
      {report && (
        <ConnectivityReportView
          report={report}
          fresh
          onSubStep={(step) => {
            close();
            navigate(orgRoute(org.id, 'setup', { step }));
          }}
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={() => void test()} disabled={busy}>
          Test again
        </Button>
        <Button onClick={close}>Done</Button>
      </Group>
    </Stack>
  );
}

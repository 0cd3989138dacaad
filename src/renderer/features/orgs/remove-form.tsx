import { Button, Group, List, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { OrgSummary } from '../../../shared/model/org';
import { notify } from '../../ui/notify';
import { DialogError } from './dialog-error';
import type { OrgActionsState } from './org-actions';

interface RemoveFormProps {
  org: OrgSummary;
  actions: StoreApi<OrgActionsState>;
  onRemoved: (() => void) | undefined;
}

/** Says what removing means in either case; deleting data wants the org's name typed. */
export function RemoveForm({ org, actions, onRemoved }: RemoveFormProps) {
  const { busy, remove, close } = useStore(actions);
  const [choice, setChoice] = useState<'keep' | 'delete'>('keep');
  const [typed, setTyped] = useState('');
  const deleting = choice === 'delete';
  const confirmed = !deleting || typed.trim() === org.name;

  const submit = async () => {
    if (!(await remove(deleting))) return;
    notify('success', `${org.name} was removed`, deleting ? 'Its data was deleted.' : 'Its data was kept.');
    onRemoved?.();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (confirmed) void submit();
      }}
    >
      <Stack>
        <Radio.Group
          label="What about the collected data?"
          value={choice}
          onChange={(value) => setChoice(value === 'delete' ? 'delete' : 'keep')}
        >
          <Stack gap="sm" mt="xs">
            <Radio
              value="keep"
              label="Keep the data"
              description="It stays in the database on this computer. Connecting the same org again continues from it."
            />
            <Radio
              value="delete"
              label="Delete the data"
              description="Users, licenses, logins, limits and the list of collections are deleted from this computer."
            />
          </Stack>
        </Radio.Group>
        <List size="sm" spacing={4}>
          <List.Item>
            {org.auth === 'jwt-bearer'
              ? 'The private key is deleted from the vault and cannot be recovered.'
              : 'The consumer secret is deleted from the vault.'}
          </List.Item>
          <List.Item>
            Nothing changes in Salesforce. The External Client App and the API-only user stay there.
          </List.Item>
          {deleting && (
            <List.Item>
              This cannot be undone. Salesforce keeps six months of logins; older ones cannot be collected
              again.
            </List.Item>
          )}
        </List>
        {deleting && (
          <TextInput
            label={`Type “${org.name}” to confirm`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <DialogError actions={actions} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button type="submit" color="red.8" loading={busy} disabled={!confirmed}>
            {deleting ? 'Remove and delete data' : 'Remove'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

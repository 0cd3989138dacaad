import { Button } from '@mantine/core';
import { useCollectStore, useServices } from '../api/services';
import { asAppError } from '../api/client';
import { CollectIcon } from './icons';
import { notifyError } from './notify';
import { EmptyState } from './states';

/** Before the first collection: what to do, and the button that does it. */
export function NoDataYet({ orgId, what }: { orgId: string; what: string }) {
  const { collect } = useServices();
  const busy = useCollectStore((s) => s.starting.includes(orgId) || s.progress[orgId] !== undefined);
  const start = () => {
    collect
      .getState()
      .start(orgId)
      .catch((error: unknown) => notifyError('The collection did not start', asAppError(error)));
  };
  return (
    <EmptyState
      icon={<CollectIcon size={24} />}
      title={busy ? 'The first collection is running' : 'No data collected yet'}
      actions={
        busy ? undefined : (
          <Button leftSection={<CollectIcon size={16} />} onClick={start}>
            Collect Now
          </Button>
        )
      }
    >
      {busy
        ? `${what} will appear here as soon as it is done.`
        : 'Seatwatch reads users, licenses and sign-ins from Salesforce. After that, everything here works offline too.'}
    </EmptyState>
  );
}

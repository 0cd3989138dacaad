import { Modal, Text } from '@mantine/core';
import { useApi } from '../../../api/services';
import { formatCount } from '../../../ui/format';
import { notify } from '../../../ui/notify';
import { LeaveForm } from './leave-form';

/** People to be put on leave. */
export interface LeavingPeople {
  userIds: () => Promise<string[]>;
  /** Their name, or how many seats it is about. */
  who: string;
}

interface PutOnLeaveDialogProps {
  orgId: string;
  people: LeavingPeople | null;
  onClose: () => void;
  onDone: () => void;
}

/** Leaves people out of the idle seats for some time. */
export function PutOnLeaveDialog({ orgId, people, onClose, onDone }: PutOnLeaveDialogProps) {
  const api = useApi();
  return (
    <Modal
      opened={people !== null}
      onClose={onClose}
      title={people ? `Put on leave: ${people.who}` : ''}
      closeOnClickOutside={false}
    >
      {people && (
        <LeaveForm
          submitLabel="Put on leave"
          onCancel={onClose}
          onSubmit={async ({ reason, until }) => {
            const userIds = await people.userIds();
            await api.licenses.setLeave({ orgId, userIds, reason, until });
            notify('success', `${formatCount(userIds.length, 'person', 'people')} put on leave`);
            onDone();
            onClose();
          }}
        >
          <Text size="sm">
            The seats of people on leave are not idle, whatever the logins say, as long as the org’s
            definition of idle leaves them out.
          </Text>
        </LeaveForm>
      )}
    </Modal>
  );
}

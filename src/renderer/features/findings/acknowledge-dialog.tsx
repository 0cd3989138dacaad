import { Modal, Text } from '@mantine/core';
import type { FindingSelection } from '../../../shared/model/findings';
import { useApi } from '../../api/services';
import { formatCount } from '../../ui/format';
import { notify } from '../../ui/notify';
import { ReasonForm } from './reason-form';

/** What is about to be acknowledged or reopened. */
export interface Deciding {
  what: 'acknowledge' | 'reopen';
  selection: FindingSelection;
  count: number;
  /** The finding's sentence, of a single one. */
  of?: string;
}

interface AcknowledgeDialogProps {
  orgId: string;
  deciding: Deciding | null;
  onClose: () => void;
  /** It was done. */
  onDone: () => void;
}

const TITLES = { acknowledge: 'Acknowledge', reopen: 'Reopen' } as const;

/** Acknowledges findings, with a reason and an end, or takes that back. */
export function AcknowledgeDialog({ orgId, deciding, onClose, onDone }: AcknowledgeDialogProps) {
  return (
    <Modal
      opened={deciding !== null}
      onClose={onClose}
      title={deciding ? `${TITLES[deciding.what]} ${formatCount(deciding.count, 'finding')}` : ''}
      closeOnClickOutside={false}
    >
      {deciding && <Form orgId={orgId} deciding={deciding} onClose={onClose} onDone={onDone} />}
    </Modal>
  );
}

function Form({ orgId, deciding, onClose, onDone }: AcknowledgeDialogProps & { deciding: Deciding }) {
  const api = useApi();
  const { what, selection, of } = deciding;
  if (what === 'reopen') {
    return (
      <ReasonForm
        reason={{ label: 'Note', required: false }}
        submitLabel="Reopen"
        onClose={onClose}
        onSubmit={async ({ reason }) => {
          const { findings } = await api.security.reopen({ orgId, selection, note: reason });
          if (findings === 0) notify('info', 'Nothing was reopened', 'None of them was acknowledged.');
          else notify('success', `${formatCount(findings, 'finding')} reopened`);
          onDone();
        }}
      >
        <Text size="sm">{of ?? 'Acknowledged findings among them become open again.'}</Text>
      </ReasonForm>
    );
  }
  return (
    <ReasonForm
      reason={{ label: 'Reason', placeholder: 'Known, and agreed with the manager', required: true }}
      until={{ label: 'Acknowledge for', then: 'Whatever is still true then becomes open again.' }}
      submitLabel="Acknowledge"
      onClose={onClose}
      onSubmit={async ({ reason, until }) => {
        const { findings } = await api.security.acknowledge({ orgId, selection, reason, until });
        if (findings === 0) notify('info', 'Nothing was acknowledged', 'None of them is open any more.');
        else notify('success', `${formatCount(findings, 'finding')} acknowledged`);
        onDone();
      }}
    >
      <Text size="sm">
        {of ?? 'You have seen them and they need no further action now.'} They no longer count for the posture
        score. Nothing changes in Salesforce.
      </Text>
    </ReasonForm>
  );
}

import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import type { SeatRef, SeatsQuery } from '../../../../shared/model/licenses';
import type { CurrencyAmount } from '../../../../shared/model/prices';
import type { Decision } from '../../../../shared/model/reclaim';
import type { AppError } from '../../../../shared/model/errors';
import { asAppError } from '../../../api/client';
import { useApi, useSettingsStore } from '../../../api/services';
import { formatCount } from '../../../ui/format';
import { Note } from '../../../ui/note';
import { notify } from '../../../ui/notify';
import { DECISION_WORDS, seatsWorth } from './seat-words';

/** What is about to be decided. */
export interface Deciding {
  decision: Decision;
  selection: { seats: SeatRef[] } | { query: SeatsQuery };
  seats: number;
  /** Per year; null: not known. */
  annual: readonly CurrencyAmount[] | null;
  /** What is written already, of one seat. */
  note?: string;
  /** Whose seat it is, of one. */
  of?: string;
}

interface DecideDialogProps {
  orgId: string;
  deciding: Deciding | null;
  onClose: () => void;
  onDone: () => void;
}

const MAX_NOTE = 500;

/** Asks for a note, and says what is signed with which name. */
export function DecideDialog({ orgId, deciding, onClose, onDone }: DecideDialogProps) {
  return (
    <Modal
      opened={deciding !== null}
      onClose={onClose}
      title={deciding ? titleOf(deciding) : ''}
      closeOnClickOutside={false}
    >
      {deciding && <DecideForm orgId={orgId} deciding={deciding} onClose={onClose} onDone={onDone} />}
    </Modal>
  );
}

function titleOf({ decision, seats, of }: Deciding): string {
  return `${DECISION_WORDS[decision].verb}: ${of ?? formatCount(seats, 'seat')}`;
}

function DecideForm({
  orgId,
  deciding,
  onClose,
  onDone,
}: Omit<DecideDialogProps, 'deciding'> & { deciding: Deciding }) {
  const api = useApi();
  const signedBy = useSettingsStore((s) => s.settings.deciderName);
  const [note, setNote] = useState(deciding.note ?? '');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const { decision, selection } = deciding;
  const words = DECISION_WORDS[decision];

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const { seats } = await api.licenses.decide({ orgId, selection, decision, note });
      if (seats === 0) notify('info', 'Nothing was decided', 'Nobody holds these seats any more.');
      else notify('success', `${formatCount(seats, 'seat')} ${words.done}`, 'See the Decisions tab.');
      onDone();
      onClose();
    } catch (thrown) {
      setError(asAppError(thrown));
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <Text size="sm">
          <strong>{seatsWorth(deciding.seats, deciding.annual)}</strong>. {words.does} Seatwatch only writes
          the decision down; it changes nothing in Salesforce.
        </Text>
        {error && (
          <Note tone="problem" live>
            {error.message} {error.fix}
          </Note>
        )}
        <Textarea
          label="Note"
          description="For whoever reads this later. It is part of the exports."
          data-autofocus
          autosize
          minRows={2}
          maxRows={6}
          maxLength={MAX_NOTE}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          {signedBy ? (
            <>
              Signed as <strong>{signedBy}</strong>.
            </>
          ) : (
            'Signed with the name of your account on this computer.'
          )}{' '}
          The name can be changed in Settings.
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            {words.verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

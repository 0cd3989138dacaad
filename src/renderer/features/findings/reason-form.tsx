import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import type { AppError } from '../../../shared/model/errors';
import { asAppError } from '../../api/client';
import { useSettingsStore } from '../../api/services';
import { Note } from '../../ui/note';
import { useZone } from '../../ui/time';
import { USUAL_UNTIL, untilMoment, untilProblem } from './until';
import { UntilField } from './until-field';

/** As the contract has it (`Note` of the reclaim model). */
const MAX_REASON = 500;

interface ReasonFormProps {
  /** What is about to be done, and to what. */
  children: ReactNode;
  /** "Reason"; a note that may be left out is "Note". */
  reason: { label: string; placeholder?: string; required: boolean };
  /** Left out when it does not end. */
  until?: { label: string; then: string };
  submitLabel: string;
  /** Rejects when it failed; the form stays then. `until`: ISO 8601 UTC, null: for good. */
  onSubmit: (given: { reason: string; until: string | null }) => Promise<void>;
  onClose: () => void;
}

/** A reason, until when, and whose name stands under it. */
export function ReasonForm({ children, reason, until, submitLabel, onSubmit, onClose }: ReasonFormProps) {
  const zone = useZone();
  const signedBy = useSettingsStore((s) => s.settings.deciderName);
  const [text, setText] = useState('');
  const [ends, setEnds] = useState(USUAL_UNTIL);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const noReason = reason.required && text.trim() === '' ? 'Say why, for whoever reads this later.' : null;

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    const now = new Date();
    if (noReason !== null || (until && untilProblem(ends, zone, now) !== null)) return;
    setBusy(true);
    setError(null);
    try {
      await onSubmit({ reason: text.trim(), until: until ? untilMoment(ends, zone, now) : null });
      onClose();
    } catch (thrown) {
      setError(asAppError(thrown));
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {children}
        {error && (
          <Note tone="problem" live>
            {error.message} {error.fix}
          </Note>
        )}
        <Textarea
          label={reason.label}
          placeholder={reason.placeholder ?? ''}
          data-autofocus
          autosize
          minRows={2}
          maxRows={6}
          maxLength={MAX_REASON}
          required={reason.required}
          value={text}
          error={tried ? noReason : null}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {until && <UntilField {...until} value={ends} onChange={setEnds} tried={tried} />}
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
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

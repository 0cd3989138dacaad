import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import type { AppError } from '../../../../shared/model/errors';
import { asAppError } from '../../../api/client';
import { Note } from '../../../ui/note';
import { useZone } from '../../../ui/time';
import { dateProblem, dayOf, endOfDay } from '../../../ui/calendar-days';
import classes from './leave.module.css';

const MAX_REASON = 500;

export interface NewLeave {
  reason: string;
  /** ISO 8601; null: until it is ended by hand. */
  until: string | null;
}

interface LeaveFormProps {
  /** Who it is about. */
  children?: ReactNode;
  submitLabel: string;
  onSubmit: (leave: NewLeave) => Promise<void>;
  onCancel: () => void;
}

/** Reason and end of a leave. */
export function LeaveForm({ children, submitLabel, onSubmit, onCancel }: LeaveFormProps) {
  const zone = useZone();
  const [reason, setReason] = useState('');
  const [ends, setEnds] = useState<'date' | 'open'>('date');
  const [date, setDate] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const noReason = reason.trim() === '' ? 'Say why, for whoever reads this later.' : null;
  const noDate = ends === 'date' ? dateProblem(date, zone, new Date()) : null;

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (noReason !== null || noDate !== null) return;
    setBusy(true);
    setError(null);
    try {
      await onSubmit({ reason: reason.trim(), until: ends === 'date' ? endOfDay(date, zone) : null });
    } catch (thrown) {
      setError(asAppError(thrown));
    } finally {
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
        <TextInput
          label="Reason"
          placeholder="Parental leave"
          data-autofocus
          maxLength={MAX_REASON}
          value={reason}
          error={tried ? noReason : null}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Radio.Group
          label="Until"
          value={ends}
          onChange={(value) => setEnds(value === 'open' ? 'open' : 'date')}
        >
          <Stack gap={8} mt={6}>
            <div className={classes.until}>
              <Radio value="date" label="The end of" />
              <TextInput
                type="date"
                aria-label="Last day"
                w={170}
                min={dayOf(new Date(), zone)}
                disabled={ends !== 'date'}
                value={date}
                error={tried ? noDate : null}
                onChange={(event) => setDate(event.currentTarget.value)}
              />
            </div>
            <Radio value="open" label="I end it" />
          </Stack>
        </Radio.Group>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel} disabled={busy}>
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

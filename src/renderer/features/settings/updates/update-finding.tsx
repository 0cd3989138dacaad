import { Button, Code, Text } from '@mantine/core';
import { useStore } from 'zustand';
import type { UpdateStatus } from '../../../../shared/model/updates';
import { DownloadIcon } from '../../../ui/icons';
import { Note } from '../../../ui/note';
import { ReasonButton } from '../../../ui/reason-button';
import { RelativeTime, Time } from '../../../ui/time';
import { TaskError } from '../task-error';
import { fileWords, findingOf, mayBeTampered } from './update-words';
import type { UpdatesStore } from './updates-store';
import classes from '../settings.module.css';

interface UpdateFindingProps {
  store: UpdatesStore;
  status: UpdateStatus;
  /** Why nothing may be fetched; null: it may. */
  reason: string | null;
}

/** What is known about newer versions, in words. */
export function UpdateFindingView({ store, status, reason }: UpdateFindingProps) {
  const { busy, downloaded, error, look } = useStore(store);
  const finding = findingOf(status);
  return (
    <>
      {finding === 'no-source' && reason === null && (
        <Text size="sm" c="dimmed">
          This is Seatwatch {status.current}. No update source is set, so there is nowhere to look.
        </Text>
      )}
      {finding === 'never' && (
        <Text size="sm" c="dimmed">
          This is Seatwatch {status.current}.
          {reason === null && ' It has not looked for a newer version yet.'}
        </Text>
      )}
      {finding === 'current' && (
        <Note tone="success" title="Seatwatch is up to date" live>
          Version {status.current} is the newest. Looked <RelativeTime iso={status.checkedAt} />.
        </Note>
      )}
      {status.problem && (
        <Note
          tone={mayBeTampered(status.problem) ? 'problem' : 'warning'}
          title={status.problem.message}
          live
          actions={
            reason === null && (
              <Button
                size="compact-sm"
                variant="default"
                loading={busy === 'look'}
                onClick={() => void look()}
              >
                Try again
              </Button>
            )
          }
        >
          {status.problem.fix} <Code>{status.problem.code}</Code>
        </Note>
      )}
      {status.available && (
        <Available store={store} current={status.current} available={status.available} reason={reason} />
      )}
      <TaskError error={error} />
      {downloaded !== null && (
        <Note tone="success" title="Downloaded, and its signature is right" live>
          <span className={classes.path}>{downloaded}</span>. Its folder was opened. Quit Seatwatch before you
          install it; your data stays.
        </Note>
      )}
    </>
  );
}

interface AvailableProps {
  store: UpdatesStore;
  current: string;
  available: NonNullable<UpdateStatus['available']>;
  reason: string | null;
}

function Available({ store, current, available, reason }: AvailableProps) {
  const { busy, download } = useStore(store);
  const file = fileWords(available);
  return (
    <Note
      title={`Seatwatch ${available.version} is available`}
      actions={
        <ReasonButton
          size="compact-sm"
          leftSection={<DownloadIcon size={15} />}
          reason={reason ?? (file === null ? 'The newer version has no file for this system.' : null)}
          loading={busy === 'download'}
          onClick={() => void download()}
        >
          Download
        </ReasonButton>
      }
    >
      Released <Time iso={available.releasedAt} dateOnly />; this is {current}.
      <div className={classes.path}>{file ?? 'No file for this system.'}</div>
      {available.notes.trim() !== '' && (
        <div className={classes.releaseNotes}>
          <p className={classes.notes}>{available.notes.trim()}</p>
        </div>
      )}
    </Note>
  );
}

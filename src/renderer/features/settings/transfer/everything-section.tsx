import { Button } from '@mantine/core';
import { useStore } from 'zustand';
import type { EverythingFormat } from '../../../../shared/model/backups';
import { useLastingStore } from '../../../api/services';
import { useFeatureReason } from '../../../api/use-policy';
import { DownloadIcon } from '../../../ui/icons';
import { Managed } from '../../../ui/managed';
import { Note } from '../../../ui/note';
import { ReasonButton } from '../../../ui/reason-button';
import { Section } from '../../../ui/section';
import { Setting } from '../setting';
import { TaskError } from '../task-error';
import { taskOf } from '../task-store';
import { exportedWords, FORMATS } from './transfer-words';
import classes from '../settings.module.css';

export const createEverythingStore = taskOf((api, format: EverythingFormat) =>
  api.data.exportEverything({ format }),
);

/** Everything that was collected, in forms that need no Seatwatch. */
export function EverythingSection() {
  const { running, result, error, run } = useStore(useLastingStore(createEverythingStore));
  const reason = useFeatureReason('export');
  return (
    <Section
      title="Take everything with you"
      description="All orgs with their whole history, in forms that need no Seatwatch to be read. Secrets are never in an export; people’s names and logins are."
    >
      <div className={classes.storage}>
        <div>
          {FORMATS.map(({ format, label, who }) => (
            <Setting key={format} label={label} description={who}>
              {reason === null ? (
                <Button
                  variant="default"
                  leftSection={<DownloadIcon size={16} />}
                  aria-label={`Export everything as ${label}`}
                  loading={running?.input === format}
                  disabled={running !== null}
                  onClick={() => void run(format)}
                >
                  Export…
                </Button>
              ) : (
                <ReasonButton
                  variant="default"
                  leftSection={<DownloadIcon size={16} />}
                  aria-label={`Export everything as ${label}`}
                  reason={reason}
                  onClick={() => undefined}
                >
                  Export…
                </ReasonButton>
              )}
            </Setting>
          ))}
        </div>
        {reason !== null && <Managed>{reason}</Managed>}
        {running && (
          <Note live title="Exporting">
            About a minute per ten million logins. You can go on working.
          </Note>
        )}
        <TaskError error={error} />
        {result && (
          <Note tone="success" title={`Everything was exported: ${exportedWords(result)}`} live>
            <span className={classes.path}>{result.path}</span>
          </Note>
        )}
      </div>
    </Section>
  );
}

import { Button, NumberInput, SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { BackupFile } from '../../../../shared/model/backups';
import type { Settings } from '../../../../shared/model/settings';
import { asAppError } from '../../../api/client';
import { useApi, useFeatureStore, useLastingStore, useSettingsStore } from '../../../api/services';
import { usePolicy } from '../../../api/use-policy';
import { FolderIcon } from '../../../ui/icons';
import { Note } from '../../../ui/note';
import { notifyError } from '../../../ui/notify';
import { Section } from '../../../ui/section';
import { EmptyState, ErrorState, LoadingState } from '../../../ui/states';
import { Soon, useZone } from '../../../ui/time';
import { Setting } from '../setting';
import { useSaveSetting } from '../use-save-setting';
import { BackupTable } from './backup-table';
import { effectiveEvery, keepingSentence, outcomeWords } from './backup-words';
import { createBackupsStore, type BackupsStore } from './backups-store';
import { RemoveBackup } from './remove-backup';
import { RestoreDialog } from './restore-dialog';
import { createRestoreStore } from './restore-store';
import classes from '../settings.module.css';

/** When backups are made, which there are, and going back to one. */
export function BackupsSection() {
  const api = useApi();
  const store = useLastingStore(createBackupsStore);
  const restore = useFeatureStore(createRestoreStore);
  const { list, busy } = useStore(store);
  const { load, backUpNow, saveCopy } = store.getState();
  const [removing, setRemoving] = useState<BackupFile | null>(null);
  const settings = useSettingsStore((s) => s.settings);
  const every = effectiveEvery(settings, usePolicy());
  // Another schedule: another next time, and perhaps fewer files.
  useEffect(() => void load(), [load, every, settings.keepBackups]);
  const report = list.data;

  return (
    <>
      <Section
        title="Backups"
        actions={
          <Button loading={busy === 'back-up'} disabled={busy !== null} onClick={() => void backUpNow()}>
            Back up now
          </Button>
        }
      >
        <div className={classes.storage}>
          <div>
            <ScheduleSetting settings={settings} />
            {every !== 'off' && <KeepSetting key={settings.keepBackups} value={settings.keepBackups} />}
          </div>
          {report?.problem != null && (
            <Note tone="warning" title="The last backup on schedule could not be made">
              {report.problem}
            </Note>
          )}
          {report?.nextAt != null && every !== 'off' && (
            <p className={classes.next}>
              Next backup: <Soon iso={report.nextAt} />.
            </p>
          )}
          <Outcome store={store} />
          {list.error && !report && (
            <ErrorState
              compact
              error={list.error}
              title="The list of backups could not be read"
              onRetry={() => void load()}
            />
          )}
          {list.error && report && (
            <Note tone="warning" title="The list may be out of date" live>
              {list.error.message}
            </Note>
          )}
          {!report && !list.error && <LoadingState shape="spinner" label="Looking at the backups" />}
          {report?.files.length === 0 && (
            <EmptyState compact title="No backup yet">
              {every === 'off'
                ? 'Make one now, or choose how often one is made.'
                : 'The first is made by itself at the time above. You can also make one now.'}
            </EmptyState>
          )}
          {report && report.files.length > 0 && (
            <BackupTable
              files={report.files}
              busy={busy !== null}
              onRestore={({ name }) => void restore.getState().inspect(name)}
              onRemove={setRemoving}
            />
          )}
          <div className={classes.buttons}>
            <Button
              variant="default"
              disabled={busy !== null}
              onClick={() => void restore.getState().inspect(null)}
            >
              Restore from a file…
            </Button>
            <Button
              variant="default"
              loading={busy === 'copy'}
              disabled={busy !== null}
              onClick={() => void saveCopy()}
            >
              Save a copy as…
            </Button>
            {report && (
              <Button
                variant="default"
                leftSection={<FolderIcon size={16} />}
                onClick={() =>
                  void api.data
                    .showBackups()
                    .catch((error: unknown) =>
                      notifyError('The folder could not be shown', asAppError(error)),
                    )
                }
              >
                Show folder
              </Button>
            )}
          </div>
        </div>
      </Section>
      <RemoveBackup
        backup={removing}
        onClose={() => setRemoving(null)}
        onConfirm={(backup) => {
          setRemoving(null);
          void store.getState().remove(backup);
        }}
      />
      <RestoreDialog store={restore} known={report?.files ?? []} />
    </>
  );
}

function ScheduleSetting({ settings }: { settings: Settings }) {
  const policy = usePolicy();
  const save = useSaveSetting();
  const every = effectiveEvery(settings, policy);
  return (
    <Setting
      label="Make a backup"
      description={keepingSentence(every, settings.keepBackups)}
      managed={policy.backupEvery !== undefined}
    >
      <SegmentedControl
        aria-label="Make a backup"
        disabled={policy.backupEvery !== undefined}
        value={every}
        onChange={(backupEvery) => void save({ backupEvery })}
        data={[
          { value: 'off', label: 'Never' },
          { value: 'daily', label: 'Daily' },
          { value: 'weekly', label: 'Weekly' },
        ]}
      />
    </Setting>
  );
}

const MOST_KEPT = 100;

function KeepSetting({ value }: { value: number }) {
  const save = useSaveSetting();
  const [count, setCount] = useState<number | string>(value);
  const leave = () => {
    if (typeof count === 'number' && count >= 1 && count !== value) void save({ keepBackups: count });
    else setCount(value);
  };
  return (
    <Setting
      label="Keep"
      description="Older ones made on schedule are removed when a new one is made."
      htmlFor="keep-backups"
    >
      <NumberInput
        id="keep-backups"
        w={150}
        suffix={count === 1 ? ' backup' : ' backups'}
        min={1}
        max={MOST_KEPT}
        allowDecimal={false}
        clampBehavior="blur"
        value={count}
        onChange={setCount}
        onBlur={leave}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </Setting>
  );
}

function Outcome({ store }: { store: BackupsStore }) {
  const zone = useZone();
  const { busy, outcome } = useStore(store);
  if (busy === 'back-up' || busy === 'copy') {
    return (
      <Note live title={busy === 'copy' ? 'Saving a copy' : 'Making a backup'}>
        You can go on working. A few seconds per gigabyte.
      </Note>
    );
  }
  if (!outcome) return null;
  const { tone, title, text } = outcomeWords(outcome, zone);
  return (
    <Note tone={tone} title={title} live>
      <span className={classes.path}>{text}</span>
    </Note>
  );
}

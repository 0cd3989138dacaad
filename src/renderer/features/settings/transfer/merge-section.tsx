import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useRef } from 'react';
import { useStore } from 'zustand';
import type { MergeReport } from '../../../../shared/model/backups';
import { useLastingStore, useServices } from '../../../api/services';
import { useFeatureReason } from '../../../api/use-policy';
import { formatBytes, formatNumber } from '../../../ui/format';
import { Managed } from '../../../ui/managed';
import { Note } from '../../../ui/note';
import { notify, notifyError } from '../../../ui/notify';
import { ReasonButton } from '../../../ui/reason-button';
import { rowFacts } from '../../../ui/row-words';
import { Section } from '../../../ui/section';
import { TaskError } from '../task-error';
import { createMergeStore, type MergeState, type MergeStore } from './merge-store';
import { addedRows, changesAnything, mergedWords, outcomeLabel } from './transfer-words';
import table from '../../../ui/data-table.module.css';

/** Bringing in what another workstation collected. */
export function MergeSection() {
  const store = useLastingStore(createMergeStore);
  const reason = useFeatureReason('import');
  const step = useStore(store, (s) => s.step);
  const hidden = useStore(store, (s) => s.hidden);
  const button = useRef<HTMLButtonElement>(null);
  const showing = useRef<HTMLButtonElement>(null);
  const choose = async () => {
    await store.getState().choose();
    // Without a file there is no dialog that would give the focus back, which a button that is busy loses.
    if (store.getState().step === 'closed') button.current?.focus();
  };
  return (
    <>
      <Section
        title="Merge another workstation’s backup"
        description="Adds what is in the backup of another computer to what is here: orgs that are not here yet, and logins, collections and decisions that are missing here. Nothing here is lost."
        actions={
          <ReasonButton
            variant="default"
            reason={reason}
            loading={step === 'choosing' || hidden}
            onClick={() => void choose()}
            ref={button}
          >
            Choose a backup…
          </ReasonButton>
        }
      >
        {hidden ? (
          <Note
            live
            title="Merging the backup"
            actions={
              <Button ref={showing} variant="default" size="xs" onClick={() => store.getState().show()}>
                Show
              </Button>
            }
          >
            Collections and changes wait until it has ended.
          </Note>
        ) : (
          reason !== null && <Managed>{reason}</Managed>
        )}
      </Section>
      <MergeDialog store={store} onClosed={() => (showing.current ?? button.current)?.focus()} />
    </>
  );
}

function titleOf({ step, report }: Pick<MergeState, 'step' | 'report'>): string {
  switch (step) {
    case 'closed':
    case 'choosing':
      return '';
    case 'counting':
      return 'Looking into the backup';
    case 'asking':
      if (!report) return 'This backup cannot be merged';
      return changesAnything(report) ? 'Merge this backup?' : 'Nothing to merge';
    case 'merging':
      return 'Merging the backup';
    case 'done':
      return 'The backup was merged';
  }
}

function MergeDialog({ store, onClosed }: { store: MergeStore; onClosed: () => void }) {
  const { orgs } = useServices();
  const { step, content, report, error, hidden, merge, close } = useStore(store);
  const opened = step !== 'closed' && step !== 'choosing' && !hidden;
  const mayMerge = step === 'asking' && report !== null && changesAnything(report);
  const closing = useRef<HTMLButtonElement>(null);
  const start = async () => {
    // The button that was pressed goes away, and would take the focus along.
    closing.current?.focus();
    const unseen = await merge();
    const { report: merged, error: problem } = store.getState();
    if (unseen && problem) notifyError('The backup was not merged', problem);
    else if (unseen && merged) notify('success', 'The backup was merged', mergedWords(merged));
    // Orgs that were not here are connected now.
    await orgs.getState().refresh();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      onExitTransitionEnd={onClosed}
      title={titleOf({ step, report })}
      size="lg"
      closeOnClickOutside={false}
      returnFocus={false}
    >
      <Stack gap="md">
        {content && step !== 'done' && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {content.file} ({formatBytes(content.sizeBytes)})
          </Text>
        )}
        {(step === 'counting' || step === 'merging') && (
          <Group gap="sm" role="status" py="sm" wrap="nowrap">
            <Loader size="sm" aria-hidden="true" />
            <Text size="sm">
              {step === 'counting'
                ? 'Counting what it would add…'
                : 'Adding what is missing here. You can close this and read other pages; collections and changes wait until it has ended.'}
            </Text>
          </Group>
        )}
        {step === 'asking' && report && <Preview report={report} isOlder={content?.isOlder ?? false} />}
        {step === 'done' && report && (
          <div role="status">
            <MergeTable report={report} />
          </div>
        )}
        {step === 'done' && report?.orgs.some((org) => org.outcome === 'new') && (
          <Note title="New orgs need their credentials">
            Secrets are in no backup. Open Setup of each new org and enter them before the first collection.
          </Note>
        )}
        {step === 'asking' && <TaskError error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button ref={closing} variant="default" onClick={close} data-autofocus>
            {mayMerge || step === 'counting' ? 'Cancel' : 'Close'}
          </Button>
          {mayMerge && <Button onClick={() => void start()}>Merge</Button>}
        </Group>
      </Stack>
    </Modal>
  );
}

function Preview({ report, isOlder }: { report: MergeReport; isOlder: boolean }) {
  if (report.orgs.length === 0) return <Note>No org is in this backup.</Note>;
  if (!changesAnything(report)) return <Note>Everything in this backup is here already.</Note>;
  return (
    <>
      <div>
        <Text size="sm" fw={600} mb={6}>
          What merging does
        </Text>
        <MergeTable report={report} />
      </div>
      <Note>
        Before that, a backup of what is here is made, so that you can come back to it.
        {isOlder &&
          ' The file was written by an older version of Seatwatch; a copy of it is brought up to date first.'}
      </Note>
    </>
  );
}

function MergeTable({ report }: { report: MergeReport }) {
  return (
    <div className={table.scroll} data-framed tabIndex={0} role="group" aria-label="Merged orgs, scrollable">
      <table className={table.table} aria-label="Orgs that are merged">
        <thead>
          <tr>
            <th scope="col">Org</th>
            <th scope="col" data-align="right">
              Added
            </th>
            <th scope="col" data-align="right">
              Newer ones taken
            </th>
          </tr>
        </thead>
        <tbody>
          {report.orgs.map((org) => (
            <tr key={`${org.url} ${org.name}`}>
              <th scope="row">
                {org.name}
                <span className={table.detail}>{outcomeLabel(org)}</span>
              </th>
              <td data-align="right">
                {formatNumber(addedRows(org.added))}
                {rowFacts(org.added).map(({ name, rows }) => (
                  <span key={name} className={table.detail}>
                    {name}: {formatNumber(rows)}
                  </span>
                ))}
              </td>
              <td data-align="right">{formatNumber(org.updated)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

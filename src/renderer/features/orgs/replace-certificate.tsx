import { Stack } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { OrgCertificates } from '../../../shared/model/certificate';
import type { OrgSummary } from '../../../shared/model/org';
import { useFeatureStore } from '../../api/services';
import { CheckIcon } from '../../ui/icons';
import { Note } from '../../ui/note';
import { createCertificateStore, type ReplaceStage } from './certificate-store';
import type { OrgActionsState } from './org-actions';
import { DoneStage, KeyStage, TestStage, UploadStage } from './replace-stages';
import classes from './replace-certificate.module.css';

interface ReplaceCertificateProps {
  org: OrgSummary;
  certificates: OrgCertificates;
  actions: StoreApi<OrgActionsState>;
}

const STAGES: readonly { stage: ReplaceStage; title: string }[] = [
  { stage: 'key', title: 'Make or import the next key' },
  { stage: 'upload', title: 'Upload its certificate to Salesforce' },
  { stage: 'test', title: 'Test Connectivity' },
];

/** The replacement, one stage at a time; the others show as lines above and below. */
export function ReplaceCertificate({ org, certificates, actions }: ReplaceCertificateProps) {
  const store = useFeatureStore((api) => createCertificateStore(api, org.id, certificates));
  const { stage, error } = useStore(store);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(stage);
  useEffect(() => {
    // The button that led here is gone; screen readers and Tab go on from the new stage.
    if (shown.current !== stage) heading.current?.focus();
    shown.current = stage;
  }, [stage]);

  const close = () => actions.getState().close();
  const reached = stage === 'done' ? STAGES.length : STAGES.findIndex((entry) => entry.stage === stage);
  const bodies: Record<ReplaceStage, ReactNode> = {
    key: <KeyStage store={store} onClose={close} />,
    upload: <UploadStage store={store} orgId={org.id} onClose={close} />,
    test: <TestStage store={store} org={org} onClose={close} />,
    done: <DoneStage store={store} onClose={close} />,
  };
  const problem = error && (
    <Note tone="problem" title={error.message} live>
      {error.fix}
    </Note>
  );

  return (
    <Stack gap="md">
      <ol className={classes.stages}>
        {STAGES.map(({ stage: entry, title }, index) => (
          <li
            key={entry}
            className={classes.stage}
            data-state={index < reached ? 'over' : index === reached ? 'now' : 'later'}
            {...(index === reached ? { 'aria-current': 'step' as const } : {})}
          >
            <span className={classes.number} aria-hidden="true">
              {index < reached ? <CheckIcon size={15} /> : index + 1}
            </span>
            <div className={classes.content}>
              <h3 className={classes.title} {...(index === reached ? { ref: heading, tabIndex: -1 } : {})}>
                {title}
                {index < reached && <span className="sw-visually-hidden">: done</span>}
              </h3>
              {index === reached && (
                <div className={classes.body}>
                  {bodies[stage]}
                  {problem}
                </div>
              )}
            </div>
          </li>
        ))}
      </ol>
      {stage === 'done' && (
        <div ref={heading} tabIndex={-1} className={classes.body}>
          {bodies.done}
        </div>
      )}
    </Stack>
  );
}

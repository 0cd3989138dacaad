import type { ReactNode } from 'react';
import type { OrgSummary } from '../../shared/model/org';
import type { RunState } from '../../shared/model/run';
import { orgStateWords, runStateWords, type Tone } from './org-state';
import classes from './status.module.css';

/** A state in words with a colored dot; the dot repeats what the words say. */
export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.status}>
      <Dot tone={tone} />
      {children}
    </span>
  );
}

/** Only the dot. Say the state in words nearby. */
export function Dot({ tone }: { tone: Tone }) {
  return <span className={classes.dot} data-tone={tone} aria-hidden="true" />;
}

/** A small label on a tint. */
export function Tag({ tone = 'quiet', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}

export function OrgStatus({ org }: { org: Pick<OrgSummary, 'state' | 'paused' | 'dataAsOf'> }) {
  const { tone, label } = orgStateWords(org);
  return <Status tone={tone}>{label}</Status>;
}

export function RunStatus({ state }: { state: RunState }) {
  const { tone, label } = runStateWords(state);
  return <Status tone={tone}>{label}</Status>;
}

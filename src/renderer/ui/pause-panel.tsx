import { Anchor, Button } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import type { OrgSummary } from '../../shared/model/org';
import type { RunSummary } from '../../shared/model/run';
import { formatCount } from './format';
import { ChevronDownIcon, PauseIcon } from './icons';
import { pauseWords, type PauseState } from './pause-words';
import { orgRoute, toHash } from './routing/route';
import { Facts } from './section';
import { RelativeTime, Soon, Time, useNow } from './time';
import classes from './pause-panel.module.css';

interface PausePanelProps {
  org: OrgSummary;
  state: PauseState;
  /** The run that found out. */
  run: RunSummary | null;
  /** The person has just asked for a collection, and this is the answer. */
  answered: boolean;
  open: boolean;
  onToggle: () => void;
}

/** Why collecting waits for API requests: the reason, the numbers, when it goes on, what Collect Now does. */
export function PausePanel({ org, state, run, answered, open, onToggle }: PausePanelProps) {
  const id = useId();
  const { title, reason, facts, collectNow } = pauseWords(state, org, run);
  const goesOn = org.resumeAt ?? run?.resumeAt ?? null;
  const looked = run?.endedAt ?? null;
  return (
    <section className={classes.panel} aria-label={title}>
      <div className={classes.line}>
        <PauseIcon size={16} className={classes.icon} />
        <p className={classes.short} role="status">
          <b>{title}.</b> {answered && run && <Answer run={run} />}{' '}
          <GoesOn org={org} at={goesOn} state={state} />
        </p>
        <Button
          size="compact-sm"
          variant="subtle"
          aria-expanded={open}
          aria-controls={id}
          rightSection={
            <ChevronDownIcon size={14} className={classes.chevron} data-open={open || undefined} />
          }
          onClick={onToggle}
        >
          {open ? 'Hide details' : 'Why?'}
        </Button>
      </div>
      <div id={id}>
        {open && (
          <div className={classes.details}>
            <p className={classes.text}>{reason}</p>
            <Facts
              facts={[
                ...facts.map(({ name, value }) => ({ name, value: <Figure>{value}</Figure> })),
                ...(goesOn === null ? [] : [{ name: 'Goes on', value: <Time iso={goesOn} /> }]),
                ...(looked === null ? [] : [{ name: 'Last looked', value: <Time iso={looked} /> }]),
              ]}
            />
            <p className={classes.text}>
              {collectNow}{' '}
              <Anchor href={toHash(orgRoute(org.id, 'details'))} size="sm" underline="always">
                Change the rules
              </Anchor>
            </p>
          </div>
        )}
      </div>
    </section>
  );
}

/** What the collection just asked for came to. */
function Answer({ run }: { run: RunSummary }) {
  const calls = formatCount(run.apiCalls.made, 'API request');
  return run.state === 'paused-quota' && run.apiCalls.made <= 1 ? (
    <>Seatwatch has looked again ({calls}) and found it still so.</>
  ) : (
    <>The collection you asked for stopped after {calls}.</>
  );
}

function GoesOn({ org, at, state }: { org: OrgSummary; at: string | null; state: PauseState }) {
  const now = useNow();
  if (at !== null) {
    return (
      <>
        Goes on by itself <Soon iso={at} />
        {Date.parse(at) > now && (
          <>
            {' '}
            (<RelativeTime iso={at} />)
          </>
        )}
        , while Seatwatch runs.
      </>
    );
  }
  if (state === 'paused-budget' && org.nextRunAt !== null) {
    return (
      <>
        Goes on with the next collection, <Soon iso={org.nextRunAt} />.
      </>
    );
  }
  return <>Goes on when API requests are free again.</>;
}

function Figure({ children }: { children: ReactNode }) {
  return <span className="sw-numbers">{children}</span>;
}

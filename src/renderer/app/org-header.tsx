import { Anchor, Button } from '@mantine/core';
import { useState } from 'react';
import type { OrgSummary } from '../../shared/model/org';
import { asAppError } from '../api/client';
import { useApi, useCollectStore, useServices } from '../api/services';
import { useCalmStore } from '../api/use-calm-store';
import { CollectPanel } from '../ui/collect-panel';
import { CollectIcon } from '../ui/icons';
import { notifyError } from '../ui/notify';
import { PausePanel } from '../ui/pause-panel';
import { isPaused } from '../ui/pause-words';
import { QuotaMeter } from '../ui/quota-meter';
import type { OrgPageId } from '../ui/routing/route';
import { Tag } from '../ui/status';
import { RelativeTime, Time } from '../ui/time';
import classes from './org-header.module.css';

/** The org's name, how fresh its data is, its quota, and Collect Now. */
export function OrgHeader({ org, page }: { org: OrgSummary; page: OrgPageId }) {
  const services = useServices();
  // Several times a second while collecting: it must not get in the way of a page that is being drawn.
  const calm = useCalmStore(services.collect, (s) => s);
  const progress = calm.progress[org.id];
  // At once when asked for, and until the progress is there that takes its place.
  const asked = useCollectStore((s) => s.starting.includes(org.id));
  const starting = asked || calm.starting.includes(org.id);
  const canceling = useCollectStore((s) => s.canceling.includes(org.id));
  const start = useCollectStore((s) => s.start);
  const cancel = useCollectStore((s) => s.cancel);
  const api = useApi();
  const resume = () => {
    api.orgs
      .update({ orgId: org.id, paused: false })
      .catch((error: unknown) => notifyError('The org was not resumed', asAppError(error)));
  };
  // The checklist has its own Collect Now as its last step.
  const withCollect = page !== 'setup';

  return (
    <header className={classes.header}>
      <div className={classes.row}>
        <div className={classes.identity}>
          <span className={classes.name}>{org.name}</span>
          {org.isDemo && <Tag tone="info">Demo data</Tag>}
          {org.identity.isSandbox && <Tag>Sandbox</Tag>}
          <span className={classes.asOf}>
            {org.dataAsOf ? (
              <>
                As of{' '}
                <span className={classes.exact}>
                  <Time iso={org.dataAsOf} /> ·{' '}
                </span>
                <RelativeTime iso={org.dataAsOf} />
              </>
            ) : (
              'No data collected yet'
            )}
          </span>
        </div>
        <div className={classes.tools}>
          {org.quota && <QuotaMeter quota={org.quota} />}
          {withCollect && (
            <Button
              size="sm"
              leftSection={<CollectIcon size={16} />}
              loading={starting && !progress}
              disabled={progress !== undefined || org.paused}
              onClick={() =>
                void start(org.id).catch((error: unknown) =>
                  notifyError('The collection could not be started', asAppError(error)),
                )
              }
            >
              Collect Now
            </Button>
          )}
        </div>
      </div>
      {org.paused && (
        <p className={classes.paused}>
          This org is paused: nothing is collected.{' '}
          <Anchor component="button" type="button" size="sm" onClick={resume}>
            Resume
          </Anchor>
        </p>
      )}
      {withCollect && !org.paused && !progress && <Paused key={org.id} org={org} />}
      {withCollect && progress && (
        <CollectPanel
          progress={progress}
          canceling={canceling}
          bounds={org}
          nextRunAt={org.nextRunAt}
          onCancel={() =>
            void cancel(org.id).catch((error: unknown) =>
              notifyError('The collection could not be canceled', asAppError(error)),
            )
          }
        />
      )}
    </header>
  );
}

/** Open by itself when it is the answer to Collect Now: nobody shall wonder why nothing happened. */
function Paused({ org }: { org: OrgSummary }) {
  const answer = useCollectStore((s) => s.answers[org.id]);
  const [toggled, setToggled] = useState<{ runId: number | null; open: boolean } | null>(null);
  if (!isPaused(org.state)) return null;
  const run = answer ?? org.lastRun;
  const runId = answer?.runId ?? null;
  const open = toggled?.runId === runId ? toggled.open : answer !== undefined;
  return (
    <PausePanel
      org={org}
      state={org.state}
      run={run}
      answered={answer !== undefined}
      open={open}
      onToggle={() => setToggled({ runId, open: !open })}
    />
  );
}

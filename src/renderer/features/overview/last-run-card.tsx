import { Anchor, Text } from '@mantine/core';
import type { RunSummary } from '../../../shared/model/run';
import { SectionCard } from '../../ui/chart-card';
import { formatCount, formatDuration } from '../../ui/format';
import { Note } from '../../ui/note';
import { orgRoute, toHash } from '../../ui/routing/route';
import { RunStatus } from '../../ui/status';
import { RelativeTime, Soon, Time } from '../../ui/time';
import { rowsInWords } from './overview-figures';
import classes from './overview.module.css';

/** The details page has them all. */
const MOST_TABLES = 3;

interface LastRunCardProps {
  orgId: string;
  run: RunSummary | null;
  /** ISO 8601; null: none is planned, or it is not the present that is shown. */
  nextRunAt: string | null;
}

/** How the last collection ended, what it cost, what is stored, and when collecting goes on. */
export function LastRunCard({ orgId, run, nextRunAt }: LastRunCardProps) {
  return (
    <SectionCard
      title="Last collection"
      actions={
        run && (
          <Anchor href={toHash(orgRoute(orgId, 'details', { run: String(run.runId) }))} size="sm">
            Run log
          </Anchor>
        )
      }
    >
      {run === null ? (
        <Text size="sm" c="dimmed">
          None yet.
        </Text>
      ) : (
        <>
          {run.error && (
            <div className={classes.runNote}>
              <Note tone="problem" title={run.error.message}>
                {run.error.fix}
              </Note>
            </div>
          )}
          <dl className={classes.facts}>
            <dt>State</dt>
            <dd>
              <RunStatus state={run.state} />
            </dd>
            {run.state === 'paused-quota' && (
              <>
                <dt>Goes on</dt>
                <dd>
                  {run.resumeAt ? (
                    <>
                      <RelativeTime iso={run.resumeAt} />
                      <div className={classes.exact}>
                        <Time iso={run.resumeAt} />, by itself while Seatwatch is running
                      </div>
                    </>
                  ) : (
                    'by itself when requests are free again'
                  )}
                </dd>
              </>
            )}
            <dt>Started</dt>
            <dd>
              <Time iso={run.startedAt} />
            </dd>
            {run.endedAt && (
              <>
                <dt>Took</dt>
                <dd>{formatDuration(Date.parse(run.endedAt) - Date.parse(run.startedAt))}</dd>
              </>
            )}
            <dt>API calls</dt>
            <dd>{formatCount(run.apiCalls.made, 'request')}</dd>
            <dt>Stored</dt>
            <dd>
              {rowsInWords(run.rows)
                .slice(0, MOST_TABLES)
                .map((words) => (
                  <div key={words}>{words}</div>
                ))}
            </dd>
            {nextRunAt !== null && run.state !== 'paused-quota' && (
              <>
                <dt>Next collection</dt>
                <dd>
                  <Soon iso={nextRunAt} first />
                </dd>
              </>
            )}
          </dl>
        </>
      )}
    </SectionCard>
  );
}

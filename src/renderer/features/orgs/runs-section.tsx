import { Code } from '@mantine/core';
import type { OrgSummary } from '../../../shared/model/org';
import type { RunSummary } from '../../../shared/model/run';
import { useLoad } from '../../api/use-load';
import { formatDuration, formatNumber, NO_VALUE } from '../../ui/format';
import { Section } from '../../ui/section';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { RunStatus } from '../../ui/status';
import { RelativeTime, Time } from '../../ui/time';
import classes from './runs-section.module.css';

const LIMIT = 20;

/** The newest collections: how each ended, what it cost, what it stored. */
export function RunsSection({ org }: { org: OrgSummary }) {
  const key = `${org.id}/${org.lastRun?.runId ?? 0}/${org.lastRun?.state ?? ''}`;
  const { data, error, reload } = useLoad(key, (api) => api.collect.runs({ orgId: org.id, limit: LIMIT }));
  return (
    <Section title="Collections" description={`The newest ${LIMIT}.`} padding="flush">
      {error && <ErrorState error={error} onRetry={reload} />}
      {!data && !error && (
        <div className={classes.pad}>
          <LoadingState shape="table" label="Loading collections" />
        </div>
      )}
      {data?.length === 0 && (
        <EmptyState title="Nothing collected yet">Click Collect Now to begin.</EmptyState>
      )}
      {data && data.length > 0 && (
        <div className={classes.scroll} tabIndex={0} role="group" aria-label="Collections table">
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Started</th>
                <th scope="col">Result</th>
                <th scope="col" className={classes.number}>
                  Took
                </th>
                <th scope="col" className={classes.number}>
                  API calls
                </th>
                <th scope="col" className={classes.number}>
                  Rows stored
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((run) => (
                <Run key={run.runId} run={run} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

function Run({ run }: { run: RunSummary }) {
  const rows = Object.values(run.rows).reduce((sum, n) => sum + n, 0);
  const took = run.endedAt ? Date.parse(run.endedAt) - Date.parse(run.startedAt) : null;
  return (
    <tr>
      <td>
        <Time iso={run.startedAt} />
      </td>
      <td className={classes.result}>
        <RunStatus state={run.state} />
        {run.error && (
          <span className={classes.detail}>
            {run.error.message} {run.error.fix} <Code>{run.error.code}</Code>
          </span>
        )}
        {run.resumeAt && Date.parse(run.resumeAt) > Date.now() && (
          <span className={classes.detail}>
            Goes on <RelativeTime iso={run.resumeAt} />
          </span>
        )}
      </td>
      <td className={classes.number}>{took === null ? NO_VALUE : formatDuration(took)}</td>
      <td className={classes.number}>{formatNumber(run.apiCalls.made)}</td>
      <td className={classes.number} title={describeRows(run.rows)}>
        {formatNumber(rows)}
      </td>
    </tr>
  );
}

/** "users: 1,243, loginHistory: 184,220". */
function describeRows(rows: RunSummary['rows']): string {
  return Object.entries(rows)
    .map(([table, count]) => `${table}: ${formatNumber(count)}`)
    .join(', ');
}

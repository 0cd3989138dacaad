import { Anchor, Code, Text } from '@mantine/core';
import type { OrgSummary } from '../../../shared/model/org';
import type { RunSummary } from '../../../shared/model/run';
import { useLoad } from '../../api/use-load';
import { formatDuration, formatNumber, NO_VALUE } from '../../ui/format';
import { orgRoute, settingsRoute, toHash } from '../../ui/routing/route';
import { navigate } from '../../ui/routing/router';
import { Section } from '../../ui/section';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { RunStatus } from '../../ui/status';
import { RelativeTime, Soon, Time } from '../../ui/time';
import { RunDrawer } from './run-drawer';
import classes from './runs-section.module.css';

const LIMIT = 20;

/** `opened`: the run whose log is open, from the address. */
interface RunsSectionProps {
  org: OrgSummary;
  opened: number | null;
}

/** The run log: how the newest collections ended, what they cost and stored; each opens in a drawer. */
export function RunsSection({ org, opened }: RunsSectionProps) {
  const key = `${org.id}/${org.lastRun?.runId ?? 0}/${org.lastRun?.state ?? ''}`;
  const { data, error, reload } = useLoad(key, (api) => api.collect.runs({ orgId: org.id, limit: LIMIT }));
  return (
    <Section title="Run log" description={<NextRun org={org} />} padding="flush">
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
                <Run key={run.runId} orgId={org.id} run={run} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data?.length === LIMIT && (
        <Text size="sm" c="dimmed" className={classes.more}>
          The newest {LIMIT} collections.
        </Text>
      )}
      <RunDrawer org={org} runId={opened} onClose={() => navigate(orgRoute(org.id, 'details'))} />
    </Section>
  );
}

/** When the next collection comes, or why none does. */
function NextRun({ org }: { org: OrgSummary }) {
  if (org.paused) return <>This org is paused: no collection is planned.</>;
  if (org.state === 'paused-quota' && org.resumeAt !== null) {
    return (
      <>
        The collection goes on <Soon iso={org.resumeAt} />.
      </>
    );
  }
  if (org.nextRunAt === null) {
    return (
      <>
        No collection is planned.{' '}
        <Anchor href={toHash(settingsRoute('collecting'))}>Collect once a day</Anchor> is switched off.
      </>
    );
  }
  return (
    <>
      Next collection <Soon iso={org.nextRunAt} />, while Seatwatch runs.
    </>
  );
}

function Run({ orgId, run }: { orgId: string; run: RunSummary }) {
  const rows = Object.values(run.rows).reduce((sum, n) => sum + n, 0);
  const took = run.endedAt ? Date.parse(run.endedAt) - Date.parse(run.startedAt) : null;
  return (
    <tr>
      <td>
        <Anchor href={toHash(orgRoute(orgId, 'details', { run: String(run.runId) }))} size="sm">
          <Time iso={run.startedAt} />
          <span className="sw-visually-hidden">, show the log of this collection</span>
        </Anchor>
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

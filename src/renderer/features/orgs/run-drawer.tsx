import { Anchor, Code, Text, Title } from '@mantine/core';
import type { OrgSummary } from '../../../shared/model/org';
import type { RunDetail } from '../../../shared/model/run';
import { useLoad } from '../../api/use-load';
import { Note } from '../../ui/note';
import { isPaused, pauseWords } from '../../ui/pause-words';
import { orgRoute, toHash } from '../../ui/routing/route';
import { Facts } from '../../ui/section';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states';
import { RunStatus } from '../../ui/status';
import { SideDrawer } from '../../ui/table-drawer';
import { Time } from '../../ui/time';
import { RunStreams } from './run-streams';
import { changesWords, comparisons, quotaWords, TRIGGER_WORDS } from './run-words';
import table from '../../ui/data-table.module.css';
import classes from './runs-section.module.css';

interface RunDrawerProps {
  org: OrgSummary;
  /** null: closed. */
  runId: number | null;
  onClose: () => void;
}

/** One page of the run log: what began it, plan and result, stream by stream, and what it changed. */
export function RunDrawer({ org, runId, onClose }: RunDrawerProps) {
  return (
    <SideDrawer
      opened={runId !== null}
      onClose={onClose}
      size="min(880px, 94vw)"
      title={runId === null ? undefined : `Collection no. ${runId}`}
    >
      {runId !== null && <Loaded key={runId} org={org} runId={runId} />}
    </SideDrawer>
  );
}

function Loaded({ org, runId }: { org: OrgSummary; runId: number }) {
  const key = `${org.id}/${runId}/${org.lastRun?.runId === runId ? org.lastRun.state : ''}`;
  const { data, error, reload } = useLoad(key, (api) => api.collect.run({ orgId: org.id, runId }));
  if (error) return <ErrorState error={error} title="This collection could not be loaded" onRetry={reload} />;
  if (data === undefined) return <LoadingState shape="table" label="Loading the collection" />;
  if (data === null) {
    return (
      <EmptyState title="There is no such collection">
        It is not in the run log. Collections of an org are removed together with the org’s data.
      </EmptyState>
    );
  }
  return <Detail org={org} detail={data} />;
}

function Detail({ org, detail }: { org: OrgSummary; detail: RunDetail }) {
  const { run, trigger, plan, changes } = detail;
  const changed = changesWords(changes);
  return (
    <div className={classes.log}>
      {run.error ? (
        <Note tone={run.state === 'complete' ? 'warning' : 'problem'} title={run.error.message}>
          {run.error.fix} <Code>{run.error.code}</Code>
        </Note>
      ) : (
        isPaused(run.state) && (
          <Note tone="warning" title={pauseWords(run.state, org, run).title}>
            {pauseWords(run.state, { ...org, quota: null }, run).reason}
          </Note>
        )
      )}
      <Facts
        facts={[
          { name: 'Result', value: <RunStatus state={run.state} /> },
          { name: 'Begun by', value: TRIGGER_WORDS[trigger] },
          { name: 'Started', value: <Time iso={run.startedAt} /> },
          { name: 'Ended', value: <Time iso={run.endedAt} empty="Not known" /> },
          ...(run.resumeAt ? [{ name: 'Goes on', value: <Time iso={run.resumeAt} /> }] : []),
          { name: 'Daily API requests of the org', value: quotaWords(run) },
          {
            name: 'Changes found',
            value:
              changed === null ? (
                'None'
              ) : (
                <Anchor href={toHash(orgRoute(org.id, 'changes', { run: String(run.runId) }))} size="sm">
                  {changed}
                </Anchor>
              ),
          },
        ]}
      />
      <section className={classes.part} aria-labelledby="run-plan">
        <Title order={3} size="h5" id="run-plan">
          Plan and result
        </Title>
        {plan === null && (
          <Text size="sm" c="dimmed">
            It ended before a plan was made.
          </Text>
        )}
        <table className={table.table} aria-label="Plan and result">
          <thead>
            <tr>
              <th scope="col">
                <span className="sw-visually-hidden">What</span>
              </th>
              <th scope="col" data-align="right">
                Planned
              </th>
              <th scope="col" data-align="right">
                Actual
              </th>
            </tr>
          </thead>
          <tbody>
            {comparisons(detail).map(({ name, planned, actual }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td data-align="right">{planned}</td>
                <td data-align="right">{actual}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <RunStreams detail={detail} />
    </div>
  );
}

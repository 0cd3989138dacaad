import { Button, Progress, Text } from '@mantine/core';
import type { CollectProgress } from '../../shared/model/run';
import { CloseIcon } from './icons';
import { formatCount, formatDuration, formatNumber } from './format';
import { PlanSummary } from './plan-summary';
import type { Bounds } from './plan-words';
import classes from './collect-panel.module.css';

interface CollectPanelProps {
  progress: CollectProgress;
  canceling: boolean;
  onCancel: () => void;
  bounds: Bounds;
  /** When the next collection is due, ISO 8601. */
  nextRunAt: string | null;
}

/** A running collection: what is read now, how far it is, what it costs, and a way to stop it. */
export function CollectPanel({ progress, canceling, onCancel, bounds, nextRunAt }: CollectPanelProps) {
  const { rowsDone, rowsExpected, rowsPerSecond, callsMade, plan, activity } = progress;
  const share = rowsExpected && rowsExpected > 0 ? Math.min(100, (rowsDone / rowsExpected) * 100) : null;
  return (
    <div className={classes.panel} role="group" aria-label="Collection in progress">
      <div className={classes.line}>
        <Text size="sm" fw={600} className={classes.activity}>
          {canceling ? 'Stopping after the rows in hand…' : phaseWords(progress)}
        </Text>
        <Text size="sm" c="dimmed" className={`${classes.counts} sw-numbers`}>
          {rowsExpected === null
            ? formatCount(rowsDone, 'row')
            : `${formatNumber(rowsDone)} of about ${formatNumber(rowsExpected)} rows`}
          {rowsPerSecond > 0 && ` · ${formatNumber(Math.round(rowsPerSecond))}/s`}
          {remaining(progress)}
          {` · ${plan ? `${formatNumber(callsMade)} of about ${formatCount(Math.max(plan.calls, callsMade), 'API call')}` : formatCount(callsMade, 'API call')}`}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<CloseIcon size={14} />}
          loading={canceling}
          onClick={onCancel}
          title="Stops the collection. What was collected so far stays."
        >
          Cancel
        </Button>
      </div>
      <Progress.Root size={6}>
        <Progress.Section
          value={share ?? 100}
          animated={share === null}
          striped={share === null}
          aria-label="Collection progress"
          {...(share === null ? {} : { 'aria-valuetext': `${Math.round(share)}%` })}
        />
      </Progress.Root>
      {plan && <PlanSummary plan={plan} activity={activity} bounds={bounds} nextRunAt={nextRunAt} />}
    </div>
  );
}

function phaseWords(progress: CollectProgress): string {
  if (progress.phase === 'connecting') return 'Connecting to Salesforce…';
  if (progress.phase === 'finishing') return 'Finishing…';
  const { plan, activity } = progress;
  const read = plan?.streams.filter((stream) => stream.via !== 'skipped') ?? [];
  const place = read.findIndex((stream) => stream.title === activity);
  return `Reading ${activity}${place < 0 ? '' : ` (${place + 1} of ${read.length})`}`;
}

function remaining({ rowsDone, rowsExpected, rowsPerSecond }: CollectProgress): string {
  if (rowsExpected === null || rowsPerSecond <= 0 || rowsExpected <= rowsDone) return '';
  const seconds = (rowsExpected - rowsDone) / rowsPerSecond;
  return seconds < 5 ? '' : ` · about ${formatDuration(seconds * 1000)} left`;
}

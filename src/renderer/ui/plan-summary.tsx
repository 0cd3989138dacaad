import { Button, Text } from '@mantine/core';
import { useId, useState } from 'react';
import type { CollectPlan } from '../../shared/model/run';
import { formatSoon } from './format-soon';
import { ChevronDownIcon } from './icons';
import { Note } from './note';
import { PlanTable } from './plan-table';
import { planSentence, shortfall, shortfallWords, skippedWords, type Bounds } from './plan-words';
import { useNow, useZone } from './time';
import classes from './plan-summary.module.css';

interface PlanSummaryProps {
  plan: CollectPlan;
  /** Title of the stream that is being read. */
  activity: string;
  bounds: Bounds;
  /** When the next collection is due, ISO 8601. */
  nextRunAt: string | null;
}

/** The plan of a running collection in one line, what does not fit, and the table on demand. */
export function PlanSummary({ plan, activity, bounds, nextRunAt }: PlanSummaryProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const zone = useZone();
  const now = useNow();
  const short = shortfall(plan);
  const words =
    short && shortfallWords(short, bounds, nextRunAt === null ? null : formatSoon(nextRunAt, now, zone));
  const skipped = skippedWords(plan.streams);
  return (
    <div className={classes.plan}>
      <div className={classes.line}>
        <Text size="sm" className="sw-numbers" role="status">
          <span className={classes.label}>Plan</span> {planSentence(plan)}
        </Text>
        <Button
          size="compact-sm"
          variant="subtle"
          aria-expanded={open}
          aria-controls={id}
          rightSection={
            <ChevronDownIcon size={14} className={classes.chevron} data-open={open || undefined} />
          }
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide plan' : 'Show plan'}
        </Button>
      </div>
      {words && (
        <Note tone="warning" title={words.title} live>
          {words.text}
        </Note>
      )}
      <div id={id}>{open && <PlanTable plan={plan} activity={activity} maxHeight={260} />}</div>
      {!open && skipped && (
        <Text size="xs" c="dimmed">
          {skipped}
        </Text>
      )}
    </div>
  );
}

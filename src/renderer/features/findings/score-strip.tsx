import '@mantine/charts/styles.css';
import { Button, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import { Area, AreaChart, YAxis } from 'recharts';
import { useStore } from 'zustand';
import type { PostureScore } from '../../../shared/model/checks';
import { formatDay, NO_VALUE } from '../../ui/format';
import { changeText, COMPARED_DAYS, scoreChange, scoreText } from './score-words';
import { ScoreDrawer } from './score-drawer';
import type { FindingsStore } from './findings-store';
import { SeverityChips } from './groups-rail';
import classes from './findings.module.css';

/** The posture score with its trend, and the findings by severity. */
export function ScoreStrip({ store, orgId }: { store: FindingsStore; orgId: string }) {
  const { data, error } = useStore(store, (s) => s.score);
  const [explained, setExplained] = useState(false);
  const change = data && scoreChange(data.trend);
  const score = data?.score ?? null;
  return (
    <div className={classes.strip}>
      <div className={classes.scoreBlock}>
        <h2 className={classes.scoreTitle}>Posture score</h2>
        <p className={classes.score}>
          <strong>{score === null ? NO_VALUE : scoreText(score)}</strong>
          {score !== null && <span className={classes.outOf}>of 100</span>}
        </p>
        <Text size="xs" c="dimmed">
          {error && !data
            ? 'It could not be loaded.'
            : data && score === null
              ? 'No check counts yet.'
              : change
                ? `${changeText(change.by)} since ${formatDay(change.since)}`
                : data && 'No trend yet.'}
        </Text>
      </div>
      <div className={classes.scoreMore}>
        {data && data.trend.length > 1 && <Spark trend={data.trend} />}
        <Button size="compact-xs" variant="subtle" disabled={!data} onClick={() => setExplained(true)}>
          How it is made
        </Button>
      </div>
      <SeverityChips store={store} />
      <ScoreDrawer orgId={orgId} score={explained ? data : null} onClose={() => setExplained(false)} />
    </div>
  );
}

const SPARK_HEIGHT = 44;

/** The last days of the trend without axes; the panel has the chart with its numbers. */
function Spark({ trend }: { trend: PostureScore['trend'] }) {
  const { ref, width } = useElementSize();
  const shown = trend.slice(-(COMPARED_DAYS + 1));
  const scores = shown.map(({ score }) => score);
  const first = shown[0];
  const last = shown.at(-1);
  const low = Math.max(0, Math.min(...scores) - 3);
  const high = Math.min(100, Math.max(...scores) + 3);
  return (
    <div
      ref={ref}
      className={classes.spark}
      style={{ height: SPARK_HEIGHT }}
      role="img"
      aria-label={
        first && last
          ? `From ${scoreText(first.score)} on ${formatDay(first.day)} to ${scoreText(last.score)} on ${formatDay(last.day)}`
          : 'No trend'
      }
    >
      {width > 0 && (
        <AreaChart
          width={width}
          height={SPARK_HEIGHT}
          data={shown}
          accessibilityLayer={false}
          margin={{ top: 3, right: 3, bottom: 3, left: 3 }}
        >
          <YAxis hide domain={[low, high]} />
          <Area
            dataKey="score"
            type="linear"
            stroke="var(--sw-info)"
            fill="var(--sw-info)"
            fillOpacity={0.14}
            strokeWidth={1.75}
            baseValue={low}
            dot={false}
            isAnimationActive={false}
          />
        </AreaChart>
      )}
    </div>
  );
}

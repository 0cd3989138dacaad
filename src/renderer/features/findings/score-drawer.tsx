import { Anchor, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import type { PostureScore } from '../../../shared/model/checks';
import { ChartFrame } from '../../ui/chart-frame';
import { TimeAreaChart } from '../../ui/chart-time-area';
import { formatDay, formatNumber, formatPercent } from '../../ui/format';
import { toHash } from '../../ui/routing/route';
import { SideDrawer } from '../../ui/table-drawer';
import { Time } from '../../ui/time';
import { findingsRoute } from './finding-filters';
import { costOf, scoreText, sumsOf } from './score-words';
import table from '../../ui/data-table.module.css';
import classes from './score.module.css';

interface ScoreDrawerProps {
  orgId: string;
  /** Null: closed. */
  score: PostureScore | null;
  onClose: () => void;
}

/** The formula of the score with its numbers, its trend, its parts, and what is left out. */
export function ScoreDrawer({ orgId, score, onClose }: ScoreDrawerProps) {
  return (
    <SideDrawer opened={score !== null} onClose={onClose} size={760} title="How the posture score is made">
      {score && <Explanation orgId={orgId} score={score} onClose={onClose} />}
    </SideDrawer>
  );
}

const SERIES = [{ key: 'score', label: 'Posture score', color: 'var(--sw-info)' }];

function Explanation({ orgId, score: all, onClose }: ScoreDrawerProps & { score: PostureScore }) {
  const { score, parts, leftOut, trend, evaluatedAt } = all;
  const points = useMemo(
    () => trend.map(({ day, score: value }) => ({ time: Date.parse(day), score: value })),
    [trend],
  );
  const costly = useMemo(
    () =>
      parts
        .map((part) => ({ ...part, cost: costOf(part, parts) }))
        .sort((a, b) => b.cost - a.cost || a.title.localeCompare(b.title)),
    [parts],
  );
  const { passing, weights } = sumsOf(parts);
  const first = trend[0];
  const last = trend.at(-1);
  return (
    <div className={classes.explanation}>
      <section>
        <Text size="sm">
          Every posture check counts with the share of its subjects that pass, by its weight of 1 to 10.
          Acknowledged and muted findings do not lower the score. Threat checks are not part of it.
        </Text>
        <div className={classes.formula} tabIndex={0} role="group" aria-label="Formula, scrollable">
          <div>score = 100 × sum of (weight × share that passes) ÷ sum of weights</div>
          {score !== null && (
            <div>
              = 100 × {two(passing)} ÷ {formatNumber(weights)} = <strong>{scoreText(score)}</strong>
            </div>
          )}
        </div>
        <Text size="sm" c="dimmed">
          Evaluated <Time iso={evaluatedAt} empty="never" />.
        </Text>
      </section>
      <ChartFrame
        title="Trend"
        description="The score at the last evaluation of each day, UTC"
        summary={
          first && last
            ? `The posture score went from ${scoreText(first.score)} on ${formatDay(first.day)} to ${scoreText(last.score)} on ${formatDay(last.day)}.`
            : 'There is no trend yet.'
        }
        legend={SERIES}
        height={200}
        instead={points.length === 0 ? 'The trend begins with the first evaluation.' : undefined}
        table={{
          columns: ['Day', 'Score'],
          rows: () =>
            [...trend].reverse().map(({ day, score: value }) => ({
              key: day,
              cells: [formatDay(day, 'long'), scoreText(value)],
            })),
        }}
      >
        <TimeAreaChart
          points={points}
          series={SERIES}
          zone="utc"
          height={200}
          formatMoment={(time) => formatDay(new Date(time).toISOString(), 'long')}
        />
      </ChartFrame>
      <section>
        <Title order={3} size="h6" mb={8}>
          What counts ({formatNumber(parts.length)})
        </Title>
        {parts.length === 0 ? (
          <Text size="sm" c="dimmed">
            No posture check was evaluated that had something to check.
          </Text>
        ) : (
          <div className={table.scroll} data-framed tabIndex={0} role="group" aria-label="Parts, scrollable">
            <table className={table.table} aria-label="Parts of the score">
              <thead>
                <tr>
                  <th scope="col">Check</th>
                  <th scope="col" data-align="right">
                    Weight
                  </th>
                  <th scope="col" data-align="right">
                    Checked
                  </th>
                  <th scope="col" data-align="right">
                    Open
                  </th>
                  <th scope="col" data-align="right">
                    Passes
                  </th>
                  <th scope="col" data-align="right">
                    Costs
                  </th>
                </tr>
              </thead>
              <tbody>
                {costly.map(({ check, title, weight, population, affected, passing: share, cost }) => (
                  <tr key={check}>
                    <th scope="row">
                      <Anchor href={toHash(findingsRoute(orgId, { check }))} size="sm" onClick={onClose}>
                        {title}
                      </Anchor>
                    </th>
                    <td data-align="right">{formatNumber(weight)}</td>
                    <td data-align="right">{formatNumber(population)}</td>
                    <td data-align="right">{formatNumber(affected)}</td>
                    <td data-align="right">{formatPercent(100 * share)}</td>
                    <td data-align="right">{cost === 0 ? '0' : two(cost)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <section>
        <Title order={3} size="h6" mb={8}>
          What is left out ({formatNumber(leftOut.length)})
        </Title>
        {leftOut.length === 0 ? (
          <Text size="sm" c="dimmed">
            Nothing: every posture check counts.
          </Text>
        ) : (
          <ul className={classes.leftOut}>
            {leftOut.map(({ check, title, reason }) => (
              <li key={check}>
                <strong>{title}</strong>
                <div>{reason}</div>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

const two = (value: number) =>
  value.toLocaleString(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

import { useState } from 'react';
import type { HeatMap } from '../../shared/model/sign-in-map';
import { ChartFrame } from './chart-frame';
import { formatCount, formatNumber } from './format';
import { heatMapSummary, hourWords, LONG_WEEKDAYS, mostOf, SHORT_WEEKDAYS } from './heat-map-words';
import { logShare, shade } from './shade';
import { ShadeLegend } from './shade-legend';
import classes from './heat-map.module.css';

export type Measure = 'logins' | 'failures';

interface HeatMapFrameProps {
  title: string;
  map: HeatMap | undefined;
  measure: Measure;
  actions?: React.ReactNode;
  /** In place of the map: loading, failed. */
  instead?: React.ReactNode;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Sign-ins by hour and weekday; with the same as a table. */
export function HeatMapFrame({ title, map, measure, actions, instead }: HeatMapFrameProps) {
  const [pointed, setPointed] = useState<{ weekday: number; hour: number } | null>(null);
  const counts = map?.[measure] ?? [];
  const most = mostOf(counts);
  const tone = measure === 'logins' ? 'main' : 'bad';
  const what = measure === 'logins' ? 'Sign-ins' : 'Failures';
  const summary = map ? heatMapSummary(map, measure) : '';
  const at = (weekday: number, hour: number) => counts[weekday]?.[hour] ?? 0;
  const empty =
    map && most === 0
      ? measure === 'logins'
        ? 'Nobody signed in during this time.'
        : 'No sign-in failed during this time.'
      : undefined;
  return (
    <ChartFrame
      title={title}
      description={map ? `Hours on the clocks of ${map.timeZone.replaceAll('_', ' ')}.` : undefined}
      summary={summary}
      height={HEIGHT}
      legend={[]}
      actions={actions}
      instead={instead ?? empty}
      table={{
        columns: ['Hour', ...SHORT_WEEKDAYS],
        rows: () =>
          HOURS.map((hour) => ({
            key: String(hour),
            cells: [hourWords(hour), ...SHORT_WEEKDAYS.map((_, weekday) => formatNumber(at(weekday, hour)))],
          })),
      }}
      below={
        <>
          <p className={classes.said} aria-hidden="true">
            {pointed === null
              ? summary
              : `${LONG_WEEKDAYS[pointed.weekday] ?? ''}, ${hourWords(pointed.hour)}: ${
                  map
                    ? `${formatCount(map.logins[pointed.weekday]?.[pointed.hour] ?? 0, 'sign-in')}, ${formatCount(
                        map.failures[pointed.weekday]?.[pointed.hour] ?? 0,
                        'failure',
                      )}`
                    : ''
                }`}
          </p>
          <ShadeLegend most={most} tone={tone} label={`${what} in an hour of the week`} />
        </>
      }
    >
      <div className={classes.map} onMouseLeave={() => setPointed(null)}>
        <span className={classes.corner} />
        {HOURS.map((hour) => (
          <span key={hour} className={classes.hour} data-main={hour % 6 === 0 || undefined}>
            {hour % 3 === 0 ? hour : ''}
          </span>
        ))}
        {SHORT_WEEKDAYS.map((label, weekday) => (
          <div key={label} className={classes.row}>
            <span className={classes.weekday}>{label}</span>
            {HOURS.map((hour) => (
              <span
                key={hour}
                className={classes.cell}
                style={{ background: shade(logShare(at(weekday, hour), most), tone) }}
                onMouseEnter={() => setPointed({ weekday, hour })}
              />
            ))}
          </div>
        ))}
      </div>
    </ChartFrame>
  );
}

const HEIGHT = 224;

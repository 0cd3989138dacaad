import { Code, Text, Title } from '@mantine/core';
import type { CollectPlan, RunDetail } from '../../../shared/model/run';
import { formatBytes, formatDuration, formatNumber, NO_VALUE } from '../../ui/format';
import { VIA_WORDS } from '../../ui/plan-words';
import { Status } from '../../ui/status';
import { streamLines, streamResult, type StreamLine } from './run-words';
import table from '../../ui/data-table.module.css';
import classes from './runs-section.module.css';

const COLUMNS = ['Calls', 'Rows', 'Size', 'Time'] as const;

/** What one collection did, stream by stream, beside what was planned. */
export function RunStreams({ detail }: { detail: RunDetail }) {
  const { lines, notReached } = streamLines(detail);
  return (
    <section className={classes.part} aria-labelledby="run-streams">
      <Title order={3} size="h5" id="run-streams">
        Data read
      </Title>
      {lines.length + notReached.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing: it ended before the first of them.
        </Text>
      ) : (
        <div
          className={table.scroll}
          data-framed
          tabIndex={0}
          role="group"
          aria-label="Data read, scrollable"
        >
          <table className={table.table} aria-label="Data read">
            <thead>
              <tr>
                <th scope="col">Data</th>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col" data-align="right">
                    {column}
                  </th>
                ))}
                <th scope="col">How</th>
                <th scope="col">Result</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Line key={line.run.stream} line={line} />
              ))}
              {notReached.map((planned) => (
                <NotReached key={planned.stream} planned={planned} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Line({ line: { run, planned } }: { line: StreamLine }) {
  const { label, tone } = streamResult(run);
  const read = run.via !== 'skipped';
  return (
    <tr data-quiet={read || run.error !== null ? undefined : true}>
      <th scope="row">
        {run.title}
        {run.error ? (
          <span className={table.detail} data-tone="bad">
            {run.error.message} <Code>{run.error.code}</Code>
          </span>
        ) : (
          planned?.note && <span className={table.detail}>{planned.note}</span>
        )}
      </th>
      <td data-align="right">
        {read ? formatNumber(run.calls) : NO_VALUE}
        {read && planned && planned.calls !== run.calls && (
          <span className={table.detail}>planned {formatNumber(planned.calls)}</span>
        )}
      </td>
      <td data-align="right">{read ? formatNumber(run.rows) : NO_VALUE}</td>
      <td data-align="right">{read ? formatBytes(run.bytes) : NO_VALUE}</td>
      <td data-align="right">{read ? formatDuration(run.seconds * 1000) : NO_VALUE}</td>
      <td title={VIA_WORDS[run.via].meaning} data-nowrap>
        {read ? VIA_WORDS[run.via].label : NO_VALUE}
      </td>
      <td>
        <Status tone={tone}>{label}</Status>
      </td>
    </tr>
  );
}

function NotReached({ planned }: { planned: CollectPlan['streams'][number] }) {
  const skipped = planned.via === 'skipped';
  return (
    <tr data-quiet>
      <th scope="row">
        {planned.title}
        {planned.note && <span className={table.detail}>{planned.note}</span>}
      </th>
      {COLUMNS.map((column) => (
        <td key={column} data-align="right">
          {NO_VALUE}
        </td>
      ))}
      <td>{NO_VALUE}</td>
      <td>
        <Status tone="quiet">{skipped ? 'Skipped' : 'Not reached'}</Status>
      </td>
    </tr>
  );
}

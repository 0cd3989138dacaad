import { useEffect, useRef } from 'react';
import type { CollectPlan, StreamEstimate } from '../../shared/model/run';
import { formatNumber, NO_VALUE } from './format';
import { estimateWords, planOrder, VIA_WORDS } from './plan-words';
import { Tag } from './status';
import table from './data-table.module.css';

interface PlanTableProps {
  plan: CollectPlan;
  /** Title of the stream that is being read. */
  activity?: string | undefined;
  maxHeight?: number;
}

/** Pixels shown under the row that is being read: the next one. */
const ROOM_BELOW = 34;

/** What a collection is going to ask, stream by stream. */
export function PlanTable({ plan, activity, maxHeight }: PlanTableProps) {
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Only this box, not the window around it.
    const box = scroll.current;
    const row = box?.querySelector('[aria-current]');
    if (!box || !row) return;
    const below = row.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom;
    if (below > 0) box.scrollTop += below + ROOM_BELOW;
  }, [activity]);
  return (
    <div
      ref={scroll}
      className={table.scroll}
      data-framed
      style={{ maxHeight }}
      tabIndex={0}
      role="group"
      aria-label="Plan of the collection, scrollable"
    >
      <table className={table.table} aria-label="Plan of the collection">
        <thead>
          <tr>
            <th scope="col">Data</th>
            <th scope="col" data-align="right">
              Rows
            </th>
            <th scope="col" data-align="right">
              Calls
            </th>
            <th scope="col" data-align="right">
              Time
            </th>
            <th scope="col">How</th>
          </tr>
        </thead>
        <tbody>
          {planOrder(plan.streams).map((stream) => (
            <Estimate key={stream.stream} stream={stream} now={stream.title === activity} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              Whole collection
              <span className={table.detail}>With limits and counting</span>
            </th>
            <td data-align="right">
              {formatNumber(plan.streams.reduce((sum, { rows }) => sum + (rows ?? 0), 0))}
            </td>
            <td data-align="right">{formatNumber(plan.calls)}</td>
            <td data-align="right">{estimateWords(plan.seconds)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Estimate({ stream, now }: { stream: StreamEstimate; now: boolean }) {
  const { title, rows, calls, seconds, via, note } = stream;
  const skipped = via === 'skipped';
  return (
    <tr data-quiet={skipped || undefined} {...(now ? { 'aria-current': 'step' as const } : {})}>
      <th scope="row">
        {title} {now && <Tag tone="info">Reading now</Tag>}
        {note !== null && <span className={table.detail}>{note}</span>}
      </th>
      <td data-align="right">{skipped ? NO_VALUE : formatNumber(rows)}</td>
      <td data-align="right">{skipped ? NO_VALUE : calls === 0 ? 'shared' : formatNumber(calls)}</td>
      <td data-align="right">{skipped ? NO_VALUE : estimateWords(seconds)}</td>
      <td title={VIA_WORDS[via].meaning} data-nowrap>
        {VIA_WORDS[via].label}
      </td>
    </tr>
  );
}

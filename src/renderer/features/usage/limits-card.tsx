import { Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { LimitRow } from '../../../shared/model/quota';
import { SegmentBar } from '../../ui/chart-bar';
import { SectionCard } from '../../ui/chart-card';
import { gaugeTone } from '../../ui/chart-gauge';
import { formatCount, formatNumber, formatPercent } from '../../ui/format';
import { SearchBox } from '../../ui/search-box';
import { ariaSort, SortHeader } from '../../ui/table-sort-header';
import { useGradually } from '../../ui/use-gradually';
import { limitTitle, listLimits, type LimitSort, type LimitSortColumn } from './usage-figures';
import classes from './usage.module.css';

const COLUMNS: readonly { id: LimitSortColumn; label: string; align: 'left' | 'right' }[] = [
  { id: 'name', label: 'Limit', align: 'left' },
  { id: 'usedPercent', label: 'Share used', align: 'left' },
  { id: 'used', label: 'Used', align: 'right' },
  { id: 'remaining', label: 'Remaining', align: 'right' },
  { id: 'max', label: 'Maximum', align: 'right' },
];

const TONE_COLORS = {
  ok: 'var(--sw-series-main)',
  warn: 'var(--sw-series-idle)',
  bad: 'var(--sw-series-bad)',
};
/** Other limits have no line of their own; from here on they deserve a look. */
const NOTABLE_PERCENT = 90;

/** Every limit Salesforce reported, the fullest first. */
export function LimitsCard({
  limits,
  onOpen,
}: {
  limits: readonly LimitRow[];
  onOpen: (name: string) => void;
}) {
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<LimitSort>({ column: 'usedPercent', descending: true });
  const rows = listLimits(limits, search, sort);
  const drawn = useGradually(rows.length);

  const toggle = (column: LimitSortColumn) =>
    setSort((now) => ({ column, descending: now.column === column ? !now.descending : column !== 'name' }));

  return (
    <SectionCard
      title="All limits"
      description={`${formatCount(limits.length, 'limit')} as Salesforce reported them. Choose one to see its history.`}
      actions={<SearchBox label="Search limits" value={search} onChange={setSearch} width={220} />}
    >
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="All limits, scrollable">
        <table className={classes.table} aria-label="All limits">
          <thead>
            <tr>
              {COLUMNS.map(({ id, label, align }) => {
                const direction = sort.column === id ? (sort.descending ? 'desc' : 'asc') : false;
                return (
                  <th key={id} scope="col" aria-sort={ariaSort(direction)} data-align={align}>
                    <SortHeader direction={direction} align={align} onSort={() => toggle(id)}>
                      {label}
                    </SortHeader>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, drawn).map((row) => (
              <tr key={row.name}>
                <th scope="row">
                  <UnstyledButton
                    className={classes.limit}
                    onClick={() => onOpen(row.name)}
                    aria-label={`Show the history of ${limitTitle(row.name)}`}
                  >
                    {limitTitle(row.name)}
                  </UnstyledButton>
                  <Text size="xs" c="dimmed">
                    {row.name}
                  </Text>
                </th>
                <td>
                  <Share row={row} />
                </td>
                <td data-align="right">{formatNumber(row.used)}</td>
                <td data-align="right">{formatNumber(row.remaining)}</td>
                <td data-align="right">{formatNumber(row.max)}</td>
              </tr>
            ))}
            {rows.length === 0 && (
              <tr>
                <td colSpan={COLUMNS.length} className={classes.nothing}>
                  No limit matches “{search.trim()}”.
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </SectionCard>
  );
}

function Share({ row }: { row: LimitRow }) {
  if (row.usedPercent === null) {
    return (
      <Text size="sm" c="dimmed">
        Not available in this org
      </Text>
    );
  }
  return (
    <div className={classes.share}>
      <SegmentBar
        max={row.max}
        segments={[
          {
            key: 'used',
            label: `${formatNumber(row.used)} used`,
            value: Math.max(0, row.used),
            color: TONE_COLORS[gaugeTone(row.usedPercent, NOTABLE_PERCENT)],
          },
        ]}
      />
      <span>{formatPercent(row.usedPercent)}</span>
    </div>
  );
}

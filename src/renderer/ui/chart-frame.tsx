import '@mantine/charts/styles.css';
import './chart-colors.css';
import { Button, Table } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { SectionCard } from './chart-card';
import classes from './chart-frame.module.css';

export interface LegendEntry {
  label: string;
  color: string;
  /** A line instead of an area. */
  line?: boolean;
  dashed?: boolean;
}

/** The same data for those who do not see the chart, or want the numbers. Most recent row first. */
export interface ChartTable {
  columns: readonly string[];
  /** Called when the table is asked for: most people look at the chart. */
  rows: () => readonly { key: string; cells: readonly ReactNode[] }[];
}

interface ChartFrameProps {
  title: string;
  description?: ReactNode;
  /** One sentence that says what the chart shows: its text alternative. */
  summary: string;
  legend: readonly LegendEntry[];
  table: ChartTable;
  actions?: ReactNode;
  height?: number;
  /** Shown in place of the chart while there is nothing to draw: loading, failed, too little data. */
  instead?: ReactNode;
  /** Controls under the chart that are lined up with it. */
  below?: ReactNode;
  children: ReactNode;
}

/** A chart with its title, legend and table alternative. */
export function ChartFrame(props: ChartFrameProps) {
  const {
    title,
    description,
    summary,
    legend,
    table,
    actions,
    height = 240,
    instead,
    below,
    children,
  } = props;
  const [asTable, setAsTable] = useState(false);
  return (
    <SectionCard
      title={title}
      description={description}
      actions={
        <>
          {actions}
          {!instead && (
            <Button variant="default" size="compact-sm" onClick={() => setAsTable(!asTable)}>
              {asTable ? 'Show as chart' : 'Show as table'}
            </Button>
          )}
        </>
      }
    >
      {instead ? (
        <div className={classes.instead} style={{ minHeight: height }}>
          {instead}
        </div>
      ) : asTable ? (
        <div
          className={classes.scroll}
          style={{ height: height + 28 }}
          tabIndex={0}
          role="region"
          aria-label={`${title}, table`}
        >
          <Table stickyHeader horizontalSpacing="sm" verticalSpacing={6} aria-label={title}>
            <Table.Thead>
              <Table.Tr>
                {table.columns.map((column, index) => (
                  <Table.Th key={column} scope="col" ta={index === 0 ? 'left' : 'right'}>
                    {column}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {table.rows().map((row) => (
                <Table.Tr key={row.key}>
                  {row.cells.map((cell, index) => (
                    <Table.Td key={table.columns[index]} ta={index === 0 ? 'left' : 'right'}>
                      {cell}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ) : (
        <>
          <div role="img" aria-label={summary} style={{ height }}>
            {children}
          </div>
          {below}
          <Legend entries={legend} />
        </>
      )}
    </SectionCard>
  );
}

export function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <ul className={classes.legend}>
      {entries.map((entry) => (
        <li key={entry.label} className={classes.entry}>
          <span
            aria-hidden="true"
            className={classes.swatch}
            data-line={entry.line || undefined}
            data-dashed={entry.dashed || undefined}
            style={{ color: entry.color }}
          />
          {entry.label}
        </li>
      ))}
    </ul>
  );
}

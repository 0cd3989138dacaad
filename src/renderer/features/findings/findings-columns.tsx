import { Text } from '@mantine/core';
import type { Finding } from '../../../shared/model/findings';
import { formatNumber } from '../../ui/format';
import { SeverityTag } from '../../ui/severity';
import { Tag } from '../../ui/status';
import type { TableColumn } from '../../ui/table-virtual';
import { Time, useZone } from '../../ui/time';
import { aboutWords, STATUS_WORDS, statusDetail } from './finding-words';
import type { FindingSort } from './findings-store';
import classes from './findings.module.css';

/** Pixels before the table scrolls sideways. */
export const FINDINGS_MIN_WIDTH = 700;
export const OPEN_MIN_WIDTH = 590;

export const FINDING_COLUMNS: readonly TableColumn<Finding, FindingSort>[] = [
  {
    id: 'finding',
    header: 'Finding',
    width: 'minmax(230px, 2.6fr)',
    sort: { by: 'check' },
    cell: ({ summary, title }) => (
      <>
        <Text size="sm" fw={550} truncate title={summary}>
          {summary}
        </Text>
        <Text size="xs" c="dimmed" truncate title={title}>
          {title}
        </Text>
      </>
    ),
  },
  {
    id: 'severity',
    header: 'Severity',
    width: '98px',
    sort: { by: 'severity' },
    cell: ({ severity }) => (
      <span>
        <SeverityTag severity={severity} />
      </span>
    ),
  },
  {
    id: 'about',
    header: 'About',
    width: 'minmax(120px, 1.2fr)',
    sort: { by: 'user' },
    cell: (finding) => <About finding={finding} />,
  },
  {
    id: 'lastSeenAt',
    header: 'Last seen',
    width: '116px',
    sort: { by: 'lastSeenAt', descendingFirst: true },
    cell: ({ lastSeenAt, occurrences }) => (
      <>
        <Time iso={lastSeenAt} dateOnly />
        <Text size="xs" c="dimmed" truncate>
          <Time iso={lastSeenAt} timeOnly />
          {occurrences > 1 && `, ${formatNumber(occurrences)}×`}
        </Text>
      </>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    width: '134px',
    cell: (finding) => <StatusCell finding={finding} />,
  },
];

/** For a list of open findings only: all of them have the same status. */
export const OPEN_COLUMNS = FINDING_COLUMNS.filter(({ id }) => id !== 'status');

function About({ finding }: { finding: Finding }) {
  const { main, more } = aboutWords(finding);
  return (
    <>
      <Text size="sm" truncate title={main}>
        {main}
      </Text>
      {more !== null && (
        <Text size="xs" c="dimmed" truncate title={more}>
          {more}
        </Text>
      )}
    </>
  );
}

function StatusCell({ finding }: { finding: Finding }) {
  const detail = statusDetail(finding, useZone());
  const { label, tone } = STATUS_WORDS[finding.status];
  return (
    <>
      <span className={classes.statusTags}>
        <Tag tone={tone}>{label}</Tag>
        {finding.muted && <Tag>Muted</Tag>}
      </span>
      {detail !== null && (
        <Text size="xs" c="dimmed" truncate title={detail}>
          {detail}
        </Text>
      )}
    </>
  );
}

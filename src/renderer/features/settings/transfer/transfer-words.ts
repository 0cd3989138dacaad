import type { EverythingFormat, MergeReport } from '../../../../shared/model/backups';
import { formatBytes, formatCount } from '../../../ui/format';

/** In the order they are offered. `who`: for whom it is. */
export const FORMATS: readonly { format: EverythingFormat; label: string; who: string }[] = [
  {
    format: 'sqlite',
    label: 'SQLite',
    who: 'One file with every table, for people who write SQL and for programs that read databases.',
  },
  {
    format: 'csv',
    label: 'CSV',
    who: 'A folder with one text file per table, for spreadsheets and for everything else.',
  },
  {
    format: 'parquet',
    label: 'Parquet',
    who: 'A folder with compact files by org and day, for data lakes and analysis tools.',
  },
];

export interface Exported {
  path: string;
  files: number;
  bytes: number;
}

/** "64 files, 2.2 GB". */
export function exportedWords({ files, bytes }: Exported): string {
  return `${formatCount(files, 'file')}, ${formatBytes(bytes)}`;
}

type MergedOrg = MergeReport['orgs'][number];

/** What becomes of an org in the backup. */
export function outcomeLabel({ outcome }: Pick<MergedOrg, 'outcome'>): string {
  return outcome === 'new' ? 'New here' : 'Merged with the one here';
}

export function addedRows(added: MergedOrg['added']): number {
  return Object.values(added).reduce((sum, rows) => sum + rows, 0);
}

/** Whether merging would change anything. */
export function changesAnything({ orgs }: MergeReport): boolean {
  return orgs.some((org) => org.outcome === 'new' || org.updated > 0 || addedRows(org.added) > 0);
}

/** After it was done: what came, in one line. */
export function mergedWords({ orgs }: MergeReport): string {
  const sum = (count: (org: MergedOrg) => number) => orgs.reduce((all, org) => all + count(org), 0);
  const parts = [
    [sum(({ outcome }) => (outcome === 'new' ? 1 : 0)), 'org'],
    [sum(({ added }) => addedRows(added)), 'row'],
  ] as const;
  const added = parts
    .flatMap(([count, what]) => (count === 0 ? [] : [formatCount(count, what)]))
    .join(' and ');
  const updated = sum((org) => org.updated);
  return [
    ...(added === '' ? [] : [`${added} added.`]),
    ...(updated === 0 ? [] : [`${formatCount(updated, 'newer row')} taken.`]),
  ].join(' ');
}

import type { Chapter } from './chapters';
import { barChart } from './chart';
import { round } from './log';
import type { PublishReport } from './publish';
import type { Cost } from './sampler';

const number = (value: number): string => value.toLocaleString('en-US');
const line = (...cells: (string | number)[]): string =>
  `| ${cells.map((cell) => (typeof cell === 'number' ? number(cell) : cell)).join(' | ')} |`;

export const publishChapter: Chapter = {
  name: 'publish',
  title: 'Publishing to PostgreSQL',
  table(result) {
    const { users, logins, rows, fileMB, first, unchanged, tenThousand, copy, ...ratios } =
      result as PublishReport;
    const cost = (name: string, { seconds, cpuSeconds, peakMB }: Cost): string =>
      line(name, round(seconds), round(cpuSeconds), round(seconds / copy.seconds, 2), peakMB);
    return [
      `${number(users)} users and ${number(logins)} logins, ${number(rows)} rows in all, from a database of ${number(fileMB)} MB into a PostgreSQL server on the same computer. The yardstick is the quickest way PostgreSQL has to take the same rows: psql’s \\copy of finished CSV files into tables with the same keys and indexes, which compares nothing and cannot be resumed. Processor time is that of both sides; memory is the largest process of either.`,
      '',
      line('', 'seconds', 'CPU seconds', 'times \\copy', 'peak MB'),
      line('---', '---:', '---:', '---:', '---:'),
      cost('everything, into an empty database', first),
      cost('again, nothing changed', unchanged),
      cost(`again, after 10,000 new logins (${number(tenThousand.changes)} rows changed)`, tenThousand),
      cost('\\copy', copy),
      '',
      `The first publication moves ${number(ratios.millionRowsPerMinute)} million rows a minute.`,
    ];
  },
  charts(result) {
    const { first, unchanged, tenThousand, copy } = result as PublishReport;
    const bar = (label: string, { seconds }: Cost, ours: boolean) => ({
      label,
      value: round(seconds),
      ours,
    });
    return barChart([
      {
        title: 'Publishing',
        unit: 's',
        bars: [
          bar('everything', first, true),
          bar('again, nothing changed', unchanged, true),
          bar('again, 10,000 new logins', tenThousand, true),
          bar('psql \\copy of the same rows', copy, false),
        ],
      },
    ]);
  },
};

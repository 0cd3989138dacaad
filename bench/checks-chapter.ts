import type { Chapter } from './chapters';
import { barChart } from './chart';
import type { ChecksReport } from './checks';

const number = (value: number): string => value.toLocaleString('en-US');

/** What is asked for: milliseconds per 10,000 new logins. Kept to with some 10,000 users, not with 200,000. */
const LIMIT_MS = 1_000;

export const checksChapter: Chapter = {
  name: 'checks',
  title: 'The security checks',
  table(result) {
    const report = result as ChecksReport;
    const { scan, allHistory, newData } = report;
    const line = (...cells: (string | number)[]): string =>
      `| ${cells.map((cell) => (typeof cell === 'number' ? number(cell) : cell)).join(' | ')} |`;
    return [
      `All checks over ${number(report.users)} users and ${number(report.logins)} logins. The yardstick reads every login once, all columns, in the same pages, by the same driver with the same settings, in the same process: ${number(scan.wall)} ms (CPU ${number(scan.cpu)}), the median of ${report.scans.length} times before and after.`,
      '',
      line('', 'milliseconds', 'CPU ms', 'scans of all logins', 'logins looked at', 'findings'),
      line('---', '---:', '---:', '---:', '---:', '---:'),
      line(
        'everything from scratch',
        ...[allHistory.wall, allHistory.cpu, report.allHistoryByScan, allHistory.logins, allHistory.found],
      ),
      line(
        `10,000 new logins, median of ${newData.length}`,
        ...[report.newDataMillisPer10000, report.newDataCpuMillisPer10000],
        Math.round((report.newDataMillisPer10000 / scan.wall) * 100) / 100,
        ...[newData[0]?.logins ?? 0, newData[0]?.found ?? 0],
      ),
      '',
      `Checks of states (who has no second factor, which apps are in use) ask about everybody each time, however few logins are new: with 200,000 users they take most of the time after a collection. At most ${number(allHistory.peakMB)} MB were resident. After a collection the logins of the last hour are looked at again, since Salesforce may add to them.`,
    ];
  },
  charts(result) {
    const { newData } = result as ChecksReport;
    return barChart([
      {
        title: 'Evaluation after each 10,000 new logins',
        unit: 'ms',
        limit: LIMIT_MS,
        bars: newData.map(({ wall }, i) => ({ label: `the ${i + 1}. time`, value: wall, ours: true })),
      },
    ]);
  },
};

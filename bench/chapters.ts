import { barChart } from './chart';
import type { FirstCollectionReport } from './first-collection';
import type { KillReport } from './kills';
import { median, round } from './log';
import type { WindowReport } from './window';

/** How one kind of result is shown. */
interface Chapter {
  name: string;
  title: string;
  table(result: unknown): string[];
  charts(result: unknown): string | null;
}

interface PagesReport {
  users: number;
  logins: number;
  pages: Record<string, { n: number; p50: number; p95: number; max: number }>;
  pagesWhileCollecting?: Record<string, { n: number; p50: number; p95: number; max: number }>;
}

const number = (value: number): string => value.toLocaleString('en-US');
const row = (...cells: (string | number)[]): string =>
  `| ${cells.map((cell) => (typeof cell === 'number' ? number(cell) : cell)).join(' | ')} |`;
const head = (...cells: string[]): string[] => [
  row(...cells),
  row(...cells.map((_, i) => (i === 0 ? '---' : '---:'))),
];
const middle = <T>(runs: readonly T[], of: (run: T) => number, digits = 1): number =>
  round(median(runs.map(of)), digits);

const firstCollection = {
  name: 'first-collection',
  title: 'The first collection of a large org',
  table(result) {
    const {
      users,
      logins,
      rounds,
      first,
      repeat,
      yardstick,
      salesforceCli,
      tenth,
      theoretical,
      ratios,
      databaseMB,
    } = result as FirstCollectionReport;
    const line = (
      name: string,
      runs: readonly { calls: number; seconds: number; cpuSeconds: number; peakMB: number }[],
    ) =>
      row(
        name,
        middle(runs, (r) => r.calls, 0),
        middle(runs, (r) => r.seconds),
        middle(runs, (r) => r.cpuSeconds),
        middle(runs, (r) => r.peakMB, 0),
      );
    const others =
      typeof yardstick === 'string'
        ? [`Download and import: ${yardstick}.`]
        : [
            row(
              'bare download (fetch to files)',
              middle(yardstick, (r) => r.calls, 0),
              middle(yardstick, (r) => r.download.seconds),
              middle(yardstick, (r) => r.download.cpuSeconds),
              middle(yardstick, (r) => r.download.peakMB, 0),
            ),
            row(
              '… + sqlite3 .import, no keys',
              '',
              middle(yardstick, (r) => r.download.seconds + r.bareImport.seconds),
              middle(yardstick, (r) => r.download.cpuSeconds + r.bareImport.cpuSeconds),
              middle(yardstick, (r) => r.bareImport.peakMB, 0),
            ),
            row(
              '… + sqlite3 .import, our keys',
              '',
              middle(yardstick, (r) => r.download.seconds + r.keyedImport.seconds),
              middle(yardstick, (r) => r.download.cpuSeconds + r.keyedImport.cpuSeconds),
              middle(yardstick, (r) => r.keyedImport.peakMB, 0),
            ),
          ];
    return [
      `${number(users)} users, ${number(logins)} logins and everything else Seatwatch collects; medians of ${rounds} interleaved rounds. Reading all of it by REST takes ${number(theoretical.restPages)} pages, with bulk jobs for the large objects (${number(theoretical.bulkPageRows)} rows a page) ${number(theoretical.bulkPages)} calls. The database then has ${number(round(databaseMB, 0))} MB. Calls are the org's own count; memory is the largest process of each.`,
      '',
      ...head('', 'calls', 'seconds', 'CPU seconds', 'peak MB'),
      line('Seatwatch, first collection', first),
      line('Seatwatch, repeat', repeat),
      line('Seatwatch, first, a tenth of the logins', tenth),
      ...(typeof salesforceCli === 'string'
        ? []
        : [line('Salesforce CLI, `data export bulk` of the large objects to files', salesforceCli)]),
      ...others,
      ...(typeof salesforceCli === 'string' ? ['', `Salesforce CLI: ${salesforceCli}.`] : []),
      '',
      ...head('ratio or figure', 'median'),
      ...Object.entries(ratios).map(([name, value]) => row(name, String(value))),
    ];
  },
  charts(result) {
    const { first, tenth, yardstick, salesforceCli, theoretical } = result as FirstCollectionReport;
    const bare = typeof yardstick === 'string' ? [] : yardstick;
    const cli = typeof salesforceCli === 'string' ? [] : salesforceCli;
    const optional = (label: string, runs: readonly unknown[], value: () => number) =>
      runs.length === 0 ? [] : [{ label, value: value(), ours: false }];
    return barChart([
      {
        title: 'Wall time',
        unit: 's',
        bars: [
          { label: 'Seatwatch, first collection', value: middle(first, (r) => r.seconds), ours: true },
          ...optional('bare download and import', bare, () =>
            middle(bare, (r) => r.download.seconds + r.bareImport.seconds),
          ),
          ...optional('the same with our keys', bare, () =>
            middle(bare, (r) => r.download.seconds + r.keyedImport.seconds),
          ),
          ...optional('Salesforce CLI, bulk export to files', cli, () => middle(cli, (r) => r.seconds)),
        ],
      },
      {
        title: 'Peak memory of the largest process',
        unit: 'MB',
        limit: 350,
        bars: [
          { label: 'Seatwatch, first collection', value: middle(first, (r) => r.peakMB, 0), ours: true },
          { label: 'Seatwatch, a tenth of the logins', value: middle(tenth, (r) => r.peakMB, 0), ours: true },
          ...optional('Salesforce CLI', cli, () => middle(cli, (r) => r.peakMB, 0)),
        ],
      },
      {
        title: 'API calls',
        unit: 'calls',
        bars: [
          { label: 'Seatwatch, first collection', value: middle(first, (r) => r.calls, 0), ours: true },
          { label: 'pages by REST', value: theoretical.restPages, ours: false },
          { label: 'pages, large objects by bulk', value: theoretical.bulkPages, ours: false },
          ...optional('Salesforce CLI, large objects only', cli, () => middle(cli, (r) => r.calls, 0)),
        ],
      },
    ]);
  },
} satisfies Chapter;

const kills = {
  name: 'kills',
  title: 'kill -9 at random instants',
  table(result) {
    const {
      kills: all,
      databases,
      different,
      byPhase,
      byTarget,
      byProgram,
      users,
      logins,
      seed,
    } = result as KillReport;
    return [
      `${number(all)} kills over ${number(databases)} collections of ${number(users)} users and ${number(logins)} logins (seed ${seed}): ${number(byProgram['app'] ?? 0)} of the built app, ${number(byProgram['Node'] ?? 0)} of the same code in plain Node. After each kill the file was sound and its roll-ups exact; **${number(different)} of ${number(databases)} final databases differ from the undisturbed one**.`,
      '',
      ...head('what the process was doing', 'kills'),
      ...Object.entries(byPhase).map(([name, count]) => row(name, count)),
      '',
      ...head('who was killed', 'kills'),
      ...Object.entries(byTarget).map(([name, count]) => row(name, count)),
    ];
  },
  charts: (result) =>
    barChart([
      {
        title: 'What the killed process was doing',
        unit: 'kills',
        bars: Object.entries((result as KillReport).byPhase).map(([label, value]) => ({
          label,
          value,
          ours: true,
        })),
      },
    ]),
} satisfies Chapter;

const window = {
  name: 'window',
  title: 'The window during a collection',
  table(result) {
    const { users, logins, seconds, pagesOpened, idle, collecting } = result as WindowReport;
    const line = (name: string, { p50, p99, max }: { p50: number; p99: number; max: number }) =>
      row(name, p50, p99, max);
    return [
      `${number(users)} users and ${number(logins)} logins, collected in ${seconds} s while ${pagesOpened} pages were opened, in the real app. Milliseconds; the screen’s own pace is 16.7.`,
      '',
      ...head('', 'p50', 'p99', 'max'),
      line('main: event loop, idle', idle.main),
      line('main: event loop, collecting', collecting.main),
      line('page: from frame to frame, idle', idle.frames),
      line('page: from frame to frame, collecting', collecting.frames),
      '',
      `Tasks of the page longer than 50 ms: ${idle.longTasks.length} idle, ${collecting.longTasks.length} while collecting${collecting.longTasks.length > 0 ? ` (the longest ${Math.max(...collecting.longTasks)} ms)` : ''}.`,
    ];
  },
  charts(result) {
    const { idle, collecting } = result as WindowReport;
    return barChart([
      {
        title: 'Longest delay',
        unit: 'ms',
        limit: 50,
        bars: [
          { label: 'main, collecting', value: collecting.main.max, ours: true },
          { label: 'main, idle', value: idle.main.max, ours: false },
          { label: 'page, collecting', value: collecting.frames.max, ours: true },
          { label: 'page, idle', value: idle.frames.max, ours: false },
        ],
      },
    ]);
  },
} satisfies Chapter;

const pages = {
  name: 'pages',
  title: 'Every page’s questions to the database',
  table(result) {
    const { users, logins, pages: resting, pagesWhileCollecting: busy } = result as PagesReport;
    return [
      `${number(users)} users, ${number(logins)} logins. Milliseconds by the clock; “collecting”: while another connection stores logins.`,
      '',
      ...head('question', 'times', 'p50', 'p95', 'max', 'p95 collecting'),
      ...Object.entries(resting).map(([name, { n, p50, p95, max }]) =>
        row(name === 'all' ? '**all**' : name, n, p50, p95, max, busy?.[name]?.p95 ?? '–'),
      ),
    ];
  },
  charts: (result) =>
    barChart([
      {
        title: 'p95 of each question',
        unit: 'ms',
        limit: 50,
        bars: Object.entries((result as PagesReport).pages).map(([label, { p95 }]) => ({
          label,
          value: p95,
          ours: true,
        })),
      },
    ]),
} satisfies Chapter;

export const CHAPTERS: readonly Chapter[] = [firstCollection, kills, pages, window];

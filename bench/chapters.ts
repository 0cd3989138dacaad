import { barChart } from './chart';
import { checksChapter } from './checks-chapter';
import type { Summary } from './db-visitor';
import type { FirstCollectionReport } from './first-collection';
import type { KillReport } from './kills';
import { median, round } from './log';
import { publishChapter } from './publish-chapter';
import type { Spread } from './turns';
import type { WindowReport } from './window';

/** How one kind of result is shown. */
export interface Chapter {
  name: string;
  title: string;
  table(result: unknown): string[];
  charts(result: unknown): string | null;
}

interface PagesReport {
  users: number;
  logins: number;
  pages: Record<string, Summary>;
  pagesWhileCollecting?: Record<string, Summary>;
  firstQuestionsAfterOpening: Record<string, { wall: number; cpu: number }>;
  makingReady: { all: { wall: number; cpu: number }; slices: Summary };
  resident: { readyMB: number; visitedMB: number; collectedMB: number; peakMB: number };
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
    const line = (name: string, of: (one: WindowReport['idle']) => Spread) => {
      const [busy, rest] = [of(collecting), of(idle)];
      return row(name, busy.p99, busy.max, busy.over50, rest.p99, rest.max, rest.over50);
    };
    return [
      `${number(users)} users and ${number(logins)} logins, collected in ${seconds} s while ${pagesOpened} pages were opened by clicks, in the real app; then the same pages at rest. Milliseconds. A turn is what a thread does without its loop getting a chance. **A thread’s own processor time is what the app itself blocks the window for**; the clock counts what other processes take away as well – here the database process, the drawing without a graphics card and the org’s own server. How much that is the empty window shows: it does nothing but count its frames, in the same app at the same time. The screen’s own pace is 16.7.`,
      '',
      ...head('', 'collecting p99', 'max', 'over 50 ms', 'at rest p99', 'max', 'over 50 ms'),
      line('**page: turns, processor time**', ({ page }) => page.cpu),
      line('**main: turns, processor time**', ({ main }) => main.cpu),
      line('page: turns by the clock', ({ page }) => page.wall),
      line('main: turns by the clock', ({ main }) => main.wall),
      line('page: from frame to frame', ({ frames }) => frames),
      line('empty window: from frame to frame', ({ emptyFrames }) => emptyFrames),
      '',
      `Of ${number(collecting.page.count)} turns of the page and ${number(collecting.main.count)} of main while collecting, ${number(collecting.page.cpu.over50)} and ${number(collecting.main.cpu.over50)} took more than 50 ms of processor time. A timer of 1 ms in main came ${collecting.mainLate.p99} ms late at p99, at most ${collecting.mainLate.max} ms (at rest ${idle.mainLate.p99} and ${idle.mainLate.max} ms).`,
    ];
  },
  charts(result) {
    const { idle, collecting } = result as WindowReport;
    return barChart([
      {
        title: 'Longest turn, processor time',
        unit: 'ms',
        limit: 50,
        bars: [
          { label: 'page, collecting', value: collecting.page.cpu.max, ours: true },
          { label: 'main, collecting', value: collecting.main.cpu.max, ours: true },
          { label: 'page, at rest', value: idle.page.cpu.max, ours: true },
          { label: 'main, at rest', value: idle.main.cpu.max, ours: true },
        ],
      },
      {
        title: 'Frames that came more than 50 ms after the one before, of 1,000',
        unit: '',
        bars: [
          { label: 'page, collecting', value: lateShare(collecting.frames), ours: true },
          { label: 'empty window, collecting', value: lateShare(collecting.emptyFrames), ours: false },
          { label: 'page, at rest', value: lateShare(idle.frames), ours: true },
          { label: 'empty window, at rest', value: lateShare(idle.emptyFrames), ours: false },
        ],
      },
    ]);
  },
} satisfies Chapter;

const lateShare = ({ over50, count }: { over50: number; count: number }): number =>
  round(count === 0 ? 0 : (over50 / count) * 1000, 1);

const pages = {
  name: 'pages',
  title: 'Every page’s questions to the database',
  table(result) {
    const { users, logins, pages: resting, pagesWhileCollecting: busy, ...rest } = result as PagesReport;
    const { firstQuestionsAfterOpening: first, makingReady, resident } = rest;
    return [
      `${number(users)} users, ${number(logins)} logins. Milliseconds by the clock; “CPU”: of the processor, which other programs do not add to; “collecting”: between the commits of a collection in the same process.`,
      '',
      ...head('question', 'times', 'p50', 'p95', 'max', 'CPU p95', 'p95 collecting', 'CPU p95 collecting'),
      ...Object.entries(resting).map(([name, { n, p50, p95, max, cpuP95 }]) =>
        row(
          name === 'all' ? '**all**' : name,
          ...[n, p50, p95, max, cpuP95],
          ...[busy?.[name]?.p95 ?? '–', busy?.[name]?.cpuP95 ?? '–'],
        ),
      ),
      '',
      `After opening, lists are made ready in ${number(makingReady.all.wall)} ms (CPU ${number(makingReady.all.cpu)}) of idle time, in ${number(makingReady.slices.n)} slices of which a question waits for one: p95 ${makingReady.slices.p95} ms (CPU ${makingReady.slices.cpuP95}). Asked before any of it, one after the other, in CPU ms: ${Object.entries(
        first,
      )
        .map(([name, { cpu }]) => `${name} ${number(cpu)}`)
        .join('; ')}.`,
      '',
      `Resident memory: ${resident.readyMB} MB when ready, ${resident.visitedMB} MB after all visits, ${resident.collectedMB} MB after the collection, at most ${resident.peakMB} MB; the rows stored are made in the same process here, which the app’s is spared.`,
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

export const CHAPTERS: readonly Chapter[] = [
  firstCollection,
  kills,
  pages,
  checksChapter,
  window,
  publishChapter,
];

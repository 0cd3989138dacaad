import { join } from 'node:path';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { SalesforceCli } from '../test/clients/harness/salesforce-cli';
import { buildPrograms, startOrg, type OrgProcess, type Programs } from '../test/builders/collect-process';
import { contentOf } from '../test/builders/content';
import { tempFolder } from '../test/builders/db';
import { addOrg, collect, databaseOf } from './app';
import { log, median, round } from './log';
import { versionOf } from './machine';
import { costOf, type Cost } from './sampler';
import { accessToken, bulkPages, restPages, volumesOf, type Volume } from './volumes';
import { yardstick, type Yardstick } from './yardstick';

export interface FirstCollectionOptions {
  users: number;
  logins: number;
  rounds: number;
}

interface AppRun extends Cost {
  calls: number;
}

interface CliRun extends Cost {
  calls: number;
  rows: number;
}

export interface FirstCollectionReport {
  users: number;
  logins: number;
  rounds: number;
  /** Rows of every kind in the org; kinds it does not show to the run-as user. */
  volumes: Record<string, number>;
  refused: string[];
  /** Pages of 2,000 rows that hold all of it, and calls with one bulk job per large object. */
  theoretical: { restPages: number; bulkPages: number; bulkPageRows: number };
  first: AppRun[];
  repeat: AppRun[];
  /** Why there is none, where there is none. */
  yardstick: Yardstick[] | string;
  salesforceCli: CliRun[] | string;
  /** First collections with a tenth of the logins. */
  tenth: AppRun[];
  databaseMB: number;
  ratios: Record<string, number>;
  content: string;
}

/** The first collection of a large org, beside a bare download with import, and beside the Salesforce CLI. */
export async function firstCollection(options: FirstCollectionOptions): Promise<FirstCollectionReport> {
  const { users, logins, rounds } = options;
  const { folder, remove } = tempFolder();
  const programs = await buildPrograms();
  const orgs: OrgProcess[] = [];
  try {
    const org = await orgOf(programs, users, logins);
    orgs.push(org);
    const { volumes, refused } = await volumesOf(org);
    const first: AppRun[] = [];
    const repeat: AppRun[] = [];
    const bare: Yardstick[] = [];
    const cli: CliRun[] = [];
    const hasSqlite = versionOf('sqlite3') !== null;
    const hasCli = process.env['SEATWATCH_CLIENTS'] !== undefined;
    let content = '';
    let databaseMB = 0;
    let bulkPageRows = 0;
    for (let i = 0; i < rounds; i += 1) {
      const dataDir = join(folder, `round-${i}`);
      await addOrg(org, dataDir);
      const begin = await run(org, dataDir);
      log(
        `round ${i + 1}: Seatwatch ${begin.seconds.toFixed(1)} s, ${begin.calls} calls, ${begin.peakMB} MB`,
      );
      first.push(begin);
      repeat.push(await run(org, dataDir));
      const database = databaseOf(dataDir);
      if (i === 0) {
        const { hash, tables } = contentOf(database);
        content = hash;
        databaseMB = statSync(database).size / 1e6;
        const stored = tables['login_history']?.rows;
        if (stored !== logins) throw new Error(`${stored} logins are stored, the org has ${logins}`);
        bulkPageRows = await pageRowsOf(org, volumes);
      }
      rmSync(dataDir, { recursive: true, force: true });
      if (hasSqlite) {
        const measured = await yardstick(org, volumes, bulkPageRows, join(folder, 'yardstick'));
        log(
          `round ${i + 1}: download ${measured.download.seconds.toFixed(1)} s, import ${measured.bareImport.seconds.toFixed(1)} s, keyed ${measured.keyedImport.seconds.toFixed(1)} s`,
        );
        bare.push(measured);
      }
      if (hasCli) {
        cli.push(await exportByCli(org, volumes));
        log(`round ${i + 1}: Salesforce CLI ${cli.at(-1)?.seconds.toFixed(1)} s`);
      }
    }
    await orgs.pop()?.close();

    const small = await orgOf(programs, users, Math.floor(logins / 10));
    orgs.push(small);
    const tenth: AppRun[] = [];
    for (let i = 0; i < rounds; i += 1) {
      const dataDir = join(folder, `tenth-${i}`);
      await addOrg(small, dataDir);
      tenth.push(await run(small, dataDir));
      rmSync(dataDir, { recursive: true, force: true });
    }
    const report: FirstCollectionReport = {
      users,
      logins,
      rounds,
      volumes: Object.fromEntries(volumes.map(({ name, rows }) => [name, rows])),
      refused,
      theoretical: {
        restPages: restPages(volumes),
        bulkPages: bulkPages(volumes, bulkPageRows),
        bulkPageRows,
      },
      first,
      repeat,
      yardstick: hasSqlite ? bare : 'skipped: there is no sqlite3 command line',
      salesforceCli: hasCli
        ? cli
        : 'skipped: the Salesforce CLI is not installed (npm run bench installs it)',
      tenth,
      databaseMB,
      ratios: {},
      content,
    };
    return { ...report, ratios: ratiosOf(report) };
  } finally {
    for (const org of orgs) await org.close();
    programs.remove();
    remove();
  }
}

/** All within one round, then the median over the rounds. */
function ratiosOf({
  first,
  repeat,
  yardstick: bare,
  salesforceCli: cli,
  tenth,
  theoretical,
}: FirstCollectionReport) {
  const over = <T>(others: readonly T[] | string, ratio: (run: AppRun, other: T) => number): number | null =>
    typeof others === 'string'
      ? null
      : median(first.flatMap((run, i) => (others[i] === undefined ? [] : [ratio(run, others[i])])));
  const memory = (runs: readonly AppRun[]): number => median(runs.map(({ peakMB }) => peakMB));
  const all: Record<string, number | null> = {
    'calls, first: to the pages of REST': median(first.map(({ calls }) => calls)) / theoretical.restPages,
    'calls, first: to pages with large objects by bulk':
      median(first.map(({ calls }) => calls)) / theoretical.bulkPages,
    'calls, repeat': median(repeat.map(({ calls }) => calls)),
    'seconds: to download and bare import': over(
      bare,
      (run, other) => run.seconds / (other.download.seconds + other.bareImport.seconds),
    ),
    'seconds: to download and import with our keys': over(
      bare,
      (run, other) => run.seconds / (other.download.seconds + other.keyedImport.seconds),
    ),
    'seconds: to the Salesforce CLI': over(cli, (run, other) => run.seconds / other.seconds),
    'peak memory, MB': memory(first),
    'peak memory: to a tenth of the logins': memory(first) / memory(tenth),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, round(value, 3)]])),
  );
}

function orgOf(programs: Programs, users: number, logins: number): Promise<OrgProcess> {
  log(`making a demo org of ${users} users and ${logins} logins`);
  return startOrg(programs, { users, logins, live: false, dailyLimit: 100_000_000, standsAt: Date.now() });
}

async function run(org: OrgProcess, dataDir: string): Promise<AppRun> {
  const before = (await org.stats()).counted;
  const { cost } = await costOf(() => collect(dataDir));
  return { ...cost, calls: (await org.stats()).counted - before };
}

/** Rows of a result page as Seatwatch asked for them: rows of the large objects by pages fetched. */
async function pageRowsOf(org: OrgProcess, volumes: readonly Volume[]): Promise<number> {
  const { requests } = await org.stats();
  const pages = Object.entries(requests)
    .filter(([name]) => /jobs\/query\/.*\/results/.test(name))
    .reduce((sum, [, count]) => sum + count, 0);
  const rows = volumes.filter(({ bulk }) => bulk).reduce((sum, one) => sum + one.rows, 0);
  // Rounded up to a plain number: last pages are not full.
  return pages === 0 ? 50_000 : Math.ceil(rows / pages / 10_000) * 10_000;
}

/** The large objects, each by `sf data export bulk` into a CSV file. */
async function exportByCli(org: OrgProcess, volumes: readonly Volume[]): Promise<CliRun> {
  const sf = new SalesforceCli();
  try {
    const token = await accessToken(org);
    await sf.result(
      ['org', 'login', 'access-token', '--instance-url', org.url, '--alias', 'demo', '--no-prompt'],
      {
        SF_ACCESS_TOKEN: token,
      },
    );
    const before = (await org.stats()).counted;
    const large = volumes.filter(({ bulk }) => bulk);
    const file = (name: string): string => sf.path(`${name}.csv`);
    const { cost } = await costOf(async () => {
      for (const { name, soql } of large)
        await sf.result([
          ...['data', 'export', 'bulk', '--query', soql, '--output-file', file(name)],
          ...['--wait', '10', '--target-org', 'demo'],
        ]);
    });
    const calls = (await org.stats()).counted - before;
    const rows = large.reduce((sum, { name }) => sum + linesIn(file(name)) - 1, 0);
    return { ...cost, calls, rows };
  } finally {
    sf.remove();
  }
}

function linesIn(file: string): number {
  let lines = 0;
  for (const byte of readFileSync(file)) if (byte === 10) lines += 1;
  return lines;
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalDatabase, createDatabase } from '../src/db/api';
import { openPlain } from '../src/db/open';
import { AS_OF, DAY, HOUR, MIGRATIONS_FOLDER, store, tempFolder } from '../test/builders/db';
import * as rows from '../test/builders/db-records';
import { HISTORY_DAYS, type Size, fill, loginId, range, userId } from './db-fill';
import { below } from './db-random';
import { type Time, Visitor, round, timed } from './db-visitor';

interface Summary {
  n: number;
  p50: number;
  p95: number;
  max: number;
  cpuP95: number;
}

/** How many times somebody sits down before the window. */
const VISITS = 150;
/**
 * What every page of the window costs the database at the size given, asked as people ask: typing, scrolling,
 * sorting, filtering, opening somebody; once with nothing else going on, once while a collection stores
 * sign-ins. The yardstick is one look at every login stored.
 */
export async function dbPages(size: Size): Promise<unknown> {
  const { folder, remove } = tempFolder();
  const file = join(folder, 'seatwatch.db');
  try {
    const writer = await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER });
    const filling = await timed(() => fill(writer, file, size));
    await fillLimits(writer);
    writer.close();
    return { fillSeconds: Math.round(filling.wall / 1000), ...(await measurePages(file, size)) };
  } finally {
    remove();
  }
}

/** The same with a database filled before; it gets some more logins. */
export async function measurePages(file: string, size: Size): Promise<object> {
  const scan = yardstick(file);
  const db = await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER });
  try {
    const visitor = new Visitor(db, size);
    const first = await visitor.opening();
    for (let i = 0; i < VISITS; i++) await visitor.visit();
    const resting = summaries(visitor.times);
    const collecting = await whileCollecting(db, size);
    return {
      ...{ users: size.users, logins: size.logins, fileMB: Math.round(statSync(file).size / 1e6) },
      firstQuestionsAfterOpening: first,
      scanOfEveryLogin: scan,
      p95AsShareOfScan: Math.round((resting.all.p95 / scan.wall) * 10_000) / 10_000,
      pages: resting,
      pagesWhileCollecting: collecting,
      residentMB: Math.round(process.memoryUsage().rss / 1e6),
    };
  } finally {
    db.close();
  }
}

function yardstick(file: string): Time {
  const sqlite = openPlain(file, undefined, { readonly: true });
  const cpu = process.cpuUsage();
  const start = performance.now();
  sqlite.prepare('SELECT sum(success) FROM login').get();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  sqlite.close();
  return { wall: round(wall), cpu: round((user + system) / 1000) };
}

function summaries(times: ReadonlyMap<string, readonly Time[]>): Record<string, Summary> & { all: Summary } {
  const each = [...times].map(([name, list]) => [name, summary(list)] as const);
  return { ...Object.fromEntries(each), all: summary([...times.values()].flat()) };
}

function summary(times: readonly Time[]): Summary {
  const at = (values: number[], share: number) => {
    values.sort((a, b) => a - b);
    return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
  };
  const wall = times.map((time) => time.wall);
  return {
    n: times.length,
    p50: at(wall, 0.5),
    p95: at(wall, 0.95),
    max: at(wall, 1),
    cpuP95: at(
      times.map((time) => time.cpu),
      0.95,
    ),
  };
}

const RUNS = 30;

/** As if use had been seen every hour and limits every day for half a year, and collected daily of late. */
async function fillLimits(db: LocalDatabase): Promise<void> {
  const limits = range(60).map((i) => ({ name: i === 0 ? 'DailyApiRequests' : `Limit${i}`, max: 100_000 }));
  for (let hour = HISTORY_DAYS * 24; hour >= 0; hour -= 1) {
    const at = AS_OF - hour * HOUR;
    await db.recordUsage('org-1', at, below(100_000), 100_000);
    if (hour % 24 === 0)
      await db.recordLimits(
        'org-1',
        at,
        limits.map((limit) => ({ ...limit, remaining: below(100_000) })),
      );
  }
  for (let day = RUNS; day > 0; day--) {
    const runId = await db.startRun('org-1', AS_OF - day * DAY, 75, 'schedule');
    const end = { endedAt: AS_OF - day * DAY + 60_000, resumeAt: null, callsMade: 6, error: null };
    await db.finishRun(runId, {
      ...end,
      state: 'complete',
      orgUsedBefore: 1,
      orgUsedAfter: 7,
      orgMax: 100_000,
    });
  }
}

const COMMITS_PER_VISIT = 10;

/** The same visits between the commits of a collection; what is waited for is the question alone. */
async function whileCollecting(db: LocalDatabase, size: Size): Promise<Record<string, Summary>> {
  const runId = await db.startRun('org-1', AS_OF, 75, 'manual');
  const visitor = new Visitor(db, size);
  // As dense as they were before.
  const step = (HISTORY_DAYS * DAY) / size.logins;
  let made = 0;
  for (let visit = 0; visit < VISITS / 5; visit++) {
    for (let commit = 0; commit < COMMITS_PER_VISIT; commit++) {
      const page = range(2_000).map(() => {
        const i = made++;
        return rows.login(loginId(size.logins + i), userId(below(size.users)), AS_OF + Math.floor(i * step));
      });
      await store(db, 'loginHistory', page, { endOfPass: false, at: AS_OF + Math.floor(made * step) });
    }
    await visitor.visit();
  }
  await db.finishRun(runId, {
    ...{
      state: 'complete',
      endedAt: AS_OF + Math.floor(made * step),
      resumeAt: null,
      callsMade: made / 2_000,
    },
    ...{ orgUsedBefore: 1, orgUsedAfter: 7, orgMax: 100_000, error: null },
  });
  return summaries(visitor.times);
}

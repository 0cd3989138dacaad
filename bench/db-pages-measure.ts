// Started by bench/db-pages.ts: asks a database what the window asks, and prints one line of JSON.
import { setImmediate } from 'node:timers/promises';
import { type LocalDatabase, createDatabase } from '../src/db/api';
import { AS_OF, DAY, MIGRATIONS_FOLDER, store } from '../test/builders/db';
import * as rows from '../test/builders/db-records';
import { below } from './db-random';
import { HISTORY_DAYS, type Size, loginId, range, userId } from './db-scale';
import { type Summary, type Time, Visitor, timed } from './db-visitor';

/** How many times somebody sits down before the window. */
const VISITS = 150;

async function main([what = '', file = '', users = '', logins = '']: readonly string[]): Promise<object> {
  const size = { users: Number(users), logins: Number(logins) };
  const db = await createDatabase({
    file,
    migrationsFolder: MIGRATIONS_FOLDER,
    keepReady: what === 'visits',
  });
  try {
    return what === 'visits' ? await visits(db, size) : await opening(db, size);
  } finally {
    db.close();
  }
}

/** The first questions, asked so soon after opening that nothing is in memory. */
async function opening(db: LocalDatabase, size: Size): Promise<object> {
  return { firstQuestionsAfterOpening: await new Visitor(db, size).opening() };
}

async function visits(db: LocalDatabase, size: Size): Promise<object> {
  const makingReady = await watchMakingReady(db);
  const residentReadyMB = residentMB();
  const visitor = new Visitor(db, size);
  for (let i = 0; i < VISITS; i++) await visitor.visit();
  const pages = summaries(visitor.times);
  const residentVisitedMB = residentMB();
  const pagesWhileCollecting = await whileCollecting(db, size);
  return {
    ...{ makingReady, pages, pagesWhileCollecting },
    resident: {
      ...{ readyMB: residentReadyMB, visitedMB: residentVisitedMB, collectedMB: residentMB() },
      // Given in units of 1,024 bytes.
      peakMB: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
    },
  };
}

const residentMB = (): number => Math.round(process.memoryUsage().rss / 1e6);

/** How long it takes after opening until the lists are ready, and how long a question would wait meanwhile. */
async function watchMakingReady(db: LocalDatabase): Promise<object> {
  const slices: Time[] = [];
  let isReady = false;
  const all = await timed(async () => {
    void db.whenReady().then(() => {
      isReady = true;
    });
    while (!isReady) slices.push(await timed(() => setImmediate()));
  });
  return { all, slices: summary(slices) };
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
  const cpu = times.map((time) => time.cpu);
  return {
    n: times.length,
    p50: at(wall, 0.5),
    p95: at(wall, 0.95),
    max: at(wall, 1),
    cpuP50: at(cpu, 0.5),
    cpuP95: at(cpu, 0.95),
    cpuMax: at(cpu, 1),
  };
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
      // Every commit is a message of its own.
      await setImmediate();
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

void main(process.argv.slice(2)).then((result) => {
  process.stdout.write(`${JSON.stringify(result)}\n`);
});

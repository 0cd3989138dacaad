import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LocalDatabase, createDatabase } from '../src/db/api';
import { openPlain } from '../src/db/open';
import { AS_OF, DAY, HOUR, MIGRATIONS_FOLDER, tempFolder } from '../test/builders/db';
import { fill } from './db-fill';
import { below } from './db-random';
import { HISTORY_DAYS, type Size, range } from './db-scale';
import { type Time, round, timed } from './db-visitor';
import { measureBundle } from './measure-bundle';

/**
 * What every page of the window costs the database at the size given, asked as people ask: typing, scrolling,
 * sorting, filtering, opening somebody; once with nothing else going on, once while a collection stores
 * sign-ins. The yardstick is one look at every login stored. With `file`: a database filled before, which gets
 * some more logins.
 */
export async function dbPages(size: Size, file?: string): Promise<unknown> {
  if (file !== undefined) return measurePages(file, size);
  const { folder, remove } = tempFolder();
  try {
    const made = join(folder, 'seatwatch.db');
    const filling = await timed(() => fillDatabase(made, size));
    return { fillSeconds: Math.round(filling.wall / 1000), ...(await measurePages(made, size)) };
  } finally {
    remove();
  }
}

export async function fillDatabase(file: string, size: Size): Promise<void> {
  const writer = await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER });
  await fill(writer, file, size);
  await fillLimits(writer);
  writer.close();
}

async function measurePages(file: string, size: Size): Promise<object> {
  const scan = yardstick(file);
  const measure = await measureBundle('db-pages', 'db-pages-measure.ts');
  const run = async (what: 'opening' | 'visits') => {
    const args = [measure, what, file, String(size.users), String(size.logins)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>;
  };
  const opening = await run('opening');
  const visits = await run('visits');
  const { all } = visits['pages'] as { all: { p95: number } };
  return {
    ...{ users: size.users, logins: size.logins, fileMB: Math.round(statSync(file).size / 1e6) },
    scanOfEveryLogin: scan,
    p95AsShareOfScan: Math.round((all.p95 / scan.wall) * 10_000) / 10_000,
    ...opening,
    ...visits,
  };
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

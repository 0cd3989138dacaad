import { join } from 'node:path';
import Database from 'better-sqlite3';
import type BetterSqlite3 from 'better-sqlite3';
import { DAY_MS, dayOf, type DataPlan, type GenerationProgress } from '../options';
import { Rand } from '../random';
import { createAccess } from './access';
import { ApiTraffic } from './api-traffic';
import { createApps, createTokens, TokenUse } from './app-records';
import { createAuditTrail } from './audit-trail';
import { EventLogs } from './event-logs';
import { SUCCESS } from './clients';
import { createFolder } from './folder';
import { LoginDays } from './login-days';
import { LoginFeed } from './login-feed';
import { createLoginIps } from './login-ips';
import { LicenseMetrics } from './metrics';
import { MonthlyLogins } from './monthly-logins';
import { STREAM } from './people';
import { INDEXES, LATER_INDEXES, schemaSql } from './schema';
import { createSecurity } from './security-settings';
import { AuthSessions } from './sessions';
import { createSetup, createUserLicenses, enterpriseDailyLimit } from './setup';
import { createUsers } from './users';
import { createVerifications } from './verification';

export interface StoreOptions {
  plan: DataPlan;
  /** Epoch ms of the start. */
  now: number;
  nativeBinding?: string | undefined;
  onProgress?: ((progress: GenerationProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** The demo company's data: a SQLite file in a private temporary folder, gone when closed. */
export interface DemoStore {
  db: BetterSqlite3.Database;
  /** Characters 4 to 6 of every id; follows from the seed. */
  instance: string;
  feed: LoginFeed;
  eventLogs: EventLogs;
  close(): void;
}

/** Share of the daily calls that the company's own programs use; the quota is charged as much. */
export const PROGRAMS_SHARE = 0.09;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Lets the event loop turn, so that progress is seen and a stop is heard. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export async function createStore(options: StoreOptions): Promise<DemoStore> {
  const { plan, nativeBinding } = options;
  const folder = createFolder();
  let db: BetterSqlite3.Database | undefined;
  const close = (): void => {
    db?.close();
    folder.remove();
  };
  try {
    db = new Database(join(folder.path, 'org.sqlite'), nativeBinding === undefined ? {} : { nativeBinding });
    // Nothing here outlives the process: no journal, no sync, no other reader.
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('cache_size = -65536');
    db.exec(schemaSql());
    const instance = `5${new Rand(plan.seed, STREAM.org, 1).text(1, ALPHABET)}0`;
    const { feed, eventLogs } = await load(db, instance, options);
    // Later statements may fail in the middle; a journal in memory undoes them.
    db.pragma('journal_mode = MEMORY');
    return { db, instance, feed, eventLogs, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function load(
  db: BetterSqlite3.Database,
  instance: string,
  { plan, now, onProgress, signal }: StoreOptions,
): Promise<{ feed: LoginFeed; eventLogs: EventLogs }> {
  const report = async (stage: GenerationProgress['stage'], done: number, total: number): Promise<void> => {
    onProgress?.({ stage, done, total });
    await breathe();
    signal?.throwIfAborted();
  };
  await report('people', 0, plan.users);
  const people = db.transaction(() => {
    createSetup(db, plan, instance);
    createApps(db, plan, instance);
    createSecurity(db, plan, instance);
    createVerifications(db);
    return createUsers(db, plan);
  })();
  await report('people', Math.floor(plan.users / 2), plan.users);
  db.transaction(() => {
    createUserLicenses(db, plan);
    createAccess(db, plan, people, instance);
  })();
  await report('people', plan.users, plan.users);
  const days = new LoginDays(plan, people);
  const feed = new LoginFeed(db, days, people, now);
  const metrics = new LicenseMetrics(db, people, days.firstDay);
  const lastDay = dayOf(now);
  const totalDays = lastDay - days.firstDay + 1;
  for (let day = days.firstDay; day <= lastDay;) {
    db.exec('BEGIN');
    // A few days per transaction keep the event loop turning with millions of rows.
    for (let i = 0; i < 6 && day <= lastDay; i++, day++) {
      feed.loadDay(day);
      if (day < lastDay) metrics.close(day);
    }
    db.exec('COMMIT');
    await report('logins', day - days.firstDay, totalDays);
  }
  feed.finishLoading();
  metrics.flush();
  const calls = plan.programCalls ?? enterpriseDailyLimit(db) * PROGRAMS_SHARE;
  const eventLogs = new EventLogs(db, instance, plan.seed, new ApiTraffic(plan.seed, people, calls));
  const sessions = new AuthSessions(db, plan.seed);
  // What follows from the sign-ins is found through the first indexes.
  const steps: (() => void)[] = [
    ...INDEXES.map((sql) => () => db.exec(sql)),
    () => createAuditTrail(db, plan, people, instance),
    () => createLoginIps(db, plan, people),
    () => createTokens(db, plan, people),
    () => sessions.load(now),
    () => new MonthlyLogins(db).count(now),
    () => eventLogs.advance(now),
    ...LATER_INDEXES.map((sql) => () => db.exec(sql)),
  ];
  for (const [i, step] of steps.entries()) {
    db.transaction(step)();
    await report('indexes', i + 1, steps.length);
  }
  const tokens = new TokenUse(db);
  const monthly = new MonthlyLogins(db);
  feed.followers.push(
    sessions,
    {
      signedIn: ({ t, user, client, status }) => {
        if (status === SUCCESS) tokens.signedIn(t, user, client);
      },
      granted: (_now, { n, t, user, client }) => {
        // A grant that left no sign-in has not used a token either.
        if (n !== null) tokens.signedIn(t, user, client);
      },
    },
    {
      dayEnded: (day) => {
        metrics.close(day);
        metrics.flush();
        // The day that has just begun may be the first of a month.
        monthly.count((day + 1) * DAY_MS);
      },
    },
    eventLogs,
  );
  // A sample is enough to choose indexes by.
  db.pragma('analysis_limit = 1000');
  db.exec('ANALYZE');
  return { feed, eventLogs };
}

import { join } from 'node:path';
import Database from 'better-sqlite3';
import type BetterSqlite3 from 'better-sqlite3';
import { dayOf, type DataPlan, type GenerationProgress } from '../options';
import { Rand } from '../random';
import { createAccess } from './access';
import { createFolder } from './folder';
import { LoginDays } from './login-days';
import { LoginFeed } from './login-feed';
import { INDEXES, schemaSql } from './schema';
import { createSetup, createUserLicenses } from './setup';
import { createUsers } from './users';
import { STREAM } from './people';

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
  close(): void;
}

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
    const feed = await load(db, instance, options);
    // Later statements may fail in the middle; a journal in memory undoes them.
    db.pragma('journal_mode = MEMORY');
    return { db, instance, feed, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function load(
  db: BetterSqlite3.Database,
  instance: string,
  { plan, now, onProgress, signal }: StoreOptions,
): Promise<LoginFeed> {
  const report = async (stage: GenerationProgress['stage'], done: number, total: number): Promise<void> => {
    onProgress?.({ stage, done, total });
    await breathe();
    signal?.throwIfAborted();
  };
  await report('people', 0, plan.users);
  const people = db.transaction(() => {
    createSetup(db, plan, instance);
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
  const lastDay = dayOf(now);
  const totalDays = lastDay - days.firstDay + 1;
  for (let day = days.firstDay; day <= lastDay;) {
    db.exec('BEGIN');
    // A few days per transaction keep the event loop turning with millions of rows.
    for (let i = 0; i < 6 && day <= lastDay; i++, day++) feed.loadDay(day);
    db.exec('COMMIT');
    await report('logins', day - days.firstDay, totalDays);
  }
  feed.finishLoading();
  for (const [i, sql] of INDEXES.entries()) {
    db.exec(sql);
    await report('indexes', i + 1, INDEXES.length);
  }
  // A sample is enough to choose indexes by.
  db.pragma('analysis_limit = 1000');
  db.exec('ANALYZE');
  return feed;
}

import { AppError } from '../shared/model/errors';
import { type Connection, createConnection } from './connection';
import { type OpenOptions, openDatabase } from './open';
import { rewind } from './queries/history/rewind';
import { trackedSince } from './queries/history/tracked-since';
import { asOfOf } from './queries/user-state';

/** Moments kept ready at once: two, to go back and forth between. */
const MOMENTS = 2;

interface Moment {
  db: Connection;
  /** What the moment depends on that may still change: logins up to then are collected late, or removed. */
  state: string;
}

/** Answers for moments that are gone. */
export interface Past {
  /**
   * The connection to ask about an org as of `asOf` (ISO 8601): `db` itself for null and for moments not yet
   * past, otherwise one that shows the tables as they were. Throws NOT_TRACKED_YET and BAD_MOMENT.
   */
  of(db: Connection, orgId: string, asOf: string | null | undefined): Connection;
  close(): void;
}

export function createPast(options: OpenOptions): Past {
  /** The one asked for last comes last. */
  const moments = new Map<string, Moment>();

  function forget(key: string): void {
    moments.get(key)?.db.sqlite.close();
    moments.delete(key);
  }

  function open(org: number, at: number): Connection {
    const sqlite = openDatabase({ ...options, readOnly: true });
    try {
      const past = createConnection(sqlite, options.file, at);
      rewind(past, org, at);
      return past;
    } catch (error) {
      sqlite.close();
      throw error;
    }
  }

  return {
    of(db, orgId, asOf) {
      if (asOf === null || asOf === undefined) return db;
      const org = db.orgKey(orgId);
      const at = Date.parse(asOf);
      if (!Number.isFinite(at)) throw badMoment(asOf);
      const newest = asOfOf(db, org);
      if (newest === null || at >= newest) return db;
      const since = trackedSince(db, org);
      if (since === null || at < since) throw notTrackedYet(since);

      const key = `${org} ${at}`;
      const state = stateOf(db, org, at);
      const known = moments.get(key);
      if (known?.state === state) {
        moments.delete(key);
        moments.set(key, known);
        return known.db;
      }
      forget(key);
      const moment = { db: open(org, at), state };
      moments.set(key, moment);
      for (const oldest of moments.keys()) {
        if (moments.size <= MOMENTS) break;
        forget(oldest);
      }
      return moment.db;
    },
    close() {
      for (const key of [...moments.keys()]) forget(key);
    },
  };
}

function stateOf(db: Connection, org: number, at: number): string {
  const row = db.get<{ logins: number; entries: number }>(
    `SELECT (SELECT coalesce(sum(logins + failures), 0) FROM login_day WHERE org_id = @org
               AND day <= @at / 86400000) AS logins,
            (SELECT count(*) FROM stream_checkpoint WHERE org_id = @org AND tracked_since <= @at) AS streams`,
    { org, at },
  );
  return JSON.stringify(row);
}

function badMoment(asOf: string): AppError {
  return new AppError({
    code: 'BAD_MOMENT',
    kind: 'usage',
    message: `“${asOf}” is no moment in time.`,
    fix: 'Choose one of the collections in the list.',
  });
}

function notTrackedYet(since: number | null): AppError {
  if (since === null) {
    return new AppError({
      code: 'NOT_TRACKED_YET',
      kind: 'usage',
      message:
        'There is nothing to look back to yet: history begins with the end of the first complete collection.',
      fix: 'Collect once to the end.',
    });
  }
  const from = `${new Date(since).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return new AppError({
    code: 'NOT_TRACKED_YET',
    kind: 'usage',
    message: `One can look back as far as ${from}, the first complete collection, and no further.`,
    fix: 'Choose a later moment.',
  });
}

import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { isConflict, isConnectionLoss, publishError } from './errors';
import type { Target } from './target-url';

export type Rows = (string | null)[][];

export interface Answer {
  /** Values as the server's text. */
  rows: Rows;
  /** Rows changed, or returned. */
  count: number;
}

/** Something to ask: one statement at a time, with parameters. */
export interface Query {
  (sql: string, parameters?: readonly unknown[]): Promise<Answer>;
}

/** The server to publish to. Rejects with `AppError`s. */
export interface Server {
  /** One statement on its own. Repeated when the connection broke: only for what may be said twice. */
  query: Query;
  /**
   * All of the work or nothing of it. When transactions are in each other's way, or the connection breaks, the work
   * is done anew from its beginning; `attempt` is then above 1, and whether the attempt before was committed is not
   * known where `wasCut`. So the work must look at what is there and bring it to what it should be.
   */
  transaction<T>(
    work: (query: Query, attempt: { number: number; wasCut: boolean }) => Promise<T>,
  ): Promise<T>;
  /** One statement on the connection as it is, once: for a goodbye. */
  once: Query;
  close(): Promise<void>;
}

export interface ServerOptions {
  target: Target;
  password: string | null;
  /** For error messages. */
  schema: string;
  signal?: AbortSignal | undefined;
  /** How long to go on after the connection broke; a server that restarts is back within seconds. */
  patienceMs?: number | undefined;
}

const CONNECT_TIMEOUT_MS = 15_000;
/** A statement touches some thousand rows; one that takes so long waits for what will not come. */
const STATEMENT_TIMEOUT_MS = 300_000;
const PATIENCE_MS = 30_000;
const CONFLICTS = 12;

/** Every value as text: what they mean, their columns say. */
const TEXT_TYPES = { getTypeParser: () => (value: string) => value };

export async function connectServer(options: ServerOptions): Promise<Server> {
  const { target, schema, signal, patienceMs = PATIENCE_MS } = options;
  const where = target.shown.replace(/^postgres:\/\//, '');
  const inWords = (error: unknown): unknown => publishError(error, { where, schema });
  let client: pg.Client | null = await open(options).catch((error: unknown) => {
    throw inWords(error);
  });

  const ask = (on: pg.Client): Query => {
    return async (sql, parameters = []) => {
      const { rows, rowCount } = await on.query<(string | null)[]>({
        text: sql,
        values: [...parameters],
        rowMode: 'array',
        types: TEXT_TYPES,
      });
      return { rows, count: rowCount ?? 0 };
    };
  };

  /** The client, connected anew if it has to be. */
  async function connected(): Promise<pg.Client> {
    signal?.throwIfAborted();
    client ??= await open(options);
    return client;
  }

  async function drop(): Promise<void> {
    const gone = client;
    client = null;
    await gone?.end().catch(() => undefined);
  }

  async function insist<T>(
    work: (on: pg.Client, attempt: { number: number; wasCut: boolean }) => Promise<T>,
  ): Promise<T> {
    let cutAt: number | null = null;
    for (let number = 1, conflicts = 0, cuts = 0; ; number += 1) {
      try {
        return await work(await connected(), { number, wasCut: cuts > 0 });
      } catch (error) {
        if (isConflict(error) && (conflicts += 1) <= CONFLICTS) {
          await delay(Math.random() * Math.min(2_000, 20 * 2 ** conflicts), undefined, { signal });
          continue;
        }
        if (!isConnectionLoss(error)) throw inWords(error);
        await drop();
        cuts += 1;
        cutAt ??= performance.now();
        if (performance.now() - cutAt > patienceMs) throw inWords(error);
        await delay(Math.min(2_000, 50 * 2 ** cuts), undefined, { signal });
      }
    }
  }

  return {
    query: (sql, parameters) => insist((on) => ask(on)(sql, parameters)),
    transaction: (work) =>
      insist(async (on, attempt) => {
        const query = ask(on);
        await query('BEGIN');
        try {
          const result = await work(query, attempt);
          await query('COMMIT');
          return result;
        } catch (error) {
          // Where this fails the connection is gone, and the server rolls back by itself.
          await query('ROLLBACK').catch(() => undefined);
          throw error;
        }
      }),
    async once(sql, parameters) {
      if (client === null) return { rows: [], count: 0 };
      return ask(client)(sql, parameters);
    },
    close: drop,
  };
}

async function open({ target, password }: ServerOptions): Promise<pg.Client> {
  const client = new pg.Client({
    host: target.host,
    port: target.port,
    database: target.database,
    user: target.user,
    // Never left out: the library would look for one in the environment by itself.
    password: () => password ?? '',
    ssl: target.tls,
    application_name: 'seatwatch publish',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
  });
  // A connection that breaks while nothing is asked; the next question finds out.
  client.on('error', () => undefined);
  try {
    await client.connect();
    // Texts of times and numbers do not depend on how the server is set.
    await client.query("SET TIME ZONE 'UTC'");
    await client.query('SET extra_float_digits = 3');
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

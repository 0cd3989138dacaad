import type { Database as Sqlite, Statement } from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { unknownOrg } from './errors';
import * as schema from './schema';

/** Named parameters, numbers and text only: booleans are 0/1 by the time they get here. */
export type Parameters = Record<string, string | number | null>;

/**
 * One open database, as the query modules see it. They use drizzle where a row is the answer, and SQL
 * through `all`/`get`/`run` where the question is analytical or the path is hot.
 */
export interface Connection {
  readonly file: string;
  /** Looking back (past.ts): logins after this moment, epoch ms, have not happened. Otherwise END_OF_TIME. */
  readonly until: number;
  readonly sqlite: Sqlite;
  readonly orm: BetterSQLite3Database<typeof schema>;
  /** A prepared statement, made once per SQL text. */
  prepare<Row>(sql: string): Statement<unknown[], Row>;
  all<Row>(sql: string, parameters?: Parameters): Row[];
  get<Row>(sql: string, parameters?: Parameters): Row | undefined;
  run(sql: string, parameters?: Parameters): number;
  /** The internal key of an org on the list. Throws UNKNOWN_ORG. */
  orgKey(orgId: string): number;
}

/** Enough for every fixed text in this folder; the variants of filters and sorting come and go. */
const MAX_STATEMENTS = 300;

/** Later than any moment, and exact as a number. */
export const END_OF_TIME = 8.64e15;

export function createConnection(sqlite: Sqlite, file: string, until = END_OF_TIME): Connection {
  const statements = new Map<string, Statement>();
  const connection: Connection = {
    file,
    until,
    sqlite,
    orm: drizzle({ client: sqlite, schema }),
    prepare<Row>(sql: string) {
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = sqlite.prepare(sql);
        if (statements.size >= MAX_STATEMENTS) statements.clear();
        statements.set(sql, statement);
      }
      return statement as Statement<unknown[], Row>;
    },
    all<Row>(sql: string, parameters: Parameters = {}) {
      return connection.prepare<Row>(sql).all(parameters);
    },
    get<Row>(sql: string, parameters: Parameters = {}) {
      return connection.prepare<Row>(sql).get(parameters);
    },
    run(sql, parameters = {}) {
      return connection.prepare(sql).run(parameters).changes;
    },
    orgKey(orgId) {
      const row = connection.get<{ id: number }>(
        'SELECT id FROM org WHERE uid = @uid AND removed_at IS NULL',
        { uid: orgId },
      );
      if (row === undefined) throw unknownOrg(orgId);
      return row.id;
    },
  };
  return connection;
}

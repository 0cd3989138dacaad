import { execFile } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDatabase } from '../src/db/api';
import { AS_OF, MIGRATIONS_FOLDER, store, tempFolder } from '../test/builders/db';
import { login } from '../test/builders/db-records';
import { startPostgres, type Postgres } from '../test/builders/postgres';
import { buildPublisher, startPublication } from '../test/builders/publish-process';
import { fill } from './db-fill';
import { loginId, type Size, userId } from './db-scale';
import { log, round } from './log';
import { costOf, type Cost } from './sampler';

export interface PublishReport {
  users: number;
  logins: number;
  rows: number;
  fileMB: number;
  /** Everything, into an empty database. */
  first: Cost;
  /** Nothing changed since. */
  unchanged: Cost;
  /** After 10,000 new logins of one morning. */
  tenThousand: Cost & { changes: number };
  /** psql \copy of the same rows as CSV into tables with the same keys and indexes. */
  copy: Cost;
  /** The aim is a small multiple: copying compares nothing, and cannot be resumed. */
  firstByCopy: number;
  millionRowsPerMinute: number;
}

const NEW_LOGINS = 10_000;

/** What publishing costs, against the quickest way PostgreSQL has to take the same rows. */
export async function publish(size: Size): Promise<PublishReport> {
  const { folder, remove } = tempFolder();
  const server = await startPostgres();
  const publisher = await buildPublisher();
  try {
    const file = join(folder, 'seatwatch.db');
    log('filling');
    const db = await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER });
    await fill(db, file, size);
    await store(db, 'organization', [
      {
        id: '00D000000000001AAA',
        name: 'Acme',
        organizationType: null,
        instanceName: null,
        isSandbox: null,
        trialExpirationAt: null,
        timeZone: null,
      },
    ]);
    const database = await server.createDatabase();
    const run = () =>
      costOf(async () => {
        const said = await startPublication(publisher.program, {
          file,
          url: server.url(database),
          host: 'bench',
        }).result;
        if (said === null || said.code !== null) throw new Error(said?.message ?? 'The publication died.');
        return said.changes;
      });
    log('first publication');
    const { cost: first } = await run();
    log('nothing new');
    const { cost: unchanged, result: none } = await run();
    if (none !== 0) throw new Error(`${String(none)} rows changed, though nothing did.`);
    await store(
      db,
      'loginHistory',
      Array.from({ length: NEW_LOGINS }, (_, i) =>
        login(loginId(size.logins + i), userId(i % size.users), AS_OF + i * 500),
      ),
    );
    db.close();
    log(`${String(NEW_LOGINS)} new logins`);
    const { cost: tenThousand, result: changes } = await run();
    log('psql \\copy');
    const { rows, cost: copy } = await copyAll(server, database, folder);
    return {
      ...size,
      rows,
      fileMB: Math.round(statSync(file).size / 1e6),
      first,
      unchanged,
      tenThousand: { ...tenThousand, changes },
      copy,
      firstByCopy: round(first.seconds / copy.seconds),
      millionRowsPerMinute: round((rows / 1e6 / first.seconds) * 60),
    };
  } finally {
    publisher.remove();
    await server.dispose();
    remove();
  }
}

/** Writes the published tables to CSV files, and copies these into tables like them. */
async function copyAll(
  server: Postgres,
  database: string,
  folder: string,
): Promise<{ rows: number; cost: Cost }> {
  chmodSync(folder, 0o755);
  const tables = await server.ask(
    database,
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'seatwatch' AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'publication%'`,
  );
  const names = tables.map(({ name }) => String(name));
  const psql = (...commands: string[]) =>
    promisify(execFile)(
      'psql',
      ['-X', '-q', '-v', 'ON_ERROR_STOP=1', server.url(database), ...commands.flatMap((one) => ['-c', one])],
      { maxBuffer: 1 << 24 },
    );
  await psql(
    'CREATE SCHEMA copied',
    ...names.map((name) => `CREATE TABLE copied.${name} (LIKE seatwatch.${name} INCLUDING ALL)`),
    ...names.map((name) => `\\copy seatwatch.${name} TO '${join(folder, `${name}.csv`)}' CSV`),
  );
  const { cost } = await costOf(() =>
    psql(...names.map((name) => `\\copy copied.${name} FROM '${join(folder, `${name}.csv`)}' CSV`)),
  );
  let rows = 0;
  for (const name of names)
    rows += Number((await server.ask(database, `SELECT count(*) AS n FROM copied.${name}`))[0]?.['n']);
  return { rows, cost };
}

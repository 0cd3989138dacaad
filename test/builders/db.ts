import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type LocalDatabase, createDatabase } from '../../src/db/api';
import { createCsvPage } from '../../src/core/collect/ingest/csv-page';
import type { StreamName, StreamRecords } from '../../src/core/collect/records';
import type { NewOrg, PageCommit } from '../../src/core/ports';

export type { StreamName, StreamRecords };

export const MIGRATIONS_FOLDER = resolve(process.cwd(), 'drizzle');

/** A moment that all test data is placed around: 2026-06-30 12:00 UTC. */
export const AS_OF = Date.UTC(2026, 5, 30, 12);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A folder of its own below the system's temporary one, and the function that removes it. */
export function tempFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'seatwatch-db-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface TestDatabase {
  db: LocalDatabase;
  file: string;
  folder: string;
  /** Closes the database and removes its folder. */
  dispose: () => void;
}

/** The file of a new database, made once: running all migrations again for every test is most of what it costs. */
let template: Buffer | undefined;

/** A real SQLite database with the shipped schema in a folder of its own. */
export async function testDatabase(): Promise<TestDatabase> {
  const { folder, remove } = tempFolder();
  const file = join(folder, 'seatwatch.db');
  if (template === undefined) {
    (await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER })).close();
    template = readFileSync(file);
  } else {
    writeFileSync(file, template, { mode: 0o600 });
  }
  const db = await createDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER, readCsvPage: createCsvPage });
  return {
    db,
    file,
    folder,
    dispose() {
      db.close();
      remove();
    },
  };
}

export function newOrg(changes: Partial<NewOrg> = {}): NewOrg {
  return {
    id: 'org-1',
    name: 'Acme',
    url: 'https://acme.my.salesforce.com',
    auth: 'client-credentials',
    consumerKey: '3MVG9.acme',
    jwtUsername: null,
    certificates: null,
    isDemo: false,
    thresholdPercent: 75,
    inactiveDays: 90,
    addedAt: AS_OF - 100 * DAY,
    ...changes,
  };
}

/** Stores rows as one complete pass of one stream. */
export async function store<S extends StreamName>(
  db: LocalDatabase,
  stream: S,
  rows: StreamRecords[S][],
  changes: Partial<Pick<PageCommit, 'orgId' | 'at' | 'endOfPass'>> & { pass?: number } = {},
): Promise<void> {
  const { orgId = 'org-1', at = AS_OF, endOfPass = true, pass = 1 } = changes;
  await db.commitPage({
    orgId,
    runId: 1,
    stream,
    rows,
    checkpoint: { watermark: null, cursor: null, pass, complete: endOfPass, updatedAt: at },
    endOfPass,
    at,
  });
}

import { join } from 'node:path';
import { expect } from 'vitest';
import { openPlain } from '../../src/db/open';
import { newOrg, type TestDatabase, testDatabase } from './db';
import { expectExactRollUps } from './roll-ups';

const SALESFORCE_ID = '00D000000000001EAA';

/** Two databases that know the same org of Salesforce, as "uid-a" and "uid-b". */
export async function twoWorkstations(): Promise<{ a: TestDatabase; b: TestDatabase; dispose: () => void }> {
  const [a, b] = [await testDatabase(), await testDatabase()];
  await a.db.insertOrg(newOrg({ id: 'uid-a', name: 'Acme' }));
  await b.db.insertOrg(newOrg({ id: 'uid-b', name: 'Acme Production', consumerKey: 'other' }));
  await a.db.setOrgIdentity('uid-a', { salesforceOrgId: SALESFORCE_ID });
  await b.db.setOrgIdentity('uid-b', { salesforceOrgId: SALESFORCE_ID });
  return {
    ...{ a, b },
    dispose() {
      a.dispose();
      b.dispose();
    },
  };
}

let backups = 0;

export async function backupOf(of: TestDatabase): Promise<string> {
  const file = join(of.folder, `backup-${String(backups++)}.db`);
  await of.db.backupTo(file);
  return file;
}

export const mergeInto = async (into: TestDatabase, from: TestDatabase) =>
  into.db.mergeFrom(await backupOf(from));

/** Rows as lists of their values. */
export function read<T = unknown[]>(of: TestDatabase, sql: string): T[] {
  const reader = openPlain(of.file, undefined, { readonly: true });
  try {
    return reader.prepare(sql).raw().all() as T[];
  } finally {
    reader.close();
  }
}

/** Whatever is counted is as counting again would give, and nothing refers to what is not there. */
export function expectExact(of: TestDatabase): void {
  const reader = openPlain(of.file, undefined, { readonly: true });
  try {
    expectExactRollUps(reader);
    expect(reader.pragma('foreign_key_check')).toEqual([]);
  } finally {
    reader.close();
  }
}

/** Every row of every table. */
export const dump = (of: TestDatabase): [table: string, rows: unknown[][]][] =>
  read<[string]>(
    of,
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence' ORDER BY 1",
  ).map(([name]) => [name, read(of, `SELECT * FROM "${name}"`)]);

/** Merges once more: it must change nothing, and say so. */
export async function expectMergedAlready(into: TestDatabase, from: TestDatabase): Promise<void> {
  const before = dump(into);
  expect((await mergeInto(into, from)).orgs).toMatchObject([{ outcome: 'merged', added: {}, updated: 0 }]);
  expect(dump(into)).toEqual(before);
}

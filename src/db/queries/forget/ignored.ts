import { createHash } from 'node:crypto';
import type { EventLogCommit, PageCommit } from '../../../core/ports';
import type { IgnoredPerson } from '../../../core/ports-transfer';
import type { Connection } from '../../connection';
import { streamTables } from '../../stream-tables';

/** Ids whose digest is kept in memory. */
const MAX_KNOWN = 100_000;

const digests = new Map<string, string>();

/**
 * What stands for a user who is ignored. The same in every database, so that a merge knows them too: the id is
 * unique among all orgs, and Salesforce's alone.
 */
export function digestOf(userId: string): string {
  let digest = digests.get(userId);
  if (digest === undefined) {
    digest = createHash('sha256').update(`seatwatch ignored person ${userId}`).digest('hex');
    if (digests.size >= MAX_KNOWN) digests.clear();
    digests.set(userId, digest);
  }
  return digest;
}

/** Whether a user is ignored; null: nobody of the org is. Good for one commit. */
export function ignoredBy(db: Connection, org: number): ((userId: string | null) => boolean) | null {
  const rows = db.all<{ person: string }>('SELECT person FROM ignored_person WHERE org_id = @org', { org });
  if (rows.length === 0) return null;
  const people = new Set(rows.map(({ person }) => person));
  return (userId) => userId !== null && people.has(digestOf(userId));
}

/** The digests of everybody who is ignored, in whatever org. */
export function allIgnored(db: Connection): Set<string> {
  return new Set(db.all<{ person: string }>('SELECT person FROM ignored_person').map(({ person }) => person));
}

/** A page without the rows of people who are ignored, and without their ids in rows of others. */
export function withoutIgnored(db: Connection, org: number, page: PageCommit): PageCommit {
  const isIgnored = ignoredBy(db, org);
  if (isIgnored === null) return page;
  const table = streamTables[page.stream];
  const rows = page.rows.filter((row) => !isIgnored(table.userOf(row as never)));
  return { ...page, rows: rows.map((row) => unnamed(row, isIgnored)) };
}

/** Fields of rows that name somebody else than the row is about. */
const REFERENCES = ['managerId', 'executionUserId'] as const;

function unnamed(row: PageCommit['rows'][number], isIgnored: (id: string | null) => boolean): typeof row {
  const values = row as unknown as Readonly<Record<string, unknown>>;
  const named = REFERENCES.filter((field) => {
    const value = values[field];
    return typeof value === 'string' && isIgnored(value);
  });
  if (named.length === 0) return row;
  return { ...row, ...Object.fromEntries(named.map((field) => [field, null])) };
}

/** The same for part of an event log file. */
export function eventsWithoutIgnored(db: Connection, org: number, part: EventLogCommit): EventLogCommit {
  const isIgnored = ignoredBy(db, org);
  if (isIgnored === null) return part;
  return {
    ...part,
    apiUsage: part.apiUsage.filter(({ userId }) => !isIgnored(userId)),
    loginEvents: part.loginEvents.filter(({ userId }) => !isIgnored(userId)),
  };
}

/** Who is ignored, newest first, as far as it is known; `userId`: only that user. */
export function listIgnored(db: Connection, orgId: string, userId?: string): IgnoredPerson[] {
  const org = db.orgKey(orgId);
  return db.all<IgnoredPerson>(
    `SELECT person AS digest, ignored_at AS ignoredAt FROM ignored_person
     WHERE org_id = @org AND (@person IS NULL OR person = @person) ORDER BY ignored_at DESC, person`,
    { org, person: userId === undefined ? null : digestOf(userId) },
  );
}

const DIGEST = /^[0-9a-f]{64}$/;

/** Their next collection stores them again. `person`: user id or digest. False: the user was not ignored. */
export function stopIgnoring(db: Connection, orgId: string, person: string): boolean {
  const org = db.orgKey(orgId);
  const sql = 'DELETE FROM ignored_person WHERE org_id = @org AND person = @person';
  return db.run(sql, { org, person: DIGEST.test(person) ? person : digestOf(person) }) > 0;
}

import type {
  KnownParts,
  PublicationBatch,
  PublicationSource,
  PublishedRelation,
  RelationBegun,
} from '../../../core/ports-publish';
import { AppError } from '../../../shared/model/errors';
import { type Connection, createConnection } from '../../connection';
import { type OpenOptions, openDatabase } from '../../open';
import { witnessLists } from './login-marks';
import { BATCH_ROWS, type Finding, findings, installPartFunction } from './parts';
import { KEY_PARTS, publishedRelations } from './relations';

/** Rows looked at before the caller hears of it, though nothing changed. */
const LOOKED_AT_ROWS = 100_000;
/** Parts likewise: an org may have few rows in many hours. */
const LOOKED_AT_PARTS = 500;

interface Session {
  db: Connection;
  orgId: string;
  org: number;
  relations: readonly PublishedRelation[];
  reading: Reading | null;
}

interface Reading {
  relation: PublishedRelation;
  findings: Generator<Finding>;
  waiting: Finding | null;
  /** Known parts that were not seen yet. */
  unseen: Set<number>;
}

/** The methods of `PublishDatabase`, each still to be bound to a connection. */
export interface PublicationSources {
  openPublication: (db: Connection, orgId: string) => PublicationSource;
  beginRelation: (db: Connection, session: number, relation: string, known: KnownParts) => RelationBegun;
  nextBatch: (db: Connection, session: number) => PublicationBatch;
  closePublication: (db: Connection, session: number) => void;
  close(): void;
}

/** Each publication reads on a connection of its own, in one transaction: what is stored meanwhile it does not see. */
export function createPublicationSources(
  options: OpenOptions,
  relationsOf: () => readonly PublishedRelation[] = publishedRelations,
): PublicationSources {
  const sessions = new Map<number, Session>();
  let numbers = 0;

  function opened(number: number): Session {
    const session = sessions.get(number);
    if (session === undefined) throw new Error(`There is no open publication ${String(number)}.`);
    return session;
  }

  function close(number: number): void {
    const session = sessions.get(number);
    if (session === undefined) return;
    sessions.delete(number);
    session.reading?.findings.return(undefined);
    session.db.sqlite.close();
  }

  return {
    openPublication(now, orgId) {
      now.orgKey(orgId);
      const sqlite = openDatabase({ ...options, readOnly: true });
      try {
        const db = createConnection(sqlite, options.file);
        // Assignments are sorted by part: a million of them need not be in memory for that.
        sqlite.pragma('temp_store = FILE');
        installPartFunction(db, KEY_PARTS);
        db.run('BEGIN');
        const relations = relationsOf();
        const facts = factsOf(db, orgId);
        numbers += 1;
        sessions.set(numbers, { db, orgId, org: db.orgKey(orgId), relations, reading: null });
        return { session: numbers, ...facts, relations };
      } catch (error) {
        sqlite.close();
        throw error;
      }
    },

    beginRelation(_now, number, name, known) {
      const session = opened(number);
      const { db, orgId, org } = session;
      const relation = session.relations.find((one) => one.name === name);
      if (relation === undefined) throw new Error(`There is no relation ${name}.`);
      session.reading?.findings.return(undefined);
      const { witness, isTrusted } =
        name === 'logins'
          ? witnessLists(db, org, known.witness)
          : { witness: null, isTrusted: known.witness === null };
      const parts = new Map(known.parts.map((part) => [part[0], part]));
      session.reading = {
        relation,
        findings: findings({ db, orgId, org, relation, known: parts, isTrusted }),
        waiting: null,
        unseen: new Set(parts.keys()),
      };
      return { witness, isTrusted, oldest: oldestOf(db, orgId, relation) };
    },

    nextBatch(_now, number) {
      const { reading } = opened(number);
      if (reading === null) throw new Error('No relation was begun.');
      return nextBatch(reading);
    },

    closePublication: (_now, number) => close(number),
    close() {
      for (const number of [...sessions.keys()]) close(number);
    },
  };
}

function nextBatch(reading: Reading): PublicationBatch {
  const batch: PublicationBatch = { changed: [], unchangedRows: 0, marked: [], end: null };
  let rows = 0;
  for (let looked = 0; looked < LOOKED_AT_PARTS && batch.unchangedRows < LOOKED_AT_ROWS; looked += 1) {
    const finding = reading.waiting ?? (reading.findings.next().value as Finding | undefined);
    reading.waiting = null;
    if (finding === undefined) {
      batch.end = { vanished: [...reading.unseen] };
      return batch;
    }
    const part = 'changed' in finding ? finding.changed.part : finding.part;
    if ('changed' in finding) {
      const { changed } = finding;
      if (rows > 0 && rows + changed.rows.length > BATCH_ROWS) {
        reading.waiting = finding;
        return batch;
      }
      rows += changed.rows.length;
      batch.changed.push(changed);
    } else {
      batch.unchangedRows += finding.count;
      if (finding.mark !== null) batch.marked.push([part, finding.mark]);
    }
    reading.unseen.delete(part);
  }
  return batch;
}

function oldestOf(db: Connection, orgId: string, { parts, sql }: PublishedRelation): number | null {
  if (parts.by !== 'time') return null;
  const row = db.get<{ at: number | null }>(
    `SELECT "${parts.column}" AS at FROM (${sql}) WHERE org_id = @org ORDER BY "${parts.column}" LIMIT 1`,
    { org: orgId },
  );
  return row?.at ?? null;
}

interface Facts {
  organizationId: string | null;
  orgName: string;
  url: string;
  asOf: number | null;
  inactiveDays: number;
}

function factsOf(db: Connection, orgId: string): Omit<PublicationSource, 'session' | 'relations'> {
  const facts = db.get<Facts>(
    `SELECT salesforce_org_id AS organizationId, name AS orgName, url, data_as_of AS asOf,
       inactive_days AS inactiveDays FROM org WHERE id = @org`,
    { org: db.orgKey(orgId) },
  );
  if (facts?.organizationId == null || facts.asOf === null) {
    throw new AppError({
      code: 'NOTHING_TO_PUBLISH',
      kind: 'usage',
      message: `Nothing of ${facts?.orgName ?? 'this org'} has been collected yet.`,
      fix: 'Collect first: seatwatch collect NAME.',
    });
  }
  const { organizationId, asOf } = facts;
  return { ...facts, organizationId, asOf };
}

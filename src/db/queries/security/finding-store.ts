import type { FindingChange, FindingRow, StoredFinding } from '../../../checks/engine/merge';
import type { Connection } from '../../connection';

// Writing findings and their history. What is to be written is decided in checks/engine/merge.ts.

const COLUMNS = `id, key, severity, user_id AS userId, ip, app, first_seen_at AS firstSeenAt,
  last_seen_at AS lastSeenAt, occurrences, summary, evidence, settled, provisional, resolved_at AS resolvedAt,
  resolved_reason AS resolvedReason, acknowledged_at AS acknowledgedAt`;

const ALL = `SELECT ${COLUMNS} FROM finding WHERE org_id = @org AND check_id = @check`;
const SOME = `${ALL} AND (provisional = 1 OR key IN (SELECT value FROM json_each(@keys)))`;

const INSERT = `
  INSERT INTO finding (org_id, check_id, key, severity, user_id, ip, app, first_seen_at, last_seen_at, occurrences,
    summary, evidence, settled, provisional, resolved_at, resolved_reason, found_at)
  VALUES (@org, @check, @key, @severity, @userId, @ip, @app, @firstSeenAt, @lastSeenAt, @occurrences,
    @summary, @evidence, @settled, @provisional, @resolvedAt, @resolvedReason, @now)`;

const UPDATE = `
  UPDATE finding SET severity = @severity, user_id = @userId, ip = @ip, app = @app,
    first_seen_at = @firstSeenAt, last_seen_at = @lastSeenAt, occurrences = @occurrences, summary = @summary,
    evidence = @evidence, settled = @settled, provisional = @provisional, resolved_at = @resolvedAt,
    resolved_reason = @resolvedReason
  WHERE id = @id`;

const FORGET_ACKNOWLEDGEMENT = `
  UPDATE finding SET acknowledged_by = NULL, acknowledged_at = NULL, acknowledged_reason = NULL,
    acknowledged_until = NULL
  WHERE id = @id`;

const EVENT = 'INSERT INTO finding_event (finding_id, at, kind, note) VALUES (@id, @at, @kind, @note)';

/** Findings of one check by key: all, or those of some keys and every provisional one. */
export function storedFindings(
  db: Connection,
  org: number,
  check: string,
  keys: readonly string[] | null,
): Map<string, StoredFinding> {
  const rows =
    keys === null
      ? db.all<StoredFinding>(ALL, { org, check })
      : db.all<StoredFinding>(SOME, { org, check, keys: JSON.stringify(keys) });
  return new Map(rows.map((row) => [row.key, row]));
}

/** Resolves with the id of the finding. Must run inside a transaction. */
export function writeFinding(
  db: Connection,
  org: number,
  check: string,
  { id: known, row, events, endsAcknowledgement }: FindingChange,
  now: number,
): number {
  const id = known ?? insert(db, org, check, row, now);
  if (known !== null) {
    const { key: _, ...values } = row;
    db.run(UPDATE, { ...values, id });
  }
  if (endsAcknowledgement) db.run(FORGET_ACKNOWLEDGEMENT, { id });
  for (const event of events) db.run(EVENT, { ...event, id });
  return id;
}

function insert(db: Connection, org: number, check: string, row: FindingRow, now: number): number {
  const { lastInsertRowid } = db.prepare(INSERT).run({ ...row, org, check, now });
  return Number(lastInsertRowid);
}

const QUIET = `
  SELECT id, last_seen_at + @openFor AS at, last_seen_at AS lastSeenAt FROM finding
  WHERE org_id = @org AND check_id = @check AND resolved_at IS NULL AND last_seen_at + @openFor <= @asOf`;
const OPEN = 'SELECT id FROM finding WHERE org_id = @org AND check_id = @check AND resolved_at IS NULL';
const RESOLVE = `
  UPDATE finding SET resolved_at = @at, resolved_reason = @reason, last_seen_at = coalesce(last_seen_at, @lastSeen)
  WHERE id = @id`;

/** Findings of events that have not been seen for so long. Resolves with how many. Inside a transaction. */
export function resolveQuiet(
  db: Connection,
  org: number,
  check: string,
  { openFor, asOf, now }: { openFor: number; asOf: number; now: number },
): number {
  const quiet = db.all<{ id: number; at: number; lastSeenAt: number }>(QUIET, { org, check, openFor, asOf });
  for (const { id, at, lastSeenAt } of quiet) {
    db.run(RESOLVE, { id, at, reason: 'quiet', lastSeen: lastSeenAt });
    const note = `Last seen ${new Date(lastSeenAt).toISOString()}.`;
    db.run(EVENT, { id, at: now, kind: 'resolved', note });
  }
  return quiet.length;
}

/** Everything open of a check that was switched off. Inside a transaction. */
export function resolveOff(
  db: Connection,
  org: number,
  check: string,
  { previousAsOf, now }: { previousAsOf: number; now: number },
): number {
  const open = db.all<{ id: number }>(OPEN, { org, check });
  for (const { id } of open) {
    db.run(RESOLVE, { id, at: now, reason: 'check-off', lastSeen: previousAsOf });
    db.run(EVENT, { id, at: now, kind: 'resolved', note: 'The check was switched off.' });
  }
  return open.length;
}

const EXPIRED = `
  SELECT id FROM finding WHERE org_id = @org AND acknowledged_until <= @now AND acknowledged_at IS NOT NULL`;

/** Acknowledgements that have run out. Inside a transaction. */
export function endAcknowledgements(db: Connection, org: number, now: number): void {
  for (const { id } of db.all<{ id: number }>(EXPIRED, { org, now })) {
    db.run(FORGET_ACKNOWLEDGEMENT, { id });
    db.run(EVENT, { id, at: now, kind: 'acknowledgement-ended', note: 'Its time is over.' });
  }
}

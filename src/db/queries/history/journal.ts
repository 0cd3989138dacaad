import type { ChangeKind } from '../../../shared/model/changes';
import type { PageCommit } from '../../../core/ports';
import type { Connection } from '../../connection';
import { type RecordOf, type StreamName, streamTables } from '../../stream-tables';
import type { Row, Value } from '../selection';
import type { FieldState } from './field-state';
import { namesOf } from './references';

/** Writes down what a commit does to the rows of a tracked stream. */
export interface Journal {
  added(row: Row): void;
  /** Makes no entry when only untracked fields differ. */
  changed(before: Row, after: Row): void;
  removed(row: Row): void;
  /** Saves the counts; nothing may be written afterwards. */
  close(): void;
}

const INSERT = `
  INSERT INTO row_change (org_id, run_id, at, stream, row_id, kind, label, user_id, before, after)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function openJournal(
  db: Connection,
  org: number,
  { stream, runId }: Pick<PageCommit, 'stream' | 'runId'>,
  at: number,
  fields: FieldState,
): Journal {
  const table = streamTables[stream];
  const tracked: readonly string[] = table.tracked ?? [];
  const insert = db.prepare(INSERT);
  const counts = new Map<ChangeKind, number>();
  const names = namesOf(db, org);

  function write(kind: ChangeKind, row: Row, before: Row | null, after: Row | null): void {
    // The declarations read names and ids only, which are stored as they came.
    const record = row as unknown as RecordOf<StreamName>;
    const own = (table.label as (row: RecordOf<StreamName>) => string)(record);
    const userId = (table.userOf as (row: RecordOf<StreamName>) => string | null)(record);
    // People are named by whoever reads: theirs may be a later page of the same collection.
    const label = own === userId ? own : names.inPlaceOf(own, row);
    const json = (value: Row | null) => (value === null ? null : JSON.stringify(value));
    insert.run(org, runId, at, stream, row['id'], kind, label, userId, json(before), json(after));
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }

  const lastLogins = stream === 'users' ? formerLastLogins(db, org, at) : null;
  return {
    added: (row) => write('added', row, null, row),
    changed(before, after) {
      if (before['lastLoginAt'] !== after['lastLoginAt']) lastLogins?.(before);
      const old: Row = {};
      const now: Row = {};
      for (const field of tracked) {
        const change = fields.compare(field, before[field] ?? null, after[field] ?? null);
        if (change === null) continue;
        old[field] = change.before;
        now[field] = change.after;
      }
      if (Object.keys(old).length > 0) write('changed', after, old, now);
    },
    removed(row) {
      lastLogins?.(row);
      write('removed', row, row, null);
    },
    close() {
      for (const [kind, changes] of counts) {
        db.run(
          `INSERT INTO row_change_count (org_id, at, run_id, stream, kind, changes)
           VALUES (@org, @at, @runId, @stream, @kind, @changes)
           ON CONFLICT DO UPDATE SET changes = changes + excluded.changes`,
          { org, at, runId, stream, kind, changes },
        );
      }
    },
  };
}

/** LastLoginDate and the LoginTime of the same login may differ by moments. */
const SAME_LOGIN_MS = 60_000;

const WITNESS = `
  SELECT 1 FROM login WHERE org_id = @org AND login_time >= @from AND login_time <= @to AND success = 1
    AND user_key = (SELECT key FROM login_user WHERE org_id = @org AND user_id = @userId) LIMIT 1`;

/** Keeps a last login about to be overwritten that no stored login tells of. Signing in is no change of a user. */
function formerLastLogins(db: Connection, org: number, until: number): (before: Row) => void {
  return ({ id, lastLoginAt }) => {
    if (typeof lastLoginAt !== 'number') return;
    const userId: Value = id ?? null;
    const login = { org, userId, from: lastLoginAt, to: lastLoginAt + SAME_LOGIN_MS };
    if (db.get(WITNESS, login) !== undefined) return;
    db.run(
      `INSERT INTO former_last_login (org_id, user_id, until, last_login_at) VALUES (@org, @userId, @until, @at)
       ON CONFLICT DO NOTHING`,
      { org, userId, until, at: lastLoginAt },
    );
  };
}

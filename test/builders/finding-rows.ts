import type { Severity } from '../../src/shared/model/checks';
import { FindingsQuery } from '../../src/shared/model/findings';
import { openPlain } from '../../src/db/open';
import { AS_OF, DAY, type TestDatabase } from './db';

/** A row of `finding` as the evaluation writes it; times in epoch ms. */
export interface FindingRow {
  check: string;
  key: string;
  severity: Severity;
  userId: string | null;
  ip: string | null;
  app: string | null;
  firstSeenAt: number;
  lastSeenAt: number | null;
  occurrences: number;
  summary: string;
  evidence: object;
  foundAt: number;
  resolvedAt: number | null;
  resolvedReason: string | null;
  acknowledgedBy: string | null;
  acknowledgedAt: number | null;
  acknowledgedReason: string | null;
  acknowledgedUntil: number | null;
}

let keys = 0;

/** An open finding about a user's sign-in, a day old; tests name only what they are about. */
export const findingRow = (changes: Partial<FindingRow> = {}): FindingRow => ({
  check: 'access-from-dormant-account',
  key: `key-${String(++keys)}`,
  severity: 'medium',
  userId: null,
  ip: null,
  app: null,
  firstSeenAt: AS_OF - 2 * DAY,
  lastSeenAt: AS_OF - DAY,
  occurrences: 1,
  summary: 'Something was found.',
  evidence: {},
  foundAt: AS_OF - DAY,
  resolvedAt: null,
  resolvedReason: null,
  acknowledgedBy: null,
  acknowledgedAt: null,
  acknowledgedReason: null,
  acknowledgedUntil: null,
  ...changes,
});

/** Writes findings beside the program, as another process would; answers with their ids, in the order given. */
export function insertFindings(test: TestDatabase, rows: Iterable<FindingRow>, orgId = 'org-1'): number[] {
  return raw(test, (sqlite) => {
    const insert = sqlite.prepare(
      `INSERT INTO finding (org_id, check_id, key, severity, user_id, ip, app, first_seen_at, last_seen_at,
         occurrences, summary, evidence, provisional, found_at, resolved_at, resolved_reason,
         acknowledged_by, acknowledged_at, acknowledged_reason, acknowledged_until)
       VALUES ((SELECT id FROM org WHERE uid = @orgId), @check, @key, @severity, @userId, @ip, @app, @firstSeenAt,
         @lastSeenAt, @occurrences, @summary, @evidence, 0, @foundAt, @resolvedAt, @resolvedReason,
         @acknowledgedBy, @acknowledgedAt, @acknowledgedReason, @acknowledgedUntil)`,
    );
    return sqlite.transaction(() =>
      Array.from(rows, (row) =>
        Number(insert.run({ ...row, orgId, evidence: JSON.stringify(row.evidence) }).lastInsertRowid),
      ),
    )();
  });
}

/** Runs SQL of a test on the file itself. */
export function raw<T>(test: TestDatabase, work: (sqlite: ReturnType<typeof openPlain>) => T): T {
  const sqlite = openPlain(test.file, undefined);
  try {
    return work(sqlite);
  } finally {
    sqlite.close();
  }
}

export const findingsQuery = (changes: Partial<FindingsQuery> = {}): FindingsQuery =>
  FindingsQuery.parse({ orgId: 'org-1', ...changes });

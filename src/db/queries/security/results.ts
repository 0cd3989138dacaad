import type { CheckResult } from '../../../shared/model/checks';
import type { Connection } from '../../connection';
import { fromJson } from '../json-column';
import { iso } from '../time';
import { z } from 'zod';

/** What became of one check in an evaluation. */
export interface ResultRow {
  id: string;
  status: 'evaluated' | 'not-evaluated' | 'off';
  reason: string | null;
  notes: readonly string[];
  population: number | null;
}

const SAVE = `
  INSERT INTO check_result (org_id, check_id, status, reason, notes, population, evaluated_at, as_of)
  VALUES (@org, @id, @status, @reason, @notes, @population, @now, @asOf)
  ON CONFLICT DO UPDATE SET status = excluded.status, reason = excluded.reason, notes = excluded.notes,
    population = excluded.population, evaluated_at = excluded.evaluated_at, as_of = excluded.as_of`;

/** Inside a transaction. */
export function recordResults(
  db: Connection,
  org: number,
  results: readonly ResultRow[],
  at: { now: number; asOf: number },
): void {
  for (const { notes, ...result } of results)
    db.run(SAVE, { org, ...at, ...result, notes: JSON.stringify(notes) });
}

interface Stored extends Omit<ResultRow, 'notes'> {
  notes: string;
  evaluatedAt: number;
}

const RESULTS = `
  SELECT check_id AS id, status, reason, notes, population, evaluated_at AS evaluatedAt
  FROM check_result WHERE org_id = @org`;

/** The newest result of each check, by its id. */
export function resultsOf(db: Connection, org: number): Map<string, CheckResult> {
  return new Map(
    db
      .all<Stored>(RESULTS, { org })
      .map(({ id, notes, evaluatedAt, ...result }) => [
        id,
        { ...result, evaluatedAt: iso(evaluatedAt), notes: fromJson(z.array(z.string()), notes) ?? [] },
      ]),
  );
}

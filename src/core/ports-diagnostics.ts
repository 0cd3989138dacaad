import type { SeverityCounts } from '../shared/model/checks';
import type { RunState } from '../shared/model/run';

/** Figures of one org for monitoring. */
export interface OrgFigures {
  /** Ended collections by how they ended; all states are there. */
  runs: Record<RunState, number>;
  /** End of the last complete collection, epoch ms; null: none yet. */
  lastSuccessAt: number | null;
  /** Requests charged to the org that Seatwatch ever made. */
  callsMade: number;
  /** Neither resolved nor acknowledged nor muted. */
  openFindings: SeverityCounts;
}

/** The part of the database port about the program's own health. */
export interface DiagnosticsDatabase {
  /** Cheap enough for every minute. Rejects with UNKNOWN_ORG. */
  orgFigures(orgId: string, now: number): Promise<OrgFigures>;
}

import type { Signature } from '../../../core/ports-security';
import type { FindingEventKind, FindingSelection } from '../../../shared/model/findings';
import type { Connection } from '../../connection';
import { changesOnly } from '../../freshness';
import { findingTest } from './finding-filter';
import { type FindingList, findingList, noteAcknowledged } from './finding-list';

/** Findings written with one statement. */
const CHUNK = 5_000;

/** The plus keeps SQLite from walking through all open findings of the org for the few that are meant. */
const SELECTED = '+org_id = @org AND id IN (SELECT value FROM json_each(@ids))';

/** Already acknowledged ones get the new words; what is resolved needs none. */
export const ACKNOWLEDGE = `
  UPDATE finding SET acknowledged_by = @by, acknowledged_at = @at, acknowledged_reason = @reason,
    acknowledged_until = @until
  WHERE ${SELECTED} AND resolved_at IS NULL
  RETURNING id`;

export const REOPEN = `
  UPDATE finding SET acknowledged_by = NULL, acknowledged_at = NULL, acknowledged_reason = NULL,
    acknowledged_until = NULL
  WHERE ${SELECTED} AND acknowledged_at IS NOT NULL AND (acknowledged_until IS NULL OR acknowledged_until > @at)
  RETURNING id`;

const NOTE = `
  INSERT INTO finding_event (finding_id, at, kind, by, note)
  SELECT value, @at, @kind, @by, @note FROM json_each(@ids)`;

/**
 * Somebody knows of these findings and accepts them, until a moment (epoch ms) or for good. Answers with how many
 * it was written of: those that are resolved are left as they are. Throws UNKNOWN_ORG.
 */
export function acknowledge(
  db: Connection,
  orgId: string,
  selection: FindingSelection,
  how: Signature & { reason: string; until: number | null },
): number {
  const { by, at, reason, until } = how;
  const note = until === null ? reason : `${reason} (until ${new Date(until).toISOString()})`;
  return change(db, orgId, selection, {
    signature: how,
    write: (org, ids) => db.all<Id>(ACKNOWLEDGE, { org, ids, by, at, reason, until }),
    event: { kind: 'acknowledged', note },
    now: { at, until },
  });
}

/**
 * Takes acknowledgements back that are in force, also of findings that are resolved: found again, they are open.
 * Answers with how many.
 */
export function reopen(
  db: Connection,
  orgId: string,
  selection: FindingSelection,
  how: Signature & { note: string },
): number {
  const { at, note } = how;
  return change(db, orgId, selection, {
    signature: how,
    write: (org, ids) => db.all<Id>(REOPEN, { org, ids, at }),
    event: { kind: 'reopened', note: note === '' ? null : note },
    now: { at: null, until: null },
  });
}

interface Id {
  id: number;
}

interface Change {
  signature: Signature;
  /** Writes to findings, their ids as a JSON array, and answers with those it was written of. */
  write: (org: number, ids: string) => Id[];
  event: { kind: FindingEventKind; note: string | null };
  /** The acknowledgement as it is then. */
  now: { at: number | null; until: number | null };
}

function change(
  db: Connection,
  orgId: string,
  selection: FindingSelection,
  { signature, write, event, now }: Change,
): number {
  const org = db.orgKey(orgId);
  const list = findingList(db, org);
  const chosen = selected(db, org, list, selection, signature.at);
  const { by, at } = signature;
  const changed = new Set<number>();
  changesOnly(db, ['findings'], () => {
    db.sqlite.transaction(() => {
      for (let first = 0; first < chosen.length; first += CHUNK) {
        const written = write(org, JSON.stringify(chosen.slice(first, first + CHUNK))).map(({ id }) => id);
        db.run(NOTE, { ids: JSON.stringify(written), at, by, ...event });
        for (const id of written) changed.add(id);
      }
    })();
  });
  noteAcknowledged(db, list, changed, now);
  return changed.size;
}

/** Ids of the findings that are meant, ascending. */
function selected(
  db: Connection,
  org: number,
  list: FindingList,
  selection: FindingSelection,
  now: number,
): number[] {
  if ('ids' in selection) return [...new Set(selection.ids)].sort((a, b) => a - b);
  const belongs = findingTest(db, org, list, selection.filter, now);
  return [...list.ids].filter((_, number) => belongs(number));
}

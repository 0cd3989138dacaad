import type { Signature } from '../../../core/ports-security';
import type { FindingSelection } from '../../../shared/model/findings';
import type { Connection } from '../../connection';

export function acknowledge(
  db: Connection,
  orgId: string,
  selection: FindingSelection,
  how: Signature & { reason: string; until: number | null },
): number {
  throw new Error(`not built yet ${db.file} ${orgId} ${JSON.stringify(selection)} ${how.reason}`);
}

export function reopen(
  db: Connection,
  orgId: string,
  selection: FindingSelection,
  how: Signature & { note: string },
): number {
  throw new Error(`not built yet ${db.file} ${orgId} ${JSON.stringify(selection)} ${how.note}`);
}

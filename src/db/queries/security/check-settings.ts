import type { Signature } from '../../../core/ports-security';
import type { CheckState, ParameterValues } from '../../../shared/model/checks';
import type { Connection } from '../../connection';

export function checks(db: Connection, orgId: string, now: number): CheckState[] {
  throw new Error(`not built yet ${db.file} ${orgId} ${now}`);
}

export function setCheck(
  db: Connection,
  orgId: string,
  check: string,
  enabled: boolean,
  values: ParameterValues | null,
  how: Signature,
): void {
  throw new Error(
    `not built yet ${db.file} ${orgId} ${check} ${enabled} ${JSON.stringify(values)} ${how.by}`,
  );
}

export function isEvaluationDue(db: Connection, orgId: string): boolean {
  throw new Error(`not built yet ${db.file} ${orgId}`);
}

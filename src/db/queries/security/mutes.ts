import type { Signature } from '../../../core/ports-security';
import type { Mute, MuteTarget } from '../../../shared/model/findings';
import type { Connection } from '../../connection';

export function mutes(db: Connection, orgId: string, now: number): Mute[] {
  throw new Error(`not built yet ${db.file} ${orgId} ${now}`);
}

export function mute(
  db: Connection,
  orgId: string,
  entry: Signature & {
    check: string | null;
    target: MuteTarget;
    value: string;
    reason: string;
    until: number | null;
  },
): void {
  throw new Error(`not built yet ${db.file} ${orgId} ${entry.value}`);
}

export function unmute(db: Connection, orgId: string, id: number): void {
  throw new Error(`not built yet ${db.file} ${orgId} ${id}`);
}

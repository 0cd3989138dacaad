import type { HeatMap } from '../../../shared/model/sign-in-map';
import type { Connection } from '../../connection';

export function heatMap(
  db: Connection,
  orgId: string,
  days: number,
  userId: string | null,
  timeZone: string | null,
): HeatMap {
  throw new Error(`not built yet ${db.file} ${orgId} ${days} ${userId ?? ''} ${timeZone ?? ''}`);
}

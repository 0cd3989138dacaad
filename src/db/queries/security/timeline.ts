import type { TimelinePage } from '../../../shared/model/sign-in-map';
import type { Connection } from '../../connection';

export function timeline(
  db: Connection,
  orgId: string,
  userId: string,
  before: string | null,
  limit: number,
): TimelinePage {
  throw new Error(`not built yet ${db.file} ${orgId} ${userId} ${before ?? ''} ${limit}`);
}

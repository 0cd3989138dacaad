import type { PostureScore } from '../../../shared/model/checks';
import type { Connection } from '../../connection';

export function postureScore(db: Connection, orgId: string): PostureScore {
  throw new Error(`not built yet ${db.file} ${orgId}`);
}

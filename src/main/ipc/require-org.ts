import type { Database } from '../../core/ports';
import { AppError } from '../../shared/model/errors';
import type { Org } from '../../shared/model/org';

/** The org, or UNKNOWN_ORG: it may have been removed while a page about it was open. */
export async function requireOrg(db: Pick<Database, 'getOrg'>, orgId: string): Promise<Org> {
  const org = await db.getOrg(orgId);
  if (org !== null) return org;
  throw new AppError({
    code: 'UNKNOWN_ORG',
    kind: 'usage',
    message: 'This org is not connected any more.',
    fix: 'Choose another org from the list.',
  });
}

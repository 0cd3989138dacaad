import type { Org } from '../../shared/model/org';

const DAY_MS = 86_400_000;

/** An org with the moment of its newest sign-in stored (epoch ms); null: none. */
export type OrgWithNewest = Pick<Org, 'id' | 'isDemo'> & { newestLogin: number | null };

/**
 * The moment (epoch ms) before which an org's sign-ins are removed. Days are counted back from now, but never
 * from later than the newest sign-in that Salesforce itself has told of: a computer whose clock runs years
 * ahead must not erase what nobody can give back. Any connected org bears witness to the time, except the
 * built-in demo org, which takes it from this very clock; that one can only speak for itself. Null: nothing
 * stored tells the time, so there is nothing to remove either.
 */
export function keptSince(
  org: Pick<Org, 'id'>,
  keepDays: number,
  orgs: readonly OrgWithNewest[],
  now: number,
): number | null {
  const witnesses = orgs
    .filter((one) => one.id === org.id || !one.isDemo)
    .map((one) => one.newestLogin)
    .filter((at) => at !== null);
  if (witnesses.length === 0) return null;
  return Math.min(now, Math.max(...witnesses)) - keepDays * DAY_MS;
}

import { DEFAULT_POLICY, IdlePolicy, type IdleRule } from '../../../shared/model/idle-rule';
import { NeededAnyway } from '../../../shared/model/suggestions';
import type { Connection } from '../../connection';
import { NEEDED_ANYWAY } from '../../needed-anyway';

interface Stored {
  policy: string | null;
  neededAnyway: string | null;
  inactiveDays: number;
}

/** What is idle by the org's own definition, and which permission set licenses are needed anyway. */
export function idlePolicy(
  db: Connection,
  orgId: string,
): { inactiveDays: number; policy: IdlePolicy; neededAnyway: NeededAnyway[] } {
  const stored = db.get<Stored>(
    `SELECT p.policy, p.needed_anyway AS neededAnyway, o.inactive_days AS inactiveDays
     FROM org o LEFT JOIN idle_policy p ON p.org_id = o.id WHERE o.id = @org`,
    { org: db.orgKey(orgId) },
  );
  const parsed = (text: string | null | undefined): unknown => (text == null ? null : JSON.parse(text));
  return {
    inactiveDays: stored?.inactiveDays ?? 0,
    // What a later version may have added is left out, what it lacks has its default.
    policy: IdlePolicy.parse({ ...DEFAULT_POLICY, ...(parsed(stored?.policy) as object | null) }),
    neededAnyway: NeededAnyway.array().parse(parsed(stored?.neededAnyway) ?? NEEDED_ANYWAY),
  };
}

/** The org's own definition as a rule. */
export function ownRule(db: Connection, orgId: string): IdleRule {
  const { inactiveDays, policy } = idlePolicy(db, orgId);
  return { ...policy, inactiveDays, includeFree: false };
}

export function setIdlePolicy(db: Connection, orgId: string, policy: IdlePolicy): void {
  db.run(
    `INSERT INTO idle_policy (org_id, policy) VALUES (@org, @policy)
     ON CONFLICT DO UPDATE SET policy = excluded.policy`,
    { org: db.orgKey(orgId), policy: JSON.stringify(policy) },
  );
}

export function setNeededAnyway(db: Connection, orgId: string, neededAnyway: readonly NeededAnyway[]): void {
  db.run(
    `INSERT INTO idle_policy (org_id, needed_anyway) VALUES (@org, @list)
     ON CONFLICT DO UPDATE SET needed_anyway = excluded.needed_anyway`,
    { org: db.orgKey(orgId), list: JSON.stringify(neededAnyway) },
  );
}

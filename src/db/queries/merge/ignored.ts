import type { Connection } from '../../connection';
import { everybody, forgetRows } from '../forget/forget';
import { allIgnored, digestOf, ignoredBy } from '../forget/ignored';
import { keys, type Merging, OTHER } from './context';

// Whoever is to be forgotten on one side is to be forgotten on both, and does not come back by way of a merge.

/**
 * Takes out of the copy of the other database, before anything is merged from it, whom this side ignores: there it is
 * known what they are called, so that nothing names them either.
 */
export function leaveOutIgnored(copy: Connection, db: Connection): void {
  const ignored = allIgnored(db);
  if (ignored.size === 0) return;
  const orgs = copy.all<{ id: number }>('SELECT id FROM org WHERE is_demo = 0');
  copy.sqlite.transaction(() => {
    for (const { id: org } of orgs)
      for (const user of everybody(copy, org)) if (ignored.has(digestOf(user))) forgetRows(copy, org, user);
  })();
}

/** Takes over whom the other side ignores, and removes what is stored of them here. */
export function mergeIgnored(merging: Merging): void {
  const { db, org, added } = merging;
  const own = db.get<{ id: string | null }>('SELECT run_as_user_id AS id FROM main.org WHERE id = @org', {
    org,
  })?.id;
  added(
    'ignoredPeople',
    db.run(
      `INSERT INTO main.ignored_person (org_id, person, ignored_at)
       SELECT @org, person, ignored_at FROM ${OTHER}.ignored_person
       WHERE org_id = @from AND person IS NOT @own
       ON CONFLICT DO NOTHING`,
      // Seatwatch signs in as this one here: nothing could be collected without.
      { ...keys(merging), own: own == null ? null : digestOf(own) },
    ),
  );
  const isIgnored = ignoredBy(db, org);
  if (isIgnored === null) return;
  for (const user of everybody(db, org)) if (isIgnored(user)) forgetRows(db, org, user);
}
